"""The one way in: recognise a published table by what it holds, and read it whatever its kind."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from folkmoot.published import stop_search, use_of_force
from folkmoot.published.errors import Place, PublishedError
from folkmoot.published.model import AnyRow, Fingerprint, GroupCount, Kind, OffenceCount, Outcome, Published, Reading
from folkmoot.published.outcomes import headings, monthly, quarterly
from folkmoot.published.periods import Period, month_in_name, month_words, require_month
from folkmoot.published.report import Notes, Remark, Said
from folkmoot.published.sheets import Book, Opened

_KNOWN = "Known are CPS outcomes by month and offence or by quarter and group, police.uk stop and search, Home Office use of force."
_PERIOD_FIELDS = frozenset({"month", "period", "row"})


def recognise(data: bytes, name: str = "") -> Kind | None:
    """What the content is, whatever the file is called; None for a table of another kind, or a file that is no table."""
    with Opened(data, name) as book:
        try:
            return _kind(book)
        except PublishedError:
            return None


def _kind(book: Book) -> Kind | None:
    for sheet in book:
        if headings.headings_in(sheet):
            return Kind.OUTCOMES_MONTHLY
        if stop_search.headings_in(sheet):
            return Kind.STOP_SEARCH
        if use_of_force.headings_in(sheet):
            return Kind.USE_OF_FORCE
        if quarterly.layout_of(sheet):
            return Kind.OUTCOMES_QUARTERLY
    return None


def read(data: bytes, name: str, *, beside: Sequence[Fingerprint] = (), period: str = "", force: str = "") -> Published:
    """A published table with everything there is to say of it.

    `name` may hold folders, which may say the year. `period` ("2018-03"; "2018-19" for a year; "Q2 22/23" for a quarter) and `force` are
    needed only where the file does not say them. `beside` are the fingerprints of files read before it: copies, repeated periods and
    changed columns are said. Raises PublishedError naming file, sheet, row and column; nothing is kept of a file that is refused.
    """
    notes = Notes()
    with Opened(data, name) as book:
        kind = _kind(book)
        if kind is None:
            looked = "; ".join(book.sheet_names)
            raise PublishedError(
                "this is no published table that is known.",
                (f"Its sheets that hold anything: {looked}. " if looked else "") + _KNOWN,
                "Choose such a file as published, or declare a case extract and say what its columns are.",
                place=Place(name),
            )
        reading, periods = _READERS[kind](book, name, period, force, notes)
    fingerprint = _fingerprint(kind, data, name, reading, periods)
    _say_beside(fingerprint, beside, notes)
    report = notes.report(rows_read=reading.rows_read, rows_kept=len(reading.rows))
    return Published(kind, name, tuple(reading.rows), tuple(reading.apart), periods, report, fingerprint)


_Read = tuple[Reading, tuple[Period, ...]]


def _monthly(book: Book, name: str, given: str, _force: str, notes: Notes) -> _Read:
    sheet = monthly.found_in(book)
    assert sheet is not None, "the kind was recognised by it"
    period = require_month(name, given)
    if not given:
        notes.say(Said.PERIOD_FROM_NAME, period=period.words)
        _say_folder(name, period, notes)
    return monthly.read(sheet, period, notes), (period,)


def _say_folder(name: str, period: Period, notes: Notes) -> None:
    """A folder of another year or month than the file's own name."""
    folder = name.replace("\\", "/").rpartition("/")[0]
    said = month_in_name(folder) if folder else None
    years = {text for text in folder.replace("/", " ").replace("-", " ").split() if text.isdigit() and len(text) == 4}
    if said and said != period:
        notes.say(Said.NAME_AND_FOLDER_DIFFER, name=period.words, folder=said.words)
    elif not said and years and period.first[:4] not in years:
        notes.say(Said.NAME_AND_FOLDER_DIFFER, name=period.words, folder=", ".join(sorted(years)))


def _stop_search(book: Book, name: str, given: str, force: str, notes: Notes) -> _Read:
    sheet = stop_search.found_in(book)
    assert sheet is not None, "the kind was recognised by it"
    of_force = stop_search.force_in(name, force)
    period = stop_search.period_of(sheet, name, given, notes)
    return stop_search.read(sheet, period, of_force, notes), (period,)


def _use_of_force(book: Book, _name: str, given: str, _force: str, notes: Notes) -> _Read:
    return use_of_force.read(use_of_force.found_in(book), given, notes)


def _quarterly(book: Book, name: str, given: str, _force: str, notes: Notes) -> _Read:
    return quarterly.read(book, name, given, notes)


_READERS: dict[Kind, Callable[[Book, str, str, str, Notes], _Read]] = {
    Kind.OUTCOMES_MONTHLY: _monthly,
    Kind.OUTCOMES_QUARTERLY: _quarterly,
    Kind.STOP_SEARCH: _stop_search,
    Kind.USE_OF_FORCE: _use_of_force,
}


def _fingerprint(kind: Kind, data: bytes, name: str, reading: Reading, periods: tuple[Period, ...]) -> Fingerprint:
    lines = sorted(_undated(row) for row in (*reading.rows, *reading.apart))
    figures = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    places = sorted({_place(row) for row in reading.rows} - {""})
    return Fingerprint(name, kind, len(data), hashlib.sha256(data).hexdigest(), figures, periods, tuple(places), reading.columns)


def _undated(row: AnyRow) -> str:
    """A row without its period, the same for the same figures in any order of rows."""
    return repr(tuple((key, str(getattr(row, key))) for key in row.__slots__ if key not in _PERIOD_FIELDS))


def _place(row: AnyRow) -> str:
    if isinstance(row, OffenceCount):
        return row.area
    return row.place if isinstance(row, GroupCount) else row.force


def _say_beside(own: Fingerprint, beside: Sequence[Fingerprint], notes: Notes) -> None:
    """Copies, the same figures under another period, the same period with other figures, and columns that changed."""
    alike = [other for other in beside if other.kind is own.kind]
    for other in alike:
        if (code := likeness(own, other)) is not None:
            words = ", ".join(period.words for period in own.periods)
            notes.say(code, Place(own.name), other=other.name, period=words, other_period=", ".join(one.words for one in other.periods))
    earlier = [other for other in alike if other.periods[-1] < own.periods[0] and set(own.columns) & set(other.columns)]
    if earlier:
        _say_columns(own, max(earlier, key=lambda other: other.periods[-1]), notes)


def likeness(own: Fingerprint, other: Fingerprint) -> Said | None:
    """How one file repeats another: as a copy or by its figures (each also under another period), or its period only; None: not at all."""
    if own.sha256 == other.sha256:
        return Said.BYTE_COPY if own.periods == other.periods else Said.BYTE_COPY_OTHER_PERIOD
    if own.figures_sha256 == other.figures_sha256:
        return Said.SAME_FIGURES if own.periods == other.periods else Said.SAME_FIGURES_OTHER_PERIOD
    shared = set(own.periods) & set(other.periods)
    if shared and set(own.places) & set(other.places) and set(own.columns) & set(other.columns):
        return Said.REPEATED_PERIOD
    return None


def _say_columns(own: Fingerprint, other: Fingerprint, notes: Notes) -> None:
    """Columns that are in one of two files only. A breakdown (such as "perceived age: …") that one of them lacks whole is no change."""
    both = _breakdowns(own) & _breakdowns(other)
    gone = [one for one in other.columns if one not in own.columns and _breakdown(one) in both]
    new = [one for one in own.columns if one not in other.columns and _breakdown(one) in both]
    if gone or new:
        notes.say(Said.CHANGED_COLUMNS, Place(own.name), other=other.name, gone="; ".join(gone) or "none", new="; ".join(new) or "none")


def _breakdown(column: str) -> str:
    name, _, group = column.partition(": ")
    return name if group and not group.startswith(tuple(Outcome)) else ""


def _breakdowns(file: Fingerprint) -> set[str]:
    return set(map(_breakdown, file.columns))


@dataclass(frozen=True)
class Refused:
    """A file of a folder that was not read, and why."""

    name: str
    error: PublishedError


@dataclass(frozen=True)
class Folder:
    """Many files read together: `used` may be added up; `left_out` repeat one of them, each for the reason given."""

    used: tuple[Published, ...]
    left_out: tuple[tuple[Published, Said, str], ...]
    refused: tuple[Refused, ...]

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({month for published in self.used for month in published.months}))

    @property
    def missing(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Months between the first and the last of a kind of table that no file covers; of searches, force by force."""
        found = []
        for kind in dict.fromkeys(one.kind for one in self.used):
            files = [one for one in self.used if one.kind is kind]
            ends = [month for one in files for month in (one.months[0], one.months[-1])]
            places = sorted({place for one in files for place in one.fingerprint.places}) if kind is Kind.STOP_SEARCH else [""]
            for place in places:
                held = {month for one in files if not place or place in one.fingerprint.places for month in one.months}
                if absent := tuple(month for month in Period(min(ends), max(ends)).months if month not in held):
                    found.append((place, absent))
        return tuple(found)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is said of the files together: the months that are missing."""
        notes = Notes()
        for place, months in self.missing:
            of = f" of {place}" if place else ""
            notes.say(Said.MISSING_MONTHS, of=of, months=", ".join(map(month_words, months)))
        return notes.report(rows_read=0, rows_kept=0).remarks


def read_all(files: Iterable[tuple[bytes, str]], *, beside: Sequence[Fingerprint] = ()) -> Folder:
    """Files in the order of their periods, so that of two with the same figures the earlier is used; none is counted twice.

    The months between that no file covers are said. A file that cannot be read is named with its reason; the others are read all the same.
    """
    read_: list[Published] = []
    refused: list[Refused] = []
    for data, name in files:
        try:
            read_.append(read(data, name))
        except PublishedError as error:
            refused.append(Refused(name, error))
    used: list[Published] = []
    left_out: list[tuple[Published, Said, str]] = []
    for published in sorted(read_, key=lambda one: (one.periods, one.name)):
        before = (*beside, *(one.fingerprint for one in used))
        repeats = _repeats(published.fingerprint, before)
        told = _told_beside(published, before)
        if repeats is None:
            used.append(told)
        else:
            left_out.append((told, *repeats))
    return Folder(tuple(used), tuple(left_out), tuple(refused))


def _repeats(own: Fingerprint, before: Sequence[Fingerprint]) -> tuple[Said, str] | None:
    """How a file repeats the first of those before it that it repeats, and that file's name."""
    for other in before:
        if other.kind is own.kind and (code := likeness(own, other)):
            return code, other.name
    return None


def _told_beside(published: Published, beside: Sequence[Fingerprint]) -> Published:
    notes = Notes()
    _say_beside(published.fingerprint, beside, notes)
    said = notes.report(rows_read=0, rows_kept=0).remarks
    return replace(published, report=replace(published.report, remarks=(*published.report.remarks, *said)))
