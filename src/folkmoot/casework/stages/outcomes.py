"""From the stage columns of a layout to the outcomes that the engines count, and the same outcomes as a cube of a source holds them.

A value that means nothing known is in no denominator, and the report of the load says how many rows hold one. A blank value is not
recorded: its rows are among those eligible, so that completeness says so.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from folkmoot.casework.stages.scheme import Population, Stage, stages
from folkmoot.engines.spec import MISSING_CODES, YES, Condition, Outcome, folded


class StageColumn(Protocol):
    """A column of a layout: `key` is a field of the stages, `meanings` gives a code for each value as it is written."""

    @property
    def heading(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def meanings(self) -> Mapping[str, str]: ...


def stages_of(columns: Sequence[StageColumn]) -> tuple[Stage, ...]:
    """The stages that these columns make: those for whose field a value means the outcome and a value means none."""
    codes = {column.key: set(column.meanings.values()) for column in columns}
    return tuple(each for each in stages() if _made_of(each, codes.get(each.field, set())))


def _made_of(stage: Stage, codes: set[str]) -> bool:
    return bool(codes & stage.outcome_codes) and bool(codes & (stage.at_risk_codes - stage.outcome_codes))


def outcomes_for(columns: Sequence[StageColumn], present: Mapping[str, Collection[str]] | None = None) -> tuple[Outcome, ...]:
    """One outcome of the engines for each stage, named by its key.

    `present` gives the values of each heading that occur in a file: a value that means the outcome and does not occur is left out,
    because the engines refuse to count what is not there.
    """
    by_field = {column.key: column for column in columns}
    return tuple(_outcome(stage, by_field, present) for stage in stages_of(columns))


# Whose row may be a defendant's at all, where an extract of suspects follows them through: the others have no outcome to be recorded.
_BEFORE: Mapping[str, tuple[tuple[str, frozenset[str]], ...]] = {
    Population.DEFENDANTS: (("decision", frozenset({"charge"})), ("prosecution", frozenset({"yes"}))),
}


def _outcome(stage: Stage, columns: Mapping[str, StageColumn], present: Mapping[str, Collection[str]] | None) -> Outcome:
    column = columns[stage.field]
    among = [_among(column, stage.at_risk_codes, missing_too=True)]
    for field, codes in ((stage.among_field, stage.among_codes), *_BEFORE.get(stage.population, ())):
        other = columns.get(field)
        if other is not None and field != stage.field and codes & set(other.meanings.values()):
            among.append(_among(other, codes))
    return Outcome(stage.key, column.heading, _positive(column, stage.outcome_codes, present), tuple(among))


def _positive(column: StageColumn, codes: Collection[str], present: Mapping[str, Collection[str]] | None) -> frozenset[str]:
    values = _values(column, codes)
    if present is None:
        return values
    occurring = {folded(value) for value in present.get(column.heading, ())}
    return frozenset(value for value in values if folded(value) in occurring)


def _among(column: StageColumn, codes: Collection[str], *, missing_too: bool = False) -> Condition:
    said = {folded(value) for value in column.meanings}
    missing = frozenset(code for code in MISSING_CODES if code not in said) if missing_too else frozenset()
    return Condition(column.heading, _values(column, codes) | missing)


def _values(column: StageColumn, codes: Collection[str]) -> frozenset[str]:
    return frozenset(value for value, code in column.meanings.items() if code in codes)


def as_held(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes as a cube of a source holds them: the same whatever the file called its columns and values."""
    return tuple(Outcome(each.name, each.name, YES) for each in outcomes)
