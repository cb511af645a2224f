"""The letters of a page as PDFium finds them in the file, whether or not they can be seen."""

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_INVISIBLE_MODES = {3, 7}  # text rendering modes that paint nothing
TINY = 2.0  # points: nobody reads letters of this height
_OUTLINED = {1, 5}


@dataclass(frozen=True)
class TextObject:
    """One piece of drawn text: what is set about it, not whether it shows."""

    handle: Any
    paints_nothing: bool
    in_layer: bool
    size: float  # points on the page
    colour: tuple[int, int, int, int] | None  # red, green, blue, alpha 0-255; None for patterns


@dataclass
class Glyphs:
    """The letters of a page in reading order; `boxes` has left, bottom, right, top in points; `owner` is a place in `objects`, or -1."""

    letters: list[str]
    boxes: NDArray[np.float64]
    owner: NDArray[np.int64]
    objects: list[TextObject] = field(default_factory=list)


def glyphs_of(page: Any) -> Glyphs:
    """Every letter in the page's content, its forms included."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        count = max(0, raw.FPDFText_CountChars(text_page))
        letters = _letters([raw.FPDFText_GetUnicode(text_page, place) for place in range(count)])
        boxes = _boxes(raw, text_page, count)
        owner, objects = _owners(raw, text_page, count)
    finally:
        text_page.close()
    return Glyphs(letters, boxes, owner, objects)


def _letters(codes: list[int]) -> list[str]:
    """One string for each code; PDFium gives a letter beyond the first 65,536 as two codes, the second of which becomes a word joiner."""
    letters = [_letter(code) for code in codes]
    for place, (code, after) in enumerate(pairwise(codes)):
        if 0xD800 <= code < 0xDC00 <= after < 0xE000:
            letters[place : place + 2] = chr(0x10000 + ((code - 0xD800) << 10) + after - 0xDC00), "\u2060"
    return letters


def _letter(code: int) -> str:
    if code in (0, 2, 0xFFFE, 0xFFFF):  # a hyphen at the end of a line that belongs to no word, and letters without meaning
        return "\x02" if code in (2, 0xFFFE) else "\ufffd"
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _boxes(raw: Any, text_page: Any, count: int) -> NDArray[np.float64]:
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    boxes = np.zeros((count, 4))
    for place in range(count):
        if raw.FPDFText_GetCharBox(text_page, place, left, right, bottom, top):
            boxes[place] = left.value, bottom.value, right.value, top.value
    return boxes


def _owners(raw: Any, text_page: Any, count: int) -> tuple[NDArray[np.int64], list[TextObject]]:
    owner = np.full(count, -1, dtype=np.int64)
    known: dict[int, int] = {}
    objects: list[TextObject] = []
    for place in range(count):
        handle = raw.FPDFText_GetTextObject(text_page, place)
        address = ctypes.cast(handle, ctypes.c_void_p).value
        if address is None:
            continue
        if address not in known:
            known[address] = len(objects)
            objects.append(_text_object(raw, handle))
        owner[place] = known[address]
    return owner, objects


def _text_object(raw: Any, handle: Any) -> TextObject:
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFPageObj_GetMatrix(handle, matrix):
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    return TextObject(handle, mode in _INVISIBLE_MODES, _in_layer(raw, handle), abs(size.value) * scale, _colour(raw, handle, mode))


def _colour(raw: Any, handle: Any, mode: int) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = raw.FPDFPageObj_GetStrokeColor if mode in _OUTLINED else raw.FPDFPageObj_GetFillColor
    if not ask(handle, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _in_layer(raw: Any, handle: Any) -> bool:
    for place in range(raw.FPDFPageObj_CountMarks(handle)):
        mark = raw.FPDFPageObj_GetMark(handle, place)
        needed = ctypes.c_ulong()
        name = (ctypes.c_ushort * 16)()
        if raw.FPDFPageObjMark_GetName(mark, name, 32, needed) and bytes(name).decode("utf-16-le", "replace").startswith("OC\0"):
            return True
    return False
