"""How another room hands over tables to be published: what a table is, and what offers them.

A room names its offer in settings.TABLES_TO_PUBLISH. Its figures may be ranges, as where a count was rounded or withheld before it came
here; what is small among them is withheld, and they are attacked with everything else that was released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from folkmoot.accounts.scope import Viewer
from folkmoot.stats.register import Population


class Range(NamedTuple):
    """The whole numbers between which a count lies; low = high where it is exact."""

    low: int
    high: int


@dataclass(frozen=True)
class GivenRow:
    """One row. `group` has a value for each heading of the table; None for `base` or `had`: withheld.

    `share` is had / base on the scale 0 to 1, as low and high. `more` are further figures by the name of their column: a number, or words.
    """

    group: tuple[str, ...]
    base: Range | None
    had: Range | None
    share: tuple[float, float] | None = None
    more: Mapping[str, float | str | None] = field(default_factory=dict)


class MoreColumn(NamedTuple):
    """A further column: its name in `GivenRow.more`, its heading, and the form of its figures (a name of `disparity.headings.Form`)."""

    name: str
    heading: str
    form: str = "PERCENT"


class PublishedTable(Protocol):
    """One table as another room hands it over. `key` stays the same from edition to edition, so that revisions are seen."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def by(self) -> tuple[str, ...]:
        """Headings of the columns that name a row, such as ("Grade",)."""

    @property
    def outcome(self) -> str:
        """What `had` is a count of, worded alike wherever it means the same."""

    @property
    def base_words(self) -> str: ...
    @property
    def had_words(self) -> str: ...
    @property
    def rows(self) -> Sequence[GivenRow]: ...
    @property
    def overall(self) -> GivenRow: ...
    @property
    def columns(self) -> Sequence[MoreColumn]: ...
    @property
    def sentences(self) -> Sequence[str]:
        """What the table says, with its uncertainty; English."""

    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def source(self) -> str: ...
    @property
    def data_as_of(self) -> date: ...
    @property
    def population(self) -> Population:
        """Which people: see `stats.register`."""


class Offer(Protocol):
    """Tables of another room that may be published."""

    kind: str

    def offered(self, viewer: Viewer) -> Sequence[tuple[str, str]]:
        """Key and words of every table that this viewer may publish."""

    def table(self, viewer: Viewer, key: str) -> PublishedTable | None:
        """The table of that key; None where there is none in sight."""
