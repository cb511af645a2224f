"""Maps and filters on the pages of authorities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from folkmoot.areas import queries
from folkmoot.areas.models import Area, Authority, BroughtIn, County, PoliceForce
from folkmoot.areas.queries import AreaOfAuthority
from folkmoot.foundation.audit import Actor
from folkmoot.webkit.charts.choropleth import Shape, choropleth
from folkmoot.webkit.charts.drawing import Drawing
from folkmoot.webkit.charts.tiles import Tile, tile_map

_MANY = 120
# What a table is called in the summary of a file, by the plural under which it is recorded.
_TABLES = {
    "authorities": gettext_lazy("Authorities"),
    "authority aliases": gettext_lazy("Other names"),
    "authority successions": gettext_lazy("Successions"),
    "authority parts": gettext_lazy("Partnerships and forces"),
    "boundaries": gettext_lazy("Outlines"),
    "tiles": gettext_lazy("Tiles"),
    "postcode sectors": gettext_lazy("Postcode sectors"),
}


@dataclass(frozen=True)
class Map:
    """A picture of where authorities lie: by their outlines, or as tiles (`equal`); nothing at all where neither was brought in."""

    picture: Drawing
    equal: bool
    missing: list[str]


@dataclass(frozen=True)
class Chosen:
    """What a list of authorities is narrowed to."""

    area: Area | None = None
    county: County | None = None
    force: PoliceForce | None = None

    @property
    def names(self) -> list[str]:
        return [each.name for each in (self.area, self.county, self.force) if each]

    def wanted(self) -> dict[str, Any]:
        return {"area": self.area, "county": self.county, "force": self.force}


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    authority: Authority
    forces: list[str]
    areas: list[AreaOfAuthority]


def listed(authorities: Sequence[Authority], areas: dict[str, list[AreaOfAuthority]]) -> list[Listed]:
    return [Listed(row, sorted({part.force.name for part in row.live_parts}), areas[row.code]) for row in authorities]


def map_of(viewer: Actor, authorities: Sequence[Authority], *, title: str, chosen: str = "") -> Map:
    """Where authorities lie, each a link to its page; the one with the code `chosen` is dark. Many are shown as tiles, where there
    are some: by its outline a London borough could not be seen beside Northumberland.
    """
    tiled = queries.has_tiles(viewer)
    rings = {} if tiled and len(authorities) > _MANY else queries.boundaries(viewer, authorities)
    lang = "cy" if get_language() == "cy" else "en-GB"
    description = _("Each place is a link to its page. The same places stand in the list.")
    if rings:
        shapes = [
            Shape(row.code, row.name, rings.get(row.code, []), None, "", _address(row), chosen=row.code == chosen) for row in authorities
        ]
        missing = [row.name for row in authorities if row.code not in rings]
        return Map(choropleth(shapes, title=title, description=description, lang=lang), False, missing)
    if not tiled:
        return Map(Drawing(""), False, [])
    places = queries.tiles(viewer, authorities)
    tiles = [Tile(row.code, row.name, places[row.code], None, "", _address(row), chosen=row.code == chosen) for row in authorities]
    return Map(tile_map(tiles, title=title, description=description, lang=lang), True, [])


def of_record(rows: Iterable[BroughtIn], titles: dict[str, Any]) -> list[dict[str, Any]]:
    """The files brought in, each with the title of its source and what it did in words."""
    return [{"row": row, "title": titles.get(row.source, row.source), "did": did_in_words(row.did)} for row in rows]


def did_in_words(did: dict[str, list[int]]) -> list[str]:
    return [_("%(table)s: %(words)s") % {"table": called(table), "words": in_words(*counts)} for table, counts in did.items()]


def called(table: str) -> str:
    return str(_TABLES.get(table, table))


def in_words(added: int, changed: int, withdrawn: int) -> str:
    parts = ((added, _("%(n)s added")), (changed, _("%(n)s changed")), (withdrawn, _("%(n)s withdrawn")))
    return ", ".join(said % {"n": f"{count:,}"} for count, said in parts if count)


def _address(authority: Authority) -> str:
    return reverse("areas:authority", args=[authority.code])
