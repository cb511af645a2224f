"""What can be put before a decision: for each kind of row, who may see it, what it says in words, and how it stood.

A higher room (the chain from a point to what changed) reads the same table the other way. Names are never taken into a
snapshot: who said something is left out, what may identify a person in its words is withheld, and of a point that is kept to
those who answer it only that it was there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.queries import actions
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted, analyses
from folkmoot.casework.sentences import answer_of
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.models import Considered
from folkmoot.decisions.rules import differing, withhold
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import recommendations, standing_of
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.queries import trends
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.queries import issues
from folkmoot.voice.models import Point
from folkmoot.voice.naming import bare_names, personal_in
from folkmoot.voice.queries import points

DOCUMENT = "document"
CONCERNS = frozenset({"voice.point", "voice.issue"})
MOST_OFFERED = 30


@dataclass(frozen=True)
class Source:
    """One kind of row that can be considered. `facts` gives plain values that are compared later; `finding` what was found, once.

    `searched` names the columns that a search looks into, `area` the column that holds the Area.
    """

    label: Promise
    capability: str
    rows: Callable[[Viewer], QuerySet[Any]]
    words: Callable[[Any], str]
    facts: Callable[[Any], dict[str, Any]]
    route: str
    searched: tuple[str, ...]
    finding: Callable[[Any], list[str]] = lambda _row: []
    area: str = "area_id"

    def find(self, viewer: Viewer, row_id: int) -> Any | None:
        """The row where the viewer may see it, else None."""
        return self.rows(viewer).filter(pk=row_id).first() if viewer.may(self.capability) else None

    def find_many(self, viewer: Viewer, ids: Iterable[int]) -> dict[int, Any]:
        return self.rows(viewer).in_bulk(list(ids)) if viewer.may(self.capability) else {}

    def address(self, row_id: int) -> str:
        """Its page; empty where there is none."""
        try:
            return reverse(self.route, args=[row_id])
        except NoReverseMatch:
            return ""


def safe(text: str) -> str:
    """The text without what may identify a person: names, street addresses, e-mail addresses, telephone numbers, case references.

    A name that is known once by the words around it is withheld wherever it stands.
    """
    found = personal_in(text)
    return withhold(text, [each.text for each in found], bare_names(found))


def _restricted(point: Point) -> bool:
    return point.visibility == Point.Visibility.RESTRICTED


def _point_words(point: Point) -> str:
    return str(_("A point kept to those who answer it")) if _restricted(point) else safe(point.words)


def _point_facts(point: Point) -> dict[str, Any]:
    if _restricted(point):
        return {"restricted": True, "nature": point.nature}
    state = str(getattr(point, "state", ""))
    return {
        "words": safe(point.words), "nature": point.nature, "said_on": point.said_on.isoformat(), "theme": safe(point.theme),
        "state": state,
    }  # fmt: skip


def _issue_words(issue: Issue) -> str:
    return safe(issue.title)


def _issue_facts(issue: Issue) -> dict[str, Any]:
    joined = issue.memberships.filter(left_at__isnull=True).count()
    return {"title": safe(issue.title), "about": safe(issue.about), "points": joined}


def _analysis_facts(row: Analysis) -> dict[str, Any]:
    return {
        "title": row.title,
        "outcome": row.outcome,
        "source": row.source,
        "data_as_of": row.data_as_of.isoformat(),
        "version": row.version,
    }


def _analysis_finding(row: Analysis) -> list[str]:
    """What its released tables say: small numbers are withheld in them, and no case is named."""
    counted = Counted(Analysis.objects.get(pk=row.pk))
    return [str(sentence) for table in counted.tables for sentence in answer_of(table, counted.adverse)]


def _consultation_facts(row: Consultation) -> dict[str, Any]:
    return {
        "title": row.title_en, "opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat(), "heard": row.heard_en,
        "findings": row.findings, "responded_on": row.responded_on.isoformat() if row.responded_on else "",
    }  # fmt: skip


def _assessment_facts(row: Assessment) -> dict[str, Any]:
    signed = timezone.localdate(row.signed_at).isoformat() if row.signed_at else ""
    return {"title": row.title, "edition": row.edition, "conclusion": row.conclusion, "signed_on": signed, "signed_hash": row.signed_hash}


def _community_facts(row: Community) -> dict[str, Any]:
    return {"name": row.name, "low_trust": row.low_trust, "population": row.population, "access_needs": row.access_needs}


def _action_facts(row: Action) -> dict[str, Any]:
    level = str(getattr(row, "latest_level", "") or "")
    return {"title": row.title, "measure": row.measure, "due_on": row.due_on.isoformat(), "progress": level}


def _trend_facts(row: Trend) -> dict[str, Any]:
    ended = row.ended_on.isoformat() if row.ended_on else ""
    return {"title": row.title, "words": row.words, "evidence": row.evidence, "ended_on": ended}


def _recommendation_facts(row: Recommendation) -> dict[str, Any]:
    """Where it stands now follows from its answers; who owns it is left out."""
    standing = standing_of(row, timezone.localdate())
    answer = standing.answer
    return {
        "words": safe(row.words_en), "to": row.to, "made_on": row.made_on.isoformat(), "state": standing.state.value,
        "outcome": answer.outcome if answer else "", "reason": safe(answer.reason_en) if answer else "",
    }  # fmt: skip


SOURCES: dict[str, Source] = {
    "voice.point": Source(
        _("A point that a community raised"), "voice.read", points, _point_words, _point_facts, "voice:detail", ("words", "theme")
    ),
    "voice.issue": Source(_("An issue"), "voice.read", issues, _issue_words, _issue_facts, "voice:issue", ("title", "about")),
    "casework.analysis": Source(
        _("A comparison of casework"), "casework.read", analyses, str, _analysis_facts, "casework:detail", ("title", "outcome"),
        _analysis_finding,
    ),
    "panels.recommendation": Source(
        _("A panel’s recommendation"), "panels.read", recommendations, lambda row: safe(row.words), _recommendation_facts,
        "panels:recommendation", ("words_en", "words_cy", "reasons"), area="panel__area_id",
    ),
    "decisions.consultation": Source(
        _("A consultation"), "consultations.read", consultations, str, _consultation_facts, "decisions:consultation",
        ("title_en", "title_cy"),
    ),
    "decisions.assessment": Source(
        _("An equality impact assessment"), "assessments.read", assessments, str, _assessment_facts, "decisions:assessment",
        ("title", "proposal"),
    ),
    "communities.community": Source(
        _("A community"), "communities.read", communities, str, _community_facts, "communities:detail", ("name", "name_cy")
    ),
    "actions.action": Source(_("An action"), "actions.read", actions, str, _action_facts, "actions:detail", ("title", "measure")),
    "strategy.trend": Source(_("A trend or priority"), "reference.read", trends, str, _trend_facts, "strategy:trend", ("title", "words")),
}  # fmt: skip


def label_of(kind: str) -> Promise | str:
    return SOURCES[kind].label if kind in SOURCES else _("A document")


def offered(viewer: Viewer, kind: str, *, words: str, area_id: int | None) -> list[Any]:
    """What the viewer may choose of a kind: the latest that hold these words, of the Area or of the whole service."""
    source = SOURCES[kind]
    if not viewer.may(source.capability):
        return []
    rows = source.rows(viewer)
    if area_id is not None:
        rows = rows.filter(Q(**{source.area: area_id}) | Q(**{f"{source.area}__isnull": True}))
    if words.strip():
        asked = Q()
        for column in source.searched:
            asked |= Q(**{f"{column}__icontains": words.strip()})
        rows = rows.filter(asked)
    return list(rows.order_by("-pk")[:MOST_OFFERED])


def snapshot_of(kind: str, row: Any) -> dict[str, Any]:
    """How a row stands now, in plain values and in English, to be kept with the decision."""
    source = SOURCES[kind]
    with translation.override("en-gb"):
        return {"words": source.words(row), "facts": source.facts(row), "finding": source.finding(row)}


def rows_of(viewer: Viewer, considered: Iterable[Considered]) -> dict[tuple[str, int], Any]:
    """The rows behind what was considered, as far as the viewer sees them: one query for each kind."""
    wanted: dict[str, set[int]] = {}
    for each in considered:
        if each.kind in SOURCES and each.row_id is not None:
            wanted.setdefault(each.kind, set()).add(each.row_id)
    return {(kind, pk): row for kind, ids in wanted.items() for pk, row in SOURCES[kind].find_many(viewer, ids).items()}


def changed_since(considered: Considered, row: Any) -> list[str]:
    """The names of the facts of a considered row that are no longer as they stood; empty where all are."""
    if not considered.snapshot:
        return []
    with translation.override("en-gb"):
        return differing(considered.snapshot["facts"], SOURCES[considered.kind].facts(row))


def is_concern(each: Considered, row: Any) -> bool:
    """Whether a thing that is considered must be weighed: an issue, or a point in which somebody is concerned."""
    if each.left_out or each.kind not in CONCERNS:
        return False
    return not isinstance(row, Point) or row.nature == Point.Nature.CONCERN
