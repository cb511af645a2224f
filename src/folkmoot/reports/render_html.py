"""A report as one web page that carries its styles, so that it opens from a disk and calls nobody."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Document, Heading, Paragraph, Section, Table
from folkmoot.reports.wording.words import Line, Words


def page(document: Document) -> str:
    """The whole page as text."""
    with translation.override("cy" if document.language == "cy" else "en-gb"):
        return render_to_string("reports/standalone.html", {"document": shown(document)})


def shown(document: Document) -> dict[str, object]:
    """The document with its words made safe for a page; what stands in English in a Welsh report is marked."""
    return {
        "language": "cy" if document.language == "cy" else "en-GB",
        "title": words_of(document.title),
        "plain_title": "".join(piece.text for piece in document.title),
        "notices": [words_of(one) for one in document.notices],
        "facts": [(_piece(fact.label), words_of(fact.words)) for fact in document.facts],
        "contents": _piece(document.contents),
        "untranslated": words_of(document.untranslated),
        "summary": section_of(document.summary, ""),
        "sections": [section_of(section, f"{place}. ") for place, section in enumerate(document.sections, 1)],
    }


def section_of(section: Section, number: str) -> dict[str, object]:
    return {
        "key": section.key,
        "number": number,
        "heading": _piece(section.heading),
        "blocks": [block_of(block, f"{section.key}-{place}") for place, block in enumerate(section.blocks, 1)],
    }


def block_of(block: Block, key: str) -> dict[str, object]:
    """One block for a template: `is` says which, `target` where its rows can be seen."""
    target = getattr(block, "target", None)
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "words": words_of(block.words), "target": target}
    if isinstance(block, Answer):
        return {"is": "answer", "words": words_of(block.words), "target": target}
    if isinstance(block, Bullets):
        return {"is": "bullets", "items": [words_of(item) for item in block.items]}
    if isinstance(block, Heading):
        return {"is": "heading", "words": _piece(block.words)}
    if isinstance(block, Chart):
        return {"is": "chart", "svg": mark_safe(block.svg), "wide": mark_safe(block.wide), "caption": words_of(block.caption)}  # noqa: S308 the drawing escapes its words
    return _table(block, key)


def _table(table: Table, key: str) -> dict[str, object]:
    return {
        "is": "table",
        "key": key,
        "caption": words_of(table.caption),
        "columns": [{"words": _piece(column.words), "number": column.number} for column in table.columns],
        "rows": [
            {
                "heading": words_of(row.cells[0]),
                "cells": [
                    {"words": words_of(cell), "number": column.number}
                    for cell, column in zip(row.cells[1:], table.columns[1:], strict=True)
                ],
                "target": row.target,
                "total": row.total,
            }
            for row in table.rows
        ],
        "note": words_of(table.note),
    }


def words_of(pieces: Line) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Words) -> str | SafeString:
    return format_html('<span lang="{}">{}</span>', piece.lang, piece.text) if piece.lang else piece.text
