"""Figures that others published without counts: shown as they were printed, and never turned into something computed.

The Ministry of Justice publishes relative rates with a flag of significance, and neither the counts nor an interval behind them. Such a
figure has no base, no interval and no complement; it cannot be pooled, tested or set beside a computed one in the same table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NoReturn

from folkmoot.errors import FolkmootError
from folkmoot.stats.disparity import reading_order


class NotComputed(FolkmootError):
    """A published figure was asked for something only counts can give."""


class Unit(Enum):
    """What the printed number is."""

    RELATIVE_RATE = "relative rate"
    PER_100 = "for every 100 of the reference group"
    PERCENT = "per cent"
    ODDS_RATIO = "odds ratio"


class Flag(Enum):
    """Whether the publisher called the difference significant, by the publisher's own test."""

    SIGNIFICANT = "flagged as significant by the publisher"
    NOT_SIGNIFICANT = "not flagged as significant by the publisher"
    NOT_SAID = "the publisher does not say"


@dataclass(frozen=True)
class Source:
    """Where the figure was printed."""

    title: str
    year: int
    table: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, str(self.year), self.table) if part)


@dataclass(frozen=True, eq=False)
class PublishedFigure:
    """One printed number. `value` is a Decimal, so that 1.0580 stays 1.0580; there is no interval, because none was published.

    It is no number: adding, comparing or converting it raises NotComputed. `shown` is the text to print.
    """

    group: str
    value: Decimal
    unit: Unit
    flag: Flag
    source: Source

    @property
    def shown(self) -> str:
        return str(self.value)

    @property
    def per_100(self) -> Decimal:
        """A relative rate read "for every 100 of the reference group". Raises NotComputed for other units: an odds ratio is not a rate."""
        if self.unit is Unit.PER_100:
            return self.value
        if self.unit is Unit.RELATIVE_RATE:
            return self.value * 100
        return self._refuse("read for every 100 of the reference group")

    @property
    def interval(self) -> NoReturn:
        self._refuse("given an interval")

    def to_counts(self) -> NoReturn:
        self._refuse("turned into counts")

    def to(self, unit: Unit) -> NoReturn:
        self._refuse(f"converted to another unit ({unit.value})")

    def __float__(self) -> float:
        return self._refuse("used as a computed number")

    def __lt__(self, other: object) -> bool:
        return self._refuse("ranked")

    __le__ = __gt__ = __ge__ = __lt__

    def __add__(self, other: object) -> NoReturn:
        self._refuse("put into a calculation")

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__

    def _refuse(self, wish: str) -> NoReturn:
        raise NotComputed(
            f"The published figure {self.shown} ({self.group}, {self.source}) cannot be {wish}.",
            "It was published without the counts behind it, so nothing can be worked out from it.",
            "Show it as it was printed, or ask the publisher for the counts.",
        )


@dataclass(frozen=True)
class PublishedTable:
    """Figures of one measure, one unit and one reference group, from one source, in reading order."""

    measure: str
    reference: str
    figures: tuple[PublishedFigure, ...]

    def __post_init__(self) -> None:
        for figure in self.figures:
            if not isinstance(figure, PublishedFigure):
                raise _mixed("a computed figure stands among published ones")
        if len({figure.unit for figure in self.figures}) > 1:
            raise _mixed("the figures are in different units")
        if len({figure.source for figure in self.figures}) > 1:
            raise _mixed("the figures come from different sources")


def published_table(measure: str, reference: str, figures: Iterable[PublishedFigure]) -> PublishedTable:
    """Figures as a table: alphabetical by group, with "Other", then answers that name no group, at the end. Raises NotComputed."""
    listed = list(figures)
    PublishedTable(measure, reference, tuple(listed))
    return PublishedTable(measure, reference, tuple(sorted(listed, key=lambda figure: reading_order(figure.group))))


def _mixed(what: str) -> NotComputed:
    return NotComputed(
        f"These figures cannot stand in one table: {what}.",
        "Side by side they would be read as comparable, and they were not worked out in the same way.",
        "Show them in separate tables, each with its source.",
    )
