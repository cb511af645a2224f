"""The charts of a report as pictures, for a document that cannot hold drawings in every program that opens it."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from folkmoot.reports.render_pdf import CannotTypeset, chart_width, fonts

_LAYOUT = Path(__file__).with_name("charts.typ")
DOTS_PER_INCH = 150
_SIZE_AT = 16  # of a PNG: width and height stand there as two numbers of four bytes (PNG specification, 11.2.2)


@dataclass(frozen=True)
class Picture:
    """A PNG and its size on paper in millimetres."""

    content: bytes
    width: float
    height: float


def pictures(drawings: Sequence[str]) -> list[Picture]:
    """One picture of each SVG drawing, the same bytes for the same drawing. Raises CannotTypeset."""
    if not drawings:
        return []
    import typst

    widths = [chart_width(one) for one in drawings]
    text = json.dumps([{"svg": svg, "width": width} for svg, width in zip(drawings, widths, strict=True)], ensure_ascii=False)
    try:
        made = typst.compile(
            _LAYOUT, format="png", ppi=DOTS_PER_INCH, font_paths=[fonts()], ignore_system_fonts=True, sys_inputs={"charts": text}
        )
    except RuntimeError as error:
        raise CannotTypeset("The charts could not be drawn.", str(error)[:300], "Use the web page instead, and report this.") from error
    pages = made if isinstance(made, list) else [made]
    return [_picture(page, width) for page, width in zip(pages, widths, strict=True) if isinstance(page, bytes)]


def _picture(content: bytes, width: float) -> Picture:
    across, down = struct.unpack(">II", content[_SIZE_AT : _SIZE_AT + 8])
    return Picture(content, width, width * down / across)
