"""What reading a published workbook gives: figures with their place, the sheets seen, and remarks for the person who brought it."""

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.errors import FolkmootError


class Whose(StrEnum):
    """Of whom a figure speaks. The median is of organisations' scores, the mean of everybody who answered."""

    ORGANISATION = "organisation"
    MEAN = "mean"
    MEDIAN = "median"


class SheetKind(StrEnum):
    ORGANISATIONS = "organisations"
    TREND = "trend"
    EVERYBODY = "everybody"
    SCORES = "scores"
    SERIES = "series"
    CROSSED = "crossed"
    WORDS = "words"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """Why there is no number: fewer than 10 people, not asked, or not published in this table."""

    WITHHELD = "c"
    NOT_ASKED = "z"
    NOT_PUBLISHED = "x"


class Said(StrEnum):
    """What a person must be told of a file; the words are the page's."""

    NOT_ITS_NAME = "not_its_name"
    YEAR_FROM_NAME = "year_from_name"
    FRACTIONS = "fractions"
    NAMES_SWAPPED = "names_swapped"
    RENAMED = "renamed"
    BASES_ROUNDED = "bases_rounded"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_LABEL = "unknown_label"
    UNKNOWN_CHARACTERISTIC = "unknown_characteristic"
    QUESTIONS_NOT_KEPT = "questions_not_kept"
    DIFFERENCES_NOT_READ = "differences_not_read"
    CROSSED_NOT_READ = "crossed_not_read"
    SHEET_UNKNOWN = "sheet_unknown"
    OVER_100 = "over_100"
    DOES_NOT_ADD_UP = "does_not_add_up"
    TWO_FIGURES = "two_figures"


NOT_KEPT = frozenset(
    {Said.UNKNOWN_COLUMN, Said.UNKNOWN_LABEL, Said.UNKNOWN_CHARACTERISTIC, Said.QUESTIONS_NOT_KEPT, Said.DIFFERENCES_NOT_READ,
     Said.CROSSED_NOT_READ, Said.SHEET_UNKNOWN}
)  # fmt: skip
DOUBTFUL = frozenset({Said.DOES_NOT_ADD_UP, Said.TWO_FIGURES, Said.NAMES_SWAPPED, Said.OVER_100})


@dataclass(frozen=True)
class Place:
    """Where in a file: `row` counts from 1 as in a spreadsheet, `column` is its letter with its heading."""

    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Remark:
    """One thing to be said: `what` are the words it is about (headings, labels, sums), `count` how often."""

    said: Said
    place: Place
    what: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Figure:
    """One published figure. `low` and `high`, 0 to 100, hold every value that rounds to the one printed; None with a `mark`.

    `base` is None where it is withheld or not published; `base_rounded`: published to the nearest 10. `characteristic` and `group`
    are "" for everybody. `decimals` is the precision printed, in per cent.
    """

    year: int
    whose: Whose
    organisation: str
    characteristic: str
    group: str
    item: str
    base: int | None
    base_mark: str
    base_rounded: bool
    low: float | None
    high: float | None
    mark: str
    decimals: int
    place: Place

    @property
    def key(self) -> tuple[int, str, str, str, str, str]:
        """What a figure is of: two figures with one key say the same thing, or contradict each other."""
        return self.year, self.whose.value, self.organisation, self.characteristic, self.group, self.item


@dataclass(frozen=True)
class SheetSeen:
    name: str
    kind: SheetKind
    year: int | None
    figures: int


@dataclass(frozen=True)
class SurveyFile:
    """A workbook as it was understood. `year` is the survey it publishes; its trend may reach further back."""

    name: str
    kind: str
    year: int
    sheets: tuple[SheetSeen, ...]
    figures: tuple[Figure, ...]
    remarks: tuple[Remark, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({figure.year for figure in self.figures}))

    @property
    def organisations(self) -> tuple[str, ...]:
        return tuple(sorted({figure.organisation for figure in self.figures if figure.whose is Whose.ORGANISATION}))

    @property
    def characteristics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.characteristic for figure in self.figures))


class SurveyError(FolkmootError):
    """A published workbook could not be understood; `place` says where, as far as that is known."""

    def __init__(self, what: str, why: str = "", do: str = "", *, file: str = "", place: Place | None = None) -> None:
        at = place or Place()
        parts = (
            file,
            f"sheet “{at.sheet}”" if at.sheet else "",
            f"row {at.row}" if at.row else "",
            f"column {at.column}" if at.column else "",
        )
        where = ", ".join(part for part in parts if part)
        super().__init__(f"{where}: {what}" if where else what, why, do)
        self.problem, self.place = what, at

    def about(self, file: str) -> "SurveyError":
        """The same error with the name of its file."""
        return SurveyError(self.problem, self.why, self.do, file=file, place=self.place)
