"""A source with a rule, whose cube is the workbench's invented one: Black suspects are charged more often."""

from datetime import datetime

from folkmoot.accounts.tests.factories import NOW, area, hq
from folkmoot.casework.signals.runs.models import Run, SignalRule
from folkmoot.casework.signals.runs.operations import issue_rule, run_signals
from folkmoot.casework.signals.runs.rules import Scope, Thresholds
from folkmoot.casework.sources.models import Source
from folkmoot.casework.workbench.tests.factories import source as invented

WHY = "The Board agreed these limits in its meeting of March."


def source(**over: object) -> Source:
    for code, name in (("east-of-england", "East of England"), ("wessex", "Wessex"), ("london-north", "London North")):
        area(code, name)
    return invented(**over)  # type: ignore[arg-type]


def rule(of: Source | None = None, *, at: datetime = NOW, holds: bool = True, **over: object) -> SignalRule:
    given: dict[str, object] = {"stages": ("charged",), "characteristics": ("ethnicity",), "months": 36}
    scope = Scope(**(given | over))  # type: ignore[arg-type]
    return issue_rule(by=hq(), at=at, source=of or source(), thresholds=Thresholds(), scope=scope, why=WHY, holds=holds)


def ran(at: datetime = NOW, month: str | None = None) -> Run:
    return run_signals(at=at, month=month)
