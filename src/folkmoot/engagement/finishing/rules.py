"""What an evaluation must say, which counts may stand, and what the phone left out. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.stats.disclosure import is_small

SMALL = 5  # counts below this are shown to those who counted or look after them, and to nobody else

# Ways of recording a characteristic that fit a room full of people; those of case files and workforce surveys do not.
SCHEMES = (
    "ethnicity-census-2021", "ethnicity-5", "religion-census-2021", "disability-equality-act", "sex", "gender-identity-census-2021",
    "sexual-orientation-lgbo", "age-people-survey",
)  # fmt: skip


@dataclass(frozen=True)
class Evaluation:
    """What came of an activity: the words of the stored choices; "" where nothing is said yet."""

    result: str
    evidence: str
    follow_up: str
    follow_up_words: str
    told_participants_on: date | None
    told_community_on: date | None


def evaluation_problems(said: Evaluation, *, held_on: date, today: date) -> dict[str, list[str]]:
    """Why an evaluation may not be stored, by field; empty when it may. It may be stored in parts."""
    problems: dict[str, list[str]] = {}
    if said.result and not said.evidence.strip():
        problems["evidence"] = [_("Say how you know, for example “24 came, and 5 asked to join the panel”.")]
    if said.follow_up not in ("", "none") and not said.follow_up_words.strip():
        problems["follow_up_words"] = [_("Say what follows, and who does it.")]
    for field, day in (("told_participants_on", said.told_participants_on), ("told_community_on", said.told_community_on)):
        if day and day > today:
            problems[field] = [_("This cannot be a day in the future.")]
        elif day and day < held_on:
            problems[field] = [_("They cannot have been told what came of it before it was held.")]
    return problems


def count_problem(counts: Sequence[tuple[int, int]], headcount: int | None) -> str | None:
    """Why counts of people by characteristic, as (category, people), may not stand together, or None. They need not add up."""
    categories = [category for category, _people in counts]
    if len(set(categories)) < len(categories):
        return _("One of these is given twice. Put its people together in one line.")
    if headcount is not None and any(people > headcount for _category, people in counts):
        return _("More people than the %(number)s who came cannot have shared one characteristic.") % {"number": headcount}
    return None


@dataclass(frozen=True)
class Gap:
    """Something that the phone left out: the page on which it is added, and what to add."""

    route: str
    words: str


@dataclass(frozen=True)
class Left:
    """What matters for knowing what was left out: whether each part is there."""

    counted: bool
    timed: bool
    costed: bool
    purpose: bool
    aims: bool
    communities: bool
    county: bool
    outcome: bool
    evaluated: bool
    decided: bool
    told: bool
    by_characteristic: bool
    staff: bool


def left_out(has: Left) -> list[Gap]:
    """What may still be added at the desk, in the order of the page; empty when nothing is missing."""
    change, evaluation, people, used = "engagement:change", "engagement:evaluation", "engagement:people", "engagement:used"
    asked = [
        (has.counted, change, _("how many people came")),
        (has.timed, change, _("how many hours of staff time it took")),
        (has.costed, change, _("what it cost, even if nothing")),
        (has.purpose, change, _("which rung of the ladder it stood on")),
        (has.aims, change, _("which aims it served")),
        (has.communities, change, _("which communities it reached")),
        (has.county, change, _("in which county it was")),
        (has.outcome, evaluation, _("what came of it")),
        (has.evaluated, evaluation, _("whether it achieved what was planned")),
        (has.decided, evaluation, _("what follows from it")),
        (has.told, evaluation, _("when those who took part were told what came of it")),
        (has.by_characteristic, people, _("who came, by characteristic")),
        (has.staff, used, _("who of us took part")),
    ]
    return [Gap(route, words) for there, route, words in asked if not there]


def too_few(numbers: Sequence[int], headcount: int | None) -> bool:
    """Whether the counts of one characteristic say, or together with the headcount leave to be worked out, a number from 1 to 4."""
    rest = headcount - sum(numbers) if headcount is not None else 0
    return any(is_small(number, SMALL) for number in [*numbers, max(rest, 0)])
