"""The invented cast as communities."""

from datetime import date

from folkmoot.areas.models import Area
from folkmoot.communities.models import Community


def area(code: str = "east-of-england", name: str = "East of England") -> Area:
    return Area.objects.get_or_create(code=code, defaults={"name_en": name, "kind": "area"})[0]


def wales() -> Area:
    return area("cymru-wales", "Cymru-Wales")


def community(name: str = "Deaf people in the Fens", **over: object) -> Community:
    values = {
        "area": area(), "kind": "identity", "contact_every_months": 6, "population": 1200, "population_source": "Census 2021",
        "population_on": date(2021, 3, 21),
    } | over  # fmt: skip
    return Community.objects.create(name=name, **values)


def travellers(**over: object) -> Community:
    return community("Gypsy, Roma and Traveller people in Cambridgeshire", **({"population": 4100} | over))


def somalis(**over: object) -> Community:
    """A community of the other Area, with a Welsh name."""
    return community("Somali people in Cardiff", **({"area": wales(), "name_cy": "Pobl Somali yng Nghaerdydd"} | over))
