"""The sentences of a report for whoever translates it, each under a key that says where it stands, and offering them for translation."""

import re
from collections.abc import Iterator
from datetime import datetime

from folkmoot.accounts.scope import Viewer
from folkmoot.languages import operations as languages
from folkmoot.languages.models import Document as Offered
from folkmoot.languages.shapes import Segment
from folkmoot.reports.models import Report
from folkmoot.reports.wording.document import Block, Bullets, Chart, Heading, Section, Table
from folkmoot.reports.wording.words import Words, plain
from folkmoot.reports.wording.writing import document_of

KIND = "reports.report"
LONGEST_TITLE = 200
_LETTERS = re.compile(r"[^\W\d_]{2}")


def segments(report: Report, language: str = "en") -> list[tuple[str, str]]:
    """Every sentence of the report in one language as (key, text), in its order. Figures alone in a cell need no translation."""
    document = document_of(report, language)
    found = [("title", plain(document.title))]
    found += [(f"notice.{place}", plain(notice)) for place, notice in enumerate(document.notices, 1)]
    found += [(f"fact.{place}", plain((fact.label, Words(": "), *fact.words))) for place, fact in enumerate(document.facts, 1)]
    for section in document.every_section():
        found += _section(section)
    return [(key, text.strip()) for key, text in found if _LETTERS.search(text)]


def offer(*, by: Viewer, at: datetime, report: Report) -> Offered:
    """Offer the English sentences of a report to the translators. Raises Refused or NotAllowed."""
    pieces = [Segment(key, text) for key, text in segments(report)]
    title = plain(document_of(report, "en").title)[:LONGEST_TITLE]
    return languages.offer(by=by, at=at, kind=KIND, number=report.number, title=title, language="en", segments=pieces)


def offered_of(report: Report) -> Offered | None:
    """The report as the translators have it; None where nobody offered it."""
    return Offered.objects.filter(kind=KIND, number=report.number).first()


def _section(section: Section) -> Iterator[tuple[str, str]]:
    yield section.key, plain((section.heading,))
    for place, block in enumerate(section.blocks, 1):
        yield from _block(f"{section.key}.{place}", block)


def _block(key: str, block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Bullets):
        yield from ((f"{key}.{place}", plain(item)) for place, item in enumerate(block.items, 1))
    elif isinstance(block, Heading):
        yield key, plain((block.words,))
    elif isinstance(block, Chart):
        yield f"{key}.alt", block.alt
        yield f"{key}.caption", plain(block.caption)
    elif isinstance(block, Table):
        yield from _table(key, block)
    else:
        yield key, plain(block.words)


def _table(key: str, table: Table) -> Iterator[tuple[str, str]]:
    """The caption, the heads, the cells that hold words of the product, and the note."""
    yield f"{key}.caption", plain(table.caption)
    yield from ((f"{key}.head.{place}", plain((column.words,))) for place, column in enumerate(table.columns, 1))
    for down, row in enumerate(table.rows, 1):
        yield from (
            (f"{key}.cell.{down}.{across}", plain(cell)) for across, cell in enumerate(row.cells, 1) if any(piece.phrase for piece in cell)
        )
    yield f"{key}.note", plain(table.note)
