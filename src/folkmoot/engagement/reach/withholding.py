"""Which numbers of those reached may be shown. No database, no clock.

Small is 1 to threshold - 1, as in `folkmoot.stats.disclosure`. Whoever reads the page may know how many came in all, and this rule.

1. Where two or more groups are small, their numbers are shown as one sum, if that sum neither is small nor says each of them, and how
   many were not counted is not small either.
2. Otherwise the small numbers are hidden under their own names, and with them the next larger ones until the hidden ones could be
   something else. Numbers that are alike are hidden together: so the hidden numbers could always be exchanged for one another without
   any change of what is shown, and which of them is the small one cannot be found.
3. Where that is not enough, no number is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small


@dataclass(frozen=True)
class Plan:
    """Names to add up, names to hide, whether how many were not counted is hidden, and whether everything is."""

    merged: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    missing_hidden: bool = False
    all_hidden: bool = False


def plan(groups: Mapping[str, int], missing: int, threshold: int = DEFAULT_THRESHOLD) -> Plan:
    """What is to be done with the numbers of `groups`, and with the number of people who were `missing` from the count."""
    small = {name: number for name, number in groups.items() if is_small(number, threshold)}
    if not small and not is_small(missing, threshold):
        return Plan()
    if not is_small(missing, threshold) and may_be_added(list(small.values()), threshold):
        return Plan(merged=frozenset(small))
    numbers: dict[str | None, int] = dict([*groups.items(), (None, missing)])
    highest = hidden_up_to([number for number in numbers.values() if number], threshold)
    if highest is None:
        return Plan(hidden=frozenset(groups), missing_hidden=True, all_hidden=True)
    hidden = {name for name, number in numbers.items() if 0 < number <= highest}
    return Plan(hidden=frozenset(name for name in hidden if name is not None), missing_hidden=None in hidden)


def may_be_added(small: Sequence[int], threshold: int = DEFAULT_THRESHOLD) -> bool:
    """Whether small numbers may be shown as one sum: it is not small, and each of them could be another."""
    total = sum(small)
    return len(small) > 1 and total >= threshold and total not in (len(small), len(small) * (threshold - 1))


def hidden_up_to(numbers: Sequence[int], threshold: int = DEFAULT_THRESHOLD) -> int | None:
    """The number up to which (included) all are hidden, so that the hidden ones could be others; None where even all are not enough."""
    for highest in sorted({threshold - 1, *(number for number in numbers if number >= threshold)}):
        hidden = [number for number in numbers if number <= highest]
        room = sum(hidden) - len(hidden)
        if len(hidden) > 1 and room >= threshold - 1 and set(hidden) != {threshold - 1}:
            return highest
    return None
