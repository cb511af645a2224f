"""What a person asks of a case file: outcomes, characteristics, what to take account of, and how to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from folkmoot.engines.periods import Unit
from folkmoot.engines.spec import MISSING_CODES, Condition, Outcome
from folkmoot.errors import FolkmootError
from folkmoot.stats.judgement import Rule

DEFAULT_THRESHOLD = 5


class WrongRequest(FolkmootError):
    """The options contradict each other or cannot be understood."""


@dataclass(frozen=True)
class Adjustment:
    """A column to take account of: a category each value, or, where linear, one slope over its numbers."""

    column: str
    linear: bool = False


@dataclass(frozen=True)
class Period:
    """A column of dates or periods, and the unit in which they are looked at: month, quarter, half, year or financial-year."""

    column: str
    unit: Unit = "month"


@dataclass(frozen=True)
class Request:
    """One analysis. With `chain`, those at risk of each outcome after the first are those who had the one before it.

    `threshold` None shows every number (for those who may see the file itself). `bands` and `schemes` say how values of a column are
    read; `references` names the group to compare with by characteristic (the largest where none is named). `model_by` and
    `model_outcomes` say for which characteristics and outcomes the adjusted model is made (all, where none is named).
    """

    outcomes: tuple[Outcome, ...]
    by: tuple[str, ...]
    chain: bool = True
    references: Mapping[str, str] = field(default_factory=dict)
    adjust: tuple[Adjustment, ...] = ()
    model_by: tuple[str, ...] = ()
    model_outcomes: tuple[str, ...] = ()
    cluster: str | None = None
    intersect: tuple[tuple[str, ...], ...] = ()
    area: str | None = None
    target: float | None = None
    period: Period | None = None
    breaks: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    missing: frozenset[str] = MISSING_CODES
    bands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=dict)
    count_column: str | None = None
    level: float = 0.95
    ratio_method: str = "score"
    threshold: int | None = DEFAULT_THRESHOLD
    adverse: bool = True
    scan: bool = False
    permutations: int = 99
    seed: int = 1
    rule: Rule = field(default_factory=Rule)
    engine: str = "duckdb"

    @property
    def controls(self) -> tuple[str, ...]:
        return tuple(adjustment.column for adjustment in self.adjust)

    @property
    def modelled(self) -> tuple[str, ...]:
        """The characteristics for which an adjusted model is made."""
        return (self.model_by or self.by) if self.adjust else ()

    def is_modelled(self, column: str, outcome: str) -> bool:
        return column in self.modelled and (not self.model_outcomes or outcome in self.model_outcomes)


def checked(request: Request) -> Request:
    """The same request. Raises WrongRequest where it asks for something that cannot be."""
    outcome_columns = {outcome.column for outcome in request.outcomes}
    for column in (*request.by, *request.controls):
        if column in outcome_columns:
            raise WrongRequest(f"'{column}' is the outcome.", "It cannot also be a characteristic or a control.", "Leave it out of one.")
    for combination in request.intersect:
        if len(set(combination)) < 2 or len(set(combination)) != len(combination):
            raise WrongRequest(
                f"--intersect {','.join(combination)} does not name two different columns or more.",
                "",
                "Name different columns, as in --intersect ethnicity,sex.",
            )
    _refuse_controls_that_cannot_be(request)
    return request


def _refuse_controls_that_cannot_be(request: Request) -> None:
    for adjustment in request.adjust:
        if adjustment.linear and adjustment.column in request.bands:
            raise WrongRequest(
                f"'{adjustment.column}' is to be both banded and linear.", "", "Ask for its bands or for its numbers, not for both."
            )
        if adjustment.linear and adjustment.column in request.by:
            raise WrongRequest(
                f"'{adjustment.column}' is a characteristic and a linear control.", "A linear control is a number.", "Leave it out of --by."
            )
    for column in request.model_by:
        if column not in request.by:
            raise WrongRequest(f"--model {column} is not one of the characteristics.", "", "Name one that is given by --by.")
    for name in request.model_outcomes:
        if name not in {outcome.name for outcome in request.outcomes}:
            raise WrongRequest(f"--model-outcome {name} is not one of the outcomes.", "", "Write it as it is written after --outcome.")
    if request.cluster and not request.adjust:
        raise WrongRequest("--cluster was given without --adjust.", "It belongs to the adjusted model.", "Add --adjust COLUMN.")
