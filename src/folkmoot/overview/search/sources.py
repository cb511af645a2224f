"""What may be found, one line a kind: where its rows are read from, what of them is kept in the index, who may see them.

Bulletins are in the index for those who write them. Whoever only reads finds them on the page of bulletins and not here: a lawyer
reads those submitted to them and no others, and a row of the index knows of Areas, not of one reader.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.queries import plans
from folkmoot.actions.queries import actions
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import decisions
from folkmoot.engagement.briefings.models import Briefing
from folkmoot.engagement.briefings.queries import list_briefings
from folkmoot.engagement.bulletins.models import Bulletin
from folkmoot.engagement.bulletins.queries import bulletins
from folkmoot.engagement.calendar.models import Communication
from folkmoot.engagement.calendar.queries import communications
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.conversations.queries import conversations
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities
from folkmoot.engagement.volunteering.models import Opportunity
from folkmoot.engagement.volunteering.queries import opportunities
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.partnerships.queries import partnerships
from folkmoot.stakeholders.queries import contacts, organisations
from folkmoot.stakeholders.sources.models import Source as InformationSource
from folkmoot.stakeholders.sources.queries import sources
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.queries import measures
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import list_commitments
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.queries import trends
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.queries import forms
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.queries import issues, only_restricted
from folkmoot.voice.models import Point
from folkmoot.voice.queries import points


@dataclass(frozen=True)
class Source:
    """A kind of row. `seen` gives the rows in a viewer's sight; `everywhere` says that rows of no Area open to all with the capability.

    `beside` tells rows of the same title apart where they are shown; it is not in the index, because another row may change it.
    `kept_to` is a second capability, which a row for which `is_kept` is true asks for in place of the first. `hangs_on` says of which
    other kinds a change may change that, and of which rows. Only `settled` rows of no Area are seen everywhere.
    """

    label: str
    words: Promise
    capability: str
    model: type[Model]
    seen: Callable[[Viewer], QuerySet[Any]]
    title: Callable[[Any], str]
    body: Callable[[Any], str]
    day: Callable[[Any], date | None]
    route: str
    beside: Callable[[Any], str] = lambda _row: ""
    everywhere: bool = False
    settled: Callable[[Any], bool] = lambda _row: True
    sensitive: bool = False
    kept_to: str = ""
    is_kept: Callable[[Any], bool] = lambda _row: False
    hangs_on: Mapping[str, Callable[[Collection[int]], set[int]]] = field(default_factory=dict)
    area: Callable[[Any], int | None] = lambda row: getattr(row, "area_id", None)

    @property
    def capabilities(self) -> set[str]:
        return {self.capability, self.kept_to} - {""}

    def opens_everywhere(self, row: Any) -> bool:
        """Whether a row is seen by all who hold the capability anywhere: of no Area, settled, and not kept to fewer."""
        return self.everywhere and self.area(row) is None and self.settled(row) and self.capability_of(row) == self.capability

    def capability_of(self, row: Any) -> str:
        return self.kept_to if self.kept_to and self.is_kept(row) else self.capability

    @property
    def gone(self) -> dict[str, Any]:
        """The rows that are kept and no longer found: merged into another, or erased."""
        names = {field.name for field in self.model._meta.get_fields()}
        return {f"{name}__isnull": True for name in ("merged_into", "erased_on") if name in names}


def _joined(row: Any, names: str) -> str:
    return " \n".join(text for name in names.split() if (text := str(getattr(row, name, "") or "").strip()))


def _field(names: str) -> Callable[[Any], str]:
    return lambda row: _joined(row, names)


def _day(name: str) -> Callable[[Any], date | None]:
    return lambda row: getattr(row, name, None)


RESTRICTED = "voice.restricted"


def _is_restricted(point: Any) -> bool:
    return bool(point.visibility == Point.Visibility.RESTRICTED)


def _is_of_restricted(issue: Any) -> bool:
    return Issue.objects.filter(only_restricted(), pk=issue.pk).exists()


def _issues_of(point_ids: Collection[int]) -> set[int]:
    return set(IssuePoint.objects.filter(point__in=list(point_ids)).values_list("issue_id", flat=True))


SOURCES: tuple[Source, ...] = (
    Source("communities.community", _("Community"), "communities.read", Community, communities, _field("name name_cy"),
           _field("low_trust_evidence"), _day("starts"), "communities:detail", everywhere=True),
    Source("stakeholders.organisation", _("Organisation"), "stakeholders.read", Organisation, organisations, _field("name"),
           _field("town postcode website email notes"), _day(""), "stakeholders:detail"),
    Source("stakeholders.contact", _("Person"), "stakeholders.read", Contact, contacts, _field("name_and_year"), _field("role email"),
           _day(""), "stakeholders:person", beside=lambda row: str(row.organisation or ""), sensitive=True),
    Source("engagement.activity", _("Activity"), "engagement.read", Activity, activities, _field("title"),
           _field("place objective measure outcome"), lambda row: row.held_on or row.planned_for, "engagement:detail"),
    Source("voice.point", _("What was said"), "voice.read", Point, points, _field("words"), _field("theme said_by"), _day("said_on"),
           "voice:detail", sensitive=True, kept_to=RESTRICTED, is_kept=_is_restricted),
    Source("voice.issue", _("Issue"), "voice.read", Issue, issues, _field("title"), _field("about"), _day("opened_on"), "voice:issue",
           everywhere=True, kept_to=RESTRICTED, is_kept=_is_of_restricted, hangs_on={"voice.point": _issues_of}),
    Source("decisions.decision", _("Decision"), "decisions.read", Decision, decisions, _field("title"), _field("question outcome reasons"),
           lambda row: row.taken_on or row.planned_on, "decisions:detail", everywhere=True, settled=lambda row: row.taken_at is not None),
    Source("decisions.consultation", _("Consultation"), "consultations.read", Consultation, consultations, _field("title_en title_cy"),
           _field("proposal_en proposal_cy findings heard_en heard_cy"), _day("opens_on"), "decisions:consultation", everywhere=True),
    Source("decisions.assessment", _("Equality impact assessment"), "assessments.read", Assessment, assessments, _field("title"),
           _field("proposal affected conclusion_why"), lambda row: localdate(row.begun_at) if row.begun_at else None,
           "decisions:assessment", beside=lambda row: str(_("version %(number)d")) % {"number": row.edition}, everywhere=True),
    Source("panels.recommendation", _("Recommendation of a panel"), "panels.read", Recommendation, recommendations,
           _field("words_en words_cy"), _field("reasons to_whom"), _day("made_on"), "panels:recommendation",
           beside=lambda row: str(row.panel.name)),
    Source("voice.form", _("Form"), "forms.read", Form, forms, _field("title_en title_cy"), _field("purpose audience"), _day("opens_on"),
           "voice:form", everywhere=True),
    Source("actions.plan", _("Action plan"), "actions.read", Plan, plans, _field("title"), _field("purpose division"), _day("starts_on"),
           "actions:plan", everywhere=True),
    Source("strategy.commitment", _("Commitment"), "actions.read", Commitment, list_commitments, _field("words_en words_cy"),
           _field("heading"), _day(""), "actions:commitment", everywhere=True, area=lambda _row: None),
    Source("strategy.measure", _("Measure"), "reference.read", Measure, measures, _field("name_en name_cy"), _field("definition source"),
           _day("target_on"), "strategy:measure", everywhere=True, area=lambda _row: None),
    Source("actions.action", _("Action"), "actions.read", Action, actions, _field("title"), _field("measure"), _day("due_on"),
           "actions:detail"),
    Source("stakeholders.partnership", _("Partnership"), "stakeholders.read", Partnership, partnerships, _field("title"),
           _field("purpose agreement"), _day("starts"), "stakeholders:partnership", everywhere=True),
    Source("stakeholders.source", _("Source"), "stakeholders.read", InformationSource, sources, _field("name"), _field("tells"),
           _day("first_due_on"), "stakeholders:source", everywhere=True),
    Source("strategy.trend", _("Trend or priority"), "reference.read", Trend, trends, _field("title"), _field("words evidence"),
           _day("since"), "strategy:trend", everywhere=True),
    Source("engagement.communication", _("Communication"), "calendar.read", Communication, communications, _field("title"),
           _field("place"), _day("first_on"), "engagement:communication"),
    Source("engagement.bulletin", _("Bulletin"), "bulletins.write", Bulletin, bulletins, _field("title title_cy"),
           _field("body body_cy"), lambda row: localdate(row.sealed_at) if row.sealed_at else None, "engagement:bulletin", sensitive=True),
    Source("engagement.briefing", _("Staff briefing"), "engagement.read", Briefing, list_briefings, _field("title"),
           _field("topic materials evaluation"), _day("held_on"), "engagement:briefing"),
    Source("engagement.opportunity", _("Volunteering opportunity"), "engagement.read", Opportunity, opportunities, _field("title"),
           _field("about languages"), _day("starts"), "engagement:opportunity"),
    Source("engagement.conversation", _("Staff conversation"), "voice.read", Conversation, conversations, _field("theme"),
           _field("place noticed"), _day("held_on"), "engagement:conversation", sensitive=True),
)  # fmt: skip
BY_LABEL = {source.label: source for source in SOURCES}
