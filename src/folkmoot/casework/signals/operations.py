"""Raising a signal, answering it and reviewing the answer. The figures stay as they stood; an answer is never changed."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.actions.queries import actions_from
from folkmoot.areas.models import Area
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.signals.figures import figures_of_row
from folkmoot.casework.signals.models import Hypothesis, HypothesisTest, Signal, SignalAnswer, SignalOwner, SignalReview
from folkmoot.casework.signals.queries import ORIGIN, Standing, row_of, standing_of, with_history
from folkmoot.casework.signals.rules import (
    CLOSED,
    REOPENED,
    Figures,
    Given,
    Left,
    answer_problems,
    capability,
    hypothesis_problems,
    hypothesis_test_problems,
    identity_of,
    raising_problem,
    retest_problems,
    review_problems,
)
from folkmoot.casework.signals.runs.models import Retest, Run, SignalReading
from folkmoot.casework.sources.models import Source
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, check
from folkmoot.stats.judgement import Finding

WRITE = "casework.write"


@transaction.atomic
def raise_signal(*, by: Viewer, at: datetime, analysis: Analysis, columns: tuple[str, ...], group: str, note: str = "") -> Signal:
    """Raise a signal for a group of an analysis that needs review, with its figures of now. Raises Refused or NotAllowed."""
    by.require_for(WRITE, analysis.area_id)
    found = row_of(Counted(analysis), columns, group)
    raised = Signal.objects.filter(analysis=analysis, by_columns=list(columns), group=group).exists()
    problem = raising_problem(needs_review=found is not None and found[1].finding is Finding.DIFFERENCE, raised_already=raised)
    if problem or found is None:
        raise Refused({"": [problem]})
    figures = figures_of_row(*found, by=columns, outcome=analysis.outcome, as_of=analysis.data_as_of)
    return _raised(by, at, figures, note, analysis=analysis, area=analysis.area)


@transaction.atomic
def raise_from(
    *, by: Viewer, at: datetime, figures: Figures, subject: str, area: Area | None = None, source: Source | None = None, stage: str = "",
    origin_kind: str = "", origin_id: int | None = None, origin_words: str = "", restricted: Mapping[str, str] | None = None,
    note: str = "", run: Run | None = None, left: Left | None = None,
) -> Signal:  # fmt: skip
    """List a difference that met a rule, once: where it is listed already, its figures are added to its history instead.

    From a `source` at a `stage`, or from a row of another room (`origin_kind`, `origin_id`, and where the figures come from in words). One
    difference is one outcome, group and Area of one origin, and of one part of it: `restricted` names the levels it is limited to.
    Raises Refused or NotAllowed.
    """
    by.require_for(capability(subject, "write"), area.pk if area else None)
    origin = ("source", source.pk, stage) if source else (origin_kind, origin_id, figures.outcome)
    narrowed = dict(sorted((restricted or {}).items()))
    identity = identity_of(subject, *origin, *figures.by, figures.group, area.pk if area else "", narrowed)
    known = Signal.objects.select_for_update().filter(identity=identity).first()
    if known is not None:
        read_again(by=by, at=at, signal=known, figures=figures, finding=SignalReading.Finding.SEEN, run=run, left=left)
        return known
    made = _raised(
        by, at, figures, note, subject=subject, area=area, source=source, stage=stage, origin_kind=origin_kind, origin_id=origin_id,
        origin_words=origin_words.strip(), identity=identity, restricted_to=narrowed,
    )  # fmt: skip
    read_again(by=by, at=at, signal=made, figures=figures, finding=SignalReading.Finding.SEEN, run=run, left=left)
    return made


def _raised(by: Viewer, at: datetime, figures: Figures, note: str, **origin: object) -> Signal:
    signal = Signal(
        by_columns=list(figures.by), group=figures.group, reference=figures.reference, outcome=figures.outcome, level=figures.level,
        window_first=figures.window_first, window_last=figures.window_last, data_as_of=figures.as_of, noticed_on=timezone.localdate(at),
        note=note.strip(), raised_by_id=by.account_id, raised_at=at, **figures.numbers(), **origin,
    )  # fmt: skip
    _keep(signal)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=signal, detail={"from": signal.from_words})
    return signal


@transaction.atomic
def read_again(
    *, by: Viewer, at: datetime, signal: Signal, figures: Figures | None = None, finding: str, why: str = "", run: Run | None = None,
    left: Left | None = None, window: tuple[str, str] = ("", ""), as_of: date | None = None,
) -> SignalReading:  # fmt: skip
    """Add what a signal reads now to its history. Nothing is closed by it; one that was closed and is seen again is opened again.

    `window` and `as_of` are needed only where there are no figures. Raises Refused or NotAllowed.
    """
    by.require_for(capability(signal.subject, "write"), signal.area_id)
    numbers = figures.numbers() if figures else {}
    reading = SignalReading(
        signal=signal, run=run, finding=finding, why=why, by_id=by.account_id, at=at, reference=figures.reference if figures else "",
        window_first=figures.window_first if figures else window[0], window_last=figures.window_last if figures else window[1],
        as_of=figures.as_of if figures else as_of, **numbers,
    )  # fmt: skip
    if left is not None:
        reading.adjusted_gap, reading.adjusted_low, reading.adjusted_high = left.gap, left.low, left.high
        reading.controls = list(left.controls)
    _keep(reading)
    last = signal.answers.order_by("number").last()
    if finding == SignalReading.Finding.SEEN and last is not None and last.outcome == CLOSED:
        _answer(THE_PRODUCT, at, signal, last.number + 1, REOPENED, "It met the rule again in new data after it had been closed.", "", "")
    return reading


@transaction.atomic
def answer_signal(
    *, by: Viewer, at: datetime, signal: Signal, outcome: str, reasons: str, evidence: str = "", way: str = "",
    owner: Account | None = None, retest_on: date | None = None, seen_answers: int | None = None,
) -> SignalAnswer:  # fmt: skip
    """Accept a signal, explain it with evidence, close it after a re-test, or open it again; an earlier answer stays.

    An acceptance names how it is acted on (`way`), an `owner` where it has none yet and the day of its re-test; an explanation needs a
    tested hypothesis. `seen_answers`: how many answers the person had on screen. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    standing, today = _to_write(by, signal, at), timezone.localdate(at)
    row, number = standing.row, standing.answer.number if standing.answer else 0
    if seen_answers is not None and seen_answers != number:
        raise ChangedMeanwhile(signal)
    given = _given(standing, outcome, reasons, evidence, way, owner, retest_on)
    problems = answer_problems(standing.state, given, today)
    if retest_on is not None and retest_on != standing.retest_on:
        problems |= retest_problems(retest_on, today)
    if problems:
        raise Refused(problems)
    answer = _answer(by, at, row, number + 1, outcome, reasons, evidence, way if outcome == SignalAnswer.Outcome.ACCEPTED else "")
    if owner is not None and owner != standing.owner:
        _own(by, at, row, owner)
    if retest_on is not None and retest_on != standing.retest_on:
        _set_retest(by, at, row, standing.retest, retest_on)
    return answer


def _given(standing: Standing, outcome: str, reasons: str, evidence: str, way: str, owner: Account | None, retest_on: date | None) -> Given:
    row, last = standing.row, standing.retest
    tested = Hypothesis.objects.filter(signal=row).exclude(tests=None).distinct().count()
    return Given(
        outcome, reasons, evidence, way, tested, owned=owner is not None or standing.owner is not None,
        retest_on=retest_on or standing.retest_on, acted=actions_from(THE_PRODUCT, ORIGIN, row.pk).exists(),
        not_seen=last is not None and last.finding == Retest.Finding.NOT_SEEN,
    )  # fmt: skip


def _answer(by: Viewer, at: datetime, row: Signal, number: int, outcome: str, reasons: str, evidence: str, way: str) -> SignalAnswer:
    given = SignalAnswer(
        signal=row, number=number, outcome=outcome, way=way, reasons=reasons.strip(), evidence=evidence.strip(), by_id=by.account_id, at=at
    )
    _keep(given)
    _note(by, at, row, {"answer": outcome, "number": number})
    return given


@transaction.atomic
def review_answer(*, by: Viewer, at: datetime, answer: SignalAnswer, agreed: bool, remarks: str = "") -> SignalReview:
    """Say as a second person whether the last answer holds; where not, the signal stands open again. Raises Refused or NotAllowed."""
    signal = answer.signal
    by.require_for(capability(signal.subject, "review"), signal.area_id)
    row = _held(signal)
    over = SignalReview.objects.filter(answer=answer).exists() or SignalAnswer.objects.filter(signal=row, number__gt=answer.number).exists()
    problems = review_problems(author=answer.by_id, reviewer=by.account_id, agreed=agreed, remarks=remarks, reviewed=over)
    if problems:
        raise Refused(problems)
    review = SignalReview(answer=answer, agreed=agreed, remarks=remarks.strip(), by_id=by.account_id, at=at)
    _keep(review)
    _note(by, at, row, {"review": answer.number, "agreed": agreed})
    return review


@transaction.atomic
def set_owner(*, by: Viewer, at: datetime, signal: Signal, owner: Account) -> SignalOwner:
    """Name who answers for a signal; earlier owners stay in its history. Raises Refused (by field) or NotAllowed."""
    standing = _to_write(by, signal, at)
    if owner == standing.owner:
        raise Refused({"owner": [_("They answer for it already.")]})
    return _own(by, at, standing.row, owner)


def _own(by: Viewer, at: datetime, row: Signal, owner: Account) -> SignalOwner:
    able = people_who_may(capability(row.subject, "write"), row.area_id, today=timezone.localdate(at))
    if not able.filter(pk=owner.pk).exists():
        raise Refused({"owner": [_("Their role does not let them answer signals here. Choose somebody else.")]})
    made = SignalOwner(signal=row, owner=owner, by_id=by.account_id, at=at)
    _keep(made)
    _note(by, at, row, {"owner": owner.pk})
    return made


@transaction.atomic
def add_hypothesis(*, by: Viewer, at: datetime, signal: Signal, words: str) -> Hypothesis:
    """Add what could explain a difference, to be tested by itself. Raises Refused (by field) or NotAllowed."""
    row = _to_write(by, signal, at).row
    known = list(row.hypotheses.values_list("words", flat=True))
    problems = hypothesis_problems(words, known)
    if problems:
        raise Refused(problems)
    made = Hypothesis(signal=row, number=len(known) + 1, words=words.strip(), by_id=by.account_id, at=at)
    _keep(made)
    _note(by, at, row, {"hypothesis": made.number})
    return made


@transaction.atomic
def test_hypothesis(
    *, by: Viewer, at: datetime, hypothesis: Hypothesis, finding: str, words: str, evidence: str
) -> HypothesisTest:  # fmt: skip
    """Record what a test of a hypothesis showed; an earlier test stays. Raises Refused (by field) or NotAllowed."""
    row = _to_write(by, hypothesis.signal, at).row
    problems = hypothesis_test_problems(finding=finding, words=words, evidence=evidence)
    if problems:
        raise Refused(problems)
    number = (hypothesis.tests.aggregate(Max("number"))["number__max"] or 0) + 1
    made = HypothesisTest(
        hypothesis=hypothesis, number=number, finding=finding, words=words.strip(), evidence=evidence.strip(), by_id=by.account_id, at=at
    )
    _keep(made)
    _note(by, at, row, {"hypothesis": hypothesis.number, "finding": finding})
    return made


test_hypothesis.__test__ = False  # type: ignore[attr-defined] # its name is no test's


@transaction.atomic
def set_retest(*, by: Viewer, at: datetime, signal: Signal, due_on: date) -> Retest:
    """Set the day from which a signal is tested again; one that waits already is moved. Raises Refused (by field) or NotAllowed."""
    standing = _to_write(by, signal, at)
    problems = retest_problems(due_on, timezone.localdate(at))
    if problems:
        raise Refused(problems)
    return _set_retest(by, at, standing.row, standing.retest, due_on)


def _set_retest(by: Viewer, at: datetime, row: Signal, last: Retest | None, due_on: date) -> Retest:
    if last is not None and last.done_at is None:
        last.due_on, last.set_by_id, last.set_at = due_on, by.account_id, at
        _keep(last)
        made = last
    else:
        made = Retest(signal=row, due_on=due_on, set_by_id=by.account_id, set_at=at)
        _keep(made)
    _note(by, at, row, {"retest": due_on.isoformat()})
    return made


@transaction.atomic
def finish_retest(
    *, by: Viewer, at: datetime, retest: Retest, finding: str, reading: SignalReading | None = None, words: str = ""
) -> Retest:
    """Write what a re-test showed on the signal. Nothing is closed by it. Raises Refused (by field) or NotAllowed."""
    row = _to_write(by, retest.signal, at).row
    held = Retest.objects.get(pk=retest.pk)
    if held.done_at is not None:
        raise ChangedMeanwhile(held)
    held.finding, held.reading, held.words, held.done_by_id, held.done_at = finding, reading, words.strip(), by.account_id, at
    _keep(held)
    _note(by, at, row, {"retest": finding})
    return held


def _to_write(by: Viewer, signal: Signal, at: datetime) -> Standing:
    """Where it stands now, read afresh while the signal is held. Raises NotAllowed."""
    by.require_for(capability(signal.subject, "write"), signal.area_id)
    return standing_of(_held(signal), timezone.localdate(at))


def _held(signal: Signal) -> Signal:
    Signal.objects.select_for_update().get(pk=signal.pk)
    return with_history(Signal.objects.all()).get(pk=signal.pk)


def _keep(row: Row) -> None:
    check(row)
    row.save()


def _note(by: Viewer, at: datetime, row: Row, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail=detail)
