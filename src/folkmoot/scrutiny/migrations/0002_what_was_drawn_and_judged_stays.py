"""What was fixed, drawn, released, judged and learned stays as it was.

What tells who somebody is can still be emptied, since a case and a member are forgotten in their time.
"""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing


def _row(table: str, row: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = {row} AND {condition})"


def _list_fixed(row: str) -> str:
    return _row("scrutiny_frame", f"{row}.frame_id", "fixed_at IS NOT NULL")


def _closed(row: str) -> str:
    return _row("scrutiny_draw", f"{row}.draw_id", "closing <> ''")


def _in_use(row: str) -> str:
    return _row("scrutiny_questionset", f"{row}.question_set_id", "state <> 'draft'")


DRAWN = "what was drawn stays as it was drawn"
COMMITTED = tuple("frame_id panel_id rules narrowed calibration fingerprint commitment committed_by_id committed_at seals_until".split())
SET = tuple("name_en name_cy code number state kind_id strands scale_id changed_what edition issued_by_id issued_at".split())
POINT = tuple("panel_id meeting_id pack_id number kind words_en theme strand audiences to to_whom made_on reply_due entered_at".split())
STAYS = (
    Stays("scrutiny_caseidentity", "the mark of a case is kept", fixed=("mark",)),
    # lists
    Stays("scrutiny_frame", "a list that was fixed stays fixed", when="OLD.fixed_at IS NOT NULL", fixed=("fingerprint", "fixed_at", "panel_id")),
    Stays(
        "scrutiny_framecase", "a case of a fixed list stays as it was", when=_list_fixed("OLD"), closed=_list_fixed("NEW"),
        fixed=("frame_id", "identity_id", "pseudonym", "row", "stratum", "facts", "always", "binding", "refused"),
    ),
    Stays("scrutiny_tie", "that a member is tied to a case is kept", fixed=("case_id", "member_id", "declared_at")),
    # draws
    Stays("scrutiny_draw", "what a draw committed to stays", when="OLD.commitment <> ''", fixed=COMMITTED),
    Stays(
        "scrutiny_draw", "closed sealing stays closed", name="scrutiny_draw_closed", when="OLD.closing <> ''",
        fixed=("closing", "opened_at", "opens_until"),
    ),
    Stays("scrutiny_draw", DRAWN, name="scrutiny_draw_drawn", when="OLD.state = 'drawn'", fixed=("state", "seed", "drawn_at", "drawn_by_id")),
    Stays(
        "scrutiny_draw", "a draw that was given up stays so", name="scrutiny_draw_given_up", when="OLD.state = 'given_up'",
        fixed=("state", "given_up_why"),
    ),
    Stays(
        "scrutiny_contribution", "a sealed phrase stays as it was sealed", when=_closed("OLD"), closed=_closed("NEW"),
        fixed=("draw_id", "member_id", "label", "seal", "sealed_in", "sealed_at"),
    ),
    Stays(
        "scrutiny_contribution", "an opened phrase stays as it was opened", name="scrutiny_contribution_opened",
        when="OLD.opened_at IS NOT NULL", fixed=("phrase", "salt", "opened_at"),
    ),
    Stays("scrutiny_drawncase", DRAWN, fixed=("draw_id", "case_id", "order", "how", "ticket", "why", "stands_for_id")),
    Stays(
        "scrutiny_drawncase", "a case that was replaced stays so", name="scrutiny_drawncase_replaced", when="OLD.replaced_at IS NOT NULL",
        fixed=("replaced_at", "replaced_why"),
    ),
    # packs
    Stays("scrutiny_packblock", "what was put before reviewers and members is kept"),
    Stays("scrutiny_packreading", "that a pack was opened is kept"),
    Stays("scrutiny_packhand", "who had a hand in a pack is kept"),
    Stays("scrutiny_packfalsealarm", "why a finding was put aside is kept"),
    Stays("scrutiny_packreview", "a review is kept", fixed=("pack_id", "edition", "number", "by_id", "at", "cleared", "checked", "remarks")),
    Stays(
        "scrutiny_packreview", "a void review stays void", name="scrutiny_packreview_void", when="OLD.void_at IS NOT NULL", fixed=("void_at",)
    ),
    Stays("scrutiny_packdocument", "that there was a document is kept", fixed=("pack_id", "number", "added_by_id", "added_at")),
    # judgements
    Stays("scrutiny_questionset", "questions that were issued stay as they were", when="OLD.state <> 'draft'", fixed=SET),
    Stays("scrutiny_question", "questions that were issued stay as they were", when=_in_use("OLD")),
    Stays("scrutiny_assessment", "that a case was judged is kept", fixed=("pack_id", "number", "question_set_id", "begun_at")),
    Stays(
        "scrutiny_assessment", "what was shown stays shown", name="scrutiny_assessment_shown", when="OLD.shown_at IS NOT NULL",
        fixed=("shown_at", "shown_by_id", "shown_why"),
    ),
    Stays(
        "scrutiny_assessment", "what was set aside stays so", name="scrutiny_assessment_aside", when="OLD.set_aside_at IS NOT NULL",
        fixed=("set_aside_at", "set_aside_by_id", "set_aside_why"),
    ),
    Stays("scrutiny_judgement", "a locked judgement is kept as it was locked", when="OLD.locked_at IS NOT NULL"),
    Stays("scrutiny_jointview", "a joint view is kept"),
    Stays("scrutiny_jointview_took_part", "who took part in a joint view is kept"),
    Stays("scrutiny_dissent", "a dissent is kept"),
    Stays("scrutiny_recusal", "that a member stood aside is kept", fixed=("pack_id", "member_id", "why", "at")),
    Stays("scrutiny_escalation", "a reply is kept as it was given", when="OLD.replied_at IS NOT NULL"),
    Stays("scrutiny_calibrationkey", "the key of a calibration round is kept"),
    # learning
    Stays("scrutiny_learningpoint", "a learning point stays as it was made", fixed=POINT),
    Stays(
        "scrutiny_learningpoint", "a learning point stays as it was made", name="scrutiny_learningpoint_cy", when="OLD.words_cy <> ''",
        fixed=("words_cy",),
    ),
    Stays("scrutiny_learningreply", "a reply to a learning point is kept"),
    Stays("scrutiny_learningstep", "what was done is kept"),
    Stays("scrutiny_learningevidence", "evidence is kept"),
    Stays("scrutiny_learningtelling", "that somebody was told is kept"),
    Stays("scrutiny_learningrepeat", "a judgement on a repeat is kept"),
    Stays(
        "scrutiny_resample", "what was looked at again is kept", when="OLD.later_id IS NOT NULL OR OLD.dropped_why <> ''",
    ),
    Stays("scrutiny_feedbackletter", "a letter is kept as it was made", fixed=("pack_id", "whom", "words", "sha256")),
    Stays("scrutiny_feedbackletter", "a letter is kept as it was given", name="scrutiny_feedbackletter_given", when="OLD.given_on IS NOT NULL"),
    # impact statements and signals
    Stays("scrutiny_impactversion", "a statement is kept as it was supplied", when="OLD.supplied_on IS NOT NULL"),
    Stays("scrutiny_impactuse", "that a statement was put into a case is kept", fixed=("version_used_id", "purpose", "put_in_on")),
    Stays(
        "scrutiny_impactuse", "what a court did with a statement is kept", name="scrutiny_impactuse_used", when="OLD.used <> ''",
        fixed=("served_on", "served_on_all", "heard_on", "used", "used_words"),
    ),
    Stays("scrutiny_impactauthor", "who wrote a statement is kept"),
    Stays("scrutiny_signalreading", "how a signal came before a panel is kept", fixed=("signal_id", "panel_id", "frame_id", "blind", "compared")),
    Stays("scrutiny_signalcase", "which side a case is of is kept"),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0001_initial")]
    operations = [standing(STAYS)]
