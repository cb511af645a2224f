"""Reading reach: communities beside their people, who is known there and when they were met. Every query takes the viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area, County
from folkmoot.areas.queries import list_counties
from folkmoot.census.queries import Asked as Everybody
from folkmoot.census.queries import Population, populations
from folkmoot.census.territory import Place, Territory
from folkmoot.communities.counted import Wanted
from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.communities.queries import list_communities
from folkmoot.communities.rules import Contact, contact_due
from folkmoot.communities.succession.queries import before
from folkmoot.communities.web.sections import knows_when_met
from folkmoot.engagement.models import Activity
from folkmoot.engagement.reach.adding import Families, Meetings, Where, counted, days_met, met
from folkmoot.engagement.reach.people import People, people_of, recorded
from folkmoot.engagement.reach.rules import Rate, Weights, Why, alternately, contact_rate, place_in_order, weights_from, why
from folkmoot.foundation.periods import months_before
from folkmoot.stakeholders.models import Organisation, SpeaksFor
from folkmoot.stakeholders.queries import panel_seats, speaking_for
from folkmoot.voice.queries import open_to


@dataclass(frozen=True)
class Asked:
    """What the page was asked to show. `area` None: every Area in sight; `county` None: all; `months` back from `today`."""

    today: date
    area: Area | None = None
    county: County | None = None
    kind: str = ""
    months: int = 12
    by_county: bool = False

    @property
    def first(self) -> date:
        return months_before(self.today, self.months) + timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One community in one place (`county` None: all of its place). What the viewer may not see is None.

    `contacts` and `points` are of the period. `met_as` is the earlier community that was met last, and `inherited` says it was split.
    """

    community: Community
    county: County | None
    people: People
    contact: Contact
    contacts: int
    organisations: int | None
    speakers: int | None
    seats: int | None
    points: int | None
    why: Why
    met_as: int | None = None
    inherited: bool = False


def weights() -> Weights:
    """The constants of the order, as the service has set them."""
    return weights_from(settings.REACH)


def lines(viewer: Viewer, asked: Asked, territory: Territory | None = None) -> list[Line]:
    """The communities in being, in order of what there is to gain (`rules.place_in_order`), each with its counties below it.

    The same number of queries for any number of them. `territory`: where it was read already.
    """
    area_id = asked.area.pk if asked.area else None
    rows = _in_county(list_communities(viewer, today=asked.today, area_id=area_id, kind=asked.kind), asked)
    communities = list(rows.prefetch_related("authorities", "characteristics__scheme"))
    facts = _Facts(viewer, communities, asked, territory=territory)
    places = _places(viewer, asked)
    found = [[facts.line(community, county) for county in _counties_of(community, places, asked)] for community in communities]
    found.sort(key=lambda own: (place_in_order(own[0].contact, own[0].why), own[0].community.name))
    return [line for own in found for line in own]


def _in_county(rows: QuerySet[Community], asked: Asked) -> QuerySet[Community]:
    """Those of the county chosen, and those of its whole Area, who live there too."""
    return rows if asked.county is None else rows.filter(Q(county=asked.county) | Q(county__isnull=True))


def _places(viewer: Viewer, asked: Asked) -> list[County]:
    if asked.county:
        return [asked.county]
    return list(list_counties(viewer, area=asked.area)) if asked.by_county and asked.area else []


def _counties_of(community: Community, places: Sequence[County], asked: Asked) -> list[County | None]:
    """The places in which a community is shown: itself, or each county it covers where that was asked."""
    if community.county_id or not places:
        return [None]
    return list(places) if asked.county else [None, *places]


class _Facts:
    """What is known of some communities, read once for all of them."""

    def __init__(
        self, viewer: Viewer, communities: Sequence[Community], asked: Asked, *, published: bool = True, territory: Territory | None = None,
        families: Families | None = None, speaking: Mapping[int, Sequence[SpeaksFor]] | None = None,
    ) -> None:  # fmt: skip
        self.asked, self.weights = asked, weights()
        ids = tuple(community.pk for community in communities)
        self.families = families or Families(ids, before(viewer, ids))
        counties = _places(viewer, asked)
        wanted = [Wanted(community, county) for community in communities for county in (*counties, None)]
        self.people = people_of(viewer, wanted, territory) if published else recorded(wanted)
        self.met = met(_meetings(viewer), self.families, asked.first, asked.today, by_county=bool(counties))
        may_see = viewer.may("stakeholders.read")
        known = _organisations(viewer)
        self.organisations = counted(known, "organisation", self.families, county="organisation__county") if may_see else None
        if speaking is None:
            speaking = speaking_for(viewer, self.families.everyone) if may_see else {}
        self.speakers = _speakers(speaking, self.families) if may_see else None
        self.seats = _seats(viewer, speaking, self.families) if may_see else None
        self.points = _points(viewer, self.families, asked) if viewer.may("voice.read") else None

    def line(self, community: Community, county: County | None) -> Line:
        where: Where = (community.pk, county.pk if county else None)
        meetings = self.met.get(where, Meetings())
        contact = contact_due(meetings.last, community.contact_every_months, self.asked.today)
        people = self.people[where]
        organisations = None if self.organisations is None else self.organisations.get(where, 0)
        speakers = None if self.speakers is None else self.speakers.get(community.pk, 0)
        reasons = why(
            people=people.value, contact=contact, low_trust=community.low_trust, speakers=speakers, organisations=organisations,
            weights=self.weights,
        )  # fmt: skip
        return Line(
            community, county, people, contact, meetings.contacts, organisations, speakers,
            None if self.seats is None else self.seats.get(community.pk, 0),
            None if self.points is None else self.points.get((community.pk, None), 0), reasons, meetings.last_with,
            self._inherited(community.pk, meetings.last_with),
        )  # fmt: skip

    def _inherited(self, community: int, earlier: int | None) -> bool:
        return any(each.community_id == earlier and each.inherited for each in self.families.before.get(community, ()))


def _meetings(viewer: Viewer) -> QuerySet[Any]:
    links = Activity.communities.through.objects.filter(activity__held_on__isnull=False)
    return within(viewer, links, "engagement.read", area="activity__area_id")


def _organisations(viewer: Viewer) -> QuerySet[Any]:
    known = Organisation.communities.through.objects.filter(organisation__ended_on__isnull=True, organisation__merged_into__isnull=True)
    return within(viewer, known, "stakeholders.read", area="organisation__area_id")


def _points(viewer: Viewer, families: Families, asked: Asked) -> dict[Where, int]:
    links = within(viewer, CommunityPoint.objects.filter(open_to(viewer, "point__")), "voice.read", area="point__area_id")
    return counted(links.filter(point__said_on__range=(asked.first, asked.today)), "point", families)


def _speakers(known: Mapping[int, Sequence[SpeaksFor]], families: Families) -> dict[int, int]:
    """How many people and organisations speak for each community, each once."""
    return {
        community: len({(each.contact_id, each.organisation_id) for member in families.of(community) for each in known.get(member, ())})
        for community in families.ids
    }


def _seats(viewer: Viewer, speaking: Mapping[int, Sequence[SpeaksFor]], families: Families) -> dict[int, int]:
    """Panel seats of each community; of a family the most of any member, since one seat may speak for several of them."""
    known = panel_seats(viewer, families.everyone, speaking=speaking)
    return {community: max((known.get(member, 0) for member in families.of(community)), default=0) for community in families.ids}


@dataclass(frozen=True)
class Overdue:
    """A community that is overdue for contact."""

    community: Community
    contact: Contact


def overdue(viewer: Viewer, *, today: date, area_id: int | None = None) -> list[Overdue]:
    """The communities overdue for contact by what is recorded of their size and trust, the most to gain first. Four queries.

    Those whose size is not recorded have an order of their own; one of each stands in turn.
    """
    rows = list(list_communities(viewer, today=today, area_id=area_id))
    days, constants = last_met(viewer, [row.pk for row in rows]), weights()
    found = [Overdue(row, contact_due(days.get(row.pk), row.contact_every_months, today)) for row in rows]

    def gain(each: Overdue) -> tuple[object, ...]:
        known = why(
            people=each.community.population, contact=each.contact, low_trust=each.community.low_trust, speakers=None, organisations=None,
            weights=constants,
        )  # fmt: skip
        return (*place_in_order(each.contact, known), each.community.name)

    late = sorted((each for each in found if each.contact.overdue), key=gain)
    sized = [each for each in late if each.community.population is not None]
    return alternately(sized, [each for each in late if each.community.population is None])


@knows_when_met
def last_met(viewer: Viewer, community_ids: Iterable[int]) -> dict[int, date]:
    """The day each community was last met in sight, what came before it taken in; no entry for one never met."""
    ids = tuple(community_ids)
    families = Families(ids, before(viewer, ids))
    found = days_met(_meetings(viewer), families.everyone, timezone.localdate())
    last = ((community, [found[each] for each in families.of(community) if each in found]) for community in ids)
    return {community: max(days) for community, days in last if days}


def family_of(viewer: Viewer, community: Community) -> Families:
    """One community with what came before it."""
    return Families((community.pk,), before(viewer, [community.pk]))


def line_of(viewer: Viewer, community: Community, asked: Asked, families: Families, speaking: Mapping[int, Sequence[SpeaksFor]]) -> Line:
    """One community as a line of the grid, its people as they are recorded. `speaking` is `speaking_for` its family."""
    return _Facts(viewer, [community], asked, published=False, families=families, speaking=speaking).line(community, None)


@dataclass(frozen=True)
class AreaLine:
    """One Area: its communities in being, how many are overdue and how many were never met, and its contacts of the period.

    A community of the whole service counts in no Area. `rate` is None where the people of the Area are not known.
    """

    area: Area
    communities: int
    overdue: int
    never: int
    contacts: int
    rate: Rate | None


def by_area(areas: Sequence[Area], found: Sequence[Line], known: "Known") -> list[AreaLine]:
    """The Areas side by side, from the lines of all of them."""
    contacts, people = known.contacts, known.people(areas)
    overall = overall_rate(contacts.by_area, {area.pk: people[area].value for area in areas})
    few = weights().few_contacts
    lines_of: dict[int | None, list[Line]] = {}
    for line in found:
        if line.county is None:
            lines_of.setdefault(line.community.area_id, []).append(line)
    return [
        _area_line(area, lines_of.get(area.pk, []), contacts.by_area.get(area.pk, 0), people[area].value, overall, few) for area in areas
    ]


def _area_line(area: Area, own: Sequence[Line], contacts: int, people: int | None, overall: float, few: int) -> AreaLine:
    never = sum(line.contact.last is None for line in own)
    rate = contact_rate(contacts, people, overall, few) if people else None
    return AreaLine(area, len(own), sum(line.contact.overdue for line in own), never, contacts, rate)


@dataclass(frozen=True)
class Contacts:
    """Activities held in the period, by Area and by county (None: no county is stated)."""

    by_area: dict[int, int]
    by_county: dict[int | None, int]


def contacts_of(viewer: Viewer, asked: Asked) -> Contacts:
    """How many activities in sight were held in the period, each once; one query."""
    held = within(viewer, Activity.objects.filter(held_on__range=(asked.first, asked.today)), "engagement.read")
    if asked.area:
        held = held.filter(area=asked.area)
    by_area: dict[int, int] = {}
    by_county: dict[int | None, int] = {}
    for area, county, number in held.order_by().values_list("area", "county").annotate(number=Count("pk")):
        by_area[area] = by_area.get(area, 0) + number
        by_county[county] = by_county.get(county, 0) + number
    return Contacts(by_area, by_county)


class Known:
    """What several parts of one page need: the contacts of the period, and who lives where, each read once."""

    def __init__(self, viewer: Viewer, asked: Asked) -> None:
        self._viewer, self._asked = viewer, asked
        self._people: dict[Place, Population] = {}

    @cached_property
    def territory(self) -> Territory:
        return Territory(self._asked.today)

    @cached_property
    def contacts(self) -> Contacts:
        return contacts_of(self._viewer, self._asked)

    def people(self, places: Sequence[Place]) -> dict[Place, Population]:
        """Everybody who lives in each place, by the latest published counts."""
        missing = [place for place in places if place not in self._people]
        if missing:
            self._people |= people_in(self._viewer, missing, self.territory)
        return {place: self._people[place] for place in places}


def people_in(viewer: Viewer, places: Sequence[Place], territory: Territory | None = None) -> dict[Place, Population]:
    """Everybody who lives in each place, by the latest published counts."""
    asked = {place: Everybody((), place) for place in places}
    answers = populations(viewer, asked.values(), territory=territory)
    return {place: answers[question] for place, question in asked.items()}


def overall_rate(contacts: Mapping[int, int], people: Mapping[int, int | None]) -> float:
    """Contacts a person over all places whose people are known; 0 where none are."""
    known = {place: number for place, number in people.items() if number}
    everybody = sum(known.values())
    return sum(contacts.get(place, 0) for place in known) / everybody if everybody else 0.0
