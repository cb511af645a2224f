"""From pieces of text to a reading: characters nobody sees are taken out and said, and each piece learns where it begins."""

import re
from collections.abc import Iterable, Sequence

from folkmoot.documents.contract import DocumentKind, Hazard, HazardKind, Piece, Place, Reading, at

# Language tags and variation selectors can spell out whole sentences unseen; the others break words apart for whoever searches them.
_SPELLS = re.compile("[\U000e0000-\U000e007f\U000e0100-\U000e01ef]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\uffa0\U0001d173-\U0001d17a]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]")


def finished(kind: DocumentKind, pieces: Iterable[tuple[str, str]], hazards: Sequence[Hazard], pages: int = 1) -> Reading:
    """A reading of pieces given as (text, where), in reading order; empty ones are left out."""
    kept: list[Piece] = []
    start = 0
    spelled: dict[str, int] = {}
    for text, where in pieces:
        plain = _plain(text)
        if _SPELLS.search(text):
            spelled[where] = spelled.get(where, 0) + 1
        if plain.strip():
            kept.append(Piece(plain, where, start))
            start += len(plain) + 1
    unseen = [Hazard(HazardKind.HIDDEN_TEXT, where, count) for where, count in spelled.items()]
    return Reading(kind, "\n".join(piece.text for piece in kept), tuple(kept), (*hazards, *unseen), pages)


def _plain(text: str) -> str:
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x0b", "\n")
        .replace("\x0c", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    return _CONTROLS.sub("", _UNSEEN.sub("", _SPELLS.sub("", text)))


def body(texts: Iterable[str], place: Place) -> list[tuple[str, str]]:
    """Texts numbered from 1 as pieces of one kind of place."""
    return [(text, at(place, number)) for number, text in enumerate(texts, 1)]
