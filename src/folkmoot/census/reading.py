"""Reading a published table by its declaration: text in, counts by code out, or one error with file, row and column. No database."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from folkmoot.census import rules
from folkmoot.census.recognition import BadTable, another_table, find, lacking_headings, words_of
from folkmoot.census.sources.declaring import Coverage, Long, Scores, Source, Wide
from folkmoot.characteristics.rules import Entry, Kind, Match, Recognised, label_key, normalise
from folkmoot.foundation.tables.table import Row, Table

LISTED = 8  # names in an error; how many more is said


@dataclass(frozen=True)
class Known:
    """An authority as it is stored: `starts` and `ends` are its first and last day, None where not known."""

    code: str
    name: str
    starts: date | None
    ends: date | None

    def held_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@dataclass
class Reading:
    """What a table says. `counts` by authority and category code; `bases` by authority; `scores`: average and share by authority."""

    source: Source
    boundaries: date
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    scores: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 of the figures, whatever file they stood in."""
        said = [
            sorted(f"{code} {category} {people}" for (code, category), people in self.counts.items()),
            sorted(f"{code} {people}" for code, people in self.bases.items()),
            sorted(f"{code} {average} {share}" for code, (average, share) in self.scores.items()),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def authorities(self) -> set[str]:
        return set(self.bases) | set(self.scores)


def read(source: Source, table: Table, *, file: str, entries: Sequence[Entry], known: Mapping[str, Known]) -> Reading:
    """The figures of a table. `entries` recognise the words of the source's scheme; `known` are all authorities. Raises BadTable."""
    lacking = lacking_headings(source, table.columns)
    if lacking:
        raise another_table(source, table, file, lacking)
    place = _Place(file, table)
    if isinstance(source.layout, Scores):
        reading = _read_scores(source, source.layout, table, place)
    elif isinstance(source.layout, Wide):
        reading = _read_wide(source, source.layout, table, place, entries)
    else:
        reading = _read_long(source, source.layout, table, place, entries)
    _check_authorities(reading, file, known, place)
    return reading


class _Place:
    """Where something stands in the file, in words; and the row in which each authority was met first."""

    def __init__(self, file: str, table: Table) -> None:
        self.file, self.table = file, table
        self.rows: dict[str, int] = {}

    def fault(self, row: Row | int, column: str, why: str, do: str = "") -> BadTable:
        number = row if isinstance(row, int) else row.number
        said = {"file": self.file, "row": number, "column": self.table.place_of(column)}
        what = _("%(file)s, row %(row)s, column %(column)s cannot be read.") % said
        return BadTable(what, why, do or _("Mend the file and bring it again; nothing was stored."))


class _Words:
    """The category that words of a table stand for: looked up once for each."""

    def __init__(self, source: Source, entries: Sequence[Entry]) -> None:
        layout = source.layout
        named = layout.named if isinstance(layout, Wide) else {}
        self._own = {label_key(word): code for word, code in (dict(named) | dict(source.aliases)).items()}
        self._subtotals = {label_key(word) for word in source.subtotals}
        self._entries, self._kinds = entries, {entry.code: entry.kind for entry in entries}
        self._met: dict[str, Match] = {}

    def code(self, words: str) -> str | None:
        """The code of a category that counts people; "" for a subtotal or those to whom the question does not apply; None if unknown."""
        if words not in self._met:
            self._met[words] = self._look_up(words)
        match = self._met[words]
        if match.what is Recognised.HEADING:
            return ""
        if match.what is not Recognised.CATEGORY or match.code is None:
            return None
        return "" if self._kinds.get(match.code) is Kind.DOES_NOT_APPLY else match.code

    def _look_up(self, words: str) -> Match:
        key = label_key(words)
        if key in self._subtotals:
            return Match(Recognised.HEADING)
        own = self._own.get(key)
        return normalise(own or words, self._entries)


def _read_wide(source: Source, layout: Wide, table: Table, place: _Place, entries: Sequence[Entry]) -> Reading:
    reading = Reading(source, source.boundaries[0])
    code_column = find(table.columns, layout.code) or ""
    total, columns = _columns(source, layout, table, place, entries)
    where = {column: position for position, column in enumerate(table.columns)}
    dated = find(table.columns, (layout.dated,)) if layout.dated else None
    for row in table.rows:
        if dated and row.values[where[dated]].strip() not in {str(source.year), source.day.isoformat()}:
            why = _("It says “%(said)s” where a table of %(year)s says %(year)s.") % {"said": row.values[where[dated]], "year": source.year}
            raise place.fault(row, dated, why, _("Bring the table of that census, or name the right one."))
        code = _new_code(row, code_column, row.values[where[code_column]], place)
        for column, category in columns.items():
            reading.counts[code, category] = _count(row, column, row.values[where[column]], place)
        reading.bases[code] = _count(row, total, row.values[where[total]], place)
        _check_total(row, total, reading, code, set(columns.values()), place)
    return reading


def _check_total(row: Row, total: str, reading: Reading, code: str, categories: set[str], place: _Place) -> None:
    """The categories of a row add up to its total, within what the publisher may have changed."""
    parts = sum(reading.counts[code, category] for category in categories)
    allowed = rules.allowance(len(categories) + 1) if reading.source.perturbed else 0
    if abs(parts - reading.bases[code]) > allowed:
        said = {"parts": f"{parts:,}", "total": f"{reading.bases[code]:,}"}
        raise place.fault(row, total, _("The categories add up to %(parts)s, and the total is %(total)s.") % said)


def _columns(source: Source, layout: Wide, table: Table, place: _Place, entries: Sequence[Entry]) -> tuple[str, dict[str, str]]:
    """The column of everybody, and the category code of each other column that counts."""
    words = _Words(source, entries)
    totals = {label_key(name) for name in layout.total}
    total, columns = "", dict[str, str]()
    for column in table.columns:
        said = words_of(layout, column)
        if not said:
            continue
        if label_key(said) in totals:
            total = total or column
            continue
        code = words.code(said)
        if code is None:
            raise place.fault(table.header_row, column, _("“%(words)s” is no category of this table.") % {"words": said})
        if code and code in columns.values():
            raise place.fault(table.header_row, column, _("“%(words)s” stands twice in the headings.") % {"words": said})
        if code:
            columns[column] = code
    _check_all_categories(source, set(columns.values()), place.file, entries)
    return total, columns


def _check_all_categories(source: Source, met: set[str], file: str, entries: Sequence[Entry]) -> None:
    """No category that people could stand in is wanting: a table without one would count too few."""
    names = {entry.code: entry.names[0] for entry in entries if entry.kind in {Kind.ANSWER, Kind.NOT_STATED}}
    optional = {"NS", "NK"} if source.scheme in {"sex", "disability-equality-act"} else set()
    wanting = [name for code, name in names.items() if code not in met | optional]
    if wanting:
        raise BadTable(
            _("%(file)s is not complete.") % {"file": file}, _("It has nothing for: %(names)s.") % {"names": _some(wanting, "; ")},
            _("Bring the whole table as published at %(address)s.") % {"address": source.address},
        )  # fmt: skip


def _read_long(source: Source, layout: Long, table: Table, place: _Place, entries: Sequence[Entry]) -> Reading:
    reading, words = Reading(source, source.boundaries[0]), _Words(source, entries)
    code_column, label_column, value_column = (find(table.columns, names) or "" for names in (layout.code, layout.label, layout.value))
    where = {column: position for position, column in enumerate(table.columns)}
    left = 0
    for row in table.rows:
        _check_same(row, layout, table, place)
        label, counted = _without_ending(row.values[where[label_column]], layout, row, label_column, place)
        if not counted:
            left += 1
            continue
        code = _gss(row, code_column, row.values[where[code_column]], place)
        category = words.code(label)
        if category is None:
            raise place.fault(row, label_column, _("“%(words)s” is no category of this table.") % {"words": label})
        if not category:
            continue
        if (code, category) in reading.counts:
            raise place.fault(row, label_column, _("“%(words)s” stands twice for %(code)s.") % {"words": label, "code": code})
        people = _count(row, value_column, row.values[where[value_column]], place)
        reading.counts[code, category] = people
        reading.bases[code] = reading.bases.get(code, 0) + people
        place.rows.setdefault(code, row.number)
    if left:
        reading.notes.append(_("%(number)s rows hold shares and were read past: only counts are kept.") % {"number": f"{left:,}"})
    met = {category for _code, category in reading.counts}
    _check_all_categories(source, met, place.file, entries)
    _check_rectangle(reading, met, place, code_column, {entry.code: entry.names[0] for entry in entries})
    return reading


def _check_rectangle(reading: Reading, met: set[str], place: _Place, code_column: str, names: Mapping[str, str]) -> None:
    """Every authority has every category: a missing row would count too few people. `names` are those of the categories, in their order."""
    for code in reading.bases:
        wanting = [name for category, name in names.items() if category in met and (code, category) not in reading.counts]
        if wanting:
            why = _("%(code)s has no row for: %(names)s.") % {"code": code, "names": _some(wanting, "; ")}
            do = _("The file may have been cut off. Bring the whole table as published at %(address)s; nothing was stored.")
            raise place.fault(place.rows[code], code_column, why, do % {"address": reading.source.address})


def _check_same(row: Row, layout: Long, table: Table, place: _Place) -> None:
    for heading, words in layout.same.items():
        column = find(table.columns, (heading,)) or heading
        said = row.values[table.columns.index(column)].strip()
        if label_key(said) not in {label_key(word) for word in words}:
            why = _("It says “%(said)s” where this table says “%(word)s”.") % {"said": said, "word": words[0]}
            raise place.fault(row, column, why, _("Bring the counts of the same census and the same places."))


def _without_ending(text: str, layout: Long, row: Row, column: str, place: _Place) -> tuple[str, bool]:
    label = " ".join(text.split())
    for ending, counted in layout.endings.items():
        if label.endswith(ending):
            return label.removesuffix(ending).strip(), counted
    if layout.endings:
        why = _("“%(words)s” does not say whether it is a number or a share.") % {"words": label}
        raise place.fault(row, column, why)
    return label, True


def _read_scores(source: Source, layout: Scores, table: Table, place: _Place) -> Reading:
    reading = Reading(source, source.boundaries[0])
    columns = [find(table.columns, names) or "" for names in (layout.code, (layout.average,), (layout.share_worst,))]
    where = [table.columns.index(column) for column in columns]
    for row in table.rows:
        code = _new_code(row, columns[0], row.values[where[0]], place)
        average = _decimal(row, columns[1], row.values[where[1]], place)
        worst = _decimal(row, columns[2], row.values[where[2]], place)
        if worst > 1:
            raise place.fault(row, columns[2], _("A share lies between 0 and 1, and this is %(value)s.") % {"value": worst})
        reading.scores[code] = average, worst
    return reading


def _count(row: Row, column: str, text: str, place: _Place) -> int:
    try:
        return rules.whole(text)
    except rules.NotACount as error:
        raise place.fault(row, column, _why_no_count(text, error)) from error


def _decimal(row: Row, column: str, text: str, place: _Place) -> Decimal:
    try:
        return rules.decimal(text).quantize(Decimal("0.00001"))
    except rules.NotACount as error:
        raise place.fault(row, column, _why_no_count(text, error)) from error


def _why_no_count(text: str, error: rules.NotACount) -> str:
    said = {
        "is blank": _("The cell is blank. A published count is never blank; a withheld one cannot be used."),
        "is a share, not a count": _("“%(text)s” is a share, not a count."),
        "is negative": _("“%(text)s” is below nought. There is no such number of people."),
        "is not a number": _("“%(text)s” is not a number."),
        "is not a whole number, so it may be a share or a rate": _("“%(text)s” is not a whole number, so it may be a share or a rate."),
        "is more than any count of people here": _("“%(text)s” is more than any count of people here."),
    }
    return said[str(error)] % {"text": text.strip()} if text.strip() else said["is blank"]


def _new_code(row: Row, column: str, text: str, place: _Place) -> str:
    """The code of a row, met for the first time."""
    code = _gss(row, column, text, place)
    if code in place.rows:
        raise place.fault(row, column, _("%(code)s stands already in row %(row)s.") % {"code": code, "row": place.rows[code]})
    place.rows[code] = row.number
    return code


def _gss(row: Row, column: str, text: str, place: _Place) -> str:
    code = text.strip().upper()
    another = _("Bring the file by lower tier local authority: its name ends in “ltla”.")
    if rules.SMALL_AREA.match(code):
        raise place.fault(row, column, _("%(code)s is a small area or ward, not a local authority.") % {"code": code}, another)
    if rules.WIDER_AREA.match(code):
        raise place.fault(row, column, _("%(code)s is a region, county or nation, not a local authority.") % {"code": code}, another)
    if rules.ELSEWHERE.match(code):
        raise place.fault(row, column, _("%(code)s lies outside England and Wales.") % {"code": code})
    return code


def _check_authorities(reading: Reading, file: str, known: Mapping[str, Known], place: _Place) -> None:
    """Every code is an authority of the day, and every authority of the day is there unless the table is of a part."""
    codes = reading.authorities
    code_column = find(place.table.columns, reading.source.layout.code) or ""
    if not codes:
        raise BadTable(_("%(file)s holds no rows.") % {"file": file}, "", _("Choose the file again."))
    for code in sorted(codes, key=lambda each: place.rows[each]):
        if code not in known:
            why = _("“%(code)s” is no local authority that is known here.") % {"code": code}
            raise place.fault(place.rows[code], code_column, why, _("Bring in the list of authorities first, or correct the code."))
    reading.boundaries = min(reading.source.boundaries, key=lambda day: sum(not known[code].held_on(day) for code in codes))
    for code in sorted(codes, key=lambda each: place.rows[each]):
        if not known[code].held_on(reading.boundaries):
            raise place.fault(
                place.rows[code], code_column, _why_not_then(known[code], reading), _("Bring the table published for those boundaries.")
            )
    letters = reading.source.coverage.letters or "EW"
    expected = {each.code: each.name for each in known.values() if each.code[0] in letters and each.held_on(reading.boundaries)}
    reading.missing = sorted(name for code, name in expected.items() if code not in codes)
    if reading.missing and reading.source.coverage is not Coverage.PART:
        raise BadTable(
            _("%(file)s is not complete.") % {"file": file},
            _("Authorities without a row (%(number)s): %(names)s.") % {"number": len(reading.missing), "names": _some(reading.missing)},
            _("Bring the whole table as published at %(address)s.") % {"address": reading.source.address},
        )
    if reading.missing:
        said = {"held": len(codes), "all": len(expected)}
        reading.notes.append(_("This table is of a part: it holds %(held)s of %(all)s authorities.") % said)


def _why_not_then(one: Known, reading: Reading) -> str:
    said = {"code": one.code, "name": one.name, "day": _day(reading.boundaries), "ends": _day(one.ends), "starts": _day(one.starts)}
    if one.ends and one.ends < reading.boundaries:
        return _("%(code)s (%(name)s) ended on %(ends)s, before the boundaries of this table (%(day)s). It is of another release.") % said
    return _("%(code)s (%(name)s) began on %(starts)s, after the boundaries of this table (%(day)s). It is of another release.") % said


def _day(value: date | None) -> str:
    from django.utils.formats import date_format

    return date_format(value, "j F Y") if value else ""


def _some(names: Sequence[str], between: str = ", ") -> str:
    listed = between.join(names[:LISTED])
    more = len(names) - LISTED
    return f"{listed} " + _("and %(number)s more") % {"number": more} if more > 0 else listed
