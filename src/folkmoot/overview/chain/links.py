"""What leads to what: one line a link. Each reads only the keys of rows; who may see the rows themselves is asked afterwards."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from folkmoot.actions.minimum.models import MinimumItem
from folkmoot.actions.models import Action
from folkmoot.casework.signals.models import Signal
from folkmoot.communities.models import CommunityPoint
from folkmoot.decisions.assessments.models import Assessment, TakenEvidence
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.models import Considered, Decision
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.models import Activity
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import confirmed_repeats
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.queries import confirmed_repeats as learned_again
from folkmoot.scrutiny.signals.models import SignalReading
from folkmoot.scrutiny.signals.queries import result_of
from folkmoot.strategy.measures.models import Measure
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.models import Point
from folkmoot.voice.published.models import Entry

Node = tuple[str, int]
Pair = tuple[Node, Node]  # what led to it, and what came of it
Find = Callable[[str, Collection[int]], Iterable[Pair]]

MOST_PAIRS = 2000  # of one link at one level: a community of a whole Area may have more points than anybody reads
COMMUNITY, ACTIVITY, CONVERSATION, FORM = "communities.community", "engagement.activity", "engagement.conversation", "voice.form"
POINT, ISSUE, ANALYSIS, TREND = "voice.point", "voice.issue", "casework.analysis", "strategy.trend"
ASSESSMENT, CONSULTATION, DECISION = "decisions.assessment", "decisions.consultation", "decisions.decision"
COMMITMENT, MINIMUM, PLAN, ACTION, MEASURE, ENTRY, RECOMMENDATION = (
    "strategy.commitment", "actions.minimum", "actions.plan", "actions.action", "strategy.measure", "voice.entry", "panels.recommendation",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Rows of the kinds `above` lead to rows of the kinds `below`. `down` finds the pairs of rows above, `up` those of rows below.

    A link that would drag in what only happened beside (all that was said at a meeting where one community was) is followed downwards
    (`down_from_start`) or upwards (`up_from_start`) only from the row where the chain starts.
    """

    above: frozenset[str]
    below: frozenset[str]
    down: Find
    up: Find
    down_from_start: bool = False
    up_from_start: bool = False


def _columns(above: str, below: str, rows: Callable[[], QuerySet[Any]], upper: str, lower: str, **only: bool) -> Link:
    """Both ends are columns (or linked rows) of one table."""

    def find(column: str, ids: Collection[int]) -> Iterable[Pair]:
        found = rows().filter(**{f"{column}__in": list(ids), f"{upper}__isnull": False, f"{lower}__isnull": False}).order_by("-pk")
        return [((above, up), (below, low)) for up, low in found.values_list(upper, lower)[:MOST_PAIRS]]

    return Link(
        frozenset({above}), frozenset({below}), lambda _kind, ids: find(upper, ids), lambda _kind, ids: find(lower, ids), **only
    )  # fmt: skip


def _named(above: Iterable[str], below: str, rows: Callable[[], QuerySet[Any]], names: tuple[str, str], lower: str, **only: bool) -> Link:
    """The row above stands in the table below by the name of its kind and its key, in the columns `names`."""
    kinds, (kind_column, id_column) = frozenset(above), names

    def pairs(found: QuerySet[Any]) -> Iterable[Pair]:
        keys = found.filter(**{f"{id_column}__isnull": False}).order_by("-pk").values_list(kind_column, id_column, lower)
        return [((kind, up), (below, low)) for kind, up, low in keys[:MOST_PAIRS]]

    return Link(
        kinds, frozenset({below}),
        lambda kind, ids: pairs(rows().filter(**{kind_column: kind, f"{id_column}__in": list(ids)})),
        lambda _kind, ids: pairs(rows().filter(**{f"{lower}__in": list(ids), f"{kind_column}__in": kinds})),
        **only,
    )  # fmt: skip


SIGNAL, LEARNING = "casework.signal", "scrutiny.learning"
ORIGIN = ("origin_kind", "origin_id")
GIVES_RISE = (
    COMMUNITY, ACTIVITY, CONVERSATION, POINT, ISSUE, ANALYSIS, CONSULTATION, DECISION, COMMITMENT, ACTION, RECOMMENDATION,
    SIGNAL, LEARNING,
)  # fmt: skip
CONSIDERED = (POINT, ISSUE, ANALYSIS, CONSULTATION, ASSESSMENT, COMMUNITY, ACTION, TREND, RECOMMENDATION)


def _lines_of(assessment_ids: Collection[int]) -> dict[int, int]:
    """Version of an assessment → its first version, under which what belongs to all of them is kept."""
    rows = Assessment.objects.filter(pk__in=list(assessment_ids)).values_list("pk", "first_id")
    return {pk: first or pk for pk, first in rows}


def _mitigations(_kind: str, ids: Collection[int]) -> Iterable[Pair]:
    lines = _lines_of(ids)
    rows = Action.objects.filter(origin_kind=ASSESSMENT, origin_id__in=set(lines.values())).order_by("-pk")
    found = list(rows.values_list("origin_id", "pk")[:MOST_PAIRS])
    return [((ASSESSMENT, version), (ACTION, action)) for version, line in lines.items() for of, action in found if of == line]


def _mitigated(_kind: str, ids: Collection[int]) -> Iterable[Pair]:
    """The latest version of the assessment that each action came from."""
    found = dict(Action.objects.filter(pk__in=list(ids), origin_kind=ASSESSMENT).values_list("pk", "origin_id"))
    versions = Assessment.objects.filter(Q(pk__in=set(found.values())) | Q(first_id__in=set(found.values()))).order_by("edition")
    latest = {first or pk: pk for pk, first in versions.values_list("pk", "first_id")}
    return [((ASSESSMENT, latest[line]), (ACTION, action)) for action, line in found.items() if line in latest]


def _cited(kind: str, ids: Collection[int]) -> Iterable[Pair]:
    """The comparisons of casework that assessments cite. A citation names what it cites in its key: “disparity:<id>:<column>”."""
    named = Q(key__regex=rf"^disparity:({'|'.join(str(pk) for pk in ids)}):") if kind == ANALYSIS else Q(assessment_id__in=list(ids))
    rows = TakenEvidence.objects.filter(named, source=TakenEvidence.Source.DISPARITY, key__startswith="disparity:").order_by("-pk")
    found = ((key.split(":"), assessment) for key, assessment in rows.values_list("key", "assessment_id")[:MOST_PAIRS])
    return [((ANALYSIS, int(parts[1])), (ASSESSMENT, assessment)) for parts, assessment in found if parts[1].isdigit()]


def _read_for(kind: str, ids: Collection[int]) -> Iterable[Pair]:
    """What a panel learned from the cases of a signal. A blind reading tells nothing before it is settled."""
    wanted = {"signal__in": list(ids)} if kind == SIGNAL else {"frame__draws__drawn__pack__learning__in": list(ids)}
    found: list[Pair] = []
    for reading in SignalReading.objects.filter(**wanted).distinct():
        if reading.blind and not result_of(reading).done:
            continue
        points = LearningPoint.objects.filter(pack__drawn__draw__frame=reading.frame_id).order_by("-pk").values_list("pk", flat=True)
        found += [((SIGNAL, reading.signal_id), (LEARNING, pk)) for pk in points[:MOST_PAIRS] if kind == SIGNAL or pk in ids]
    return found


LINKS: tuple[Link, ...] = (
    _columns(COMMUNITY, ACTIVITY, Activity.objects.all, "communities", "pk", up_from_start=True),
    _columns(COMMUNITY, CONVERSATION, Conversation.objects.all, "communities", "pk", up_from_start=True),
    _columns(COMMUNITY, CONSULTATION, Consultation.objects.all, "communities", "pk", up_from_start=True),
    _columns(COMMUNITY, POINT, CommunityPoint.objects.all, "community", "point"),
    _named((ACTIVITY, CONVERSATION, FORM, CONSULTATION), POINT, Point.objects.all, ORIGIN, "pk", down_from_start=True),
    _columns(FORM, CONSULTATION, Consultation.objects.all, "form", "pk"),
    _columns(POINT, ISSUE, lambda: IssuePoint.objects.filter(left_at__isnull=True), "point", "issue"),
    _named(CONSIDERED, DECISION, lambda: Considered.objects.filter(left_out=False), ("kind", "row_id"), "decision"),
    Link(frozenset({ANALYSIS}), frozenset({ASSESSMENT}), _cited, _cited),
    _columns(ASSESSMENT, ASSESSMENT, Assessment.objects.all, "before", "pk"),
    _columns(ASSESSMENT, DECISION, Assessment.objects.all, "pk", "decision"),
    _columns(CONSULTATION, DECISION, Consultation.objects.all, "pk", "decision"),
    _columns(DECISION, DECISION, Decision.objects.all, "supersedes", "pk"),
    _named(GIVES_RISE, ACTION, Action.objects.all, ORIGIN, "pk"),
    Link(frozenset({ASSESSMENT}), frozenset({ACTION}), _mitigations, _mitigated),
    _named((CONSULTATION, DECISION), RECOMMENDATION, Recommendation.objects.all, ("item__origin_kind", "item__origin_id"), "pk"),
    _columns(RECOMMENDATION, RECOMMENDATION, confirmed_repeats, "earlier", "later"),
    _columns(ANALYSIS, SIGNAL, Signal.objects.all, "analysis", "pk"),
    Link(frozenset({SIGNAL}), frozenset({LEARNING}), _read_for, _read_for),
    _columns(LEARNING, LEARNING, learned_again, "earlier", "later"),
    _columns(TREND, ACTION, Action.objects.all, "trends", "pk"),
    _columns(COMMITMENT, ACTION, Action.objects.all, "commitments", "pk"),
    _columns(COMMITMENT, MINIMUM, MinimumItem.objects.all, "commitment", "pk"),
    _columns(MINIMUM, ACTION, Action.objects.all, "minimum", "pk"),
    _columns(PLAN, ACTION, Action.objects.all, "plan", "pk"),
    _columns(ACTION, ACTION, Action.objects.all, "parent", "pk"),
    _columns(COMMITMENT, MEASURE, Measure.objects.all, "commitment", "pk"),
    _named((POINT, ISSUE), ENTRY, Entry.objects.all, ORIGIN, "pk"),
    _columns(ACTION, MEASURE, Action.objects.all, "pk", "moves"),
)
