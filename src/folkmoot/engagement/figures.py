"""Adding activities up for a report: values in, values out. An activity that serves two aims counts in both, once in the total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from folkmoot.communities.rules import contact_due


@dataclass(frozen=True)
class Deed:
    """One activity that was held, as far as adding up needs it. Staff time in quarter hours, money in pence; None: not stated."""

    id: int
    held_on: date
    headcount: int | None
    staff_quarters: int | None
    cost_pence: int | None
    aim_ids: frozenset[int] = frozenset()
    community_ids: frozenset[int] = frozenset()
    kind: str = ""
    purpose: str = ""
    county_id: int | None = None


@dataclass(frozen=True)
class Figures:
    """What some activities add up to. Each sum stands beside the number of activities it rests on, so that gaps show.

    `low_contact` of `with_communities` activities reached a community that was overdue for contact, or never met, on that day.
    `costed_people` and `costed_pence` are of those activities alone for which both people and money are stated; `both_stated` says
    how many those are. `low_contact_hours` of `aimed_hours` are of the `hours_and_communities` activities that state both.
    """

    activities: int
    people_reached: int
    counted: int
    staff_hours: Decimal
    hours_stated: int
    cost_pence: int
    cost_stated: int
    communities_reached: int
    low_contact: int
    with_communities: int
    costed_people: int
    costed_pence: int
    both_stated: int = 0
    aimed_hours: Decimal = Decimal(0)
    low_contact_hours: Decimal = Decimal(0)
    hours_and_communities: int = 0

    @property
    def low_contact_hours_share(self) -> float | None:
        """Of the hours of activities whose hours and communities are stated, those of activities aimed at low-contact communities."""
        return float(self.low_contact_hours / self.aimed_hours) if self.aimed_hours else None

    @property
    def low_contact_hours_percent(self) -> int | None:
        share = self.low_contact_hours_share
        return None if share is None else round(100 * share)

    @property
    def low_contact_share(self) -> float | None:
        """Of the activities whose communities are stated; None where none are."""
        return self.low_contact / self.with_communities if self.with_communities else None

    @property
    def cost_per_person_pence(self) -> int | None:
        """Rounded to a whole penny; None where nobody was counted or no money stated."""
        return round(Decimal(self.costed_pence) / self.costed_people) if self.costed_people else None


def add_up(deeds: Sequence[Deed], low_contact: frozenset[int]) -> Figures:
    """Add up some activities. `low_contact` holds the ids of those aimed at a low-contact community."""
    both = [deed for deed in deeds if deed.headcount is not None and deed.cost_pence is not None]
    stated = [deed for deed in deeds if deed.community_ids]
    timed = [deed for deed in stated if deed.staff_quarters is not None]
    return Figures(
        activities=len(deeds),
        people_reached=sum(deed.headcount or 0 for deed in deeds),
        counted=sum(deed.headcount is not None for deed in deeds),
        staff_hours=Decimal(sum(deed.staff_quarters or 0 for deed in deeds)) / 4,
        hours_stated=sum(deed.staff_quarters is not None for deed in deeds),
        cost_pence=sum(deed.cost_pence or 0 for deed in deeds),
        cost_stated=sum(deed.cost_pence is not None for deed in deeds),
        communities_reached=len(frozenset[int]().union(*(deed.community_ids for deed in deeds))),
        low_contact=sum(deed.id in low_contact for deed in stated),
        with_communities=len(stated),
        costed_people=sum(deed.headcount or 0 for deed in both),
        costed_pence=sum(deed.cost_pence or 0 for deed in both),
        both_stated=len(both),
        aimed_hours=_hours(timed),
        low_contact_hours=_hours([deed for deed in timed if deed.id in low_contact]),
        hours_and_communities=len(timed),
    )


def _hours(deeds: Sequence[Deed]) -> Decimal:
    return Decimal(sum(deed.staff_quarters or 0 for deed in deeds)) / 4


def aimed_at_low_contact(history: Iterable[tuple[int, date, int]], every_months: Mapping[int, int]) -> frozenset[int]:
    """The activities that reached a community overdue for contact on the day, or never met before.

    `history` is (community, day held, activity) for every activity known up to the end of the period; `every_months` how often
    contact with each community is expected. Two activities on one day do not make each other a contact.
    """
    found: set[int] = set()
    previous: dict[int, date] = {}
    earlier: dict[int, date] = {}
    for community, held_on, activity in sorted(history):
        if previous.get(community) != held_on:
            if community in previous:
                earlier[community] = previous[community]
            previous[community] = held_on
        if contact_due(earlier.get(community), every_months[community], held_on).overdue:
            found.add(activity)
    return frozenset(found)
