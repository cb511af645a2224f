"""Which cases may come before a panel, and what the words of a list mean. No database, no clock.

Only finalised cases come before panels: non-active, closed, completed, concluded (every panel whose terms were found says so); none
with an appeal, a reporting restriction, or a young person who could be known. What a list does not say is not taken for a no.
"""

import unicodedata
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHOWN = 12  # rows named in one sentence


class Refused(StrEnum):
    """Why a case may not be drawn; the values of FrameCase.Refused."""

    LIVE = "live"
    APPEAL = "appeal"
    REPORTING = "reporting"
    YOUTH = "youth"
    REVIEWED = "reviewed"
    TIED = "tied"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """What a list must answer of each case before it may be drawn."""

    STATUS = "status"
    APPEAL = "appeal"
    RESTRICTIONS = "restrictions"
    YOUTH = "youth"


class Answer(StrEnum):
    """`CLEAR`: nothing bars the case; `BARRED`: something does; `UNKNOWN`: the list does not say, or not in words that are known."""

    CLEAR = "clear"
    BARRED = "barred"
    UNKNOWN = "unknown"


YOUNGEST, ADULT, OLDEST = 10, 18, 110  # ages by which a list may answer for a young person: 10 is that of criminal responsibility
BARS = {
    Asked.STATUS: Refused.LIVE, Asked.APPEAL: Refused.APPEAL, Asked.RESTRICTIONS: Refused.REPORTING, Asked.YOUTH: Refused.YOUTH,
}  # fmt: skip
_NO = (
    "n no none nil nothing 0 false f na n/a not applicable|no appeal|not appealed|no restrictions|no restriction|adult|adults|unrestricted"
)
_YES = "y yes 1 true t x|restricted|youth|child|appealed|lodged|pending|under 18|s45|s49"
_OVER = (
    "finalised finalized closed completed complete concluded final disposed sentenced convicted acquitted|non-live|not live|non live|"
    "non-active|not active|inactive|finished|archived|convicted by plea|discontinued|withdrawn|offered no evidence|no further action|nfa"
)
_GOES_ON = (
    "live active open ongoing pending current adjourned charged listed|in progress|under investigation|awaiting trial|awaiting sentence|"
    "pre-charge|warrant|awaiting"
)


def _words(text: str) -> frozenset[str]:
    """Words between blanks; what stands between upright strokes is one phrase."""
    first, *phrases = text.split("|")
    return frozenset([*first.split(), *phrases])


CLEAR_WORDS = {Asked.STATUS: _words(_OVER), **dict.fromkeys((Asked.APPEAL, Asked.RESTRICTIONS, Asked.YOUTH), _words(_NO))}
BARRED_WORDS = {Asked.STATUS: _words(_GOES_ON), **dict.fromkeys((Asked.APPEAL, Asked.RESTRICTIONS, Asked.YOUTH), _words(_YES))}


def folded(text: str) -> str:
    """A word of a list without case, accents and doubled blanks."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).casefold().split())


def answer(asked: Asked, text: str, taught: Mapping[str, str] | None = None) -> Answer:
    """What a cell says. `taught`: what a person said the words of this list mean, folded word to "clear" or "barred"; it goes first."""
    word = folded(text)
    if not word:
        return Answer.UNKNOWN
    if taught and word in taught:
        return Answer(taught[word])
    if asked is Asked.YOUTH and (age := _age(word)) is not None:
        return Answer.BARRED if age < ADULT else Answer.CLEAR
    if word in CLEAR_WORDS[asked]:
        return Answer.CLEAR
    return Answer.BARRED if word in BARRED_WORDS[asked] else Answer.UNKNOWN


def _age(word: str) -> int | None:
    """The age that a cell gives, in years. “0” and “1” are how lists say no and yes, and a smaller number is not sure to be an age."""
    years = word.removesuffix(".0")
    return int(years) if years.isascii() and years.isdecimal() and YOUNGEST <= int(years) <= OLDEST else None


@dataclass(frozen=True)
class Said:
    """What a list says of one case. `unread` are the words nobody knows the meaning of, "" for a blank, by what was asked."""

    answers: Mapping[Asked, Answer]
    finalised_on: date | None
    unread: Mapping[Asked, str]


def refusal(said: Said, *, on: date, appeal_days: int, window: tuple[date | None, date | None]) -> tuple[Refused | None, Asked | str]:
    """Why a case may not be drawn and what showed it; (None, "") where it may. A certain bar goes before what is not known.

    `on` is the day on which the list is read. That no appeal was made yet is not enough: the days to appeal must have passed.
    """
    for asked, bar in BARS.items():
        if said.answers[asked] is Answer.BARRED:
            return bar, asked
    day = said.finalised_on
    if day is not None and day > on:
        return Refused.LIVE, "finalised_on"
    unknown = next((asked for asked in BARS if said.answers[asked] is Answer.UNKNOWN), None)
    if unknown is None and day is None:
        return Refused.UNKNOWN, "finalised_on"
    if unknown is not None:
        return Refused.UNKNOWN, unknown
    if day is not None and day + timedelta(days=appeal_days) > on:
        return Refused.APPEAL, "finalised_on"
    if day is not None and not _within(day, window):
        return Refused.OUTSIDE, "finalised_on"
    return None, ""


def _within(day: date, window: tuple[date | None, date | None]) -> bool:
    first, last = window
    return (first is None or first <= day) and (last is None or day <= last)


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def last_of_month(text: str) -> date | None:
    """The last day of a month written as “2026-03”, “March 2026” or “Mar-26”: a list that gives no day is read with caution."""
    parts = folded(text).replace("-", " ").replace("/", " ").split()
    if len(parts) != 2:
        return None
    first, second = parts
    if first.isdecimal() and len(first) == 4 and second.isdecimal():
        return _month(int(first), int(second))
    number = next((place for place, name in enumerate(_MONTHS, 1) if len(first) > 2 and name.startswith(first)), None)
    if number is None or not second.isdecimal() or len(second) not in (2, 4):
        return None
    return _month(int(second) + (2000 if len(second) == 2 else 0), number)


def _month(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and 1990 <= year <= 2100 else None


def rows_named(rows: Sequence[int]) -> str:
    """“3, 7 and 12”, cut where there are many."""
    shown = [f"{row:,}" for row in rows[:SHOWN]] + ([f"{len(rows) - SHOWN:,} more"] if len(rows) > SHOWN else [])
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" & {shown[-1]}"


def name_key(name: str) -> str:
    """A person's name for comparing: its words in order of the alphabet, so that “SMITH, John” is “John Smith”."""
    return " ".join(sorted("".join(mark if mark.isalnum() else " " for mark in folded(name)).split()))


def same_name(names: Collection[str], members: Collection[str]) -> bool:
    """Whether anybody in a case has the whole name (two words or more) of a member."""
    theirs = {key for name in members if " " in (key := name_key(name))}
    return not theirs.isdisjoint(name_key(name) for name in names)
