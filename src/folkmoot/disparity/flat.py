"""Each figure of a piece of the document with its interval, in the order in which they stand there: for tables that machines read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.disparity import figures as f

# Pairs that are no interval of another figure.
PAIRS = frozenset({"limits_95", "limits_998", "adjusted_95", "adjusted_998"})
_INSIDE = frozenset({"adjusted", "missing_bounds"})  # hold figures of their own, or nothing
_WITHIN = "missing_bounds"  # what is possible whoever is missing: every pair in it stands alone


@dataclass(frozen=True)
class Figure:
    """One figure by the path of its keys ("adjusted.odds_ratio"); `value` None where a pair stands alone.

    `low` and `high` are None where it has no interval; an end without limit is the words “no limit”.
    """

    name: str
    value: Any
    low: Any = None
    high: Any = None
    is_pair: bool = False
    has_interval: bool = False


def figures_of(item: Mapping[str, Any], labels: frozenset[str], lead: str = "") -> Iterator[Figure]:
    """Every figure of `item` but those named in `labels`; lists of pieces are pieces of their own, and left out."""
    for key, value in item.items():
        name = lead + key
        if name in labels or key.endswith("_ci") or (key in _INSIDE and not isinstance(value, Mapping)):
            continue
        if isinstance(value, Mapping):
            yield from figures_of(value, labels, f"{name}.")
        elif key in PAIRS or (lead == f"{_WITHIN}." and key in {"rate", "relative_rate"}):
            low, high = _ends(value, value)
            yield Figure(name, None, low, high, is_pair=True)
        elif f"{key}_ci" in item:
            low, high = _ends(item[f"{key}_ci"], value)
            yield Figure(name, _shown(value, item[f"{key}_ci"]), low, high, has_interval=True)
        elif isinstance(value, list):
            if all(isinstance(one, str) for one in value):
                yield Figure(name, "; ".join(value) or f.NOT_DEFINED)
        else:
            yield Figure(name, _shown(value, None))


def _shown(value: Any, interval: Any) -> Any:
    """A ratio without limit is null with an interval that has a low end only."""
    if value is None:
        goes_on = f.is_interval(interval) and interval[0] is not None and interval[1] is None
        return f.NO_LIMIT if goes_on else f.NOT_DEFINED
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _ends(interval: Any, value: Any) -> tuple[Any, Any]:
    if not f.is_interval(interval):
        symbol = f.WITHHELD if f.WITHHELD in (interval, value) else f.NOT_DEFINED
        return symbol, symbol
    low, high = (f.NO_LIMIT if end is None else end for end in interval)
    return low, high
