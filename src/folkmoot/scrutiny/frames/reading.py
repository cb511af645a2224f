"""A list of finalised cases as it stands in a file, read into cases: which may be drawn, which not and why. Nothing is stored here."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.foundation.importing import cells
from folkmoot.foundation.importing.columns import CellProblem, Column, Reads
from folkmoot.foundation.tables.reading import read_table, read_top
from folkmoot.foundation.tables.table import Row, Table
from folkmoot.redaction.spans import Known
from folkmoot.scrutiny.frames.columns import BY_NAME, FIELDS, MONTH, NEEDED, Use, propose
from folkmoot.scrutiny.frames.rules import Answer, Asked, Said, answer, folded, last_of_month

FACT_CHARS = 120
HEADINGS_WITHIN = 20  # rows in which the headings are looked for
WORDS_ASKED = 40  # different words of one column whose meaning is asked of a person
_DAY = Column("finalised_on", "day", Reads.DAY)


@dataclass(frozen=True)
class How:
    """How a person said that a list is to be read. Kept with the list, so that it can be read the same way again.

    `columns`: our field to their heading. `facts`: further facts, by a name of the person's, to their heading. `vouched`: what somebody
    answers for the whole list where it has no column for it, asked to "clear". `taught`: what its words mean, by what was asked: folded
    word to "clear" or "barred". `only`: their heading to the values that are wanted; rows with others are left out, and only counted.
    """

    columns: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    strata: tuple[str, ...] = ()
    vouched: Mapping[str, str] = field(default_factory=dict)
    taught: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns), "facts": dict(self.facts), "strata": list(self.strata), "vouched": dict(self.vouched),
            "taught": {asked: dict(words) for asked, words in self.taught.items()},
            "only": {heading: list(values) for heading, values in self.only.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class CaseRow:
    """One case as the list gives it. `known` is what tells who it is about."""

    row: int
    reference: str
    said: Said
    facts: dict[str, str]
    known: tuple[Known, ...]


@dataclass
class Read:
    """A list that was read. `unreadable`: rows without a reference, which stand for no case that could be known again."""

    cases: list[CaseRow] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    left_out: int = 0
    rows: int = 0
    notes: tuple[str, ...] = ()


def table_of(path: Path, name: str) -> Table:
    """The file as a table: what case management writes above the headings (a title, the day it was run) is left out. Raises TableError"""
    return read_table(path, name=name, header_row=_heading_row(path, name))


def _heading_row(path: Path, name: str) -> int | None:
    """The first row in which a column for each needed field would be proposed; None, so the first that holds anything, if there is none."""
    top = read_top(path, name=name, rows=HEADINGS_WITHIN)
    return next((row.number for row in top.rows if set(NEEDED) <= set(propose(row.values))), None)


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of the file as it was sent."""
    with path.open("rb") as file:
        return sha256(file.read()).hexdigest()


def read_cases(table: Table, how: How) -> Read:
    """Every row as a case. Columns must have been checked by `columns.mapping_problems`."""
    places = {heading: place for place, heading in enumerate(table.columns)}
    wanted = {places[heading]: frozenset(folded(value) for value in values) for heading, values in how.only.items()}
    found = Read(rows=len(table.rows), notes=table.notes)
    for row in table.rows:
        if any(folded(row.values[place]) not in values for place, values in wanted.items()):
            found.left_out += 1
            continue
        reference = _tidy(row.values[places[how.columns["reference"]]])
        if not any(mark.isalnum() for mark in reference):
            found.unreadable.append(row.number)
        else:
            found.cases.append(_case(row, places, how, reference))
    return found


def unread_words(table: Table, how: How) -> dict[Asked, Counter[str]]:
    """The words of the list whose meaning nobody knows yet, with how often each stands, by what was asked; blanks are not among them."""
    found: dict[Asked, Counter[str]] = {}
    for asked in Asked:
        heading = how.columns.get(asked)
        if heading:
            words = Counter(folded(row.values[table.columns.index(heading)]) for row in table.rows)
            unread = Counter({word: number for word, number in words.items() if word and answer(asked, word) is Answer.UNKNOWN})
            if unread:
                found[asked] = Counter(dict(unread.most_common(WORDS_ASKED)))
    return found


def repeated(marks: Sequence[str], cases: Sequence[CaseRow]) -> list[list[int]]:
    """The rows that say the same reference, for each that is there more than once."""
    rows: dict[str, list[int]] = defaultdict(list)
    for mark, case in zip(marks, cases, strict=True):
        rows[mark].append(case.row)
    return [found for found in rows.values() if len(found) > 1]


def values_of(table: Table, heading: str) -> Counter[str]:
    """What a column holds and how often, as written, the most frequent first."""
    place = table.columns.index(heading)
    return Counter(value for row in table.rows if (value := _tidy(row.values[place])))


def _case(row: Row, places: Mapping[str, int], how: How, reference: str) -> CaseRow:
    def cell(heading: str | None) -> str:
        return _tidy(row.values[places[heading]]) if heading else ""

    day = read_day(cell(how.columns["finalised_on"]))
    answers, unread = {}, {}
    for asked in Asked:
        text = cell(how.columns.get(asked))
        vouched = asked in how.vouched and not how.columns.get(asked)
        answers[asked] = Answer.CLEAR if vouched else answer(asked, text, how.taught.get(asked))
        if answers[asked] is Answer.UNKNOWN:
            unread[asked] = text[:60]
    facts = {name: cell(heading)[:FACT_CHARS] for name, heading in _facts(how)}
    if day:
        facts[MONTH] = f"{day:%Y-%m}"
    return CaseRow(row.number, reference, Said(answers, day, unread), facts, tuple(_known(how, cell)))


def _facts(how: How) -> Iterator[tuple[str, str]]:
    for each in FIELDS:
        if each.use is Use.FACT and how.columns.get(each.name):
            yield each.name, how.columns[each.name]
    yield from how.facts.items()


def _known(how: How, cell: Any) -> Iterator[Known]:
    """The details of one row. Several in one cell stand between semicolons or on lines of their own."""
    for name, heading in how.columns.items():
        about = BY_NAME[name]
        if about.use is Use.DETAIL and heading:
            for value in cells.split_names(cell(heading)):
                yield Known(value, about.kind, about.role, value if about.role else "")


def read_day(text: str) -> date | None:
    """A day however people write it; of a month alone its last; None for anything else."""
    try:
        return cells.read(_DAY, text) if text else None
    except CellProblem:
        return last_of_month(text)


def stratum_of(facts: Mapping[str, str], strata: Collection[str]) -> str:
    """What a case is grouped by, in words: the values of the facts, in order."""
    return " / ".join(facts.get(name, "") or _("not stated") for name in strata)


def _tidy(text: str) -> str:
    return " ".join(text.split())
