"""What the map shows: for each local authority its figure in one layer, and whether that figure may be chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area, Authority
from folkmoot.areas.queries import areas_of, list_authorities
from folkmoot.census.queries import Asked as Question
from folkmoot.census.queries import deprivation_of, populations, tables_in_use
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Scores, Source
from folkmoot.census.territory import Territory
from folkmoot.characteristics.models import Category
from folkmoot.engagement.reach.queries import Asked, Known, Line, overall_rate, weights
from folkmoot.engagement.reach.rules import Rate, contact_rate
from folkmoot.stakeholders.models import Organisation


@dataclass(frozen=True)
class Shaded:
    """One authority and the Area that serves it: its share (0 to 1), rate, how many of its county are `overdue`, or `score`; None for none.

    `people` are those of the share, or all the communities of the county; `counts` says of what the rate is.
    """

    authority: Authority
    area: Area | None
    rate: Rate | None = None
    share: float | None = None
    people: int | None = None
    overdue: int | None = None
    score: float | None = None
    counts: str = "contacts"


def authorities_of(viewer: Viewer, asked: Asked, areas: Sequence[Area]) -> list[tuple[Authority, Area | None]]:
    """The authorities on the map, each with the Area of the viewer that serves it (the first by name where several do)."""
    rows = list(list_authorities(viewer, area=asked.area, county=asked.county, on=asked.today))
    if asked.area:
        return [(row, asked.area) for row in rows]
    in_sight = {area.pk for area in areas}
    serving = areas_of(viewer, rows)
    found = [(row, next((each.area for each in serving[row.code] if each.area.pk in in_sight), None)) for row in rows]
    return [(row, area) for row, area in found if area]


@dataclass(frozen=True)
class Layer:
    """The authorities shaded. `unstated` of `contacts` contacts state no county; where `too_many`, no figure by county is steady."""

    shaded: list[Shaded]
    contacts: int = 0
    unstated: int = 0
    too_many: bool = False


def by_contacts(viewer: Viewer, asked: Asked, places: Sequence[tuple[Authority, Area | None]], known: Known | None = None) -> Layer:
    """Contacts per 10,000 people: of the county in which an authority lies, or with no Area chosen of the Area that serves it.

    Activities state their county and no smaller place, so all authorities of one county are shaded alike.
    """
    known, few = known or Known(viewer, asked), weights().few_contacts
    contacts = known.contacts
    total = sum(contacts.by_area.values())
    if asked.area is None:
        areas = list({area.pk: area for _row, area in places if area}.values())
        people = {place.pk: each.value for place, each in known.people(areas).items() if place}
        overall = overall_rate(contacts.by_area, people)
        rates = {pk: contact_rate(contacts.by_area.get(pk, 0), number or 0, overall, few) for pk, number in people.items()}
        return Layer([Shaded(row, area, rates.get(area.pk) if area else None) for row, area in places], total)
    counties = list({row.county.pk: row.county for row, _area in places if row.county}.values())
    people = {place.pk: each.value for place, each in known.people(counties).items() if place}
    held = {county: number for county, number in contacts.by_county.items() if county is not None}
    overall = overall_rate(held, people)
    unstated = contacts.by_county.get(None, 0)
    too_many = bool(total) and 1 - unstated / total < weights().min_stated
    rates = {pk: contact_rate(held.get(pk, 0), number or 0, overall, few, countable=not too_many) for pk, number in people.items()}
    return Layer([Shaded(row, area, rates.get(row.county_id or 0)) for row, area in places], total, unstated, too_many)


def by_organisations(viewer: Viewer, asked: Asked, places: Sequence[tuple[Authority, Area | None]], known: Known) -> Layer:
    """Organisations known per 100,000 people of the county in which an authority lies; those that state no county are in no place."""
    rows = within(viewer, Organisation.objects.filter(ended_on__isnull=True, merged_into__isnull=True), "stakeholders.read")
    rows = rows.filter(area=asked.area) if asked.area else rows
    number: dict[int | None, int] = dict(rows.order_by().values_list("county").annotate(number=Count("pk")))
    counties = list({row.county.pk: row.county for row, _area in places if row.county}.values())
    people = {place.pk: each.value for place, each in known.people(counties).items() if place}
    total, unstated, constants = sum(number.values()), number.get(None, 0), weights()
    too_many = bool(total) and 1 - unstated / total < constants.min_stated
    held = {county: found for county, found in number.items() if county is not None}
    overall = overall_rate(held, people)
    rates = {
        pk: contact_rate(held.get(pk, 0), lives or 0, overall, constants.few_contacts, countable=not too_many, per=100_000)
        for pk, lives in people.items()
    }
    return Layer(
        [Shaded(row, area, rates.get(row.county_id or 0), counts="organisations") for row, area in places], total, unstated, too_many
    )


def by_overdue(lines: Iterable[Line], places: Sequence[tuple[Authority, Area | None]]) -> Layer:
    """How many of the communities of a county are overdue for contact; no figure where none is recorded. `unstated` state no county."""
    rows = list({line.community.pk: line for line in lines if line.county is None or line.community.county_id}.values())
    of: dict[int | None, list[bool]] = {}
    for line in rows:
        of.setdefault(line.community.county_id, []).append(line.contact.overdue)
    shaded = [
        Shaded(row, area, overdue=sum(found) if found else None, people=len(found))
        for row, area in places
        for found in (of.get(row.county_id, []) if row.county_id else [],)
    ]
    return Layer(shaded, len(rows), len(of.get(None, [])))


def indices(viewer: Viewer) -> list[Source]:
    """The newest index of deprivation of each coverage that has been brought in: England and Wales have one each."""
    held = set(tables_in_use(viewer).values_list("source", flat=True))
    newest: dict[object, Source] = {}
    for source in sorted((SOURCES[name] for name in held if name in SOURCES), key=lambda each: each.year):
        if isinstance(source.layout, Scores):
            newest[source.coverage] = source
    return sorted(newest.values(), key=lambda each: each.name)


def by_deprivation(viewer: Viewer, index: Source, places: Sequence[tuple[Authority, Area | None]]) -> Layer:
    """The score of each authority by one index: of one nation and edition, so that England and Wales are never on one scale."""
    found = deprivation_of(viewer, [row for row, _area in places])
    scores = {each.authority.pk: each.average for each in found if each.source.name == index.name}
    return Layer([Shaded(row, area, score=scores.get(row.pk)) for row, area in places])


def by_share(
    viewer: Viewer, category: Category, places: Sequence[tuple[Authority, Area | None]], territory: Territory | None = None
) -> Layer:
    """The share of one category in the population of each authority, by the latest published counts."""
    asked = {row.pk: Question((category,), row) for row, _area in places}
    answers = populations(viewer, asked.values(), territory=territory)
    found = {pk: answers[question] for pk, question in asked.items()}
    return Layer(
        [
            Shaded(row, area, share=each.value / each.base if each.value is not None and each.base else None, people=each.value)
            for row, area in places
            for each in (found[row.pk],)
        ]
    )
