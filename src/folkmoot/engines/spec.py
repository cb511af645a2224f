"""What to count: which characteristics, which outcomes among whom, and which values mean that nothing was recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from folkmoot.engines.errors import OutcomeUnclear

if TYPE_CHECKING:
    from folkmoot.engines.readings import AnyReading

# Compared without case and surrounding space. "Not stated" and "Prefer not to say" are answers and are not here; neither is
# "None", which answers a question about disability or religion.
MISSING_CODES = frozenset(
    {"", "unknown", "not known", "not recorded", "missing", "null", "nan", "n/a", "na", "#n/a", "-", "-1", "-8", "-9", ".", "?"}
)
YES = frozenset({"1", "1.0", "yes", "y", "true", "t"})
NO = frozenset({"0", "0.0", "no", "n", "false", "f"})


SPACE = " \t\r\n\v\f\u00a0"  # named one by one so that every engine strips the same
# Letters whose small form is two letters, or depends on those around them; turned first, so that every engine makes the same of them.
TURNED = str.maketrans({"İ": "i", "Σ": "σ"})


def folded(value: str) -> str:
    """The form in which values are compared: no surrounding space, no difference of case, each letter by itself (see `TURNED`)."""
    return value.strip(SPACE).translate(TURNED).lower()


@dataclass(frozen=True)
class Condition:
    """Rows in which the column has one of the values (compared without case; an empty value means blank rows)."""

    column: str
    values: frozenset[str]

    @cached_property
    def folded_values(self) -> frozenset[str]:
        return frozenset(folded(value) for value in self.values)

    def holds(self, value: str | None) -> bool:
        return folded(value or "") in self.folded_values


@dataclass(frozen=True)
class Outcome:
    """What is compared: `positive` values of a column, among the rows that meet `among` and have a value recorded.

    Without `positive` the column must hold yes and no (1 and 0, true and false, Y and N) and yes is the outcome.
    """

    name: str
    column: str
    positive: frozenset[str] | None = None
    among: tuple[Condition, ...] = ()

    def had(self, value: str) -> bool:
        if self.positive is None:
            raise ValueError(f"the outcome {self.name} has not been settled: see settled()")
        return folded(value) in self._folded_positive

    @cached_property
    def _folded_positive(self) -> frozenset[str]:
        return frozenset(folded(value) for value in self.positive or ())


@dataclass(frozen=True)
class CubeSpec:
    """One specification, for any engine. `groupings` are the combinations of `by` that are wanted; without any, all together.

    `readings` says for some columns of `by` how their values are read as groups; the values of the others are groups as they are.
    """

    by: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    where: tuple[Condition, ...] = ()
    missing: frozenset[str] = MISSING_CODES
    count_column: str | None = None
    groupings: tuple[tuple[str, ...], ...] = ()
    readings: tuple[tuple[str, "AnyReading"], ...] = ()

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        return self.groupings or (self.by,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column read, each once."""
        return tuple(dict.fromkeys(self.uses))

    @property
    def uses(self) -> tuple[str, ...]:
        """The column of everything that is looked at: of each characteristic, outcome, condition and of the counts."""
        conditions = [*self.where, *(condition for outcome in self.outcomes for condition in outcome.among)]
        names = [*self.by, *(outcome.column for outcome in self.outcomes), *(condition.column for condition in conditions)]
        return (*names, *([self.count_column] if self.count_column else []))

    def reading(self, column: str) -> "AnyReading | None":
        """How the values of a column are read as groups; None where they are groups as they are."""
        return next((reading for name, reading in self.readings if name == column), None)

    @cached_property
    def missing_codes(self) -> frozenset[str]:
        """The codes for not recorded in the form in which they are compared; blank is always one."""
        return frozenset(folded(code) for code in self.missing) | {""}

    def recorded(self, value: str | None) -> str | None:
        """The value without surrounding space, or None if it is blank or one of the codes for not recorded."""
        if value is None:
            return None
        plain = value.strip(SPACE)
        return None if folded(plain) in self.missing_codes else plain

    def renamed(self, real: Callable[[str], str]) -> "CubeSpec":
        """The same specification with every column called what the file calls it."""
        return CubeSpec(
            tuple(real(column) for column in self.by),
            tuple(replace(outcome, column=real(outcome.column), among=_renamed(outcome.among, real)) for outcome in self.outcomes),
            _renamed(self.where, real),
            self.missing,
            real(self.count_column) if self.count_column else None,
            tuple(tuple(real(column) for column in grouping) for grouping in self.groupings),
            tuple((real(column), reading) for column, reading in self.readings),
        )

    def classify(self, outcome: Outcome, row: Mapping[str, str | None]) -> tuple[bool, bool, bool]:
        """Of one row: whether the outcome is looked for in it, whether it is recorded, and whether it happened."""
        if not all(condition.holds(row[condition.column]) for condition in outcome.among):
            return False, False, False
        value = self.recorded(row[outcome.column])
        return True, value is not None, value is not None and outcome.had(value)


def _renamed(conditions: Sequence[Condition], real: Callable[[str], str]) -> tuple[Condition, ...]:
    return tuple(replace(condition, column=real(condition.column)) for condition in conditions)


def settled(spec: CubeSpec, tallies: Mapping[str, Mapping[str, int]], threshold: int = 5) -> CubeSpec:
    """The same specification with every outcome decided, from the recorded values of each outcome column and their row counts.

    Raises OutcomeUnclear where a column is not yes or no, or does not hold a value asked for. Only values of at least `threshold`
    rows are named in the message.
    """
    return replace(spec, outcomes=tuple(_settled(outcome, tallies[outcome.column], threshold) for outcome in spec.outcomes))


def _settled(outcome: Outcome, tally: Mapping[str, int], threshold: int) -> Outcome:
    present = {folded(value) for value in tally}
    if outcome.positive is None:
        if not present <= YES | NO:
            example = next(iter(_named(tally, threshold)), "VALUE")
            raise OutcomeUnclear(
                f"The column '{outcome.column}' does not hold yes or no, so it is not clear which values are the outcome.",
                _listed(tally, threshold),
                f'Say which, for example: --outcome "{outcome.column}={example}".',
            )
        return replace(outcome, positive=YES)
    absent = [value for value in sorted(outcome.positive) if folded(value) not in present]
    if absent:
        raise OutcomeUnclear(
            f"No row has '{absent[0]}' in the column '{outcome.column}'.", _listed(tally, threshold), "Give one of the values present."
        )
    return outcome


def _named(tally: Mapping[str, int], threshold: int) -> Sequence[str]:
    common = [value for value, rows in tally.items() if rows >= threshold]
    return sorted(common, key=lambda value: (-tally[value], value))[:20]


def _listed(tally: Mapping[str, int], threshold: int) -> str:
    named = _named(tally, threshold)
    rest = " and rarer or further values" if len(named) < len(tally) else ""
    return f"Its values are: {'; '.join(named)}{rest}." if named else "It has no value common enough to be named."
