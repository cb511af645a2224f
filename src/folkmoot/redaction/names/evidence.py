"""How much speaks for a run of words being somebody's name, as log odds, and in words why.

What stands around a name and how it is written weigh more than whether it is listed, because lists never hold the names of all alike.
"""

import math
import re
from dataclasses import dataclass, field

from folkmoot.redaction.names import frames
from folkmoot.redaction.names.lexicon import Lexicon, Sort
from folkmoot.redaction.names.misspelt import is_like_a_word
from folkmoot.redaction.names.page import Care, Shape, Word
from folkmoot.redaction.names.runs import Run, is_title

BASE = -1.6
_BUILT_LIKE_A_NAME = re.compile(
    r"^(mc|mac[bcdfgklmnpqrst]|o['’]|fitz|abd[aeu]|ade[bdklmnrtwy]|olu[a-z]|oluw|chukw|nwa[a-z]|oghen|gebr|hail[eu]|wold|tesf|al-|el-|ben-)"
    r"|(ski|ska|sky|skaya|wicz|czyk|escu|ović|ovic|ević|evic|ić|enko|chuk|yan|adze|idze|shvili|poulos|oglu|oğlu|zadeh|zai|nejad|ullah|uddin|preet"
    r"|jeet|jit|inder|winder|akis|idis|singham|lingam|nathan|swamy|murthy|aitis|auskas|iene|aitė|ins|kaite|sson|sen|ndez|eira|inho)$",
    re.IGNORECASE,
)
_LIKE_A_PLACE = re.compile(
    r"(ton|ham|ford|bury|shire|borough|wick|worth|thorpe|ley|field|mouth|chester|cester|stead|gate|hurst|minster|combe|pool|bridge|dale|stan|ia)$"
)
_AFTER_SPEAKER = re.compile(r" ?[(\[][\d:. ]+(?:[ap]m)?[)\]]:|\t| {3,}")
_VOWEL = re.compile("[aeiouy]")
_NUMBERED = re.compile(r"[ :]*\(?\d{1,2}\)?[:.]?[ \t]+")
_FAMILY = frozenset(("family", "families", "household", "brothers", "sisters", "siblings", "twins"))


@dataclass
class Evidence:
    """Log odds so far and the strongest reason, in words."""

    total: float = BASE
    strongest: float = 0.0
    reason: str = "Capital letter on a word that is not in the dictionary"
    framed: bool = field(default=False)

    def add(self, weight: float, reason: str = "", framed: bool = False) -> None:
        self.total += weight
        self.framed = self.framed or framed
        if reason and weight > self.strongest:
            self.strongest, self.reason = weight, reason

    @property
    def confidence(self) -> float:
        return 1 / (1 + math.exp(-self.total))


def weigh(words: list[Word], run: Run, known: Lexicon) -> Evidence:
    """Everything that speaks for and against this run."""
    found = Evidence()
    parts = words[run.first : run.last]
    _by_frame(words, run, found)
    _by_line(words, run, found)
    _by_lists(parts, known, found)
    _by_build(parts, found)
    _against(words, run, parts, known, found)
    return found


def _word(words: list[Word], place: int) -> str:
    return words[place].folded if 0 <= place < len(words) else ""


def _plain(gap: str) -> bool:
    return gap.strip(" \u00a0\n\r\"“'‘") == ""


def _by_frame(words: list[Word], run: Run, found: Evidence) -> None:
    if run.titled:
        found.add(4.5, "After a title, a rank or an office", framed=True)
    start = run.first
    while start > 0 and is_title(words[start - 1]) and _plain(words[start].gap.replace(".", "")):
        start -= 1
    before, earlier = _word(words, start - 1), _word(words, start - 2)
    gap = words[start].gap
    if start and _plain(gap):
        _by_words_before(before, earlier, _word(words, start - 3), found, words[start].care)
    elif start and gap.strip() in (",", "-", "–", "—", "(", ", (") and before in frames.KIN | frames.ROLES:
        found.add(1.6, "After what somebody is to another", framed=True)
    elif start and before.removesuffix("s") in frames.ROLES | frames.FIELDS and _NUMBERED.fullmatch(gap):
        found.add(2.0, "After somebody's part in the case", framed=True)
    _by_words_after(words, run, found)
    _by_order(words, run, found)


def _by_order(words: list[Word], run: Run, found: Evidence) -> None:
    """“MENSAH, Kofi”: either part speaks for the other."""
    last, after = words[run.last - 1], words[run.last] if run.last < len(words) else None
    if after and _family_first(last, after) and len(run) < 3:
        found.add(2.2, "Family name in capitals before a given name", framed=True)
    if run.first and _family_first(words[run.first - 1], words[run.first]):
        found.add(2.2, "Given name after a family name in capitals", framed=True)


def _family_first(family: Word, given: Word) -> bool:
    if given.gap not in (", ", " ") or family.shape is not Shape.UPPER or given.shape is not Shape.TITLE or family.care is not Care.USUAL:
        return False
    known = (Sort.NAME, Sort.UNKNOWN, Sort.BOTH, Sort.RARE)
    return given.gap == ", " and len(family.text) > 1 and family.sort in (*known, Sort.WORD) and given.sort in known


def _by_words_before(before: str, earlier: str, earliest: str, found: Evidence, care: Care) -> None:
    if before in frames.NAMING or (earlier, before) in frames.NAMING_PAIRS:
        weak = (earlier, before) in {("this", "is"), ("that", "is"), ("i", "am"), ("its", "me"), ("thats", "is"), ("name", "of")}
        found.add(1.4 if weak else 3.0, "After words that give a name", framed=True)
    elif before in frames.KIN:
        found.add(2.4, "After what somebody is to another", framed=True)
    elif before in frames.ROLES or (before.endswith("s") and before[:-1] in frames.ROLES):
        found.add(2.0, "After somebody's part in the case", framed=True)
    elif before in frames.SURE_TOWARDS:
        found.add(1.9, "After what is done to a person", framed=True)
    elif before in frames.TOWARDS:
        found.add(0.6 if care is not Care.CARELESS else 1.0, "After what is done to a person", framed=care is Care.CARELESS)
    elif before in frames.WITH_PEOPLE and (earlier in frames.TO_PEOPLE or earliest in frames.TO_PEOPLE):
        found.add(1.8, "After what is done with a person", framed=True)
    elif before in frames.GREETINGS:
        found.add(2.2, "After a greeting", framed=True)
    elif before == "is" and care is Care.CARELESS and earlier in ("where", "wheres", "how", "who", "what"):
        found.add(0.9, "After a question about somebody")


def _by_words_after(words: list[Word], run: Run, found: Evidence) -> None:
    after = _word(words, run.last)
    gap = words[run.last].gap if run.last < len(words) else "\n\n"
    if run.last < len(words) and words[run.last].capital and words[run.last].care is Care.USUAL and after not in frames.AFTERWARDS:
        return
    if after in frames.AFTERWARDS and gap.strip(" ,") == "":
        found.add(3.0, "Before letters that follow a name")
    elif _plain(gap) and after in frames.SURE_DOING:
        found.add(1.9, "Before what a person does", framed=True)
    elif _plain(gap) and after in frames.DOING:
        found.add(0.8, "Before what a person does")
    elif after in _FAMILY and _plain(gap):
        found.add(2.6, "Before “family”", framed=True)
    elif gap.startswith((", aged", " (aged")) or (gap.startswith((" (", ", ")) and after in ("aged", "born", "dob", "d")):
        found.add(3.0, "Before an age or a date of birth", framed=True)


def _by_line(words: list[Word], run: Run, found: Evidence) -> None:
    """What the place on the line says: a field, a speaker, a greeting, a line of its own under “Yours sincerely”."""
    first, gap = words[run.first], words[run.first].gap
    alone_after = run.last == len(words) or "\n" in words[run.last].gap or words[run.last].gap[:1] in (",", "(")
    if run.first and _is_field(words, run.first):
        found.add(3.2, "In a field for a name", framed=True)
    if run.first and words[run.first].gap.startswith(("\n", "\r\n")) and alone_after and _closes(words, run.first):
        found.add(3.0, "Under a letter or statement", framed=True)
    starts_line = run.first == 0 or "\n" in gap
    after_gap = words[run.last].gap if run.last < len(words) else ""
    label = words[run.last - 1].folded
    if len(run) == 1 and (
        label in frames.FIELDS | frames.ROLES or (first.sort in (Sort.WORD, Sort.RARE) and first.care is not Care.CARELESS)
    ):
        return
    if starts_line and (after_gap.startswith(":") or _AFTER_SPEAKER.match(after_gap)) and run.last - run.first <= 4:
        found.add(2.6, "Who speaks, at the start of a line", framed=True)


def _is_field(words: list[Word], place: int) -> bool:
    gap = words[place].gap
    mark = gap.strip(" \u00a0\r")
    if not (mark in (":", "|", ":\t", "\t", ": (", ":\n", ":-", ";") or (mark == "" and len(gap) >= 3)):
        return False
    before = words[place - 1]
    return before.folded in frames.FIELDS or before.folded.removesuffix("s") in frames.ROLES or is_title(before)


def _closes(words: list[Word], place: int) -> bool:
    before = words[place - 1]
    return before.folded in frames.CLOSINGS and before.line < words[place].line <= before.line + 4


def _by_lists(parts: list[Word], known: Lexicon, found: Evidence) -> None:
    given = family = 0.0
    for part in parts:
        sure = part.sort is Sort.NAME
        if part.folded in known.given:
            given = max(given, 2.6 if sure else 0.9)
        if part.folded in known.family:
            family = max(family, 2.0 if sure else 0.7)
        if sure and part.folded not in known.given and part.folded not in known.family:  # Bảo-Anh, “priyas”
            family = max(family, 2.0)
    if parts[0].care is Care.CARELESS and not any(part.sort is Sort.NAME for part in parts):
        given, family = min(given, 0.5), min(family, 0.2)
    found.add(max(given, family), "Listed name")
    if len(parts) > 1 and given and family:
        found.add(1.6, "Listed given name and family name")


def _by_build(parts: list[Word], found: Evidence) -> None:
    unknown = [part for part in parts if part.sort is Sort.UNKNOWN and part.shape is not Shape.INITIAL]
    full = [part for part in parts if part.shape is not Shape.INITIAL and part.folded not in frames.PARTICLES]
    care = parts[0].care
    if unknown:
        seen = 1.9 if any(not part.first for part in unknown) else 1.3
        found.add({Care.USUAL: seen, Care.SHOUTED: 1.3, Care.CARELESS: 1.3}[care], "Capital letter on a word that is not in the dictionary")
    if care is Care.USUAL and any(part.sort is Sort.RARE and not part.first for part in parts):
        found.add(0.9, "Capital letter on a word that few use")
    if len(unknown) > 1:
        found.add(1.0 if care is not Care.CARELESS else 0.3)
    if len(full) > 1 and care is not Care.CARELESS and sum(part.sort in (Sort.WORD, Sort.RARE) for part in full) * 2 <= len(full):
        found.add(0.7, "Two or more such words together")
    if any(_BUILT_LIKE_A_NAME.search(part.text) for part in unknown):
        found.add(0.9, "Built as names are")
    if any(part.folded in frames.PARTICLES and not part.capital for part in parts[1:]):
        found.add(1.2, "Joined as names are")
    if len(parts) > len(full) and full and any(part.shape is Shape.INITIAL for part in parts):
        found.add(0.9, "With initials")


def _against(words: list[Word], run: Run, parts: list[Word], known: Lexicon, found: Evidence) -> None:
    ordinary = sum(part.sort in (Sort.WORD, Sort.OTHER) for part in parts)
    found.add(-0.9 * ordinary)
    found.add(-0.9 * sum(part.sort is Sort.PLACE for part in parts))
    if all(part.folded in frames.SELDOM_ALONE for part in parts) and not run.titled:
        found.add(-1.0 if found.framed else -3.0)
    only_both = all(part.sort in (Sort.BOTH, Sort.WORD) for part in parts)
    if parts[0].first and parts[0].care is Care.USUAL and len(parts) == 1 and only_both and not run.titled:
        found.add(-0.9 if found.framed else -2.6)
    if only_both and len(parts) == 1 and parts[0].care is Care.CARELESS and not found.framed:
        found.add(-3.0)
    if len(parts) == 1 and parts[0].first and parts[0].care is Care.USUAL and not found.framed and _may_be_misspelt(parts[0]):
        found.add(-0.8)
    if parts[0].care is Care.CARELESS and all(
        part.text.isascii() and is_like_a_word(part.folded) for part in parts if part.sort is Sort.UNKNOWN
    ):
        found.add(-1.6 * any(part.sort is Sort.UNKNOWN for part in parts))
    _against_acronyms(parts, run, found)
    _against_places(words, run, parts, known, found)


def _against_acronyms(parts: list[Word], run: Run, found: Evidence) -> None:
    if parts[0].care is Care.SHOUTED and len(parts) == 1 and not found.framed and not run.titled and _abbreviated(parts[0]):
        found.add(-1.5)
    shouted = [part for part in parts if part.shape is Shape.UPPER and part.care is Care.USUAL]
    if len(shouted) < len(parts):
        short = [part for part in shouted if len(part.text) <= 4 and part.sort is Sort.UNKNOWN]
        found.add(-1.8 * len(short) * (not found.framed and not run.titled))
    if len(shouted) == len(parts) and not run.titled and not any(part.sort is Sort.NAME for part in parts):
        longest = max(len(part.text) for part in parts)
        found.add((-2.4 if longest <= 4 else -0.8 if longest == 5 else 0.0) * (0.4 if found.framed else 1))


def _owns(words: list[Word], run: Run) -> bool:
    """Places own nothing: “at Kofi's house”, “at priyas place”."""
    if run.last >= len(words):
        return False
    careless = words[run.last - 1].care is Care.CARELESS and words[run.last - 1].folded.endswith("s") and words[run.last].gap == " "
    return words[run.last].gap in ("'s ", "’s ") or careless


def _may_be_misspelt(part: Word) -> bool:
    return part.sort is Sort.UNKNOWN and part.text.isascii() and is_like_a_word(part.folded)


def _abbreviated(part: Word) -> bool:
    """Whether a word among capitals looks like an abbreviation: up to three letters, or no vowel."""
    return part.sort is Sort.UNKNOWN and part.text.isascii() and (len(part.text) <= 3 or not _VOWEL.search(part.folded))


def _against_places(words: list[Word], run: Run, parts: list[Word], known: Lexicon, found: Evidence) -> None:
    before = _word(words, run.first - 1)
    after = _word(words, run.last)
    joined = run.last < len(words) and words[run.last].gap in (" ", "\u00a0", "'s ", "’s ", "' ")
    listed = any(part.sort is Sort.NAME for part in parts)
    if joined and after in frames.HEADS and (words[run.last].capital or parts[0].care is not Care.USUAL) and not run.titled:
        found.add(-4.0)
    elif joined and after in frames.SOFT_HEADS and words[run.last].capital and not run.titled:
        found.add(-3.0 if words[run.last].gap == " " else -5.0)
    elif parts[-1].folded in frames.SOFT_HEADS and not run.titled and len(parts) > 1 and not (listed and parts[-1].folded in known.family):
        found.add(-2.6)
    if parts[0].folded in frames.OPEN_PLACES | frames.WELSH_STREETS and not run.titled:
        found.add(-2.0 if parts[0].folded in frames.OPEN_PLACES else -7.0)
    if before == "the" and after not in _FAMILY and not run.titled:
        found.add(-2.2)
    if before in ("of", "called") and _word(words, run.first - 2) in (
        "town",
        "city",
        "village",
        "area",
        "borough",
        "county",
        "suburb",
        "state",
        "island",
    ):
        found.add(-3.0)
    if before in frames.PLACING and not found.framed and not run.titled and not _owns(words, run):
        found.add(-1.2 if listed or len(parts) > 1 else -2.4)
    if before in ("from", "to", "of") and len(parts) == 1 and not found.framed and not listed and _LIKE_A_PLACE.search(parts[0].folded):
        found.add(-1.2)
