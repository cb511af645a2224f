"""What the declaration of a published table says: where it is published, what it counts, its columns, and what it must add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise

MEASURES = "; measures: Value"  # what Nomis writes behind the headings of some tables


class Coverage(StrEnum):
    """Which authorities a table must hold. PART: those it happens to hold, and the pages say which."""

    ENGLAND_AND_WALES = "england-and-wales"
    ENGLAND = "england"
    WALES = "wales"
    PART = "part"

    @property
    def letters(self) -> str:
        """The first letters of the codes that must be there."""
        return {"england-and-wales": "EW", "england": "E", "wales": "W"}.get(self.value, "")


@dataclass(frozen=True)
class Wide:
    """One row an authority, one column a category. Every heading begins with the `variable`, and one of them is the `total`.

    Columns named in `beside` are read past; `named` gives the category of headings that are no words of the scheme.
    """

    variable: str
    total: tuple[str, ...]
    code: tuple[str, ...] = ("geography code",)
    beside: tuple[str, ...] = ("geography", "Rural Urban")
    dated: str = "date"
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Long:
    """One row an authority and category. `same` names columns that must hold one of a few words in every row.

    `endings`: words behind a category that say what the number is; a row with one of the endings mapped to False is read past.
    """

    code: tuple[str, ...]
    label: tuple[str, ...]
    value: tuple[str, ...]
    beside: tuple[str, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    endings: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """One row an authority, with the average score of its small areas and the share of them among the nation's most deprived tenth."""

    code: tuple[str, ...]
    average: str
    share_worst: str


@dataclass(frozen=True)
class Published:
    """A figure the publisher states for England and Wales: a number, or a share in per cent to one decimal. No codes: everybody."""

    words: Words
    codes: tuple[str, ...] = ()
    number: int | None = None
    percent: float | None = None


@dataclass(frozen=True)
class Source:
    """One published table in one shape.

    `scheme` is the category scheme of `characteristics` ("" for scores); `aliases` maps words of this table to its codes, and
    `subtotals` are words that add up others and are read past. `boundaries` are the days whose authorities it may list: the one
    that fits is found. `cells` is how many published numbers each stored count adds up (1, unless it was added up from small
    areas). `perturbed`: the publisher changed some counts by a little, so tables do not add up to the same total.
    """

    name: str
    title: Words
    year: int
    day: date
    base: Words
    address: str
    layout: Wide | Long | Scores
    boundaries: tuple[date, ...]
    scheme: str = ""
    unit: str = "people"
    coverage: Coverage = Coverage.ENGLAND_AND_WALES
    aliases: Mapping[str, str] = field(default_factory=dict)
    subtotals: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    small_areas: int = 0
    perturbed: bool = True
    everybody: bool = False
    caveat: Words = ""

    @property
    def subject(self) -> str:
        """What the table is about: a second table of the same subject takes the place of the first."""
        return f"{self.year}-{self.scheme}" if self.scheme else self.name


@dataclass(frozen=True)
class NotUsable:
    """A known published file that cannot be brought in: its headings, and a plain word why and what to bring instead."""

    headings: tuple[str, ...]
    why: Words
    do: Words
