"""The questions as they are published, how long a link works, and what the answers add up to. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SMALL_GROUPS, sensitive, withheld
from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson

# In the words in which surveys ask them; they are asked in English until a Welsh wording is published, and marked so.
QUESTIONS = {
    "prosecuting": (
        "How confident are you that the Crown Prosecution Service is effective at prosecuting people accused of committing a crime?"
    ),
    "fairness": "How confident are you that the criminal justice system as a whole is fair?",
}
# What else may be asked, once: ways of recording a characteristic short enough for a telephone.
CHARACTERISTICS = ("", "ethnicity-5", "disability-equality-act", "sex", "age-people-survey", "religion-census-2021")
CONFIDENT, NOT_CONFIDENT = frozenset({"very", "fairly"}), frozenset({"not_very", "not_at_all"})
SMALLEST_GROUP = 10  # the rule of the Civil Service People Survey: no share of fewer people
LONGEST_DAYS = 60  # from the activity to the last day on which answers are taken
OPENS_DAYS_BEFORE = 30


def until_problem(*, until: date | None, held: date, today: date) -> str | None:
    """Why answers may not be taken until this day, or None. `held` is the day of the activity."""
    if until is None:
        return _("Give the last day on which answers are taken.")
    if until < today:
        return _("This day has passed.")
    if until > max(held, today) + timedelta(days=LONGEST_DAYS):
        return _("Answers are taken for at most %(days)s days after the activity.") % {"days": LONGEST_DAYS}
    return None


def is_open(*, until: date, stopped: bool, today: date) -> bool:
    """Whether the links still take answers."""
    return not stopped and today <= until


@dataclass(frozen=True)
class Group:
    """What one group of answers adds up to. `share` are the confident among those who know; None where it may not be shown."""

    answers: int
    unknown: int
    base: int
    share: Estimate | None


@dataclass(frozen=True)
class Part:
    """The confident of one category, or of small categories together (name None); `base` and `share` None where withheld."""

    name: str | None
    base: int | None
    share: float | None


@dataclass(frozen=True)
class Change:
    """Before and after beside each other: two groups of answers, not the same people twice."""

    before: Group
    after: Group
    difference: Estimate | None


def counts_of(answers: Iterable[str]) -> Counts:
    """Those who know what they think, and the confident among them."""
    known = [each for each in answers if each in CONFIDENT | NOT_CONFIDENT]
    return Counts(len(known), sum(each in CONFIDENT for each in known))


def group_of(answers: Sequence[str]) -> Group:
    """What a group of answers adds up to; its share is withheld where few answered, or few were of one mind."""
    counts = counts_of(answers)
    share = wilson(counts.with_outcome, counts.base) if may_show(counts) else None
    return Group(len(answers), len(answers) - counts.base, counts.base, share)


def may_show(counts: Counts) -> bool:
    return counts.base >= SMALLEST_GROUP and not sensitive(counts, DEFAULT_THRESHOLD)


def change_of(before: Sequence[str], after: Sequence[str]) -> Change:
    """After less before, with Newcombe's interval; None where either group may not be shown."""
    first, second = counts_of(before), counts_of(after)
    gap = None
    if may_show(first) and may_show(second):
        gap = newcombe_difference(second.with_outcome, second.base, first.with_outcome, first.base)
    return Change(group_of(before), group_of(after), gap)


def verdict(change: Change) -> str:
    """What the difference may be taken to say, in one sentence."""
    if change.difference is None:
        return _("There are too few answers to compare.")
    if change.difference.low > 0:
        return _("More of those who answered afterwards were confident.")
    if change.difference.high < 0:
        return _("Fewer of those who answered afterwards were confident.")
    return _("The difference may be chance.")


def parts_of(answers: Iterable[tuple[str | None, str]]) -> list[Part]:
    """The confident by category, from (category, answer; no category for those who preferred not to say).

    Categories of fewer than ten stand together, and as many more are withheld as it takes that none can be worked out from the
    share of everybody, which stands above them.
    """
    said: dict[Key, list[str]] = {}
    for category, answer in answers:
        said.setdefault((category,), []).append(answer)
    cells = {key: counts for key, each in said.items() if (counts := counts_of(each)).base}
    total = sum(cells.values(), Counts(0, 0))
    if not may_show(total):
        return []
    plan = withheld([CountsTable(("category",), "confident", cells, total.base)], SMALLEST_GROUP)
    if plan.everything or plan.total:
        return []
    rows = {key: counts for key, counts in cells.items() if key not in plan.merged and key[0] is not None}
    if plan.merged:
        rows[(SMALL_GROUPS,)] = sum((cells[key] for key in plan.merged), Counts(0, 0))
    return [
        Part(
            None if key == (SMALL_GROUPS,) else key[0],
            None if key in plan.bases else counts.base,
            None if key in plan.bases | plan.outcomes else counts.with_outcome / counts.base,
        )
        for key, counts in rows.items()
    ]  # fmt: skip
