"""Signals: differences that met the rule for review, as they stood on the day of the report. No group is named here."""

from collections import Counter
from datetime import date

from django.utils import timezone

from folkmoot.casework.signals.models import Signal, SignalAnswer
from folkmoot.casework.signals.queries import signals
from folkmoot.casework.signals.rules import State, Waits, state_of, waits_for
from folkmoot.reports.figures.scope import Scope, local_day, noted
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Signals

_QUERY = "signals of the scope noticed by the day of the report, with the answers, reviews, owners and re-tests made by then"
# Waiting for somebody: an owner, an answer, a second person, or the re-test whose day has come. After as many days it is overdue.
_WAITING = (Waits.OWNER, Waits.ANSWER, Waits.REVIEW, Waits.RETEST, Waits.AFTER_RETEST)
DAYS = 90


def gather(scope: Scope) -> tuple[Signals, Input]:
    rows = list(scope.of_area(signals(scope.viewer)).filter(noticed_on__lte=scope.position).order_by("pk"))
    states = {one.pk: _state(one, scope.position) for one in rows}
    given = [answer for one in rows for answer in _answers(one, scope.position) if scope.holds(local_day(answer.at))]
    outcomes = Counter(answer.outcome for answer in given)
    ways = Counter(answer.way for answer in given if answer.outcome == SignalAnswer.Outcome.ACCEPTED)
    late = [one for one in rows if _overdue(one, states[one.pk], scope.position)]
    still = [(scope.position - one.noticed_on).days for one in rows if states[one.pk] is State.OPEN]
    figures: Signals = {
        "new": sum(scope.holds(one.noticed_on) for one in rows),
        "explained": outcomes[SignalAnswer.Outcome.EXPLAINED],
        "accepted": outcomes[SignalAnswer.Outcome.ACCEPTED],
        "closed": outcomes[SignalAnswer.Outcome.CLOSED],
        "by_action": ways[SignalAnswer.Way.ACTION],
        "by_panel": ways[SignalAnswer.Way.PANEL],
        "states": {state.value: Counter(states.values())[state] for state in State},
        "overdue": len(late),
        "longest_days": max(still, default=None),
    }
    return figures, noted("signals", _QUERY, [("casework.signal", one.pk, one.version, (states[one.pk],)) for one in rows])


def _answers(row: Signal, position: date) -> list[SignalAnswer]:
    return [one for one in row.answers.all() if timezone.localdate(one.at) <= position]


def _state(row: Signal, position: date) -> State:
    answers = _answers(row, position)
    review = getattr(answers[-1], "review", None) if answers else None
    disagreed = review is not None and not review.agreed and timezone.localdate(review.at) <= position
    return state_of([one.outcome for one in answers], disagreed=disagreed)


def _overdue(row: Signal, state: State, position: date) -> bool:
    """Whether it has waited too long for somebody: `DAYS` since it was noticed and not answered, or the day of a re-test passed."""
    answers = _answers(row, position)
    retests = [one for one in row.retests.all() if timezone.localdate(one.set_at) <= position]
    retest = retests[-1] if retests else None
    undone = retest is not None and (retest.done_at is None or timezone.localdate(retest.done_at) > position)
    review = getattr(answers[-1], "review", None) if answers else None
    waits = waits_for(
        state=state, owned=bool(row.owners.all()), reviewed=review is not None, retest_on=retest.due_on if retest and undone else None,
        tested_since=False, today=position,
    )  # fmt: skip
    if waits is Waits.RETEST:
        return retest is not None and undone and retest.due_on < position
    return waits in _WAITING and state is State.OPEN and (position - row.noticed_on).days > DAYS
