"""What may be agreed as a goal, and what a figure with its interval says of it. No database, no clock."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

SENTENCE_WORDS = 5
REACHED, NEARER, NOT_YET, FURTHER, CANNOT_TELL = "reached", "nearer", "not_yet", "further", "cannot_tell"


@dataclass(frozen=True)
class Measured:
    """A figure with its interval, on the scale of the measure, and the number of people behind it."""

    value: float
    low: float
    high: float
    base: int


@dataclass(frozen=True)
class Promise:
    """What a version of a goal says: its words, in both languages where there are both, its target and its day."""

    title_en: str
    words_en: str
    target: float
    by_on: date
    title_cy: str = ""
    words_cy: str = ""
    why: str = ""


def judged(now: Measured, *, baseline: float, target: float) -> str:
    """What a figure says of a target. A figure whose interval holds the target says nothing either way.

    A goal lies below or above where it began; “nearer” and “further” need an interval that leaves out where it began.
    """
    down = target < baseline
    low, high, start, aim = (now.low, now.high, baseline, target) if down else (-now.high, -now.low, -baseline, -target)
    if high <= aim:
        return REACHED
    if low <= aim:
        return CANNOT_TELL
    if high < start:
        return NEARER
    return FURTHER if low > start else NOT_YET


def version_problems(promise: Promise, *, measure: str, baseline: float, first: bool, today: date) -> dict[str, list[str]]:
    """Why a version may not be recorded, by field."""
    problems: dict[str, list[str]] = {}
    if not promise.title_en.strip():
        problems["title_en"] = [_("Give the goal a title.")]
    if len(promise.words_en.split()) < SENTENCE_WORDS:
        problems["words_en"] = [_("Say in a whole sentence what is to change, so that anybody can understand it.")]
    if bool(promise.title_cy.strip()) != bool(promise.words_cy.strip()):
        problems["words_cy"] = [_("Give both the title and the words in Welsh, or neither.")]
    if promise.by_on <= today:
        problems["by_on"] = [_("The day by which it is to be reached lies in the future.")]
    if promise.target == baseline:
        problems["target"] = [_("The target is where it stands already. Choose another.")]
    elif not target_possible(measure, promise.target):
        problems["target"] = [_("A target of this kind cannot be so: a rate lies between 0 and 100 percent, a ratio above 0.")]
    if not first and len(promise.why.split()) < SENTENCE_WORDS:
        problems["why"] = [_("Say in a whole sentence why it is changed: the change and its reason are published.")]
    return problems


def target_possible(measure: str, target: float) -> bool:
    """Whether a target lies on the scale of its measure."""
    return {"gap": -1 <= target <= 1, "rate": 0 <= target <= 1, "ratio": 0 < target <= 100}[measure]


def agreement_problems(*, with_somebody: bool, agreed_on: date, present: str, today: date) -> dict[str, list[str]]:
    """Why what was agreed may not be recorded, by field."""
    problems: dict[str, list[str]] = {}
    if not with_somebody:
        problems["organisation"] = [_("Choose the advisory group, or give its name: a public goal is agreed with somebody.")]
    if agreed_on > today:
        problems["agreed_on"] = [_("The meeting at which it was agreed lies in the past.")]
    if not present.strip():
        problems["present"] = [_("Say who was there. It is kept, and not published.")]
    return problems


def publishing_problem(*, author: int | None, publisher: int | None, published: bool, ended: bool) -> str:
    """Why a version may not be published, or ""."""
    if published:
        return _("This version is published already.")
    if ended:
        return _("The goal has ended.")
    if publisher is not None and publisher == author:
        return _("Somebody else publishes it, not whoever wrote it.")
    return ""
