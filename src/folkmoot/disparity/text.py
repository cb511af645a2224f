"""The document as text for a terminal: the answer first, then each part in sentences and tables, then the method."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from folkmoot.disparity import figures as f
from folkmoot.disparity.parts import Part, parts_of, shown_inner, shown_tables, title_of
from folkmoot.disparity.tables import Table
from folkmoot.disparity.words import Sentence, Translate, as_it_is, cleaned, gettext_noop

MORE_ROWS = gettext_noop("%(number)s more rows are in the web page, the spreadsheet, the CSV and the JSON (--format html, ods, csv, json).")
_MOST_ROWS = 40
_NARROWEST, _NAME, _WORDS, _APART = 60, 30, 28, 2


def as_text(document: Any, translate: Translate = as_it_is, width: int = 100) -> str:
    """The whole text; no line is longer than `width` columns (at least 60)."""
    width = max(width, _NARROWEST)
    document = cleaned(document)
    lines = [*_wrapped(title_of(document), translate, width), ""]
    for part in parts_of(document):
        lines += _part(part, translate, width)
    # A terminal of an old code page has no minus sign.
    return "\n".join(line.rstrip() for line in lines).replace(f.MINUS, "-").rstrip("\n") + "\n"


def _part(part: Part, translate: Translate, width: int, underline: str = "=") -> Iterator[str]:
    title = part.title.said(translate)
    yield from textwrap.wrap(title, width)
    yield underline * min(width, len(title))
    for sentence in part.sentences:
        yield from _wrapped(sentence, translate, width, "! " if sentence.needs_review else "* ")
    yield ""
    for table in shown_tables(part):
        yield from _wrapped(table.title, translate, width)
        yield from _grids(_cut(table), translate, width)
        if len(table.rows) > _MOST_ROWS:
            more = Sentence(MORE_ROWS, {"number": str(len(table.rows) - _MOST_ROWS)})
            yield from [*_wrapped(more, translate, width), ""]
    for inner in shown_inner(part):
        yield from _part(inner, translate, width, "-")


def _cut(table: Table) -> Table:
    """A screen is no place for hundreds of rows; files are."""
    return Table(table.title, table.headings, table.rows[:_MOST_ROWS], table.wordy)


def _wrapped(sentence: Sentence, translate: Translate, width: int, bullet: str = "") -> list[str]:
    return textwrap.wrap(sentence.said(translate), width, initial_indent=bullet, subsequent_indent=" " * len(bullet))


def _grids(table: Table, translate: Translate, width: int) -> Iterator[str]:
    """As many columns beside one another as fit; the others below, each time with the names of the rows that have a figure there."""
    columns = [[cell if isinstance(cell, str) else cell.said(translate) for cell in column] for column in zip(*table.rows, strict=True)]
    headings = [heading.said(translate) for heading in table.headings]
    widths = [_width(place, headings[place], column, place in table.wordy) for place, column in enumerate(columns)]
    for block in _blocks(widths, width):
        shown = [place for place in range(len(columns[0])) if any(columns[column][place] != f.NOT_DEFINED for column in block)]
        words = {0, *(number for number, place in enumerate(block, 1) if place in table.wordy)}
        yield from _lines([headings[0], *(headings[place] for place in block)], [widths[0], *(widths[place] for place in block)], words)
        yield "-" * min(width, widths[0] + sum(widths[place] + _APART for place in block))
        for row in shown:
            cells = [columns[0][row], *(columns[place][row] for place in block)]
            yield from _lines(cells, [widths[0], *(widths[place] for place in block)], words)
        yield ""


def _width(place: int, heading: str, column: Sequence[str], wordy: bool) -> int:
    longest = max(map(len, column), default=0)
    if place == 0:
        return min(_NAME, max(longest, len(heading)))
    if wordy:
        return min(_WORDS, max(longest, *map(len, heading.split())))
    return max(longest, *map(len, _broken(heading, 16)))


def _blocks(widths: Sequence[int], width: int) -> Iterator[list[int]]:
    block: list[int] = []
    used = widths[0]
    for place in range(1, len(widths)):
        if block and used + _APART + widths[place] > width:
            yield block
            block, used = [], widths[0]
        block.append(place)
        used += _APART + widths[place]
    if block:
        yield block


def _lines(cells: Sequence[str], widths: Sequence[int], words: set[int]) -> Iterator[str]:
    """One row over as many lines as its longest cell needs; figures stand at the right and are never broken."""
    broken = [_broken(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in range(max(map(len, broken))):
        placed = [
            (part[line] if line < len(part) else "").ljust(width)
            if place in words
            else (part[line] if line < len(part) else "").rjust(width)
            for place, (part, width) in enumerate(zip(broken, widths, strict=True))
        ]
        yield (" " * _APART).join(placed)


def _broken(text: str, width: int) -> list[str]:
    """Over several lines, broken after spaces and slashes, and within a word only where it is longer than a line."""
    lines = [""]
    for piece in re.findall(r"[^\s/]+/?|/|\s+", text):
        if lines[-1].strip() and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [part for line in lines for part in (textwrap.wrap(line, width) or [""])]
