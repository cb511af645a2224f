"""What in a report, before it is published, may point to a person: names, addresses and numbers in its words and in its annex, and small
numbers in every table of it. It reads the finished report and knows nothing of how its figures were made.

A small count of a released case table can never leave: it would be a fault of the release. Every other small number of a table stays only
where somebody says of that table what it counts. Source of the threshold: `stats.disclosure` (counts of 1 to 4).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from folkmoot.panels.publications import leaks as of_panels
from folkmoot.panels.publications.leaks import Known
from folkmoot.reports.wording.document import Document, Heading, Section, Table, pieces_of
from folkmoot.reports.wording.words import plain
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small


class Kind(StrEnum):
    RELEASED = "released"
    TABLE = "table"
    WORDS = "words"


@dataclass(frozen=True)
class Finding:
    """Something found: `what` it is, in which part of the report it stands, the words around it, and why it may stay ("": nobody said)."""

    kind: Kind
    what: str
    text: str
    where: str
    context: str
    key: str
    never: bool
    explained: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the report cannot be published while this stands."""
        return self.never or not self.explained


def findings_in(
    document: Document, figures: Mapping[str, Any], annex: Iterable[str], known: Known, *, this_year: int, explained: Mapping[str, str]
) -> list[Finding]:
    """Everything found, what can never leave first. `annex`: the words of comments and answers as they would be published."""
    found = [
        *_released(figures, explained), *_tables(document, explained),
        *_in_words(document, annex, known, this_year, explained),
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.never)


def _key(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).casefold().encode()).hexdigest()[:40]


def _released(figures: Mapping[str, Any], explained: Mapping[str, str]) -> Iterator[Finding]:
    """Small counts anywhere in what is kept as groups with a base and those with the outcome, however deep it lies."""
    for path, row in _rows_of_people(figures, ""):
        base, having = row.get("base"), row.get("with_outcome")
        counts = [base, having, base - having] if isinstance(base, int) and isinstance(having, int) else [base, having]
        for count in counts:
            if isinstance(count, int) and is_small(count, DEFAULT_THRESHOLD):
                name = str(row.get("group", ""))
                yield Finding(Kind.RELEASED, "small_number", str(count), path, name, _key("released", path, name, count), True)
                break


def _rows_of_people(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        if {"base", "with_outcome"} <= value.keys():
            yield path, value
        for key, one in value.items():
            yield from _rows_of_people(one, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for one in value:
            yield from _rows_of_people(one, path)


# A count of 1 to 4 by itself, or a share whose count or whole is 1 to 4. A share in per cent and a decimal number are no counts.
_COUNT = re.compile(r"(?<![\d.,£/–-])[1-4](?![\d.,%/–-]|\s*(?:of|allan o)\s|\s*%)|(?<![\d.,£])[1-4]\s+of\s+\d|\d\s+of\s+[1-4](?![\d.,])")


def _tables(document: Document, explained: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each table that shows small numbers, with the rows and columns that do."""
    for section in document.every_section():
        heading = ""
        for block in section.blocks:
            if isinstance(block, Heading):
                heading = block.words.text
            if isinstance(block, Table) and (small := small_cells(block)):
                caption = plain(block.caption) or heading
                key = _key("table", section.key, caption, *small)
                said = explained.get(key, "")
                yield Finding(Kind.TABLE, "small_number", caption, section.heading.text, "; ".join(small[:6]), key, False, said)


def small_cells(table: Table) -> list[str]:
    """Row, column and value of each cell of a number column that shows a count of 1 to 4."""
    found = []
    for row in table.rows:
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=False):
            text = plain(cell)
            if column.number and _COUNT.search(text):
                found.append(f"{plain(row.cells[0])}, {column.words.text}: {text}")
    return found


def _in_words(document: Document, annex: Iterable[str], known: Known, this_year: int, explained: Mapping[str, str]) -> Iterator[Finding]:
    parts = {section.key: (section.heading.text, _words_of(section)) for section in document.every_section()}
    parts["annex"] = ("", "\n".join(annex))
    texts = {key: words for key, (_heading, words) in parts.items() if words}
    for one in of_panels.findings_in(texts, known, this_year=this_year, explained=explained):
        where = ", ".join(parts[key][0] or key for key in one.versions)
        yield Finding(Kind.WORDS, one.kind.value, one.text, where, one.context, one.key, one.never, one.explained)


def _words_of(section: Section) -> str:
    """The sentences of a section; the cells of its tables are words too, one to a line."""
    lines = []
    for block in section.blocks:
        if isinstance(block, Table):
            lines += [plain(cell) for row in block.rows for cell in row.cells]
            lines += [plain(block.caption), plain(block.note)]
        else:
            lines.append("".join(piece.text for piece in pieces_of(block)))
    return "\n".join(lines)
