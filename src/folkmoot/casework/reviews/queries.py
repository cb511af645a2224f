"""Reading rounds, the cases one may read, readings once both are locked, results once a round is closed, and assessments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.reviews import results
from folkmoot.casework.reviews.models import (
    CaseReading,
    CaseReview,
    ProcessAssessment,
    QuestionSet,
    ReviewLearning,
    ReviewRound,
    Settlement,
)
from folkmoot.casework.reviews.results import Read
from folkmoot.casework.reviews.rules import CaseState, Question, State, case_state, differing, first_questions, questions_from, round_state
from folkmoot.stats.released import Release

CAPABILITY, REVIEW = "quality.read", "quality.review"
ORIGIN = "casework.review_learning"  # where an action comes from
YEAR_DAYS = 365


@dataclass(frozen=True)
class CaseStanding:
    """A case and where it stands. `mine`: the viewer's own reading; `readings` only where both are locked."""

    row: CaseReview
    state: CaseState
    taken: int
    mine: CaseReading | None
    differing: tuple[str, ...]
    readings: tuple[CaseReading, ...]
    settlement: Settlement | None


@dataclass(frozen=True)
class RoundStanding:
    """A round and how many of its cases stand where."""

    row: ReviewRound
    state: State
    cases: int
    done: int
    to_settle: int


def questions_now() -> tuple[int, tuple[Question, ...]]:
    """The number of the set that is asked in new rounds, and its questions; 0 while it is the one that ships and none was issued."""
    row = QuestionSet.objects.order_by("-number").first()
    return (row.number, questions_from(row.questions)) if row else (0, first_questions())


def rounds(viewer: Viewer) -> QuerySet[ReviewRound]:
    """The rounds in sight, the latest first. Those of the whole service are seen by everyone who reads quality."""
    cases = CaseReview.objects.select_related("settlement").prefetch_related("readings")
    rows = ReviewRound.objects.select_related("area", "questions", "drawn_by", "closed_by").prefetch_related(Prefetch("cases", cases))
    return within(viewer, rows, CAPABILITY, national_rows=True)


def get_round(viewer: Viewer, pk: int) -> ReviewRound:
    """Raises ReviewRound.DoesNotExist for one out of sight."""
    return rounds(viewer).get(pk=pk)


def questions_of(row: ReviewRound) -> tuple[Question, ...]:
    return questions_from(row.questions.questions)


def standing_of(row: ReviewRound) -> RoundStanding:
    """Where a row of `rounds` stands."""
    states = [_case(one, None).state for one in row.cases.all()]
    state = round_state(states, closed=row.closed_at is not None)
    return RoundStanding(row, state, len(states), states.count(CaseState.DONE), states.count(CaseState.DIFFERS))


def list_rounds(viewer: Viewer, *, area_id: int | None = None, stands: str = "") -> list[RoundStanding]:
    """Those in sight, open ones first."""
    rows = rounds(viewer)
    if area_id is not None:
        rows = rows.filter(area=area_id)
    found = [one for one in map(standing_of, rows) if not stands or one.state.value == stands]
    return sorted(found, key=lambda one: one.state is State.CLOSED)


def cases_of(viewer: Viewer, row: ReviewRound) -> list[CaseStanding]:
    """The cases of a round by number, as this viewer may see them."""
    return [_case(one, viewer.account_id) for one in row.cases.all()]


def get_case(viewer: Viewer, pk: int) -> CaseReview:
    """One case for somebody who may review there. Raises CaseReview.DoesNotExist for one out of sight."""
    rows = CaseReview.objects.select_related("round__area", "round__questions", "settlement__by").prefetch_related("readings__reviewer")
    return within(viewer, rows, REVIEW, area="round__area_id").get(pk=pk)


def case_standing(viewer: Viewer, row: CaseReview) -> CaseStanding:
    return _case(row, viewer.account_id)


def _case(row: CaseReview, account_id: int | None) -> CaseStanding:
    readings = sorted(row.readings.all(), key=lambda one: one.place)
    locked = [one for one in readings if one.locked_at is not None]
    both = tuple(locked) if len(locked) == 2 else ()
    apart = tuple(differing(both[0].answers, both[1].answers)) if both else ()
    settlement = getattr(row, "settlement", None)
    state = case_state(taken=len(readings), locked=len(locked), differing=apart, settled=settlement is not None)
    mine = next((one for one in readings if account_id is not None and one.reviewer_id == account_id), None)
    return CaseStanding(row, state, len(readings), mine, apart, both, settlement)


def held_answers(standing: CaseStanding) -> dict[str, str]:
    """The answers that hold on a case: what both said, and where they differed what was settled; none while that is open."""
    if standing.state is not CaseState.DONE or not standing.readings:
        return {}
    settled: Mapping[str, str] = standing.settlement.answers if standing.settlement else {}
    return {**standing.readings[0].answers, **{key: settled[key] for key in standing.differing if key in settled}}


@dataclass(frozen=True)
class Results:
    """What a closed round found."""

    questions: tuple[Question, ...]
    agreement: list[results.Agreed]
    answers: list[results.Answered]
    by_group: Release


def results_of(row: ReviewRound) -> Results | None:
    """The results of a round of `rounds`; None until it is closed, so that nobody reads with the answers of others in mind."""
    if row.closed_at is None:
        return None
    asked, cases = questions_of(row), reads_of(row)
    return Results(asked, results.agreement(asked, cases), results.answers(asked, cases), results.by_group(asked, cases, row.listed))


def reads_of(row: ReviewRound) -> list[Read]:
    found = []
    for one in row.cases.all():
        standing = _case(one, None)
        first, second = (reading.answers for reading in standing.readings) if standing.readings else ({}, {})
        found.append(Read(one.number, one.facts, first, second, held_answers(standing)))
    return found


def learning(viewer: Viewer, row: ReviewRound) -> QuerySet[ReviewLearning]:
    return ReviewLearning.objects.filter(round__in=rounds(viewer).filter(pk=row.pk).values("pk")).select_related("by", "round__area")


def get_learning(viewer: Viewer, pk: int) -> ReviewLearning:
    """Raises ReviewLearning.DoesNotExist for one out of sight."""
    rows = ReviewLearning.objects.select_related("round__area")
    return within(viewer, rows, CAPABILITY, area="round__area_id", national_rows=True).get(pk=pk)


def waiting_for(viewer: Viewer) -> list[CaseReading]:
    """What this person has taken to read and not locked."""
    rows = CaseReading.objects.filter(reviewer=viewer.account_id, locked_at=None, case__round__closed_at=None)
    return list(rows.select_related("case__round__area").order_by("taken_at"))


# ------------------------------------------------------------------------------------------------------- the process itself assessed


def assessments(viewer: Viewer) -> QuerySet[ProcessAssessment]:
    """The assessments in sight, the latest first."""
    rows = ProcessAssessment.objects.select_related("area", "author", "second")
    return within(viewer, rows, CAPABILITY, national_rows=True)


def get_assessment(viewer: Viewer, pk: int) -> ProcessAssessment:
    """Raises ProcessAssessment.DoesNotExist for one out of sight."""
    return assessments(viewer).get(pk=pk)


def assessment_due(viewer: Viewer, today: date) -> list[ProcessAssessment]:
    """The last assessment of each Area (or of the whole service) in sight whose day of the next has passed."""
    last: dict[int | None, ProcessAssessment] = {}
    for row in assessments(viewer).order_by("to_on", "pk"):
        last[row.area_id] = row
    return [row for row in last.values() if row.next_on < today]


def figures_of_process(area_id: int | None, from_on: date, to_on: date) -> dict[str, Any]:
    """What the rounds of an Area (None: every round) closed in a time say of the process: plain values for JSON, small numbers withheld."""
    rows = ReviewRound.objects.filter(closed_at__date__gte=from_on, closed_at__date__lte=to_on).select_related("questions")
    rows = rows.prefetch_related(Prefetch("cases", CaseReview.objects.select_related("settlement").prefetch_related("readings")))
    found = list(rows if area_id is None else rows.filter(area=area_id))
    reviewers = {reading.reviewer_id for row in found for case in row.cases.all() for reading in case.readings.all()}
    drawn = results.coverage([(row.listed, [case.facts for case in row.cases.all()]) for row in found])
    return {
        "rounds": len(found), "cases": sum(len(row.cases.all()) for row in found), "listed": sum(row.list_cases for row in found),
        "reviewers": len(reviewers), "coverage": [table.to_dict() for table in drawn.tables],
        "agreement": [_agreement_plain(row) for row in found],
    }  # fmt: skip


def _agreement_plain(row: ReviewRound) -> dict[str, Any]:
    together = results.agreement(questions_of(row), reads_of(row))[-1]
    ac1 = together.ac1
    interval = ac1.interval if ac1 else None
    return {
        "round": row.title, "cases": together.cases, "ac1": ac1.value if ac1 else None,
        "low": interval.low if interval else None, "high": interval.high if interval else None,
    }  # fmt: skip
