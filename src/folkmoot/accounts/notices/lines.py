"""The fixed sentences that an e-mail to our own people is put together from: one for each kind of notice."""

from django.utils.translation import ngettext_lazy

# kind of notice -> the sentence that an e-mail says of so many of them
LINES = {
    "actions.due": ngettext_lazy(
        "%(number)d action you own is due within a week.",
        "%(number)d actions you own are due within a week.",
        "number",
    ),
    "actions.overdue": ngettext_lazy(
        "%(number)d action you own is overdue.",
        "%(number)d actions you own are overdue.",
        "number",
    ),
    "actions.escalated": ngettext_lazy(
        "%(number)d action in your Area has been overdue for two weeks or more.",
        "%(number)d actions in your Area have been overdue for two weeks or more.",
        "number",
    ),
    "actions.worked": ngettext_lazy(
        "Of %(number)d action you own it is time to say whether it worked.",
        "Of %(number)d actions you own it is time to say whether they worked.",
        "number",
    ),
    "voice.due": ngettext_lazy(
        "%(number)d point is to be answered within a week.",
        "%(number)d points are to be answered within a week.",
        "number",
    ),
    "voice.overdue": ngettext_lazy(
        "%(number)d point has waited too long for an answer.",
        "%(number)d points have waited too long for an answer.",
        "number",
    ),
    "voice.escalated": ngettext_lazy(
        "%(number)d point in your Area is still not answered, well past its day.",
        "%(number)d points in your Area are still not answered, well past their day.",
        "number",
    ),
    "voice.promise": ngettext_lazy(
        "%(number)d promise is due within a week.",
        "%(number)d promises are due within a week.",
        "number",
    ),
    "voice.promise_overdue": ngettext_lazy(
        "%(number)d promise was not kept by its day.",
        "%(number)d promises were not kept by their day.",
        "number",
    ),
    "actions.ownerless": ngettext_lazy(
        "%(number)d action in your Area has no owner.",
        "%(number)d actions in your Area have no owner.",
        "number",
    ),
    "actions.partner": ngettext_lazy(
        "%(number)d action of a partner has not been asked about for a month.",
        "%(number)d actions of partners have not been asked about for a month.",
        "number",
    ),
    "assurance.assess": ngettext_lazy(
        "%(number)d assessment of your Area is due.",
        "%(number)d assessments of your Area are due.",
        "number",
    ),
    "assurance.validate": ngettext_lazy(
        "%(number)d assessment of another Area is to be validated.",
        "%(number)d assessments of other Areas are to be validated.",
        "number",
    ),
    "assurance.reply": ngettext_lazy(
        "%(number)d validated assessment waits for your Area’s answer.",
        "%(number)d validated assessments wait for your Area’s answer.",
        "number",
    ),
    "assurance.moderate": ngettext_lazy(
        "%(number)d assessment is to be moderated.",
        "%(number)d assessments are to be moderated.",
        "number",
    ),
    "assurance.certificate": ngettext_lazy(
        "%(number)d certificate of assurance is due.",
        "%(number)d certificates of assurance are due.",
        "number",
    ),
    "assurance.sign": ngettext_lazy(
        "%(number)d certificate of assurance waits for your signature.",
        "%(number)d certificates of assurance wait for your signature.",
        "number",
    ),
    "minimum.issued": ngettext_lazy(
        "%(number)d edition of the minimum set waits for owners in your Area.",
        "%(number)d editions of the minimum set wait for owners in your Area.",
        "number",
    ),
    "minimum.asked": ngettext_lazy(
        "%(number)d Area asks that an item of the minimum set need not apply to it.",
        "%(number)d Areas ask that an item of the minimum set need not apply to them.",
        "number",
    ),
    "minimum.decided": ngettext_lazy(
        "%(number)d answer of headquarters to what you asked about the minimum set is there.",
        "%(number)d answers of headquarters to what you asked about the minimum set are there.",
        "number",
    ),
    "decisions.entered": ngettext_lazy(
        "%(number)d decision of yours was entered from its paper record by somebody else.",
        "%(number)d decisions of yours were entered from their paper records by somebody else.",
        "number",
    ),
    "decisions.ready": ngettext_lazy(
        "%(number)d decision is ready for you to take.",
        "%(number)d decisions are ready for you to take.",
        "number",
    ),
    "consultations.closing": ngettext_lazy(
        "%(number)d consultation closes within a week.",
        "%(number)d consultations close within a week.",
        "number",
    ),
    "consultations.unanswered": ngettext_lazy(
        "%(number)d consultation closed four weeks ago or more and has had no response.",
        "%(number)d consultations closed four weeks ago or more and have had no response.",
        "number",
    ),
    "assessments.review": ngettext_lazy(
        "%(number)d equality impact assessment is to be reviewed.",
        "%(number)d equality impact assessments are to be reviewed.",
        "number",
    ),
    "assessments.sign": ngettext_lazy(
        "%(number)d equality impact assessment waits for a signature.",
        "%(number)d equality impact assessments wait for a signature.",
        "number",
    ),
    "assessments.returned": ngettext_lazy(
        "%(number)d equality impact assessment was returned to you.",
        "%(number)d equality impact assessments were returned to you.",
        "number",
    ),
    "forms.held": ngettext_lazy(
        "%(number)d form holds answers that somebody must look at.",
        "%(number)d forms hold answers that somebody must look at.",
        "number",
    ),
    "forms.closing": ngettext_lazy(
        "%(number)d form closes within a week.",
        "%(number)d forms close within a week.",
        "number",
    ),
    "forms.counting": ngettext_lazy(
        "%(number)d form that has closed is not counted to the end.",
        "%(number)d forms that have closed are not counted to the end.",
        "number",
    ),
    "measures.late": ngettext_lazy(
        "%(number)d measure of the strategy has no recent figure.",
        "%(number)d measures of the strategy have no recent figure.",
        "number",
    ),
    "commitments.ownerless": ngettext_lazy(
        "Some commitments of the strategy have nobody who answers for them.",
        "Some commitments of the strategy have nobody who answers for them.",
        "number",
    ),
    "commitments.silent": ngettext_lazy(
        "Of %(number)d commitment you answer for nothing was reported for half a year.",
        "Of %(number)d commitments you answer for nothing was reported for half a year.",
        "number",
    ),
    "commitments.idle": ngettext_lazy(
        "For some commitments nothing is happening in your Area.",
        "For some commitments nothing is happening in your Area.",
        "number",
    ),
    "themes.uncoded": ngettext_lazy(
        "Many points in your Area wait to be coded.",
        "Many points in your Area wait to be coded.",
        "number",
    ),
    "themes.again": ngettext_lazy(
        "Points wait for you as their second coder.",
        "Points wait for you as their second coder.",
        "number",
    ),
    "published.agree": ngettext_lazy(
        "%(number)d entry of “You said, we did” waits for you as the second person.",
        "%(number)d entries of “You said, we did” wait for you as the second person.",
        "number",
    ),
    "published.overtaken": ngettext_lazy(
        "%(number)d published entry of “You said, we did” is no longer so.",
        "%(number)d published entries of “You said, we did” are no longer so.",
        "number",
    ),
    "panels.flag": ngettext_lazy(
        "%(number)d thing about a panel you run is late, missing or about to lapse.",
        "%(number)d things about panels you run are late, missing or about to lapse.",
        "number",
    ),
    "panels.unclosed": ngettext_lazy(
        "%(number)d meeting of a panel is over and not closed.",
        "%(number)d meetings of panels are over and not closed.",
        "number",
    ),
    "panels.unanswered": ngettext_lazy(
        "%(number)d recommendation of a panel has waited four weeks or more for an answer.",
        "%(number)d recommendations of panels have waited four weeks or more for an answer.",
        "number",
    ),
    "panels.late": ngettext_lazy(
        "%(number)d recommendation of a panel was accepted and is past its day.",
        "%(number)d recommendations of panels were accepted and are past their day.",
        "number",
    ),
    "panels.agree": ngettext_lazy(
        "%(number)d publication of a panel waits for a second person to agree it.",
        "%(number)d publications of panels wait for a second person to agree them.",
        "number",
    ),
    "panels.request": ngettext_lazy(
        "%(number)d request for information about a panel is to be answered within a week.",
        "%(number)d requests for information about panels are to be answered within a week.",
        "number",
    ),
    "scrutiny.reply": ngettext_lazy(
        "%(number)d learning point of a panel is to have a reply within a week.",
        "%(number)d learning points of panels are to have a reply within a week.",
        "number",
    ),
    "scrutiny.late": ngettext_lazy(
        "%(number)d thing promised to a panel that learned from cases is past its day.",
        "%(number)d things promised to panels that learned from cases are past their day.",
        "number",
    ),
    "scrutiny.again": ngettext_lazy(
        "%(number)d theme is to be looked at again in later cases.",
        "%(number)d themes are to be looked at again in later cases.",
        "number",
    ),
    "scrutiny.impact": ngettext_lazy(
        "%(number)d community impact statement is to be reviewed.",
        "%(number)d community impact statements are to be reviewed.",
        "number",
    ),
    "casework.signal": ngettext_lazy(
        "%(number)d signal has been neither accepted nor explained for four weeks or more.",
        "%(number)d signals have been neither accepted nor explained for four weeks or more.",
        "number",
    ),
    "casework.unowned": ngettext_lazy(
        "Nobody answers for %(number)d signal.",
        "Nobody answers for %(number)d signals.",
        "number",
    ),
    "casework.review": ngettext_lazy(
        "%(number)d answer to a signal waits for a second person.",
        "%(number)d answers to signals wait for a second person.",
        "number",
    ),
    "casework.retest": ngettext_lazy(
        "%(number)d signal of yours was tested again.",
        "%(number)d signals of yours were tested again.",
        "number",
    ),
    "casework.retested": ngettext_lazy(
        "%(number)d signal was tested again two weeks ago or more, and waits for what follows.",
        "%(number)d signals were tested again two weeks ago or more, and wait for what follows.",
        "number",
    ),
    "casework.goal": ngettext_lazy(
        "%(number)d public goal waits for a second person.",
        "%(number)d public goals wait for a second person.",
        "number",
    ),
    "scrutiny.seal": ngettext_lazy(
        "%(number)d draw of cases waits for a phrase of yours.",
        "%(number)d draws of cases wait for a phrase of yours.",
        "number",
    ),
    "scrutiny.open": ngettext_lazy(
        "%(number)d phrase of yours is to be opened, so that it counts.",
        "%(number)d phrases of yours are to be opened, so that they count.",
        "number",
    ),
    "scrutiny.drawn": ngettext_lazy(
        "Cases were drawn for your panel.",
        "Cases were drawn for your panel %(number)d times.",
        "number",
    ),
    "scrutiny.entered": ngettext_lazy(
        "A seal for a draw of cases was entered in your name.",
        "%(number)d seals for draws of cases were entered in your name.",
        "number",
    ),
    "scrutiny.tied": ngettext_lazy(
        "It was noted for you that you are tied to a case.",
        "It was noted for you that you are tied to %(number)d cases.",
        "number",
    ),
    "scrutiny.given_up": ngettext_lazy(
        "%(number)d draw of cases for your panel was given up.",
        "%(number)d draws of cases for your panel were given up.",
        "number",
    ),
    "scrutiny.replaced": ngettext_lazy(
        "%(number)d case drawn for your panel was replaced.",
        "%(number)d cases drawn for your panel were replaced.",
        "number",
    ),
    "scrutiny.pack_review": ngettext_lazy(
        "%(number)d pack of a case waits for review.",
        "%(number)d packs of cases wait for review.",
        "number",
    ),
    "scrutiny.pack_returned": ngettext_lazy(
        "%(number)d pack that you prepared was sent back.",
        "%(number)d packs that you prepared were sent back.",
        "number",
    ),
    "scrutiny.pack_released": ngettext_lazy(
        "%(number)d case is open for you to read.",
        "%(number)d cases are open for you to read.",
        "number",
    ),
    "scrutiny.pack_recalled": ngettext_lazy(
        "%(number)d case was withdrawn.",
        "%(number)d cases were withdrawn.",
        "number",
    ),
    "reports.review": ngettext_lazy(
        "%(number)d draft report waits for your comments.",
        "%(number)d draft reports wait for your comments.",
        "number",
    ),
    "reports.answered": ngettext_lazy(
        "%(number)d comment of yours on a report was answered.",
        "%(number)d comments of yours on reports were answered.",
        "number",
    ),
    "reports.sign": ngettext_lazy(
        "%(number)d report names you to sign it.",
        "%(number)d reports name you to sign them.",
        "number",
    ),
    "reports.returned": ngettext_lazy(
        "%(number)d report you made was returned, with reasons.",
        "%(number)d reports you made were returned, with reasons.",
        "number",
    ),
}
OTHER = ngettext_lazy("%(number)d more thing waits for you.", "%(number)d more things wait for you.", "number")
