"""Reading recommendations with where each stands, what the panel is owed, and which were made before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.panels.recommendations.models import (
    Recommendation,
    RecommendationAnswer,
    RecommendationEvidence,
    RecommendationRepeat,
    RecommendationStep,
    RecommendationTelling,
)
from folkmoot.panels.recommendations.rules import FINISHED, OPEN, State, is_late, reply_missing, state_of
from folkmoot.voice.issues.similar import MOST_TEXTS, most_like

CAPABILITY = "panels.read"
ORIGIN = "panels.recommendation"  # where an action, an item of an agenda or a thing considered comes from
HELD = (Meeting.State.IN_PROGRESS, Meeting.State.CLOSED)


@dataclass(frozen=True)
class Standing:
    """A recommendation and what follows from its history. `age` in days since it was made; `reply_at`: the panel's next meeting after it.

    `missing` is what the panel is owed though it has met since ("answer", "telling" or ""); `to_tell` that what holds now was not told yet.
    """

    row: Recommendation
    state: State
    answer: RecommendationAnswer | None
    late: bool
    missing: str
    to_tell: bool
    age: int
    reply_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def recommendations(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[Recommendation]:
    """The recommendations of the panels in sight with all their history, the latest made first; of one panel where one is given."""
    rows = of_panels(viewer, with_history(), CAPABILITY)
    return (rows.filter(panel=panel) if panel else rows).order_by("-made_on", "-pk")


def get_recommendation(viewer: Viewer, recommendation_id: int) -> Recommendation:
    """One recommendation in sight. Raises Recommendation.DoesNotExist for one out of sight."""
    return recommendations(viewer).get(pk=recommendation_id)


def with_history() -> QuerySet[Recommendation]:
    """Every recommendation with its answers, steps, evidence and tellings, and when the panel met next: for `standing_of`."""
    later = Meeting.objects.filter(panel=OuterRef("panel"), starts_at__gt=OuterRef("meeting__starts_at"))
    coming = later.exclude(state__in=[Meeting.State.DRAFT, Meeting.State.CANCELLED])
    return (
        Recommendation.objects.select_related("panel__area", "panel__kind", "meeting", "item", "entered_by")
        .prefetch_related(
            Prefetch("answers", RecommendationAnswer.objects.select_related("owner", "by").order_by("number")),
            Prefetch("steps", RecommendationStep.objects.select_related("by").order_by("at", "pk")),
            Prefetch("evidence", RecommendationEvidence.objects.select_related("file", "by").order_by("pk")),
            Prefetch("tellings", RecommendationTelling.objects.select_related("meeting", "answer", "by").order_by("at", "pk")),
        )
        .annotate(
            reply_at=Subquery(coming.order_by().values("panel").annotate(first=Min("starts_at")).values("first")),
            met_since=Exists(later.filter(state__in=HELD)),
        )
    )


def standing_of(row: Recommendation, today: date) -> Standing:
    """Where a row of `with_history` stands."""
    answers, told = list(row.answers.all()), list(row.tellings.all())
    answer = answers[-1] if answers else None
    state = state_of(outcome=answer.outcome if answer else "", steps=[step.kind for step in row.steps.all()])
    finished = state is State.FINISHED
    to_tell = answer is not None and not any(each.answer_id == answer.pk and each.finished >= finished for each in told)
    missing = reply_missing(state=state, told=bool(told), met_since=bool(getattr(row, "met_since", False)))
    late = is_late(state, answer.due_on if answer else None, today)
    return Standing(row, state, answer, late, missing, to_tell, (today - row.made_on).days, getattr(row, "reply_at", None))


def list_recommendations(
    viewer: Viewer, *, today: date, panel: Panel | None = None, area_id: int | None = None, to: str = "", year: int | None = None,
    stands: str = "", words: str = "",
) -> list[Standing]:  # fmt: skip
    """Those in sight with where they stand, open and longest waiting first. `stands`: a state, or "late", "owed", "to_tell", "repeated"."""
    rows = recommendations(viewer, panel=panel)
    if area_id is not None:
        rows = rows.filter(panel__area_id=area_id)
    if to:
        rows = rows.filter(to=to)
    if year:
        rows = rows.filter(made_on__year=year)
    if words.strip():
        rows = rows.filter(Q(words_en__icontains=words.strip()) | Q(words_cy__icontains=words.strip()))
    if stands == "repeated":
        rows = rows.filter(pk__in={pk for pair in _same_pairs() for pk in pair})
    found = [standing_of(row, today) for row in rows]
    return sorted((each for each in found if _stands(each, stands)), key=lambda each: (not each.is_open, -each.age if each.is_open else 0))


def _stands(standing: Standing, stands: str) -> bool:
    if stands in ("", "repeated"):
        return True
    if stands == "late":
        return standing.late
    if stands == "owed":
        return bool(standing.missing)
    return standing.to_tell if stands == "to_tell" else standing.state.value == stands


def of_panel(panel: Panel, today: date, *, first: date | None = None, last: date | None = None) -> list[Standing]:
    """The recommendations of a panel, the earliest first, made between two days (both included) where they are given."""
    rows = with_history().filter(panel=panel).order_by("number")
    if first:
        rows = rows.filter(made_on__gte=first)
    if last:
        rows = rows.filter(made_on__lte=last)
    return [standing_of(row, today) for row in rows]


def of_meeting(meeting: Meeting, today: date) -> list[Standing]:
    """What was recommended at one meeting, in order."""
    return [standing_of(row, today) for row in with_history().filter(meeting=meeting).order_by("number")]


def open_for(panel: Panel, today: date) -> list[Standing]:
    """What a panel still waits for: not answered, not done, or answered or finished and not told to it yet; the earliest first."""
    return [each for each in of_panel(panel, today) if each.is_open or each.to_tell]


def to_tell(panel: Panel, today: date) -> list[Standing]:
    """What was answered or finished and the panel has not been told: to be told at its next meeting."""
    return [each for each in of_panel(panel, today) if each.to_tell]


def unanswered_at_next(panel: Panel) -> list[Recommendation]:
    """What a panel recommended that is still not answered though it has met since."""
    return [each.row for each in of_panel(panel, timezone.localdate()) if each.missing == "answer"]


def untold_at_next(panel: Panel) -> list[Recommendation]:
    """What was answered, though the panel has met since and was never told."""
    return [each.row for each in of_panel(panel, timezone.localdate()) if each.missing == "telling"]


def owed(viewer: Viewer, today: date) -> list[Standing]:
    """What panels in sight are owed: no answer, or never told, though they have met since."""
    return [standing for row in recommendations(viewer) if (standing := standing_of(row, today)).missing]


def evidence_since_taken_up(row: Recommendation) -> int:
    """How many pieces of evidence were added since it was last taken up again."""
    again = max((step.at for step in row.steps.all() if step.kind == RecommendationStep.Kind.REOPENED), default=None)
    return sum(again is None or each.at > again for each in row.evidence.all())


def finished_on(standing: Standing) -> date | None:
    """The day on which it was finished, where it stands finished."""
    days = [step.on for step in standing.row.steps.all() if step.kind == FINISHED]
    return days[-1] if standing.state is State.FINISHED and days else None


@dataclass(frozen=True)
class Alike:
    """A recommendation that may say the same; `percent` is how alike the words are (0 to 100), never a probability."""

    row: Recommendation
    percent: int


@dataclass(frozen=True)
class Repeats:
    """What repeats a recommendation or is repeated by it, as people confirmed; what looks alike and was not judged yet.

    `elsewhere`: how many confirmed ones are out of the viewer's sight.
    """

    confirmed: list[Recommendation]
    likely: list[Alike]
    elsewhere: int

    @property
    def panels(self) -> int:
        return len({row.panel_id for row in self.confirmed})


def repeats_of(viewer: Viewer, recommendation: Recommendation, *, most: int = 5) -> Repeats:
    """The same recommendation before and after, across the panels and years in sight; and what looks like it, the likest first."""
    family = families().get(recommendation.pk, set()) - {recommendation.pk}
    seen = of_panels(viewer, Recommendation.objects.select_related("panel__area", "meeting"), CAPABILITY)
    confirmed = list(seen.filter(pk__in=family).order_by("made_on", "pk"))
    judged = _judged_with(recommendation.pk) | family | {recommendation.pk}
    return Repeats(confirmed, _alike(recommendation, seen.exclude(pk__in=judged), most), len(family) - len(confirmed))


def families() -> dict[int, set[int]]:
    """Each recommendation that was confirmed to be repeated → all that say the same, itself among them."""
    found: dict[int, set[int]] = {}
    for one, other in _same_pairs():
        joined = found.get(one, {one}) | found.get(other, {other})
        for pk in joined:
            found[pk] = joined
    return found


def _alike(recommendation: Recommendation, rows: QuerySet[Recommendation], most: int) -> list[Alike]:
    known = list(rows.order_by("-made_on", "-pk").values_list("pk", "words_en", "words_cy")[:MOST_TEXTS])
    words = f"{recommendation.words_en} {recommendation.words_cy}"
    like = most_like(words, [f"{english} {welsh}" for _pk, english, welsh in known], most=most)
    found = rows.in_bulk([known[place][0] for place, _value in like])
    return [Alike(found[known[place][0]], round(100 * value)) for place, value in like]


def confirmed_repeats() -> QuerySet[RecommendationRepeat]:
    """The pairs that were last said to be the same."""
    after = RecommendationRepeat.objects.filter(later=OuterRef("later"), earlier=OuterRef("earlier"), pk__gt=OuterRef("pk"))
    return RecommendationRepeat.objects.filter(~Exists(after), same=True)


def _judged_with(pk: int) -> set[int]:
    """The recommendations that somebody has compared with this one."""
    pairs = RecommendationRepeat.objects.filter(Q(later=pk) | Q(earlier=pk)).values_list("later", "earlier")
    return {each for pair in pairs for each in pair}


def _same_pairs() -> list[tuple[int, int]]:
    return list(confirmed_repeats().order_by("pk").values_list("later", "earlier"))
