"""Where a point or an action came from, in words and as a link.

Rooms higher than this one are known here only by the names of their rows and pages, so nothing is imported from them.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer

# kind of row -> words, name of its page, capability that opens it ("" and "": no page)
ORIGINS: dict[str, tuple[Promise, str, str]] = {
    "plan": (_("An action plan"), "actions:plan", "actions.read"),
    "actions.action": (_("An action that did not work"), "actions:detail", "actions.read"),
    "actions.minimum": (_("The minimum set of actions"), "actions:minimum_item", "actions.read"),
    "strategy.commitment": (_("A commitment of a strategy"), "actions:commitment", "actions.read"),
    "voice.point": (_("A point that a community raised"), "voice:detail", "voice.read"),
    "voice.issue": (_("An issue of several points"), "voice:issue", "voice.read"),
    "engagement.activity": (_("An activity"), "engagement:detail", "engagement.read"),
    "engagement.conversation": (_("A conversation with staff"), "engagement:conversation", "engagement.read"),
    "engagement.bulletin": (_("A reply to a casework bulletin"), "engagement:bulletin", "bulletins.read"),
    "communities.community": (_("A community"), "communities:detail", "communities.read"),
    "stakeholders.organisation": (_("An organisation"), "stakeholders:detail", "stakeholders.read"),
    "casework.analysis": (_("A comparison of casework"), "casework:detail", "casework.read"),
    "casework.signal": (_("A difference that needed review"), "casework:signal", "signals.read"),
    "casework.savedview": (_("A view of the workbench"), "casework:saved_view", "casework.read"),
    "casework.improvement": (_("A plan with a police force for better data"), "casework:improvement", "quality.read"),
    "casework.review_learning": (_("What reviews of cases showed"), "", ""),
    "workforce.plan": (_("A local diversity and inclusion plan"), "workforce:unit_plan", "workforce.read"),
    "workforce.surveyfigure": (_("A gap in the People Survey"), "", ""),
    "workforce.target": (_("A target for the workforce"), "", ""),
    "decisions.assessment": (_("An equality impact assessment"), "decisions:assessment", "assessments.read"),
    "decisions.decision": (_("A decision"), "decisions:detail", "decisions.read"),
    "decisions.consultation": (_("A consultation"), "decisions:consultation", "consultations.read"),
    "panels.recommendation": (_("A panel’s recommendation"), "panels:recommendation", "panels.read"),
    "panels.item": (_("An item of a panel’s agenda"), "panels:item", "panels.read"),
    "panels.meeting": (_("A meeting of a panel"), "panels:meeting", "panels.read"),
    "panels.briefing": (_("What people said to a panel member"), "panels:briefing", "panels.read"),
    "letter": (_("A letter"), "", ""),
    "email": (_("An e-mail"), "", ""),
    "phone": (_("A telephone call"), "", ""),
    "social": (_("A post on social media"), "", ""),
    "assurance.criterionanswer": (_("A gap in an Area’s assessment"), "assurance:criterion_answer", "assurance.read"),
    "voice.form": (_("A form of ours"), "voice:form", "forms.read"),
    "form": (_("A form of somebody else"), "", ""),
    "survey": (_("A survey"), "", ""),
    "staff": (_("What a colleague passed on"), "", ""),
    "complaint": (_("A complaint"), "", ""),
    "import": (_("A file that was brought in"), "", ""),
}


@dataclass(frozen=True)
class Origin:
    """`address` is empty where there is no page, or the viewer may not open it."""

    words: Promise | str
    address: str


def origin_of(viewer: Viewer, kind: str, row_id: int | None, area_id: int | None) -> Origin:
    """What a row came from. A kind that is not in the table is shown as it is stored, without a link."""
    words, route, capability = ORIGINS.get(kind, (kind, "", ""))
    if not route or row_id is None or not viewer.may(capability, area_id):
        return Origin(words, "")
    try:
        return Origin(words, reverse(route, args=[row_id]))
    except NoReverseMatch:
        return Origin(words, "")
