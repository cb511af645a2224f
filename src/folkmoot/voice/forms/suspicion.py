"""What makes an answer one that a person should look at before it is counted. Nothing is thrown away for it. No database, no clock."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

FASTEST = timedelta(seconds=4)  # nobody reads one question and answers it in less
MOST_LINKS = 1
MOST_ALIKE = 2  # letters that a group sends in the same words are honest; from the third on somebody looks once and takes them all
SHORTEST_ALIKE = 20  # characters: “Yes” and “Nothing” are said by many
_LINK = re.compile(r"https?://|www\.[a-z0-9]|\[url|<a\s", re.IGNORECASE)


class Reason(StrEnum):
    """`TRAP`: a field was filled in that people do not see. `FLOOD`: it came above what a form takes unlooked at within an hour."""

    TRAP = "trap"
    QUICK = "quick"
    LINKS = "links"
    SAME = "same"
    FLOOD = "flood"


def reasons(*, trapped: bool, took: timedelta, texts: Iterable[str], alike: int, flooded: bool = False) -> list[Reason]:
    """Why somebody should look at an answer; empty for one that is counted at once. `alike`: how many came before in the same words."""
    links = sum(len(_LINK.findall(text)) for text in texts)
    grounds = (
        (trapped, Reason.TRAP),
        (took < FASTEST, Reason.QUICK),
        (links > MOST_LINKS, Reason.LINKS),
        (alike >= MOST_ALIKE, Reason.SAME),
        (flooded, Reason.FLOOD),
    )
    return [reason for applies, reason in grounds if applies]


def same_words(texts: Iterable[str]) -> str:
    """What is equal for texts that differ only in case, spaces and punctuation; empty where they are too short to tell."""
    kept = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    letters = "".join(sign for sign in kept if sign.isalnum())
    return letters if len(letters) >= SHORTEST_ALIKE else ""
