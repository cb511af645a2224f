"""From letters with their places on the page to lines, and from lines to paragraphs."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from folkmoot.documents.pdf.glyphs import Glyphs

_BEGINS_ANEW = re.compile(r"\s*(?:[•●▪◦–*-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|[A-Z][A-Za-z ]{0,30}:)")
_WORD = re.compile(r"\S+")
_LINE_ENDS = "\r\n\x02"
_BELOW_THE_LINE = "gjpqyJQ"
HIDDEN_RUN = 2  # so many signs of one word in a row unseen: the word was covered on purpose
SMALLEST_LETTER = 1.0  # points wide and high; PDFium gives the second letter of a ligature no size


class Line(NamedTuple):
    """The seen text of a line and its box in points; `bottom` is what the letters stand on."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float  # points, of most of its letters


def words_hidden(glyphs: Glyphs, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """One flag a letter: whether it belongs to a word of which a letter or figure is covered: then somebody meant to cover the word.

    A thin sign that leaves no trace by itself, such as a full stop, does not make its word hidden.
    """
    hidden = np.zeros(len(glyphs.letters), dtype=bool)
    sizes = glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]
    telling = np.array([letter.isalnum() for letter in glyphs.letters], dtype=bool) & (sizes > SMALLEST_LETTER).all(axis=1)
    for word in _WORD.finditer("".join(letter[0] for letter in glyphs.letters)):
        place = slice(word.start(), word.end())
        unseen = ~seen[place]
        if unseen.all() or (unseen & telling[place]).any() or _longest_run(unseen) >= HIDDEN_RUN:
            hidden[place] = True
    return hidden


def _longest_run(flags: NDArray[np.bool_]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def lines_of(glyphs: Glyphs, hidden: NDArray[np.bool_]) -> list[Line]:
    """The lines of the page in reading order, without what is hidden; empty lines are left out."""
    lines = []
    start = 0
    for place, letter in enumerate([*glyphs.letters, "\n"]):
        if letter in _LINE_ENDS:
            parted = letter == "\x02"  # PDFium joins a parted word over the end of its line
            line = _line(glyphs, [each for each in range(start, place + parted) if not hidden[each]])
            if line:
                lines.append(line)
            start = place + 1
    return lines


def _line(glyphs: Glyphs, places: Sequence[int]) -> Line | None:
    text = re.sub(r"[ \t\xa0]+", " ", "".join(glyphs.letters[place] for place in places)).strip()
    inked = [place for place in places if glyphs.letters[place].strip()]
    if not text or not inked:
        return None
    boxes = glyphs.boxes[inked]
    standing = [place for place in inked if glyphs.letters[place].isalnum() and glyphs.letters[place] not in _BELOW_THE_LINE] or inked
    size = median(glyphs.objects[glyphs.owner[place]].size if glyphs.owner[place] >= 0 else 0.0 for place in inked)
    return Line(text, boxes[:, 0].min(), float(np.median(glyphs.boxes[standing, 1])), boxes[:, 2].max(), boxes[:, 3].max(), size)


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Lines joined where one runs on into the next: as far apart as lines usually are, and the former reaching the margin."""
    if not lines:
        return []
    usual = _usual_distance(lines)
    margin = max(line.right for line in lines)
    found = [lines[0].text]
    for before, line in pairwise(lines):
        if _runs_on(before, line, usual, margin):
            found[-1] = _joined(found[-1], line.text)
        else:
            found.append(line.text.replace("\x02", "-"))
    return [text.replace("\x02", "-") for text in found]


def _usual_distance(lines: Sequence[Line]) -> float:
    distances = [before.bottom - line.bottom for before, line in pairwise(lines) if before.bottom > line.bottom]
    return median(distances) if distances else 0.0


def _runs_on(before: Line, line: Line, usual: float, margin: float) -> bool:
    distance = before.bottom - line.bottom
    height = max(before.top - before.bottom, line.top - line.bottom, 1.0)
    if before.text.endswith("\x02"):
        return True
    if not 0 < distance <= min(1.35 * usual, 3 * height) or _BEGINS_ANEW.match(line.text) or abs(before.size - line.size) > 0.1 * line.size:
        return False
    first_word = (line.right - line.left) * len(line.text.split()[0]) / max(1, len(line.text))
    return before.right + first_word > margin - 4 * height * 0.5 and line.left <= before.left + 3 * height


def _joined(before: str, text: str) -> str:
    if before.endswith(("-", "\x02")) and before[-2:-1].isalpha():  # a parted word: "Ash-" "croft"; not "Smith-" "Jones"
        before = before.replace("\x02", "-")
        return f"{before[:-1]}{text}" if text[:1].islower() else f"{before}{text}"
    return f"{before} {text}"
