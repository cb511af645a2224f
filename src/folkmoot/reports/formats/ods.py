"""Every table of a report as an accessible spreadsheet (OpenDocument): a cover, contents, notes, then one table a sheet.

It follows the Analysis Function's “Making spreadsheets accessible”: each sheet starts in its first cell with one row of headings, holds one
table, and no merged and no blank cell. A number alone in its cell is a number; one that stands with its base or its interval stays words.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils import translation

from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.reports.review.annex import Entry
from folkmoot.reports.wording import annexed
from folkmoot.reports.wording.document import Bullets, Document, Paragraph, Section, Table
from folkmoot.reports.wording.words import Line, label, plain
from folkmoot.reports.wording.words import say as _

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
NOTHING = "–"


def ods(document: Document, entries: Sequence[Entry] = ()) -> bytes:
    """The bytes of the spreadsheet, the same for the same report. Raises TableError for text too long for a cell."""
    with translation.override("cy" if document.language == "cy" else "en-gb"):
        sheets = list(_sheets(document, entries))
    return write_ods(sheets, plain(document.title), "cy-GB" if document.language == "cy" else "en-GB")


def _sheets(document: Document, entries: Sequence[Entry]) -> Iterator[Sheet]:
    tables = [(section, block) for section in document.every_section() for block in section.blocks if isinstance(block, Table)]
    names = [_("Table %(number)s", number=place).text for place in range(1, len(tables) + 1)]
    said = [_said(document, entries)] if entries else []
    front = [_cover(document, len(tables)), _notes(document, tables, names)]
    yield front[0]
    yield _contents(front, said, [(name, section, table) for name, (section, table) in zip(names, tables, strict=True)])
    yield front[1]
    for name, (_section, table) in zip(names, tables, strict=True):
        yield Sheet(name, [plain((column.words,)) for column in table.columns], _rows(table))
    yield from said


def _rows(table: Table) -> list[list[Cell]]:
    found: list[list[Cell]] = [[_cell(cell) for cell in row.cells] for row in table.rows]
    return found or [[NOTHING for _column in table.columns]]


def _cell(pieces: Line) -> Cell:
    text = plain(pieces).strip()
    if not _NUMBER.fullmatch(text):
        return text or NOTHING
    number = text.replace(",", "")
    return float(number) if "." in number else int(number)


def _cover(document: Document, tables: int) -> Sheet:
    rows: list[list[Cell]] = [[_("Title").text, plain(document.title)]]
    rows += [[_("Read first").text, plain(notice)] for notice in document.notices]
    rows += [[plain((fact.label,)), plain(fact.words)] for fact in document.facts]
    if document.untranslated:
        rows.append([_("Language").text, plain(document.untranslated)])
    rows.append([_("Tables").text, tables])
    return Sheet(_("Cover").text, (_("Item").text, _("Content").text), rows)


def _contents(front: Sequence[Sheet], said: Sequence[Sheet], tables: Sequence[tuple[str, Section, Table]]) -> Sheet:
    rows: list[list[Cell]] = [[sheet.title, sheet.title, NOTHING] for sheet in front]
    rows += [[name, plain(table.caption), plain((section.heading,))] for name, section, table in tables]
    rows += [[sheet.title, sheet.title, NOTHING] for sheet in said]
    return Sheet(_("Contents").text, (_("Sheet").text, _("Title").text, _("Section of the report").text), rows)


def _notes(document: Document, tables: Sequence[tuple[Section, Table]], names: Sequence[str]) -> Sheet:
    """The note of each table, then what the words of the report mean and what cannot be known."""
    rows: list[list[Cell]] = [[name, plain(table.note)] for name, (_section, table) in zip(names, tables, strict=True) if plain(table.note)]
    rows.append([NOTHING, _("There is nothing to show here, or it is not defined.").text])
    for section in document.sections:
        if section.key in {"unknown", "notes"}:
            rows += [[plain((section.heading,)), words] for words in _sentences(section)]
    return Sheet(_("Notes").text, (_("About").text, _("Note").text), rows)


def _sentences(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield plain(block.words)
        elif isinstance(block, Bullets):
            yield from (plain(item) for item in block.items)


def _said(document: Document, entries: Sequence[Entry]) -> Sheet:
    columns = [_(words).text for words in annexed.COLUMNS]
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in annexed.rows(document, entries)]
    return Sheet(label(annexed.HEADING).text, columns, rows)
