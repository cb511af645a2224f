"""Reading signals with where each stands, and which groups of an analysis one may be raised for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.signals.models import Hypothesis, HypothesisTest, Signal, SignalAnswer, SignalOwner
from folkmoot.casework.signals.rules import State, Waits, capability, state_of, waits_for
from folkmoot.casework.signals.runs.models import Retest, SignalReading
from folkmoot.stats.figures import Row
from folkmoot.stats.judgement import Finding
from folkmoot.stats.released import ReleasedTable

ORIGIN = "casework.signal"  # where an action comes from


@dataclass(frozen=True)
class Standing:
    """A signal and what follows from what was added to it. `age`: days since it was noticed; `retest`: the one that is to come, or the
    last that was made; `last`: what it read last."""

    row: Signal
    state: State
    answer: SignalAnswer | None
    age: int
    waits: Waits = Waits.NOTHING
    owner: Account | None = None
    retest: Retest | None = None
    last: SignalReading | None = None

    @property
    def retest_on(self) -> date | None:
        """The day from which it is tested again; None where no re-test is to come."""
        return self.retest.due_on if self.retest is not None and self.retest.done_at is None else None


@dataclass(frozen=True)
class Offer:
    """A group of an analysis that needs review; `signal` where one was raised for it."""

    by: tuple[str, ...]
    group: str
    signal: Signal | None


def signals(viewer: Viewer) -> QuerySet[Signal]:
    """The signals in sight with what was added to them, those noticed last first. Those of no Area are seen as their figures are."""
    rows = with_history(Signal.objects.all())
    parts = [within(viewer, rows.filter(subject=subject), capability(subject, "read"), national_rows=True) for subject in Signal.Subject]
    return parts[0] | parts[1]


def with_history(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    """The same rows with everything from which `standing_of` derives where they stand, in a constant number of queries."""
    return rows.select_related("area", "analysis", "source", "raised_by").defer("analysis__cube").prefetch_related(
        Prefetch("answers", SignalAnswer.objects.select_related("by", "review__by").order_by("number")),
        Prefetch("owners", SignalOwner.objects.select_related("owner").order_by("pk")),
        Prefetch("retests", Retest.objects.select_related("set_by", "done_by", "reading").order_by("pk")),
        Prefetch("history", SignalReading.objects.order_by("pk")),
    )  # fmt: skip


def get_signal(viewer: Viewer, pk: int) -> Signal:
    """One signal in sight. Raises Signal.DoesNotExist for one out of sight."""
    return signals(viewer).get(pk=pk)


def standing_of(row: Signal, today: date) -> Standing:
    """Where a row of `signals` stands."""
    answers, owners, retests = list(row.answers.all()), list(row.owners.all()), list(row.retests.all())
    answer = answers[-1] if answers else None
    review = getattr(answer, "review", None)
    state = state_of([each.outcome for each in answers], disagreed=review is not None and not review.agreed)
    owner, retest = owners[-1].owner if owners else None, retests[-1] if retests else None
    ahead = retest.due_on if retest is not None and retest.done_at is None else None
    tested = retest is not None and retest.done_at is not None and answer is not None and retest.done_at > answer.at
    waits = waits_for(state=state, owned=owner is not None, reviewed=review is not None, retest_on=ahead, tested_since=tested, today=today)
    history = list(row.history.all())
    age = (today - row.noticed_on).days
    return Standing(row, state, answer, age, waits, owner, retest, history[-1] if history else None)


def list_signals(
    viewer: Viewer, *, today: date, area_id: int | None = None, stands: str = "", waits: str = "", subject: str = "",
    owner_id: int | None = None, source_id: int | None = None,
) -> list[Standing]:  # fmt: skip
    """Those in sight, open and longest waiting first."""
    rows = signals(viewer)
    asked = {"area": area_id, "subject": subject or None, "source": source_id}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    found = [
        one
        for one in (standing_of(row, today) for row in rows)
        if (not stands or one.state.value == stands)
        and (not waits or one.waits.value == waits)
        and (owner_id is None or (one.owner is not None and one.owner.pk == owner_id))
    ]
    return sorted(found, key=lambda one: (one.state is not State.OPEN, -one.age if one.state is State.OPEN else 0))


def accepted(viewer: Viewer, today: date) -> list[Standing]:
    """The signals of casework in sight whose cases are to be looked at."""
    return list_signals(viewer, today=today, stands=State.ACCEPTED.value, subject=Signal.Subject.CASEWORK)


def of_origin(viewer: Viewer, origin_kind: str, origin_ids: Iterable[int], *, today: date) -> list[Standing]:
    """The signals in sight that were raised from these rows of another room."""
    rows = signals(viewer).filter(origin_kind=origin_kind, origin_id__in=list(origin_ids))
    return [standing_of(row, today) for row in rows]


def elsewhere(viewer: Viewer, row: Signal, today: date) -> list[Standing]:
    """The same group, compared in the same way at the same stage, in other Areas in sight."""
    if row.source_id is None:
        return []
    rows = signals(viewer).filter(source=row.source_id, stage=row.stage, by_columns=row.by_columns, group=row.group)
    return [standing_of(each, today) for each in rows.exclude(pk=row.pk)]


def hypotheses(row: Signal) -> list[Hypothesis]:
    """The hypotheses of a signal in sight, each with its tests in order."""
    tests = Prefetch("tests", HypothesisTest.objects.select_related("by").order_by("number"))
    return list(row.hypotheses.select_related("by").prefetch_related(tests).order_by("number"))


def offers(analysis: Analysis, tables: Iterable[ReleasedTable]) -> list[Offer]:
    """The groups of these released tables that need review, each with the signal that was raised for it."""
    raised = {(tuple(row.by_columns), row.group): row for row in Signal.objects.filter(analysis=analysis)}
    found = [(table.by, row.group) for table in tables for row in table.rows if row.finding is Finding.DIFFERENCE]
    return [Offer(by, group, raised.get((by, group))) for by, group in dict.fromkeys(found)]


def row_of(counted: Counted, by: tuple[str, ...], group: str) -> tuple[ReleasedTable, Row] | None:
    """The released table of a characteristic and the row of a group in it; None where there is none. Raises TooManyCombinations."""
    try:
        table = counted.table(by)
    except KeyError:
        return None
    return next(((table, row) for row in table.rows if row.group == group), None)
