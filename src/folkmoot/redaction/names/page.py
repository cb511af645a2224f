"""A text as words that know how they are written, where a sentence begins, and whether their line keeps to capitals at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from folkmoot.redaction.folding import fold
from folkmoot.redaction.names import frames
from folkmoot.redaction.names.lexicon import Sort

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’ʼ‑\-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
# I'm, they've, couldn't
_CONTRACTED = re.compile(
    r"(?:i|you|he|she|it|we|they|who|what|where|how|that|there|here|let)['’ʼ](?:m|ve|ll|d|re|s)|[a-z]+n['’ʼ]t", re.IGNORECASE
)
_INNER = re.compile(r"['’\-][A-ZÀ-Þ]")
# A piece of an address or of a program, not a word: “gov” in www.example.gov.uk.
_GLUED = re.compile(r"^[./@_#=`\\].*|^.\S*[@/_=`]|^.\S*\.\w")
# DuckDB and OpenOffice, but not McKay, DeShawn or MacLeod.
_HUMPED = re.compile(r"^(?!(?:Mc|Mac|De|Di|Du|La|Le|Lo|Van|Von|Fitz|Al|El|Ó|Ab|Ap|O|D|Ní|San|St)[A-ZÀ-Þ])[^'’\-]*[a-zß-ÿ][A-ZÀ-Þ]")
_LONG_PARTS = re.compile(r"[-‑]")
# A time, a date or a list mark in front of what a line says: “[21:14] ”, “12/03/2024, 21:14 - ”, “(a) ”, “3. ”.
_MARGIN = re.compile(r"[\s\[\](){}<>*•–—\-\d:/.,|@#\"'“”‘’>]*")
_ALWAYS_CAPITAL = frozenset(("I", "I'm", "I'll", "I’m", "I’ll", "I’ve", "I've", "Im", "Ive"))
# “Kez: ”, “Ama Osei (21:14): ”
_LABEL = re.compile(r"[^:\n]{1,31}?(?P<time>\s?[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]m)?[\])]?)?\s?:\s", re.IGNORECASE)
_ENDS = frozenset(".!?…")
# Shorter lines than this end because something ended, not because the paper did.
WRAPPED_FROM = 48


class Shape(IntEnum):
    LOWER = 0
    TITLE = 1  # Mensah, O'Brien, McKay, al-Amin counts as LOWER
    UPPER = 2
    INITIAL = 3


class Care(IntEnum):
    """What capitals mean on a line."""

    USUAL = 0
    SHOUTED = 1  # everything in capitals
    CARELESS = 2  # messages in small letters


@dataclass(slots=True)
class Word:
    """One word. `gap` is what stands between it and the word before; `first` tells that any word would have a capital here."""

    start: int
    end: int
    text: str
    folded: str
    shape: Shape
    sort: Sort
    gap: str
    first: bool
    care: Care
    line: int

    @property
    def capital(self) -> bool:
        return self.shape is not Shape.LOWER


def words_of(text: str, sort: Callable[[str], Sort]) -> list[Word]:
    """Every word of a text in order. `sort` tells what a folded word is."""
    found: list[Word] = []
    sorts: dict[str, tuple[str, Sort]] = {}
    place, ended = 0, True
    lines = text.splitlines(keepends=True)
    for number, (line, care) in enumerate(zip(lines, _cares(lines), strict=True)):
        begins = len(found)
        fresh = ended or _after_label(line)[1]
        _words_of_line(line, place, number, care, _cached(sorts, sort), found)
        _say_gaps(text, found, begins, fresh)
        ended = _ended(line)
        place += len(line)
    return found


def _ended(line: str) -> bool:
    stripped = line.rstrip()
    return len(stripped) < WRAPPED_FROM or stripped[-1] in ".!?:;…\"'”’)"


def _cares(lines: list[str]) -> list[Care]:
    """What capitals mean on each line. A few lines that begin small make no message of a paper that keeps to capitals otherwise."""
    cares: list[Care] = []
    careless, ended, small = False, True, 0
    for line in lines:
        care = _care(line, careless, ended)
        careless, ended = care is Care.CARELESS, _ended(line)
        small += careless * len(line)
        cares.append(care)
    messages = [place for place, line in enumerate(lines) if cares[place] is not Care.SHOUTED and _after_label(line)[1]]
    if sum(cares[place] is Care.CARELESS for place in messages) * 3 >= len(messages):
        # Telephones write the first word of a message with a capital and leave the others as they are typed.
        for place in messages:
            cares[place] = Care.CARELESS
    if small * 4 >= sum(map(len, lines)):
        return cares
    return [Care.USUAL if care is Care.CARELESS and not _after_label(line)[1] else care for line, care in zip(lines, cares, strict=True)]


def _care(line: str, careless: bool, ended: bool) -> Care:
    letters = [each for each in line if each.isalpha()]
    if not letters:
        return Care.USUAL
    upper = sum(each.isupper() for each in letters)
    if upper > 0.75 * len(letters) and len(letters) > 12 and line.strip().count(" ") >= 2:
        return Care.SHOUTED
    said, labelled = _after_label(line)
    if not ended and not labelled:
        return Care.CARELESS if careless and upper <= 2 else Care.USUAL
    first = next((each for each in said if each.isalpha()), "")
    if not first.islower():
        return Care.USUAL
    capitals = sum(word[0].isupper() for word in said.split() if word[0].isalpha() and word not in _ALWAYS_CAPITAL)
    return Care.CARELESS if labelled or capitals * 5 <= len(said.split()) else Care.USUAL


def _after_label(line: str) -> tuple[str, bool]:
    """What a line says after its time and the name of the one who says it, and whether it has both, as a message has."""
    margin = _MARGIN.match(line)
    rest = line[margin.end() :] if margin else line
    label = _LABEL.match(rest)
    if not label:
        return rest, False
    return rest[label.end() :], bool(label["time"]) or bool(margin and re.search(r"\d[:.]\d\d", margin[0]))


def _cached(sorts: dict[str, tuple[str, Sort]], sort: Callable[[str], Sort]) -> Callable[[str], tuple[str, Sort]]:
    def known(raw: str) -> tuple[str, Sort]:
        if raw not in sorts:
            folded = fold(raw)
            sorts[raw] = folded, _sort(raw, folded, sort)
        return sorts[raw]

    return known


def _words_of_line(line: str, place: int, number: int, care: Care, known: Callable[[str], tuple[str, Sort]], found: list[Word]) -> None:
    for match in _WORD.finditer(line):
        raw = match[0]
        if len(raw) > 3 and _POSSESSIVE.search(raw):
            raw = raw[:-2]
        folded, kind = known(raw)
        if kind is Sort.UNKNOWN and raw.islower() and _GLUED.match(line[max(0, match.start() - 1) : match.end() + 2]):
            kind = Sort.WORD
        start = place + match.start()
        found.append(Word(start, start + len(raw), raw, folded, _shape(raw), kind, "", False, care, number))


def _say_gaps(text: str, found: list[Word], begins: int, fresh: bool) -> None:
    """Fill in what stands before each word from `begins` on; `fresh` tells that the line before had ended."""
    for place in range(begins, len(found)):
        word = found[place]
        before = found[place - 1] if place else None
        word.gap = text[before.end : word.start] if before else "\n\n"
        starts_line = place == begins
        word.first = before is None or (fresh if starts_line else _begins(before, word.gap))


def _sort(raw: str, folded: str, sort: Callable[[str], Sort]) -> Sort:
    if _CONTRACTED.fullmatch(raw) or (folded in frames.CHAT and raw.isascii()):
        return Sort.WORD
    kind = sort(folded)
    if kind in (Sort.WORD, Sort.RARE) and not raw.isascii() and "’" not in raw and folded not in frames.BORROWED:
        return Sort.UNKNOWN
    if kind is Sort.UNKNOWN and _HUMPED.search(raw):
        return Sort.OTHER
    if kind is not Sort.UNKNOWN or not _LONG_PARTS.search(raw):
        return kind
    parts = [sort(fold(part)) for part in _LONG_PARTS.split(raw)]
    if not raw.islower() and any(part.islower() and what is Sort.WORD for part, what in zip(_LONG_PARTS.split(raw), parts, strict=True)):
        return Sort.WORD
    if Sort.NAME in parts or Sort.UNKNOWN in parts:
        return Sort.NAME if parts.count(Sort.NAME) * 2 > len(parts) else Sort.UNKNOWN
    return Sort.BOTH if parts.count(Sort.BOTH) == len(parts) else Sort.WORD


def _shape(raw: str) -> Shape:
    if len(raw) == 1:
        return Shape.INITIAL if raw.isupper() else Shape.LOWER
    letters = raw.replace("'", "").replace("’", "").replace("-", "")
    if letters.isupper() or (len(letters) > 2 and letters[-1] == "s" and letters[:-1].isupper()):
        return Shape.UPPER
    if raw[0].isupper() or not raw[0].islower():
        return Shape.TITLE
    # d'Souza and al-Amin begin small: the capital after counts.
    inner = _INNER.search(raw[:5])
    return Shape.TITLE if inner else Shape.LOWER


def _begins(before: Word, gap: str) -> bool:
    """Whether a capital would stand after this gap for any word."""
    if gap == " ":
        return False
    if "." in gap and (before.folded in frames.SHORTENED or before.shape is Shape.INITIAL):
        return False
    return any(each in _ENDS or each in ':;|•\t“"' or each.isdigit() for each in gap)
