"""What makes an Easy Read edition hard to read, and what stops its release. No database, no clock.

After “Making written information easier to understand for people with learning disabilities” (Department of Health, 2010): sentences of
up to fifteen words, everyday words, no percentages. The list of hard words is our own: data/hard_words.csv.
"""

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

MOST_WORDS = 15
MOST_PARTS = 200
MOST_LETTERS = 1000
_END = re.compile(r"(?<=[.!?…])[\s\"”’)]+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PERCENT = re.compile(r"%|\bper\s?cents?\b|\bpercentages?\b", re.IGNORECASE)
_HARD = Path(__file__).parent.parent / "data" / "hard_words.csv"


@dataclass(frozen=True)
class Finding:
    """Something in a part that is hard to read. `grave` ones stop the release."""

    said: str
    grave: bool


@cache
def hard_words() -> dict[str, str]:
    """Each hard word with what may stand instead."""
    with _HARD.open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["instead"] for row in csv.DictReader(file)}


def findings_in(words: str) -> list[Finding]:
    """What is hard to read in one part, the grave first."""
    found = []
    for sentence in _END.split(words):
        count = len(_WORD.findall(sentence))
        if count > MOST_WORDS:
            said = _("“%(sentence)s” has %(count)d words. Make two sentences of it: at most %(most)d words in each.")
            found.append(Finding(said % {"sentence": sentence.strip(), "count": count, "most": MOST_WORDS}, True))
    if _PERCENT.search(words):
        found.append(Finding(_("There is a percentage. Say it as so many of every 10 or 100 people."), True))
    for word in dict.fromkeys(each.casefold() for each in _WORD.findall(words)):
        plain = _plain_form(word)
        if plain:
            said = _("“%(word)s” is a hard word. Try “%(instead)s”, or explain it.")
            found.append(Finding(said % {"word": word, "instead": hard_words()[plain]}, False))
    return found


def _plain_form(word: str) -> str:
    """The word of the list that this is a form of, or nothing."""
    forms = (word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed"), f"{word.removesuffix('ing')}e", word[:-3])
    return next((each for each in forms[:5] if each in hard_words()), forms[5] if word.endswith("ing") and forms[5] in hard_words() else "")


def part_problems(*, words: str, picture: bool, alternative: str, source: str, licence: str) -> dict[str, list[str]]:
    """Why a part may not be kept, by field; empty where it may. A picture comes with what it shows, its source and its licence."""
    problems: dict[str, list[str]] = {}
    if not words.strip():
        problems["words"] = [_("The part has no words. Write what it says: a picture alone is not enough.")]
    elif len(words) > MOST_LETTERS:
        problems["words"] = [_("The part has more than %(most)d letters. Make two parts of it.") % {"most": MOST_LETTERS}]
    if picture and not alternative.strip():
        problems["alternative"] = [_("Say what the picture shows: some readers do not see it.")]
    if picture and not source.strip():
        problems["picture_source"] = [_("Say where the picture is from: it is published below it.")]
    if picture and not licence.strip():
        problems["licence"] = [_("Say under which licence the picture may be used. Without one it may not be published.")]
    return problems


def reading_problems(*, office: str, read_on: date, changed: str, today: date) -> dict[str, list[str]]:
    """Why a reading may not be recorded, by field; empty where it may."""
    problems: dict[str, list[str]] = {}
    if not office.strip():
        problems["office"] = [_("Say who read it, as an office or a group: it is published with the edition.")]
    if read_on > today:
        problems["read_on"] = [_("This day has not come yet. Give the day on which they read it.")]
    if not changed.strip():
        problems["changed"] = [_("Say what was changed after it, or that nothing needed changing.")]
    return problems


def release_problems(*, parts: Sequence[str], read: str | None, now: str, office: str) -> dict[str, list[str]]:
    """Why an edition may not be released, by field; empty where it may.

    `read` and `now` are fingerprints: of what was read (None: nobody read it) and of what stands.
    """
    problems: dict[str, list[str]] = {}
    if not office.strip():
        problems["office"] = [_("Say which office releases it: it is published with the edition.")]
    whole = []
    if not parts:
        whole.append(_("The edition has no part yet. Write the first."))
    grave = [place for place, words in enumerate(parts, start=1) if any(one.grave for one in findings_in(words))]
    if grave:
        numbers = ", ".join(map(str, grave))
        whole.append(_("These parts are too hard to read: %(parts)s. Open each and do what it says there.") % {"parts": numbers})
    if read is None:
        whole.append(_("Nobody who needs Easy Read has read it yet. Have it read, and record who read it."))
    elif read != now:
        whole.append(_("It was changed after it was last read. Have it read once more, and record that."))
    if whole:
        problems[""] = whole
    return problems


def fingerprint(parts: Sequence[tuple[str, str, bytes]]) -> str:
    """SHA-256 of (words, what the picture shows, picture) of each part in order: two editions that read the same have the same."""
    made = hashlib.sha256()
    for words, alternative, picture in parts:
        for each in (words.encode(), alternative.encode(), picture):
            made.update(len(each).to_bytes(8, "big") + each)
    return made.hexdigest()
