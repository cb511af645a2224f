"""Figures of the document as people read them. The only place where a number is rounded."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from folkmoot.disparity.words import Sentence, Value, gettext_noop

WITHHELD = "[c]"
NOT_DEFINED = "[z]"
NEARLY_NOUGHT = "[low]"
NOT_AVAILABLE = "[x]"
UNRELIABLE = "[u]"
MINUS = "\u2212"

NO_LIMIT = gettext_noop("no limit")
WITH_INTERVAL = gettext_noop("%(value)s (%(low)s to %(high)s)")
FROM_TO = gettext_noop("%(low)s to %(high)s")
YES, NO = gettext_noop("yes"), gettext_noop("no")


def is_number(figure: Any) -> bool:
    return isinstance(figure, int | float) and not isinstance(figure, bool)


def within(holder: Any, key: str) -> Any:
    """A figure inside a piece that may be withheld or null as a whole."""
    return holder[key] if isinstance(holder, Mapping) else holder


def is_interval(figure: Any) -> bool:
    return isinstance(figure, list)


def counted(figure: Any) -> str:
    return f"{figure:,}" if is_number(figure) else _symbol(figure)


def percent(figure: Any) -> str:
    """A share without its sign: 71.2. A share that rounds to nought and is not is “[low]”."""
    if not is_number(figure):
        return _symbol(figure)
    said = _fixed(figure * 100, 1)
    return NEARLY_NOUGHT if figure > 0 and said == "0.0" else said


def share(figure: Any) -> str:
    """A share with its sign: 71.2%."""
    said = percent(figure)
    return said if said.startswith("[") else f"{said}%"


def points(figure: Any) -> str:
    """A difference in percentage points, with its sign: +3.2, −0.4, 0.0."""
    if not is_number(figure):
        return _symbol(figure)
    said = _fixed(figure * 100, 1)
    return said if said == "0.0" else said.replace("-", MINUS) if figure < 0 else f"+{said}"


def ratio(figure: Any) -> str:
    if not is_number(figure):
        return _symbol(figure)
    return _fixed(figure, 2) if figure < 100 else f"{figure:,.0f}"


def p_value(figure: Any) -> str:
    if not is_number(figure):
        return _symbol(figure)
    return "<0.001" if figure < 0.001 else _fixed(figure, 3)


def plain(figure: Any) -> str:
    """A number of a model, to four digits wherever the point stands."""
    return f"{Decimal(f'{figure:.4g}'):f}".replace("-", MINUS) if is_number(figure) else _symbol(figure)


def answer(figure: Any) -> Sentence | str:
    return Sentence(YES if figure else NO, {}) if isinstance(figure, bool) else _symbol(figure)


def rate_with(figure: Any, interval: Any) -> Sentence | str:
    return _with(share(figure), interval, _share_end)


def points_with(figure: Any, interval: Any) -> Sentence | str:
    return _with(points(figure), interval, points)


def ratio_with(figure: Any, interval: Any) -> Sentence | str:
    """A ratio and its interval. A ratio without limit has an interval with a low end only."""
    if figure is None and is_interval(interval) and interval[1] is None and interval[0] is not None:
        return Sentence(WITH_INTERVAL, {"value": Sentence(NO_LIMIT, {}), "low": ratio(interval[0]), "high": Sentence(NO_LIMIT, {})})
    return _with(ratio(figure), interval, ratio)


def shares_between(interval: Any) -> Sentence | str:
    return _between(interval, _share_end)


def ratios_between(interval: Any) -> Sentence | str:
    return _between(interval, ratio)


def points_end(bound: Any) -> Value:
    return _end(bound, points)


def ratio_end(bound: Any) -> Value:
    return _end(bound, ratio)


def percent_end(bound: Any) -> Value:
    return _end(bound, _share_end)


def _share_end(figure: Any) -> str:
    """An end of an interval: 0.0 there is an end, not a count that hides behind rounding."""
    return _fixed(figure * 100, 1).replace("-", MINUS) if is_number(figure) else _symbol(figure)


def _with(value: str, interval: Any, show: Any) -> Sentence | str:
    if not is_interval(interval) or value == NOT_DEFINED:
        return value
    return Sentence(WITH_INTERVAL, {"value": value, "low": _end(interval[0], show), "high": _end(interval[1], show)})


def _between(interval: Any, show: Any) -> Sentence | str:
    if not is_interval(interval):
        return _symbol(interval)
    return Sentence(FROM_TO, {"low": _end(interval[0], show), "high": _end(interval[1], show)})


def _end(bound: Any, show: Any) -> Value:
    return Sentence(NO_LIMIT, {}) if bound is None else str(show(bound))


def _symbol(figure: Any) -> str:
    return WITHHELD if figure == WITHHELD else NOT_DEFINED


def _fixed(figure: float, places: int) -> str:
    """Rounded, without the sign of a nought that is left."""
    said = f"{figure:,.{places}f}"
    return said.lstrip("-") if not said.strip("-0.,") else said
