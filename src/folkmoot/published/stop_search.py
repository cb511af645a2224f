"""Stop and search records as police.uk publishes them: one row a search, force and month in the file's name only.

Two ethnicities stand in them, what the person said and what the officer saw. They are different fields with different groups; nothing here
ever fills one from the other. Source: data.police.uk, stop and search (Open Government Licence).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.foundation.tables.table import Row
from folkmoot.published.errors import Place, PublishedError
from folkmoot.published.forces import force_of
from folkmoot.published.model import Reading, Search
from folkmoot.published.oddities import turned_into_date
from folkmoot.published.periods import Period, month, month_in_name, require_month
from folkmoot.published.report import Notes, Said
from folkmoot.published.sheets import HEADINGS_WITHIN, Book, Sheet, cell, folded

SELF_DEFINED, OFFICER_DEFINED = "Self-defined ethnicity", "Officer-defined ethnicity"
AGES = ("under 10", "10-17", "18-24", "25-34", "over 34")
NOT_STATED, NOT_RECORDED = "Not stated", ""
GROUPS = ("White", "Mixed", "Asian", "Black", "Other", NOT_STATED)
COLUMNS = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender", "Age range", SELF_DEFINED,
    OFFICER_DEFINED, "Legislation", "Object of search", "Outcome", "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)  # fmt: skip
_NEEDED = ("Type", "Date", "Gender", "Age range", SELF_DEFINED, OFFICER_DEFINED, "Object of search", "Outcome")
_OF_PERSON = ("Gender", "Age range", SELF_DEFINED, OFFICER_DEFINED)
_SEARCHED = {folded(name): name for name in ("Person search", "Vehicle search", "Person and Vehicle search")}
_IN_NAME = re.compile(r"(?<!\d)20\d\d-\d\d-([a-z-]+?)-stop-and-search", re.IGNORECASE)
_STARTS = (("white", "White"), ("mixed", "Mixed"), ("asian", "Asian"), ("black", "Black"), ("chinese", "Asian"), ("other", "Other"))
Columns = Mapping[str, int]


def found_in(book: Book) -> Sheet | None:
    """The sheet that holds such records, if one does."""
    return next((sheet for sheet in book if headings_in(sheet)), None)


def headings_in(sheet: Sheet) -> tuple[Row, Columns] | None:
    for row in sheet.rows[:HEADINGS_WITHIN]:
        places = {folded(text): place for place, text in enumerate(row.values)}
        here = {name: places[folded(name)] for name in COLUMNS if folded(name) in places}
        if here.keys() >= set(_NEEDED):
            return row, here
    return None


def force_in(name: str, given: str = "") -> str:
    """The force given, else the one in the file's name. Raises PublishedError where it cannot be told."""
    found = _IN_NAME.search(name.replace("\\", "/").rpartition("/")[2])
    written = given or (found.group(1).replace("-", " ") if found else "")
    named = force_of(written)
    if written and (named.known or given):
        return named.name
    raise PublishedError(
        "it cannot be told which force's searches these are.",
        "These files say it only in their name, and this name has no force that is known.",
        "Name the file as police.uk does, 2020-01-merseyside-stop-and-search.csv, or say the force when you bring it in.",
        place=Place(name),
    )


def period_of(sheet: Sheet, name: str, given: str, notes: Notes) -> Period:
    """The month given or named; where neither is, the one month in which all dates lie. Raises PublishedError."""
    if given or month_in_name(name):
        period = require_month(name, given)
        if not given:
            notes.say(Said.PERIOD_FROM_NAME, period=period.words)
        return period
    located = headings_in(sheet)
    assert located is not None, "only called for a sheet that was found"
    headings, columns = located
    months = {cell(row.values, columns["Date"])[:7] for row in sheet.below(headings)}
    if len(months) == 1:
        try:
            period = month(months.pop())
        except ValueError:
            return require_month(name)
        notes.say(Said.PERIOD_FROM_DATES, period=period.words)
        return period
    return require_month(name)


def group_of(ethnicity: str) -> str:
    """One of GROUPS for a self-defined or officer-defined ethnicity; empty where nothing was recorded or the words are not known."""
    plain = folded(ethnicity)
    if not plain:
        return NOT_RECORDED
    if "not stated" in plain or plain in ("ns", "unknown", "refused", "declined"):
        return NOT_STATED
    return next((group for start, group in _STARTS if plain.startswith(start)), "")


def read(sheet: Sheet, period: Period, force: str, notes: Notes) -> Reading:
    """Raises PublishedError for a row that does not fit its headings, or a type of search that is not known."""
    located = headings_in(sheet)
    assert located is not None, "only called for a sheet that was found"
    headings, columns = located
    for name, place in columns.items():
        notes.column(headings.values[place], name)
    _say_headings(sheet, headings, columns, notes)
    seen: set[tuple[str, ...]] = set()
    searches = []
    for row in sheet.below(headings):
        values = tuple(value.strip() for value in row.values)
        searches.append(_search(row.number, values, columns, period, force, values in seen, sheet))
        seen.add(values)
    dates = Counter(cell(row.values, columns["Date"])[:7] for row in sheet.below(headings))
    _say(searches, dates, period, sheet, columns, notes)
    people = [search for search in searches if search.of_person]
    return Reading(people, [search for search in searches if not search.of_person], tuple(columns), len(searches))


def _say_headings(sheet: Sheet, headings: Row, columns: Columns, notes: Notes) -> None:
    for place, text in enumerate(headings.values):
        if place not in columns.values() and text.strip():
            notes.say(Said.UNKNOWN_COLUMN, sheet.place(headings.number, place), heading=text)
    if absent := [name for name in COLUMNS if name not in columns]:
        notes.say(Said.MISSING_COLUMNS, sheet.place(headings.number), names="; ".join(absent))


def _search(
    number: int, values: Sequence[str], columns: Columns, period: Period, force: str, repeated: bool, sheet: Sheet
) -> Search:  # fmt: skip
    def of(name: str) -> str:
        return cell(values, columns[name]) if name in columns else ""

    searched = _SEARCHED.get(folded(of("Type")))
    if searched is None:
        raise sheet.error(
            f"“{of('Type')[:40]}” is no type of search that is known.", f"It is one of: {'; '.join(_SEARCHED.values())}.",
            "Correct the cell, or bring the file as published.", row=number, column=columns["Type"], heading="Type",
        )  # fmt: skip
    return Search(
        number, period.first, force, searched, of("Gender"), of("Age range"), of(SELF_DEFINED), of(OFFICER_DEFINED), of("Legislation"),
        of("Object of search"), of("Outcome"), of("Outcome linked to object of search"), repeated,
    )  # fmt: skip


def _say(searches: Sequence[Search], dates: Mapping[str, int], period: Period, sheet: Sheet, columns: Columns, notes: Notes) -> None:
    if repeated := [search for search in searches if search.repeated]:
        notes.say(Said.EQUAL_ROWS, sheet.place(repeated[0].row), rows=len(repeated))
    if outside := sum(rows for month_, rows in dates.items() if month_ != period.first):
        notes.say(Said.OTHER_MONTH, rows=outside, period=period.words)
    vehicles = [search for search in searches if not search.of_person]
    if vehicles:
        notes.say(Said.NO_PERSON, rows=len(vehicles))
    odd = [search for search in vehicles if search.gender or search.age or search.self_defined or search.officer_defined]
    if odd:
        notes.say(Said.PERSON_IN_VEHICLE_SEARCH, sheet.place(odd[0].row), rows=len(odd))
    people = [search for search in searches if search.of_person]
    _say_missing(people, notes)
    _say_labels(people, sheet, columns, notes)
    table = agreement(people)
    if table.both:
        notes.say(Said.ETHNICITIES_DIFFER, differ=table.both - table.agree, both=table.both)


def _say_missing(people: Sequence[Search], notes: Notes) -> None:
    fields = {
        "Gender": "gender", "Age range": "age", SELF_DEFINED: "self_defined", OFFICER_DEFINED: "officer_defined",
        "Object of search": "object", "Outcome": "outcome", "Outcome linked to object of search": "linked",
    }  # fmt: skip
    for column, name in fields.items():
        if missing := sum(not getattr(search, name) for search in people):
            notes.say(Said.NOT_RECORDED, column=column, rows=missing, base=len(people))


def _say_labels(people: Sequence[Search], sheet: Sheet, columns: Columns, notes: Notes) -> None:
    for search in people:
        if search.age and folded(search.age) not in AGES:
            place = sheet.place(search.row, columns["Age range"], "Age range")
            turned = turned_into_date(search.age, AGES)
            if turned:
                notes.say(Said.DATED_BAND, place, value=search.age, band=" or ".join(turned.bands) or "a band")
            else:
                notes.say(Said.UNKNOWN_LABEL, place, value=search.age, column="Age range")
        for column, value in ((SELF_DEFINED, search.self_defined), (OFFICER_DEFINED, search.officer_defined)):
            if value and not group_of(value):
                notes.say(Said.UNKNOWN_LABEL, sheet.place(search.row, columns[column], column), value=value, column=column)


@dataclass(frozen=True)
class Agreement:
    """Searches by the group the person said (rows) and the group the officer saw (columns), "" where not recorded.

    `both`: in both a group that both schemes have (officers' has no mixed one and no "not stated"); `agree`: the same group in both.
    """

    counts: Mapping[tuple[str, str], int]
    both: int
    agree: int

    def row(self, self_defined: str) -> int:
        return sum(count for (said, _), count in self.counts.items() if said == self_defined)

    def column(self, officer_defined: str) -> int:
        return sum(count for (_, seen), count in self.counts.items() if seen == officer_defined)


def agreement(searches: Iterable[Search]) -> Agreement:
    """How far the two ethnicities agree, over searches of people."""
    counts = Counter((group_of(one.self_defined), group_of(one.officer_defined)) for one in searches if one.of_person)
    stated = {group for group in GROUPS if group != NOT_STATED}
    both = sum(count for (said, seen), count in counts.items() if said in stated and seen in stated)
    return Agreement(counts, both, sum(count for (said, seen), count in counts.items() if said == seen and said in stated))
