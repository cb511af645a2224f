"""Those reached, counted by category, beside the population: shares with intervals, and small numbers protected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from folkmoot.accounts.scope import Viewer, within
from folkmoot.census.queries import Asked as Question
from folkmoot.census.queries import Population, populations
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.characteristics.rules import Kind
from folkmoot.engagement.models import Activity, Headcount
from folkmoot.engagement.reach.queries import Asked
from folkmoot.engagement.reach.withholding import plan
from folkmoot.stats.disclosure import SMALL_GROUPS
from folkmoot.stats.reach import Counted, Reach, ReachRow, ReachRule, reach


@dataclass(frozen=True)
class Shown:
    """One category as it may be shown. `hidden`: its number is too small, or would give a small one away; `contacts` is then None.

    Share, interval, bounds and finding are None for every category of a table in which any number is hidden.
    """

    group: str
    contacts: int | None
    population_share: float | None
    hidden: bool
    figures: ReachRow | None


@dataclass(frozen=True)
class Compared:
    """The comparison of one scheme. `year` and `source` of the population.

    `any_hidden`: some number is not shown, and so neither is anything that was worked out with it: no share, no interval, no bound, no
    finding, no completeness. `all_hidden`: no number of those reached is shown. `missing_hidden`: how many were not counted is not.
    """

    scheme: Scheme
    rows: list[Shown]
    completeness: float | None
    deff: float | None
    rule: ReachRule
    any_hidden: bool
    missing_hidden: bool
    all_hidden: bool
    year: int | None
    source: str


def compared(viewer: Viewer, asked: Asked) -> list[Compared]:
    """One comparison for each scheme by which participants of the period were counted, in the place asked for."""
    held = _held(viewer, asked)
    counts = within(
        viewer, Headcount.objects.filter(activity__held_on__range=(asked.first, asked.today)), "engagement.read", area="activity__area_id"
    ).filter(**_where(asked, "activity__"))
    everybody = held.aggregate(people=Sum("headcount"))["people"] or 0
    met: dict[int, list[tuple[int, str, int]]] = {}
    rows = counts.order_by().values_list("category__scheme", "activity", "category__code").annotate(people=Sum("people"))
    for scheme, activity, code, people in rows:
        met.setdefault(scheme, []).append((activity, code, people))
    schemes = list(Scheme.objects.filter(pk__in=met).order_by("characteristic", "code")) if met else []
    known = _categories(schemes)
    answers = _population(viewer, asked, [each for own in known.values() for each in shown_level(own)]) if schemes else {}
    return [_compared(scheme, known[scheme.pk], met[scheme.pk], answers, everybody) for scheme in schemes]


def _categories(schemes: Sequence[Scheme]) -> dict[int, list[Category]]:
    found: dict[int, list[Category]] = {}
    for category in Category.objects.filter(scheme__in=schemes, withdrawn_on__isnull=True).order_by("order"):
        found.setdefault(category.scheme_id, []).append(category)
    return found


def _held(viewer: Viewer, asked: Asked) -> QuerySet[Activity]:
    rows = within(viewer, Activity.objects.filter(held_on__range=(asked.first, asked.today)), "engagement.read")
    return rows.filter(**_where(asked)).order_by()


def _where(asked: Asked, of: str = "") -> dict[str, Any]:
    """The place asked for as conditions on activities, or on rows `of` them."""
    where = {"area": asked.area, "county": asked.county}
    return {f"{of}{name}": place for name, place in where.items() if place}


def _compared(
    scheme: Scheme, categories: Sequence[Category], by_activity: Sequence[tuple[int, str, int]], published: Mapping[int, Population],
    everybody: int,
) -> Compared:  # fmt: skip
    level = shown_level(categories)
    contacts = rolled_up(categories, level, [(code, people) for _activity, code, people in by_activity])
    answers = {each.name: published[each.pk] for each in level}
    population = {name: each.value for name, each in answers.items() if each.value is not None}
    known = next((answer for answer in answers.values() if answer.year), None)
    year, source = (known.year, known.source) if known else (None, "")
    return released(
        scheme, contacts, population, not_recorded=max(0, everybody - sum(contacts.values())), largest=_largest(by_activity), year=year,
        source=source,
    )  # fmt: skip


def released(
    scheme: Scheme, contacts: Mapping[str, int], population: Mapping[str, int], *, not_recorded: int, largest: int,
    year: int | None = None, source: str = "",
) -> Compared:  # fmt: skip
    """The comparison as it may be shown. `largest` is the most people counted in one activity."""
    safe = protected(contacts, population, not_recorded)
    result = reach(
        safe.contacts, safe.population, not_recorded=safe.not_recorded, counted=Counted.CONTACTS,
        people=fewest_people(largest, sum(contacts.values()), safe.not_recorded),
    )  # fmt: skip
    return Compared(
        scheme, shown_rows(result, safe), None if safe.any_hidden else result.completeness, None if safe.any_hidden else result.deff,
        result.rule, safe.any_hidden, safe.missing_hidden or safe.all_hidden, safe.all_hidden, year, source,
    )  # fmt: skip


def shown_rows(result: Reach, safe: "Protected") -> list[Shown]:
    """The rows without what is hidden, and without every figure whose base is hidden.

    A share of 0 has an interval that gives its base away, and a bound gives how many are missing from it: so of a table with one
    number hidden only the other numbers are shown, and the shares of everybody, which are published.
    """
    everybody = sum(safe.population.values())
    return [
        Shown(
            row.group, None if row.group in safe.hidden else row.contacts,
            safe.population[row.group] / everybody if everybody and row.group in safe.population else None,
            row.group in safe.hidden, None if safe.any_hidden else row,
        )
        for row in result.rows
    ]  # fmt: skip


def _largest(by_activity: Sequence[tuple[int, str, int]]) -> int:
    """The most people counted in one activity: they at least were all different."""
    totals: dict[int, int] = {}
    for activity, _code, people in by_activity:
        totals[activity] = totals.get(activity, 0) + people
    return max(totals.values(), default=0)


def _population(viewer: Viewer, asked: Asked, level: Sequence[Category]) -> dict[int, Population]:
    """The people of each category in the place asked for, by its id."""
    place = asked.county or asked.area
    questions = {each.pk: Question((each,), place) for each in level}
    answers = populations(viewer, questions.values())
    return {pk: answers[question] for pk, question in questions.items()}


def shown_level(categories: Sequence[Category]) -> list[Category]:
    """The headings of a scheme, and the answers that stand below none: fewer, larger groups can be told apart sooner."""
    headings = [each for each in categories if each.kind == Kind.GROUP]
    below = {each.code for each in headings}
    answers = [each for each in categories if each.kind == Kind.ANSWER and each.parent_code not in below]
    return sorted([*headings, *answers], key=lambda each: each.order)


def rolled_up(categories: Sequence[Category], level: Sequence[Category], counted: Sequence[tuple[str, int]]) -> dict[str, int]:
    """People by the names of the level shown, 0 for none; those counted as “not stated” and the like are left out."""
    home = {each.code: each.name for each in level}
    home |= {each.code: home[each.parent_code] for each in categories if each.parent_code in home}
    found = {each.name: 0 for each in level}
    for code, people in counted:
        if code in home:
            found[home[code]] += people
    return found


def fewest_people(largest: int, total: int, not_recorded: int) -> int | None:
    """How many different people there were at the least, those not recorded taken in at the same number of contacts a person."""
    if not total:
        return None
    return max(1, min(total + not_recorded, round(largest * (total + not_recorded) / total)))


@dataclass(frozen=True)
class Protected:
    """Counts as they may be compared: the smallest groups put together, and the names whose figures are not shown."""

    contacts: Mapping[str, int]
    population: Mapping[str, int]
    not_recorded: int
    hidden: frozenset[str]
    missing_hidden: bool
    all_hidden: bool

    @property
    def any_hidden(self) -> bool:
        return bool(self.hidden) or self.missing_hidden or self.all_hidden


def protected(contacts: Mapping[str, int], population: Mapping[str, int], not_recorded: int) -> Protected:
    """Small numbers protected by the rule of `withholding`: none can be found from what is shown and from how many came in all."""
    found = plan(contacts, not_recorded)
    merged = set(found.merged)
    return Protected(
        _joined(contacts, merged), _joined(population, merged), not_recorded, found.hidden, found.missing_hidden, found.all_hidden
    )


def _joined(numbers: Mapping[str, int], merged: set[str]) -> dict[str, int]:
    kept = {name: number for name, number in numbers.items() if name not in merged}
    together = [numbers[name] for name in merged if name in numbers]
    return {**kept, SMALL_GROUPS: sum(together)} if len(together) == len(merged) and merged else kept
