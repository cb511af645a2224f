"""Two counties of the Area with an authority and published counts each, for the tests of reach."""

from dataclasses import dataclass
from pathlib import Path

from folkmoot.areas.models import AreaCounty, Authority, County
from folkmoot.census.tests.factories import authority, force_of, load_text, part, schemes, sex_table
from folkmoot.characteristics.models import Category
from folkmoot.communities.tests.factories import area


@dataclass(frozen=True)
class Land:
    cambs: County
    suffolk: County
    fenland: Authority
    ipswich: Authority
    women: Category
    men: Category


def land(folder: Path) -> Land:
    """Fenland in Cambridgeshire (60,000 women of 100,000) and Ipswich in Suffolk (70,000 of 150,000)."""
    schemes()
    cambs, suffolk = (_county(name) for name in ("Cambridgeshire", "Suffolk"))
    fenland, ipswich = authority("E07000010", "Fenland", county=cambs), authority("E07000202", "Ipswich", county=suffolk)
    force = force_of(area())
    part(fenland, force)
    part(ipswich, force, "E22000002")
    load_text(folder, sex_table({"E07000010": (60_000, 40_000), "E07000202": (70_000, 80_000)}))
    women, men = (Category.objects.get(scheme__code="sex", name_en=name) for name in ("Female", "Male"))
    return Land(cambs, suffolk, fenland, ipswich, women, men)


def _county(name: str) -> County:
    made, _new = County.objects.get_or_create(code=name.lower(), defaults={"name_en": name, "kind": "ceremonial", "nation": "England"})
    AreaCounty.objects.get_or_create(area=area(), county=made, defaults={"coverage": "whole"})
    return made
