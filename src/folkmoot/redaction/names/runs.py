"""Which words stand together as one name might: “Ngozi Okafor-Bell”, “bin Yusuf”, “J. R. Owusu”, and in messages “priya raman”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.redaction.names import frames
from folkmoot.redaction.names.lexicon import Lexicon, Sort
from folkmoot.redaction.names.misspelt import is_like_a_word
from folkmoot.redaction.names.page import Care, Shape, Word
from folkmoot.redaction.vocabulary import MONTHS, everyday

LONGEST = 6
_COLLAR_NUMBER = re.compile(r"\.? \(?[A-Z]{0,2}\d{2,6}\)? ")
_TOGETHER = frozenset((" ", "\u00a0", "  ", "\n", "\r\n", ". ", ' "', '" ', " “", "” ", " '", "' ", " ‘", "’ ", "."))
_SAYS = re.compile(r" ?(?:[(\[][\d:. apm]+[)\]])?:")
_FIGURE_BEFORE = re.compile(r"\d(?: |-|/)?$")
_FIGURE_AFTER = re.compile(r"^,? ?\d")


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` up to, not including, `last`. `titled` tells that a title or rank stands right before."""

    first: int
    last: int
    titled: bool

    def __len__(self) -> int:
        return self.last - self.first


def runs(words: list[Word], known: Lexicon) -> Iterator[Run]:
    """Every run of words that could be a name, left to right."""
    place = 0
    while place < len(words):
        titled = _titled(words, place)
        if not _starts(words, place, titled):
            place += 1
            continue
        last = _end(words, place, titled, known)
        yield Run(place, last, titled)
        place = last


def is_title(word: Word) -> bool:
    """A title or rank: in capitals or with a capital where the line keeps to capitals, in any way elsewhere."""
    if word.folded not in frames.TITLES:
        return False
    if word.care is not Care.USUAL:
        return True
    # Short ranks are written in capitals: “DI Brown”, but “Di Brown” is a name.
    return word.capital and (word.shape is Shape.UPPER or word.folded not in ("di", "ch", "det", "ma", "lj", "dj", "ben"))


def _titled(words: list[Word], place: int) -> bool:
    """“Mr Adu”, “Sgt. Adu” and, with a collar number between, “PC 4412 Adu”."""
    if not place or not is_title(words[place - 1]) or is_title(words[place]) or words[place].folded in frames.NEVER_TITLED:
        return False
    if words[place - 1].folded in frames.AMBIGUOUS_TITLES and words[place].sort in (Sort.WORD, Sort.RARE, Sort.OTHER, Sort.PLACE):
        return False
    if ("." in words[place].gap and len(words[place - 1].text) > 4) or (words[place].text == "I" and not _leads(words, place)):
        return False
    return _together(words[place - 1], words[place]) or bool(_COLLAR_NUMBER.fullmatch(words[place].gap))


def _together(before: Word, word: Word) -> bool:
    gap = word.gap
    if gap not in _TOGETHER:
        return False
    return not ("\n" in gap and (word.first or before.care is not word.care))


def _starts(words: list[Word], place: int, titled: bool) -> bool:
    word = words[place]
    if (word.folded in frames.AFTERWARDS and word.capital) or _is_date(words, place):
        return False
    if is_title(word) and not (word.sort in (Sort.NAME, Sort.BOTH) and not _name_follows(words, place)):
        return False
    if word.care is Care.CARELESS:
        return _starts_small(words, place, titled)
    if not word.capital:
        return (word.folded in frames.PARTICLES and _leads(words, place)) or (word.sort is Sort.NAME and len(word.folded) > 3)
    if word.folded in frames.OPENERS and not titled and not (word.shape is Shape.INITIAL and _dotted(words, place)):
        return word.sort is Sort.BOTH and word.care is Care.USUAL and word.text != "May" and word.folded in ("will", "so", "an", "may")
    if word.shape is Shape.INITIAL:
        return titled or _leads(words, place)
    if word.care is Care.SHOUTED:
        if word.sort is Sort.RARE and _surely_named(words, place + 1):
            return word.folded not in frames.HEADS and not word.folded.endswith(("s", "ed", "ing"))
        return (
            word.sort in (Sort.NAME, Sort.UNKNOWN)
            or (word.sort is Sort.BOTH and (_name_near(words, place) or _expected(words, place)))
            or titled
            or named(words, place)
        )
    if word.sort in (Sort.NAME, Sort.UNKNOWN, Sort.BOTH) or titled:
        return True
    if word.sort is Sort.RARE and (not word.first or _does(words, place + 1) or _expected(words, place)):
        return word.folded not in frames.HEADS
    return word.sort in (Sort.WORD, Sort.PLACE) and (
        named(words, place) or (_expected(words, place) and not word.first and _surely_named(words, place + 1))
    )


def _is_date(words: list[Word], place: int) -> bool:
    """“3 May”, “June 2022”: a month beside a figure."""
    if words[place].folded not in MONTHS:
        return False
    after = words[place + 1].gap if place + 1 < len(words) else ""
    return bool(_FIGURE_BEFORE.search(words[place].gap) or _FIGURE_AFTER.match(after))


def _name_follows(words: list[Word], place: int) -> bool:
    return place + 1 < len(words) and words[place + 1].capital and _together(words[place], words[place + 1])


def _dotted(words: list[Word], place: int) -> bool:
    return (
        place + 1 < len(words)
        and words[place + 1].gap in (". ", ".")
        and words[place + 1].sort in (Sort.NAME, Sort.UNKNOWN)
        and (words[place].folded != "i" or ":" in words[place].gap or "\t" in words[place].gap)
    )


def _leads(words: list[Word], place: int) -> bool:
    """Whether this particle or initial stands before a word that may be a name."""
    for before, ahead in zip(words[place : place + 3], words[place + 1 : place + 4], strict=False):
        if not _together(before, ahead):
            return False
        if ahead.shape is Shape.INITIAL or (not ahead.capital and ahead.folded in frames.PARTICLES):
            continue
        return ahead.capital and ahead.sort in (Sort.NAME, Sort.UNKNOWN, Sort.BOTH) and ahead.folded not in frames.HEADS
    return False


def _name_near(words: list[Word], place: int) -> bool:
    for near in (place - 1, place + 1):
        if 0 <= near < len(words) and words[near].sort in (Sort.NAME, Sort.UNKNOWN) and "\n" not in words[max(near, place)].gap:
            return True
    return False


def _expected(words: list[Word], place: int) -> bool:
    """Whether what stands right before is somebody's part in the case, or the line begins here and only people do what follows."""
    before = words[place - 1].folded if place else ""
    if words[place].gap in (" ", ", ") and before in frames.KIN | frames.ROLES | frames.SURE_TOWARDS | {"caller"}:
        return True
    if words[place].gap.strip() in (":", "|") and before in frames.FIELDS:
        return True
    after = words[place + 1].folded if place + 1 < len(words) else ""
    return words[place].first and after in frames.SURE_DOING | {"has", "is", "was"}


def _does(words: list[Word], place: int) -> bool:
    """Whether what is here is what only people do, or a colon after who speaks."""
    if place >= len(words) or words[place - 1].folded.endswith("s"):
        return False
    return words[place].gap.startswith(":") or (words[place].gap == " " and words[place].folded in frames.SURE_DOING)


def _surely_named(words: list[Word], place: int) -> bool:
    """Whether the word here, joined to the one before, is a name or in no dictionary: “her mother, Rocky Sargeant”."""
    return place < len(words) and words[place].gap == " " and words[place].capital and words[place].sort in (Sort.NAME, Sort.UNKNOWN)


def named(words: list[Word], place: int) -> bool:
    """Whether “called”, “my name is”, “known as” or the like stands right before."""
    if not place or words[place].gap.strip(" \u00a0\"“'‘:"):
        return False
    before = words[place - 1].folded
    return before in frames.NAMING or (
        place > 1 and (words[place - 2].folded, before) in frames.NAMING_PAIRS and before != "the" and before != "am"
    )


def _starts_small(words: list[Word], place: int, titled: bool) -> bool:
    word = words[place]
    if titled:
        return word.folded not in frames.CHAT
    if _labels(words, place):
        return True
    if (
        not word.capital
        and word.sort is Sort.UNKNOWN
        and word.text.isascii()
        and is_like_a_word(word.folded)
        and not _expected(words, place)
    ):
        return False
    if (word.folded in frames.CHAT and word.text.isascii()) or len(word.folded) < 2 or word.folded in frames.OPENERS:
        return False
    if word.sort is Sort.NAME or (word.capital and not word.first and word.sort in (Sort.UNKNOWN, Sort.BOTH)):
        return True
    return word.sort in (Sort.UNKNOWN, Sort.BOTH) or (
        word.sort is Sort.RARE and (_expected(words, place) or _does(words, place + 1) or _beside_people(words, place))
    )


def _beside_people(words: list[Word], place: int) -> bool:
    return (
        place > 0 and words[place].gap == " " and words[place - 1].folded in frames.TOWARDS | frames.WITH_PEOPLE and place + 1 < len(words)
    )


def _labels(words: list[Word], place: int) -> bool:
    """Whether this word opens the label of a message: “xiu ying: ”, “[21:14] Clementine: ”."""
    word = words[place]
    if (
        (place and words[place - 1].line == word.line)
        or word.sort in (Sort.WORD, Sort.OTHER)
        or word.folded in frames.FIELDS | frames.OPENERS
    ):
        return False
    return any(after.line == word.line and _SAYS.match(after.gap) for after in words[place + 1 : place + 4])


def _end(words: list[Word], place: int, titled: bool, known: Lexicon) -> int:
    last = place + 1
    while (
        last < len(words)
        and last - place < LONGEST
        and _together(words[last - 1], words[last])
        and _continues(words, place, last, titled, known)
    ):
        last += 1
    while last > place + 1 and words[last - 1].folded in frames.PARTICLES and not words[last - 1].capital:
        last -= 1
    return last


def _continues(words: list[Word], place: int, last: int, titled: bool, known: Lexicon) -> bool:
    word, before = words[last], words[last - 1]
    if is_title(word) and word.sort is not Sort.NAME:
        return False
    if word.care is Care.CARELESS:
        return _continues_small(words, place, last, known)
    if not word.capital:
        return word.folded in frames.PARTICLES and _leads(words, last)
    if before.gap and "." in word.gap and before.shape is not Shape.INITIAL:
        return False
    if word.folded in frames.AFTERWARDS or word.folded in frames.OPENERS - {"will", "may", "an", "so", "do"}:
        return False
    if word.shape is Shape.INITIAL:
        return word.folded != "i" or _leads(words, last)
    if word.sort in (Sort.NAME, Sort.UNKNOWN):
        return True
    named_before = before.sort in (Sort.NAME, Sort.UNKNOWN, Sort.BOTH) or before.shape is Shape.INITIAL
    if word.folded in frames.HEADS and word.folded not in frames.SOFT_HEADS:
        return False
    if word.care is Care.SHOUTED:
        rare = (
            word.sort in (Sort.WORD, Sort.RARE) and word.folded not in everyday() and (titled or before.sort in (Sort.NAME, Sort.UNKNOWN))
        )
        rare = rare and (word.sort is Sort.RARE or titled or before.folded in known.given)
        return (word.sort is Sort.BOTH and named_before and word.folded in known.family) or rare
    if word.sort is Sort.BOTH:
        return True
    given_before = before.folded in known.given or before.shape is Shape.INITIAL or titled
    return (
        named_before
        and (word.sort in (Sort.WORD, Sort.RARE) or given_before or (word.sort is Sort.PLACE and before.sort is not Sort.BOTH))
        and not (word.sort is Sort.OTHER and not given_before)
    )


def _continues_small(words: list[Word], place: int, last: int, known: Lexicon) -> bool:
    word, before = words[last], words[last - 1]
    if last - place >= 3 or word.folded in frames.CHAT | frames.OPENERS or len(word.folded) < 2 or word.gap != " ":
        return False
    if word.sort is Sort.NAME:
        return True
    if _labels(words, place):
        return word.sort is not Sort.WORD
    if word.sort is Sort.UNKNOWN:
        return before.sort in (Sort.NAME, Sort.UNKNOWN)
    return word.sort is Sort.BOTH and before.sort is Sort.NAME and word.folded in known.family and word.folded not in known.given
