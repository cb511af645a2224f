"""Names that a language model finds, where the deployment has put one on its own disk. Nothing is ever fetched.

FOLKMOOT_NAME_MODEL is the folder of a spaCy pipeline that marks people (such as en_core_web_md); spaCy comes with the extra `names`.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from folkmoot.redaction.spans import Kind, RedactionError, Span

SETTING = "FOLKMOOT_NAME_MODEL"
RULE = "Found by the language model"
# Findings of en_core_web_md that no rule shares are right less than half the time on generated case papers: shown, as the least certain.
CONFIDENCE = 0.4
# spaCy's own limit is a million characters; smaller pieces keep memory level.
PIECE = 20_000


class NoNameModel(RedactionError):
    """A model is asked for and cannot be used."""


class NameModel(Protocol):
    """Anything that finds names of people in a text."""

    def find(self, text: str) -> list[Span]: ...


class SpacyModel:
    """A spaCy pipeline from a local folder."""

    def __init__(self, folder: Path) -> None:
        self._pipeline = _loaded(folder)

    def find(self, text: str) -> list[Span]:
        """People, as the model marks them, without a possessive ending."""
        found = []
        for start, piece in _pieces(text):
            for entity in self._pipeline(piece).ents:
                if entity.label_ == "PERSON":
                    found += _span(text, start + entity.start_char, start + entity.end_char)
        return found


def name_model() -> NameModel | None:
    """The model that the setting names, or None where it is not set. Raises NoNameModel."""
    folder = os.environ.get(SETTING, "").strip()
    return _kept(folder) if folder else None


@lru_cache(maxsize=1)
def _kept(folder: str) -> SpacyModel:
    return SpacyModel(Path(folder))


def _loaded(folder: Path) -> Any:
    try:
        import spacy
    except ImportError:
        raise NoNameModel(
            "The language model for names cannot be used.", f"{SETTING} is set, but spaCy is not installed.",
            "Install Folkmoot with the extra “names”, or unset it: names are then found by rules and lists.",
        ) from None  # fmt: skip
    try:
        return spacy.load(folder, exclude=["lemmatizer", "attribute_ruler", "parser"])
    except (OSError, ValueError) as error:
        raise NoNameModel(
            "The language model for names cannot be opened.", f"{SETTING} names {folder}, which spaCy could not read: {error}",
            "Name the folder that holds the model's meta.json, or unset it: names are then found by rules and lists.",
        ) from error  # fmt: skip


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that end where a line ends."""
    start = 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end), start) + 1 or end
            end = end if end > start + 1 else min(len(text), start + PIECE)
        yield start, text[start:end]
        start = end


def _span(text: str, start: int, end: int) -> list[Span]:
    line = text[start:end].split("\n")[0].rstrip(" ,.;:")
    for ending in ("'s", "’s"):
        line = line.removesuffix(ending)
    if not any(letter.isalpha() for letter in line):
        return []
    return [Span(start, start + len(line), line, Kind.NAME, "", CONFIDENCE, RULE)]
