"""What a translation must keep, how far one has come, and what may be done with it next. No database, no clock."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.languages.shapes import ENGLISH, WELSH, Part, Segment

LANGUAGES = (ENGLISH, WELSH)
MOST_SEGMENTS = 2000
MOST_LETTERS = 4000  # of one segment
SMALLEST_LIKENESS = 0.70
MOST_MATCHES = 5
_LINK = re.compile(r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PLACE = re.compile(r"%\(\w+\)[a-z]|\{\{\s*\w+\s*\}\}|\{\w*\}|%[sd]\b")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORD = re.compile(r"\s+|[^\s]+")


class State(StrEnum):
    """Where the translation of one segment stands."""

    MISSING = "missing"
    OUT_OF_DATE = "out_of_date"
    UNCHECKED = "unchecked"
    CHECKED = "checked"


@dataclass(frozen=True)
class Worded:
    """The latest translation of a segment: what it was translated from, the words, and whether a second person checked them."""

    source: str
    text: str
    checked: bool


@dataclass(frozen=True)
class Progress:
    """How far a translation has come, in segments."""

    total: int
    translated: int
    checked: int
    out_of_date: int

    @property
    def missing(self) -> int:
        return self.total - self.translated - self.out_of_date

    @property
    def percent(self) -> int:
        """The checked share in whole percent, rounded down, so that 100 is said only of a whole text."""
        return 100 * self.checked // self.total if self.total else 0

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.checked == self.total


def state_of(source: str, worded: Worded | None) -> State:
    """The state of one segment. Words made from an earlier source are out of date, whether checked or not."""
    if worded is None:
        return State.MISSING
    if worded.source != source:
        return State.OUT_OF_DATE
    return State.CHECKED if worded.checked else State.UNCHECKED


def progress_of(states: Collection[State]) -> Progress:
    count = Counter(states)
    checked = count[State.CHECKED]
    return Progress(len(states), checked + count[State.UNCHECKED], checked, count[State.OUT_OF_DATE])


def offer_problems(*, kind: str, number: int, title: str, language: str, segments: Sequence[Segment]) -> list[str]:
    """Why a text may not be offered; empty where it may."""
    problems = []
    if not kind.strip() or number < 1 or not title.strip():
        problems.append(_("A text is offered with its kind, its number and its title."))
    if language not in LANGUAGES:
        problems.append(_("A text is offered in English or in Welsh."))
    if not 0 < len(segments) <= MOST_SEGMENTS:
        problems.append(_("A text has between 1 and %(most)d segments.") % {"most": MOST_SEGMENTS})
    keys = [one.key for one in segments]
    if len(set(keys)) != len(keys) or not all(key.strip() for key in keys):
        problems.append(_("Each segment has a key of its own."))
    if any(not one.text.strip() or len(one.text) > MOST_LETTERS for one in segments):
        problems.append(_("A segment has between 1 and %(most)d letters.") % {"most": MOST_LETTERS})
    return problems


def marks_in(text: str) -> Counter[str]:
    """What a translation must keep as it stands: links and addresses, placeholders, numbers."""
    found: Counter[str] = Counter()
    for pattern in (_LINK, _PLACE, _NUMBER):
        for mark in pattern.findall(text):
            found[mark.rstrip(".,:;)")] += 1
        text = pattern.sub(" ", text)  # a number inside a link is part of the link
    return found


def keeping_problems(source: str, text: str) -> list[str]:
    """What of the source a translation lost, and what links or placeholders it made up; empty where it keeps all.

    A number may be added: a word such as “ten” can rightly become 10.
    """
    wanted, found = marks_in(source), marks_in(text)
    lost = sorted((wanted - found).elements())
    made_up = sorted(mark for mark in (found - wanted).elements() if not mark[:1].isdigit())
    problems = []
    if lost:
        problems.append(
            _("These stand in the source and not in the translation: %(marks)s. Write them exactly as they are.")
            % {"marks": ", ".join(lost)}
        )
    if made_up:
        problems.append(
            _("These stand in the translation and not in the source: %(marks)s. Take them out, or have the source changed.")
            % {"marks": ", ".join(made_up)}
        )
    return problems


def translation_problems(source: str, text: str) -> list[str]:
    """Why these words may not be kept as the translation of that source; empty where they may."""
    if not text.strip():
        return [_("Nothing was written. Write the translation, or leave the segment for somebody else.")]
    if len(text) > MOST_LETTERS:
        return [_("The translation has more than %(most)d letters. Shorten it.") % {"most": MOST_LETTERS}]
    return keeping_problems(source, text)


def checking_problem(*, state: State, writer: int | None, checker: int | None) -> str | None:
    """Why this person may not check this translation, or None. Nobody checks their own words."""
    if state is State.MISSING:
        return _("There is nothing to check yet: the segment is not translated.")
    if state is State.OUT_OF_DATE:
        return _("The source was changed since. Have the segment translated again, then check it.")
    if state is State.CHECKED:
        return _("It has been checked already.")
    if writer == checker:
        return _("You wrote these words, so somebody else checks them. Ask a colleague who reads the language.")
    return None


def releasing_problems(progress: Progress, *, partly: bool, office: str) -> dict[str, list[str]]:
    """Why a translation may not be released, by field; empty where it may."""
    problems: dict[str, list[str]] = {}
    if not office.strip():
        problems["office"] = [_("Say which office releases it: it is published with the text.")]
    if not progress.checked:
        problems[""] = [_("Nothing of it is translated and checked yet, so there is nothing to release. Translate a segment first.")]
    elif not progress.complete and not partly:
        problems["partly"] = [
            _("%(checked)d of %(total)d segments are translated and checked. Finish it, or tick that it is released in part.")
            % {"checked": progress.checked, "total": progress.total}
        ]
    return problems


def parts_of(segments: Sequence[Segment], worded: dict[str, Worded], *, source: str, target: str) -> list[Part]:
    """The text as it would be released: checked words in the target language, everything else in the source's, said part by part."""
    parts = []
    for one in segments:
        said = worded.get(one.key)
        ready = said is not None and state_of(one.text, said) is State.CHECKED
        parts.append(Part(one.key, said.text, target) if ready and said else Part(one.key, one.text, source))
    return parts


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: twice the letters they share in order, over all letters of both.

    Ratcliff and Metzener, "Pattern matching: the gestalt approach", Dr. Dobb's Journal, July 1988; case and spaces are levelled.
    """
    left, right = _levelled(one), _levelled(other)
    if left == right:
        return 1.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < SMALLEST_LIKENESS or matcher.quick_ratio() < SMALLEST_LIKENESS:
        return 0.0
    return min(matcher.ratio(), 0.99)  # only the same text is wholly alike


def _levelled(text: str) -> str:
    return " ".join(text.casefold().split())


def changed_words(before: str, after: str) -> list[tuple[str, str]]:
    """A word diff: (kind, text) in order, kind being "same", "out" or "in"."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(new[begin:end])))
            continue
        if last > first:
            pieces.append(("out", "".join(old[first:last])))
        if end > begin:
            pieces.append(("in", "".join(new[begin:end])))
    return pieces
