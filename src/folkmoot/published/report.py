"""What is said of a published table that was read: what was mapped, renamed, not known, kept apart, and what looks wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from folkmoot.published.errors import Place

PLACES_KEPT = 5
NAMES_TOLD = 10


class Said(StrEnum):
    """What a remark is about. `SENTENCES` has each in English; a page may have its own words for a code and its values."""

    PERIOD_FROM_NAME = "period_from_name"
    PERIOD_FROM_DATES = "period_from_dates"
    NAME_AND_FOLDER_DIFFER = "name_and_folder_differ"
    OTHER_MONTH = "other_month"
    UNKNOWN_PLACE = "unknown_place"
    COMBINED_PLACE = "combined_place"
    MISSING_PLACES = "missing_places"
    TOTAL_KEPT_APART = "total_kept_apart"
    TOTAL_BY_SUM = "total_by_sum"
    TOTAL_AGREES = "total_agrees"
    TOTAL_DIFFERS = "total_differs"
    NO_TOTAL = "no_total"
    TOTAL_WITHOUT_DETAIL = "total_without_detail"
    PART_OF_ANOTHER = "part_of_another"
    PERCENTAGE_DIFFERS = "percentage_differs"
    PERCENTAGES_SUM = "percentages_sum"
    NO_COUNT = "no_count"
    THOUSANDS_COMMAS = "thousands_commas"
    UNDEFINED_PERCENTAGES = "undefined_percentages"
    UNKNOWN_COLUMN = "unknown_column"
    MISLABELLED_COLUMN = "mislabelled_column"
    MISSING_COLUMNS = "missing_columns"
    CHANGED_COLUMNS = "changed_columns"
    BYTE_COPY = "byte_copy"
    BYTE_COPY_OTHER_PERIOD = "byte_copy_other_period"
    SAME_FIGURES = "same_figures"
    SAME_FIGURES_OTHER_PERIOD = "same_figures_other_period"
    REPEATED_PERIOD = "repeated_period"
    MISSING_MONTHS = "missing_months"
    EQUAL_ROWS = "equal_rows"
    NO_PERSON = "no_person"
    PERSON_IN_VEHICLE_SEARCH = "person_in_vehicle_search"
    NOT_RECORDED = "not_recorded"
    ETHNICITIES_DIFFER = "ethnicities_differ"
    DATED_BAND = "dated_band"
    UNKNOWN_LABEL = "unknown_label"
    ROLLING_KEPT_APART = "rolling_kept_apart"
    SHEET_NOT_READ = "sheet_not_read"


SENTENCES: Mapping[Said, str] = {
    Said.PERIOD_FROM_NAME: "{period}: the table itself does not say so, its file name does.",
    Said.PERIOD_FROM_DATES: "{period}: the file name does not say so, the dates of its rows do.",
    Said.NAME_AND_FOLDER_DIFFER: "The file's name says {name}, its folder {folder}; the name was believed.",
    Said.OTHER_MONTH: "{rows} rows have a date outside {period}. They were counted in it, as the publisher did.",
    Said.UNKNOWN_PLACE: "“{name}” is no force or area that is known. It was kept as it is written.",
    Said.COMBINED_PLACE: "“{name}” is one row for {parts}; the two cannot be told apart.",
    Said.MISSING_PLACES: "There is no row for {names}. The file may be cut short.",
    Said.TOTAL_KEPT_APART: "“{name}” is a sum of other rows and was kept apart, or everything would count twice.",
    Said.TOTAL_BY_SUM: "“{name}” equals the sum of all other rows in every column. It was taken for a total and kept apart.",
    Said.TOTAL_AGREES: "“{name}” was compared with the sum of its parts in {figures} figures, and is the same in each.",
    Said.TOTAL_DIFFERS: "“{name}” says {stated}, but its parts add up to {sum}.",
    Said.NO_TOTAL: "There is no row of totals, so the sums could not be checked.",
    Said.TOTAL_WITHOUT_DETAIL: "“{name}” is published without the rows it is a sum of, so it was counted itself.",
    Said.PART_OF_ANOTHER: "{rows} rows (such as “{name}”) are broken down in the rows below them (“of which”) and were kept apart.",
    Said.PERCENTAGE_DIFFERS: "It says {stated}, but its counts give {figured}. The counts were used.",
    Said.PERCENTAGES_SUM: "The percentages of {of} add up to {sum}, not 100. The counts were used.",
    Said.NO_COUNT: "There is “{mark}” where a count should be; it is in no sum.",
    Said.THOUSANDS_COMMAS: "{cells} counts are written with a comma for thousands, and were read as numbers.",
    Said.UNDEFINED_PERCENTAGES: "{cells} percentages are of no case at all and stand as “-” or 0; no count was taken from them.",
    Said.UNKNOWN_COLUMN: "The column “{heading}” is not known and was not read.",
    Said.MISLABELLED_COLUMN: "The column “{heading}” stands where “{expected}” is expected. It was taken for that.",
    Said.MISSING_COLUMNS: "Columns that these tables usually have are not there: {names}.",
    Said.CHANGED_COLUMNS: "Compared with {other}, gone: {gone}; new: {new}. Figures on both sides do not compare there: a break in series.",
    Said.BYTE_COPY: "It is a copy of {other}, byte for byte.",
    Said.BYTE_COPY_OTHER_PERIOD: "It says that it is of {period}, but it is a copy of {other}, byte for byte, of {other_period}.",
    Said.SAME_FIGURES: "It holds the same figures as {other}.",
    Said.SAME_FIGURES_OTHER_PERIOD: "It says that it is of {period}, but its figures are those of {other_period} in {other}, one by one.",
    Said.REPEATED_PERIOD: "{period} is in {other} too, with other figures. Only one of the two can be right.",
    Said.MISSING_MONTHS: "Between the first month and the last there is no file{of} for {months}.",
    Said.EQUAL_ROWS: "Rows the same as an earlier row in every column: {rows}. Places are published rounded, so two equal rows may be "
    "two searches: they were all kept, and can be left out.",
    Said.NO_PERSON: "{rows} searches were of a vehicle only; nobody was searched, so they were kept apart.",
    Said.PERSON_IN_VEHICLE_SEARCH: "{rows} searches of a vehicle only have a person's characteristics all the same.",
    Said.NOT_RECORDED: "“{column}” is not recorded in {rows} of {base} rows.",
    Said.ETHNICITIES_DIFFER: "Where both are recorded, the ethnicity that the officer saw and the one that the person gave differ in "
    "{differ} of {both} searches. They are two fields and were never mixed.",
    Said.DATED_BAND: "“{value}” is a date where a group should be; a spreadsheet may have made it of “{band}”.",
    Said.UNKNOWN_LABEL: "“{value}” is not a group that is known in “{column}”. It was kept as it is written.",
    Said.ROLLING_KEPT_APART: "“{period}” covers months that other columns cover too, and was kept apart.",
    Said.SHEET_NOT_READ: "This sheet holds no table of this kind and was not read.",
}  # fmt: skip

GRAVE = frozenset(
    {Said.TOTAL_DIFFERS, Said.PERCENTAGE_DIFFERS, Said.PERCENTAGES_SUM, Said.MISSING_PLACES, Said.BYTE_COPY, Said.BYTE_COPY_OTHER_PERIOD,
     Said.SAME_FIGURES, Said.SAME_FIGURES_OTHER_PERIOD, Said.REPEATED_PERIOD, Said.DATED_BAND, Said.UNKNOWN_PLACE}
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """Something that was found: `values` fill the sentence; `count` says how often, the first `places` where."""

    said: Said
    values: Mapping[str, str]
    places: tuple[Place, ...] = ()
    count: int = 1

    @property
    def sentence(self) -> str:
        return SENTENCES[self.said].format_map(self.values)

    @property
    def grave(self) -> bool:
        """Whether a person should look before the figures are used."""
        return self.said in GRAVE


@dataclass(frozen=True)
class ReadAs:
    """A written name or heading, and what it was read as."""

    written: str
    read_as: str
    count: int = 1


@dataclass(frozen=True)
class Report:
    """`mapped` are the columns that were read, `renamed` the names read as another, `unknown` the names nobody knows."""

    rows_read: int
    rows_kept: int
    mapped: tuple[ReadAs, ...]
    renamed: tuple[ReadAs, ...]
    unknown: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def grave(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.grave)

    def about(self, said: Said) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.said is said)


@dataclass
class Notes:
    """A report while a file is read. Equal remarks are one, with their number and first places."""

    mapped: dict[tuple[str, str], int] = field(default_factory=dict)
    renamed: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    _found: dict[tuple[Said, tuple[tuple[str, str], ...]], tuple[list[Place], int]] = field(default_factory=dict)

    def say(self, said: Said, place: Place | None = None, **values: object) -> None:
        told = tuple((name, f"{value:,}" if isinstance(value, int) else str(value)[:500]) for name, value in values.items())
        places, count = self._found.get((said, told), ([], 0))
        if place is not None and len(places) < PLACES_KEPT:
            places.append(place)
        self._found[(said, told)] = (places, count + 1)

    def read_as(self, written: str, name: str) -> None:
        """A name that was read; said only where it was written otherwise."""
        if written != name:
            self.renamed[(written, name)] = self.renamed.get((written, name), 0) + 1

    def column(self, heading: str, name: str) -> None:
        self.mapped[(heading, name)] = self.mapped.get((heading, name), 0) + 1

    def report(self, *, rows_read: int, rows_kept: int) -> Report:
        return Report(
            rows_read, rows_kept, _pairs(self.mapped), _pairs(self.renamed), tuple(self.unknown),
            tuple(Remark(said, dict(values), tuple(places), count) for (said, values), (places, count) in self._found.items()),
        )  # fmt: skip


def some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - NAMES_TOLD} more" if len(names) > NAMES_TOLD else ""
    return ", ".join(names[:NAMES_TOLD]) + more


def _pairs(counted: Mapping[tuple[str, str], int]) -> tuple[ReadAs, ...]:
    return tuple(ReadAs(written, name, count) for (written, name), count in counted.items())
