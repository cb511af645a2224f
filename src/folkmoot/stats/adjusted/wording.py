"""The sentences of notes and of reasons, so that all of them stand in one place."""

from collections.abc import Collection, Sequence

from folkmoot.stats.adjusted.design import Column
from folkmoot.stats.adjusted.directions import TermName
from folkmoot.stats.adjusted.identification import Identified
from folkmoot.stats.adjusted.results import (
    CANNOT_TELL_APART,
    FEW_CLUSTERS,
    GROUP_IN_ONE_CLUSTER,
    NO_INTERVAL,
    NOBODY_LEFT,
    ONE_VALUE,
    OTHER_REFERENCE,
    SEPARATION,
    LeftOut,
    Note,
)
from folkmoot.stats.adjusted.separation import Decided

ENOUGH_CLUSTERS = 10
_LISTED = 5


def decided(found: Decided, is_characteristic: bool, of_the_rest: bool, rows: int) -> tuple[Note, LeftOut]:
    """Levels in which everyone or nobody had the outcome: the note, and the cases left out with them.

    `of_the_rest`: cases have been left out before, without which this would not be so.
    """
    who = ("of the other cases, " if of_the_rest else "") + ("everyone" if found.everyone else "no one")
    reason = f"{who} for whom '{found.column}' is {_listed(found.levels, 'or')} had the outcome"
    effect = "give a ratio" if is_characteristic else "estimate that effect"
    many, _, verb = _cases(rows)
    text = f"{reason[0].upper()}{reason[1:]}, so the model cannot {effect}; {many} {verb} left out of it."
    return Note(SEPARATION, text, found.column, found.levels, rows), LeftOut(SEPARATION, reason, found.column, rows)


def separated(columns: Sequence[Column], places: Sequence[int], rows: int) -> tuple[Note, LeftOut]:
    """Cases whose outcome follows from several columns together, in which the coefficients at these places take part."""
    named = _named(columns, places)
    many, they, _ = _cases(rows)
    text = f"For {many} the outcome follows without exception from {named}, so the model cannot estimate these effects; "
    text += f"{they} left out of it."
    levels = _levels(columns[0], places)
    note = Note(SEPARATION, text, columns[0].name if levels else "", levels, rows)
    return note, LeftOut(SEPARATION, f"the outcome follows from {named}", "", rows)


def no_figures(column: str, group: str) -> Note:
    """A group that takes part in such a combination, or whose cases were all left out with one."""
    text = f"The model cannot give a ratio for '{group}': in all cases that could tell, the outcome follows from the columns."
    return Note(SEPARATION, text, column, (group,))


def nobody_left(column: str, group: str, rows: int) -> Note:
    text = f"None of the cases of '{group}' ({rows:,}) is recorded well enough for the model, so it gives no figures for that group."
    return Note(NOBODY_LEFT, text, column, (group,), rows)


def one_value(column: Column) -> Note:
    value = f"'{column.levels[0]}'" if column.levels else f"{column.centre:g}"
    text = f"'{column.name}' is {value} in every case used, so there is nothing to hold equal and it has no term."
    return Note(ONE_VALUE, text, column.name)


def other_reference(column: str, wanted: str, used: str) -> Note:
    text = f"'{wanted}' of '{column}' has no case left in the model, so the other values of '{column}' are measured against '{used}'."
    return Note(OTHER_REFERENCE, text, column, (wanted, used))


def told_apart(columns: Sequence[Column], identified: Identified, separated: Collection[TermName]) -> list[Note]:
    """One note for each column of which terms were dropped because they say nothing that the columns before do not say already."""
    notes = []
    for column in columns:
        dropped = [place for place in column.estimated if place in identified.same_as]
        if dropped:
            notes.append(_cannot_tell_apart(columns, column, dropped, identified, separated))
    return notes


def _cannot_tell_apart(
    columns: Sequence[Column], column: Column, dropped: Sequence[int], identified: Identified, separated: Collection[TermName]
) -> Note:
    others = sorted({other for place in dropped for other in identified.same_as[place]})
    groups = [group for group in _levels(columns[0], others) if (columns[0].name, group) not in separated]
    beside = _named(columns, [other for other in others if not column.start <= other < column.start + column.width] or others)
    whole = len(dropped) == len(column.estimated)
    levels = () if whole else _levels(column, dropped)
    what = f"'{column.name}'" if whole else f"{_listed(levels)} of '{column.name}'"
    text = f"The effect of {what} cannot be told apart from that of {beside}: in these cases the one follows from the other. "
    text += f"{'It is' if whole or len(dropped) == 1 else 'They are'} left out of the model."
    if groups:
        text += f" What the model says of '{columns[0].name}' may therefore as well be the effect of '{column.name}'."
    return Note(CANNOT_TELL_APART, text, column.name, levels)


def few_clusters(cluster: str, clusters: int) -> Note:
    text = (
        f"Standard errors rest on only {clusters} values of '{cluster}'. With fewer than {ENOUGH_CLUSTERS} the intervals are too narrow "
        "and p values too small."
    )
    return Note(FEW_CLUSTERS, text, cluster)


def group_in_one_cluster(column: str, group: str, cluster: str) -> Note:
    text = (
        f"All cases of '{group}' are of one value of '{cluster}', so how its figures differ between values of '{cluster}' cannot be seen "
        "and its interval is too narrow."
    )
    return Note(GROUP_IN_ONE_CLUSTER, text, column, (group,))


def no_interval(column: str, group: str, cluster: str) -> Note:
    text = f"Too few values of '{cluster}' take part to say how uncertain the figures of '{group}' are: the intervals given are unlimited."
    return Note(NO_INTERVAL, text, column, (group,))


def _cases(rows: int) -> tuple[str, str, str]:
    """So many cases; what to call them afterwards; the verb."""
    return (f"{rows:,} cases", "they are", "are") if rows != 1 else ("1 case", "it is", "is")


def _named(columns: Sequence[Column], places: Sequence[int]) -> str:
    """The columns these places belong to, with the levels where not all of a column's take part."""
    parts = []
    for column in columns:
        own = [place for place in places if column.start <= place < column.start + column.width]
        if own:
            levels = _levels(column, own)
            whole = column.is_linear or len(own) == len(column.estimated)
            parts.append(f"'{column.name}'" if whole else f"'{column.name}' ({_listed(levels)})")
    return " and ".join(parts) or "the other columns"


def _levels(column: Column, places: Sequence[int]) -> tuple[str, ...]:
    if column.is_linear:
        return ()
    return tuple(column.levels[place - column.start] for place in places if column.start <= place < column.start + column.width)


def _listed(levels: Sequence[str], last: str = "and") -> str:
    quoted = [f"'{level}'" for level in levels[:_LISTED]]
    if len(levels) > _LISTED:
        quoted.append(f"one of {len(levels) - _LISTED} more" if last == "or" else f"{len(levels) - _LISTED} more")
    return f" {last} ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
