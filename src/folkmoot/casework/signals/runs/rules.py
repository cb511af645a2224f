"""What a rule for signals may say. No database, no clock."""

from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

SENTENCE_WORDS = 5
MONTHS = (3, 6, 9, 12, 24, 36)


class Ran(Protocol):
    """What a run tells of itself."""

    month: str
    sources: int
    comparisons: int
    crossed: int
    listed: int
    read: int
    retested: int


def in_words(run: Ran) -> str:
    """A run in one line, for the command line and the daily job."""
    return (
        f"Signals, data up to {run.month}: {run.sources} sources, {run.comparisons} comparisons, {run.crossed} met the rule,"
        f" {run.listed} listed anew, {run.read} read again, {run.retested} re-tests made."
    )


@dataclass(frozen=True)
class Thresholds:
    """When a difference is listed: all of it must hold. Shares on the scale 0 to 1; the meaning is that of `stats.judgement.Rule`."""

    min_gap: float = 0.02
    min_events: int = 10
    min_at_risk: int = 30
    q: float = 0.05
    min_completeness: float = 0.6


@dataclass(frozen=True)
class Scope:
    """What is looked at: names of stages and characteristics (none: all), the group compared with by characteristic, what is taken into
    account, whether each Area is looked at by itself as well, and how many months together."""

    stages: tuple[str, ...] = ()
    characteristics: tuple[str, ...] = ()
    references: dict[str, str] = field(default_factory=dict)
    controls: tuple[str, ...] = ()
    by_area: bool = True
    months: int = 12


def rule_problems(
    thresholds: Thresholds, scope: Scope, why: str, *, stages: tuple[str, ...], columns: tuple[str, ...]
) -> dict[str, list[str]]:
    """Why a rule may not be issued, by field. `stages` and `columns` are what the source offers."""
    problems = threshold_problems(thresholds, why)
    if unknown := [one for one in scope.stages if one not in stages]:
        problems["stages"] = [_("The source has no stage called: %(names)s.") % {"names": ", ".join(unknown)}]
    for name in ("characteristics", "controls"):
        if unknown := [one for one in getattr(scope, name) if one not in columns]:
            problems[name] = [_("The source has no column called: %(names)s.") % {"names": ", ".join(unknown)}]
    if scope.months not in MONTHS:
        problems["months"] = [_("Months are looked at in whole quarters: 3, 6, 9, 12, 24 or 36.")]
    return problems


def threshold_problems(thresholds: Thresholds, why: str) -> dict[str, list[str]]:
    """Why thresholds may not be issued, by field."""
    problems: dict[str, list[str]] = {}
    if not 0 <= thresholds.min_gap < 1:
        problems["min_gap"] = [_("The least difference lies between 0 and 100 percentage points.")]
    if not 0 < thresholds.q <= 0.2:
        problems["q"] = [_("The share of false alarms that is accepted lies above 0 and is at most 20 percent.")]
    if not 0 <= thresholds.min_completeness <= 1:
        problems["min_completeness"] = [_("The least share recorded lies between 0 and 100 percent.")]
    if thresholds.min_at_risk < 10:
        problems["min_at_risk"] = [_("With fewer than 10 people on a side nothing can be judged.")]
    if thresholds.min_events < 5:
        problems["min_events"] = [_("With fewer than 5 events on a side nothing can be judged.")]
    if len(why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say in a whole sentence why the rule is so: it is kept with it.")]
    return problems
