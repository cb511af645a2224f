"""How many people the published tables say a community has, by its own characteristics and place. Nothing is stored here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area, Authority, County
from folkmoot.census.queries import Asked, Population, populations
from folkmoot.census.territory import Territory
from folkmoot.communities.models import Community


@dataclass(frozen=True)
class Counted:
    """`value` None: the tables cannot say, and `note` says why and what would help. `base` is everybody in the place."""

    value: int | None = None
    base: int | None = None
    year: int | None = None
    source: str = ""
    day: date | None = None
    note: str = ""

    @property
    def share(self) -> float | None:
        return self.value / self.base if self.value is not None and self.base else None


@dataclass(frozen=True)
class Wanted:
    """A community in one county, or (None) in all of its place; of one census year, or (None) the latest."""

    community: Community
    county: County | None = None
    year: int | None = None


def counted(viewer: Viewer, community: Community, *, year: int | None = None) -> Counted:
    """How many people one community has."""
    wanted = Wanted(community, None, year)
    return counted_all(viewer, [wanted])[wanted]


def counted_all(viewer: Viewer, wanted: Sequence[Wanted], territory: Territory | None = None) -> dict[Wanted, Counted]:
    """How many people communities have, in the same few queries for any number. Read `authorities` and `characteristics` beforehand."""
    asked = {each: _questions(each) for each in wanted}
    answers = populations(viewer, [question for questions in asked.values() for question in questions], territory=territory)
    return {each: _answer(each, [answers[question] for question in questions]) for each, questions in asked.items()}


def _questions(each: Wanted) -> list[Asked]:
    """One question for each place of a community; none where its figure would be that of everybody."""
    categories = tuple(sorted(each.community.characteristics.all(), key=lambda category: category.pk))
    if not categories and each.community.kind != Community.Kind.PLACE:
        return []
    return [Asked(categories, place, each.year) for place in _places(each)]


def _places(each: Wanted) -> Iterable[Area | County | Authority | None]:
    community = each.community
    authorities = list(community.authorities.all())
    if authorities:
        return [place for place in authorities if each.county is None or place.county_id == each.county.pk]
    return [each.county or community.county or community.area]


def _answer(each: Wanted, answers: Sequence[Population]) -> Counted:
    if not answers:
        return Counted(note=_no_question(each))
    missing = next((answer for answer in answers if answer.value is None), None)
    if missing:
        return Counted(year=missing.year, note=missing.note)
    first = answers[0]
    notes = dict.fromkeys(answer.note for answer in answers if answer.note)
    return Counted(
        sum(answer.value or 0 for answer in answers), sum(answer.base or 0 for answer in answers), first.year, first.source, first.day,
        " ".join(notes),
    )  # fmt: skip


def _no_question(each: Wanted) -> str:
    if each.community.authorities.all():
        return _("It lives in none of the local authorities of this county.")
    return _("No published table says how many people this community has. Name the characteristics of its members, or type a figure.")
