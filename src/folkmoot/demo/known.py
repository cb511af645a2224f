"""Who lives in an Area and who is known there: invented communities, organisations and contacts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.communities.models import Community
from folkmoot.communities.operations import add_community, take_population_from_census
from folkmoot.demo.places import COMMUNITIES, FIRST_NAMES, LAST_NAMES, ORGANISATIONS, TOWNS, WELSH_COMMUNITY, WELSH_ORGANISATIONS
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact, add_organisation

FICTION = "Invented for the fictional year"


# Communities that published tables count: scheme and codes. Two characteristics together are counted by no one-way table.
COUNTED: dict[str, tuple[tuple[str, str], ...]] = {
    "Gypsy, Roma and Traveller people": (("ethnicity-census-2021", "15"), ("ethnicity-census-2021", "16")),
    "Black Caribbean people": (("ethnicity-census-2021", "7"),),
    "Chinese and East Asian people": (("ethnicity-census-2021", "2"),),
    "Jewish communities": (("religion-census-2021", "5"),),
    "Muslim women": (("religion-census-2021", "6"), ("sex", "F")),
}

NEEDS = {"Step-free venue": ["step_free"], "British Sign Language interpreter": ["bsl_interpreter"]}
ROLES = {"Chair": "chair", "Coordinator": "worker", "Trustee": "trustee", "Support worker": "worker"}
Meeting = tuple[Organisation, Community, Contact | None]  # whom to meet, for whom they stand, and the person there


@dataclass
class Known:
    """What an Area knows: its communities, and organisations by the community they stand for."""

    communities: list[Community]
    organisations: list[Meeting]


def make_known(area: Area, *, by: Viewer, at: datetime, chance: Random) -> Known:
    """An Area's communities, some twenty-five organisations, and a contact in most of them."""
    people = chance.randrange(1_600_000, 6_200_000)
    kinds = [*COMMUNITIES, WELSH_COMMUNITY] if area.code == "cymru-wales" else list(COMMUNITIES)
    communities = [_community(area, kind, people, by=by, at=at, chance=chance) for kind in kinds]
    known = Known(communities, [])
    for pattern, kind, place in chance.sample(ORGANISATIONS, len(ORGANISATIONS) - 2):
        town = chance.choice(TOWNS[area.code])
        _organisation(known, area, pattern.format(town=town), kind, town, communities[place], by=by, at=at, chance=chance)
    if area.code == "cymru-wales":
        for pattern, kind in WELSH_ORGANISATIONS:
            town = chance.choice(TOWNS[area.code])
            _organisation(known, area, pattern.format(town=town), kind, town, communities[-1], by=by, at=at, chance=chance)
    return known


def _community(area: Area, kind: tuple[str, str, int, int, str], people: int, *, by: Viewer, at: datetime, chance: Random) -> Community:
    name, sort, thousandths, months, low_trust = kind
    categories = [Category.objects.get(scheme__code=scheme, code=code) for scheme, code in COUNTED.get(name, ())]
    community = add_community(
        by=by, at=at, area=area, name=name, kind=sort, population=int(people * thousandths * chance.uniform(0.5, 1.6) / 100_000) * 100,
        population_source=FICTION, population_on=date(2021, 3, 21), low_trust=bool(low_trust), low_trust_evidence=low_trust,
        contact_every_months=months, characteristics=categories,
    )  # fmt: skip
    if len({category.scheme_id for category in categories}) == 1:
        take_population_from_census(by=by, at=at, community=community)
    return community


def _organisation(
    known: Known, area: Area, name: str, kind: str, town: str, community: Community, *, by: Viewer, at: datetime, chance: Random
) -> None:
    organisation = add_organisation(by=by, at=at, area=area, name=name, kind=kind, communities=[community], town=town, another=True)
    contact = _contact(area, organisation, by=by, at=at, chance=chance) if chance.random() < 0.8 else None
    known.organisations.append((organisation, community, contact))


def _contact(area: Area, organisation: Organisation, *, by: Viewer, at: datetime, chance: Random) -> Contact:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    language = "cy" if area.code == "cymru-wales" and chance.random() < 0.4 else "en"
    needs = chance.choice(("", "", "", "", "Step-free venue", "British Sign Language interpreter", "Large print"))
    role = chance.choice(tuple(ROLES))
    return add_contact(
        by=by, at=at, area=area, name=name, organisation=organisation, another=True, role=role, role_kind=ROLES[role],
        purposes=("engagement", "invitations", "bulletins") if organisation.pk % 6 else (), how="voice",
        needs=NEEDS.get(needs, []), needs_asked_on=at.date() if needs or organisation.pk % 4 == 0 else None,
        email=f"{name.split()[0].lower()}.{organisation.pk}@example.org", language=language, access_needs=needs, basis="consent",
        basis_on=at.date() - timedelta(days=chance.randrange(1, 60)), source="Met at an event", keep_until=at.date() + timedelta(days=3 * 365),
    )  # fmt: skip
