"""Signals raised from a counted table by the operations a person would use."""

from datetime import timedelta
from typing import Any

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.casework.models import Analysis
from folkmoot.casework.signals.models import Hypothesis, Signal
from folkmoot.casework.signals.operations import add_hypothesis, answer_signal, raise_signal, test_hypothesis
from folkmoot.casework.tests.factories import analysis

WHY = "We do not know why, and want to read the cases."


def signal(of: Analysis | None = None, by: Viewer | None = None, *, group: str = "Black") -> Signal:
    """A signal of people recorded as Black being charged more often."""
    return raise_signal(by=by or icem(), at=NOW, analysis=of or analysis(area()), columns=("Ethnicity",), group=group)


def accepted(of: Analysis | None = None, by: Viewer | None = None) -> Signal:
    made = signal(of, by)
    answer_signal(by=by or icem(), at=NOW, signal=made, **acceptance(by))
    return made


def acceptance(by: Viewer | None = None, **over: Any) -> dict[str, Any]:
    """An acceptance that holds: what follows, who answers for it, when it is tested again."""
    owner = Account.objects.get(pk=(by or icem()).account_id)
    given = {"outcome": "accepted", "reasons": WHY, "way": "panel", "owner": owner, "retest_on": NOW.date() + timedelta(days=180)}
    return given | over


def hypothesis_of(row: Signal, finding: str = "supported") -> Hypothesis:
    """A hypothesis of a signal with one test."""
    made = add_hypothesis(by=icem(), at=NOW, signal=row, words="The groups differ in the offences they are suspected of.")
    test_hypothesis(
        by=icem(), at=NOW, hypothesis=made, finding=finding, words="The rates were compared offence by offence.",
        evidence="The table by offence in the workbench.",
    )  # fmt: skip
    return made
