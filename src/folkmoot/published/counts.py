"""Published tables as counts, one row a cell: what an engine counts with its column of counts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from folkmoot.engines import memory
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.spec import CubeSpec
from folkmoot.engines.spec import Outcome as Asked
from folkmoot.published.errors import Place, PublishedError
from folkmoot.published.model import GroupCount, Kind, OffenceCount, Outcome, Published, Search, TacticCount
from folkmoot.published.periods import Period
from folkmoot.published.stop_search import group_of

COUNT = "count"
Value = str | int
_NOT_GROUPED = frozenset({"period", "outcome", "linked", COUNT})
# Of each kind of table: what is asked, in which column, and the values that mean it. Blank is not recorded.
_ASKED: dict[Kind, tuple[tuple[str, str, frozenset[str]], ...]] = {
    Kind.OUTCOMES_MONTHLY: (
        ("convicted", "outcome", frozenset({Outcome.CONVICTION.value})),
        ("unsuccessful", "outcome", frozenset({Outcome.UNSUCCESSFUL.value, Outcome.ADMIN_FINALISED.value})),
    ),
    Kind.STOP_SEARCH: (
        ("arrested", "outcome", frozenset({"Arrest"})),
        ("no_further_action", "outcome", frozenset({"A no further action disposal", "Nothing found - no further action"})),
        ("outcome_linked", "linked", frozenset({"True"})),
    ),
    Kind.USE_OF_FORCE: (("less_lethal_weapon", "type of force", frozenset({"Less lethal weapons"})),),
}
_ASKED[Kind.OUTCOMES_QUARTERLY] = _ASKED[Kind.OUTCOMES_MONTHLY]
_SEARCH_COLUMNS = (
    "month", "force", "type of search", "self-defined ethnicity", "self-defined group", "officer-defined ethnicity", "age", "gender",
    "object", "outcome", "linked",
)  # fmt: skip


def columns(published: Published, *, by: str = "") -> tuple[str, ...]:
    """The columns of `to_counts`. Raises PublishedError as it does."""
    if published.kind is Kind.OUTCOMES_MONTHLY:
        return ("month", "force", "offence", "outcome", COUNT)
    if published.kind is Kind.STOP_SEARCH:
        return (*_SEARCH_COLUMNS, COUNT)
    chosen = _characteristic(published, by)
    if published.kind is Kind.OUTCOMES_QUARTERLY:
        return ("month", "period", "area", chosen, "outcome", COUNT)
    return ("month", "period", "force", "type of force", "tactic", chosen, COUNT)


def to_counts(published: Published, *, by: str = "", without_repeats: bool = False) -> Iterator[dict[str, Value]]:
    """The rows that may be added up, as counts.

    "month" is the last month of a longer period, as "2022-09", and "period" its name. Where a table has several characteristics `by`
    chooses one, because each holds everybody once. `without_repeats` leaves out searches equal to an earlier one in every column.
    Empty texts are not recorded. Raises PublishedError where a characteristic must be chosen or is not there.
    """
    names = columns(published, by=by)
    if published.kind is Kind.STOP_SEARCH:
        yield from _searches(published, without_repeats)
        return
    for row in published.rows:
        if isinstance(row, OffenceCount):
            yield dict(zip(names, (row.month, row.area, row.offence, row.outcome.value, row.count), strict=True))
        elif isinstance(row, GroupCount) and row.characteristic in names:
            yield dict(zip(names, (*_when(row.period), row.place, row.group, row.outcome.value, row.count), strict=True))
        elif isinstance(row, TacticCount) and row.characteristic in names:
            yield dict(zip(names, (*_when(row.period), row.force, row.type_of_force, row.tactic, row.group, row.count), strict=True))


def _when(period: Period) -> tuple[str, str]:
    return period.last, period.words


def _searches(published: Published, without_repeats: bool) -> Iterator[dict[str, Value]]:
    kept = (row for row in published.rows if isinstance(row, Search) and not (without_repeats and row.repeated))
    for cell, count in Counter(map(_cell, kept)).items():
        yield {**dict(zip(_SEARCH_COLUMNS, cell, strict=True)), COUNT: count}


def _cell(search: Search) -> tuple[str, ...]:
    return (
        search.month, search.force, search.searched, search.self_defined, group_of(search.self_defined), search.officer_defined, search.age,
        search.gender, search.object, search.outcome, search.linked,
    )  # fmt: skip


def _characteristic(published: Published, by: str) -> str:
    there = published.characteristics
    if by in there or (not by and len(there) == 1):
        return by or there[0]
    raise PublishedError(
        f"“{by}” is not in this table." if by else "this table holds the same people by several characteristics.",
        f"It has: {', '.join(there)}. Counts by two of them must not be added.",
        "Choose one of them.",
        place=Place(published.name),
    )


def to_cube(published: Published, *, by: str = "", without_repeats: bool = False) -> Cube:
    """The counts as a cube of the engines, by every column of `to_counts` but period, outcome and count.

    Its outcomes are the same for every file of a kind, so that cubes add: convicted, unsuccessful (administrative finalisations among
    them); arrested, no further action, outcome linked to the object of the search; a less lethal weapon among the tactics reported.
    Raises PublishedError as `to_counts` does, and NothingToCount.
    """
    asked = _ASKED[published.kind]
    rows = [_answered(row, asked) for row in to_counts(published, by=by, without_repeats=without_repeats)]
    grouped = tuple(name for name in columns(published, by=by) if name not in _NOT_GROUPED)
    cube = memory.count(rows, CubeSpec(grouped, tuple(Asked(name, name) for name, _, _ in asked), count_column=COUNT))
    own = published.fingerprint
    return replace(cube, sources=(SourceFile(own.name[:200], own.sha256, own.size),))


def _answered(row: dict[str, Value], asked: Sequence[tuple[str, str, frozenset[str]]]) -> dict[str, str]:
    """A row with yes, no or nothing recorded for each thing asked, in a column of its own."""
    answers = {name: ("yes" if row[column] in values else "no") if row[column] else "" for name, column, values in asked}
    return {name: str(value) for name, value in row.items()} | answers
