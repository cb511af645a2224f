"""Words as they are kept and asked for: accents off, marks out. Pure."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST, MOST_WORDS = 200, 12
_WORD = re.compile(r"\w+", re.UNICODE)
# Letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
)
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def folded(text: str) -> str:
    """Without accents and without apostrophes inside words: "Siôn O’Neill" gives "Sion ONeill"."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return _APOSTROPHES.sub("", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def kept_words(text: str) -> str:
    """What the index is given: the folded words with one space between; a database's own idea of a word plays no part."""
    return " ".join(word for found in _WORD.findall(folded(text)) for word in found.split("_") if word)


def asked_words(text: str) -> list[str]:
    """The words of what somebody typed, lower case, at most twelve; quotation marks and operators mean nothing."""
    return kept_words(text[:LONGEST]).lower().split()[:MOST_WORDS]


def scope_token(capability: str, area_id: int | str | None = None) -> str:
    """One word that stands for a capability, or for a capability in one Area: letters and digits only."""
    name = re.sub(r"[^a-z]", "", capability)
    return f"may{name}" if area_id is None else f"may{name}in{area_id}"


def scope_of(capability: str, area_id: int | None, *, everywhere: bool) -> str:
    """The tokens under which a row is found. A row of no Area is the whole service's; `everywhere` opens it to all with the capability."""
    tokens = [scope_token(capability)]
    if area_id is not None:
        tokens.append(scope_token(capability, area_id))
    if everywhere:
        tokens.append(scope_token(capability, "all"))
    return " ".join(tokens)


def marked(text: str, words: Iterable[str], around: int = 90) -> list[tuple[str, bool]]:
    """A piece of `text` around the first word that begins as one asked for: (piece, whether to mark it); the start where none does."""
    wanted = [re.sub(r"(ing|ed|es|s)$", "", word) or word for word in words]
    spots = [match for match in _WORD.finditer(text) if any(folded(match.group()).lower().startswith(word) for word in wanted)]
    first = max(0, spots[0].start() - around // 2) if spots else 0
    last = min(len(text), first + 2 * around)
    pieces: list[tuple[str, bool]] = [("…", False)] if first else []
    at = first
    for match in spots:
        if match.start() < at or match.end() > last:
            continue
        pieces += [(text[at : match.start()], False), (match.group(), True)]
        at = match.end()
    pieces.append((text[at:last] + ("…" if last < len(text) else ""), False))
    return [(piece, mark) for piece, mark in pieces if piece]
