"""A report as a tagged PDF (PDF/UA-1), typeset by `report.typ`.

No text of the report is ever read as typesetting: it goes in as data, and the typesetting is one fixed file.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from folkmoot.errors import FolkmootError
from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Document, Heading, Paragraph, Section, Table
from folkmoot.reports.wording.words import Line, Words

_LAYOUT = Path(__file__).with_name("report.typ")
_NO_GLYPH = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
_PLACEHOLDER = "□"
_MOST_ATTEMPTS = 60
CHART_WIDTH, CHART_HEIGHT = 166, 215


class CannotTypeset(FolkmootError):
    """The typesetting failed."""


def fonts() -> Path:
    """The folder of the font that the product ships; where it is absent the typesetter's own font is used."""
    return Path(settings.PACKAGE) / "webkit" / "static" / "vendor" / "fonts"


def pdf(document: Document, *, made_at: datetime) -> bytes:
    """The PDF's bytes, the same for the same document and time. Raises CannotTypeset."""
    text = json.dumps(_data(document), ensure_ascii=False)
    for _ in range(_MOST_ATTEMPTS):
        try:
            return _typeset(text, made_at)
        except RuntimeError as error:
            missing = _NO_GLYPH.search(str(error))
            if not missing:
                raise CannotTypeset("The PDF could not be made.", str(error)[:300], "Use the web page instead, and report this.") from error
            text = _without(text, missing[1])
    raise CannotTypeset(
        "The PDF could not be made.", "It holds too many signs for which no letter form is known.", "Use the web page instead."
    )


def _typeset(text: str, made_at: datetime) -> bytes:
    import typst

    made = typst.compile(
        _LAYOUT, format="pdf", font_paths=[fonts()], ignore_system_fonts=True, sys_inputs={"report": text},
        pdf_standards="ua-1", timestamp=made_at.astimezone(UTC).replace(microsecond=0),
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise CannotTypeset("The PDF could not be made.")
    return made


def _without(text: str, quoted: str) -> str:
    """The report with a sign for which the font has no form replaced by a box, and in a foreign script all signs of its block with it."""
    try:
        sign = json.loads(quoted)
    except ValueError:
        sign = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), quoted[1:-1])
    for one in sign:
        code = ord(one)
        if code < 0x20:
            text = text.replace(f"\\u{code:04x}", _PLACEHOLDER)
        elif 0x0590 <= code < 0x1E00 or code >= 0x2E80:
            first = code & ~0xFF
            text = re.sub(f"[{chr(first)}-{chr(first + 0xFF)}]", _PLACEHOLDER, text)
        else:
            text = text.replace(one, _PLACEHOLDER)
    return text


def _data(document: Document) -> dict[str, object]:
    return {
        "lang": "cy" if document.language == "cy" else "en",
        "title": _words(document.title),
        "plain_title": "".join(piece.text for piece in document.title),
        "notices": [_words(one) for one in document.notices],
        "facts": [{"label": _words((fact.label,)), "words": _words(fact.words)} for fact in document.facts],
        "running_head": _words(document.running_head),
        "untranslated": _words(document.untranslated),
        "summary": _section(document.summary),
        "contents": _words((document.contents,)),
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, object]:
    return {"heading": _words((section.heading,)), "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "words": _words(block.words)}
    if isinstance(block, Answer):
        return {"is": "answer", "words": _words(block.words)}
    if isinstance(block, Bullets):
        return {"is": "bullets", "items": [_words(item) for item in block.items]}
    if isinstance(block, Heading):
        return {"is": "heading", "words": _words((block.words,))}
    if isinstance(block, Chart):
        return {"is": "chart", "svg": block.wide, "alt": block.alt, "caption": _words(block.caption), "width": chart_width(block.wide)}
    return _table(block)


def chart_width(svg: str) -> float:
    """Millimetres: as wide as reads well, and no taller than a page holds with its caption."""
    width, height = (float(found) for found in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    return min(CHART_WIDTH, CHART_HEIGHT * width / height)


def _table(table: Table) -> dict[str, object]:
    return {
        "is": "table",
        "caption": _words(table.caption),
        "columns": [{"words": _words((column.words,)), "number": column.number, "width": column.width} for column in table.columns],
        "rows": [{"cells": [_words(cell) for cell in row.cells], "total": row.total} for row in table.rows],
        "note": _words(table.note),
    }


def _words(pieces: Line) -> list[dict[str, object]]:
    return [_piece(piece) for piece in pieces]


def _piece(piece: Words) -> dict[str, object]:
    return {"text": piece.text, "lang": piece.lang}
