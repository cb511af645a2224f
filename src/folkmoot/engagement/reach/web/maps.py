"""The map of the reach page, drawn from outlines where they were brought in and from equal tiles where not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import boundaries, tiles
from folkmoot.characteristics.models import Category
from folkmoot.communities.web.presenters import per_cent
from folkmoot.engagement.reach.queries import Asked, Known, Line
from folkmoot.engagement.reach.rules import bands
from folkmoot.engagement.reach.shading import Layer, Shaded, authorities_of, by_contacts, by_share
from folkmoot.engagement.reach.web.rows import rate_words
from folkmoot.webkit.charts.choropleth import Shape, choropleth
from folkmoot.webkit.charts.drawing import Drawing
from folkmoot.webkit.charts.shading import Band, Kinds
from folkmoot.webkit.charts.tiles import Tile, tile_map

CONTACTS = "contacts"


@dataclass(frozen=True)
class Map:
    """The drawing, what it is shaded by, what else it could be shaded by, and what must be known to read it."""

    drawing: Drawing
    layer: str
    layers: list[tuple[str, str]]
    words: str
    kept: list[tuple[str, str]]


def layers_of(lines: Iterable[Line], months: int) -> dict[str, tuple[str, Category | None]]:
    """What the map can be shaded by: contacts, and each category by which a community of the page is described."""
    categories = {category.pk: category for line in lines for category in line.community.characteristics.all()}
    contacts = _("Contacts in %(months)d months for every 10,000 people") % {"months": months}
    named = {str(pk): (_("Share of: %(name)s") % {"name": each.name}, each) for pk, each in sorted(categories.items())}
    return {CONTACTS: (contacts, None), **named}


def map_of(
    viewer: Viewer, asked: Asked, areas: Sequence[Area], lines: Sequence[Line], layer: str, kept: list[tuple[str, str]], known: Known
) -> Map | None:
    """The map in one of its layers; None where no local authority is known."""
    places = authorities_of(viewer, asked, areas)
    if not places:
        return None
    layers = layers_of(lines, asked.months)
    chosen = layer if layer in layers else CONTACTS
    title, category = layers[chosen]
    found = by_share(viewer, category, places, known.territory) if category else by_contacts(viewer, asked, places, known)
    said = _said_of_shares() if category else _said_of_contacts(asked, found)
    drawing = _drawn(viewer, found.shaded, asked, title, said)
    return Map(drawing, chosen, [(code, words) for code, (words, _category) in layers.items()], said, kept)


def _drawn(viewer: Viewer, shaded: Sequence[Shaded], asked: Asked, title: str, said: str) -> Drawing:
    authorities = [each.authority for each in shaded]
    outlines = boundaries(viewer, authorities)
    values = [value for each in shaded if (value := _value(each)) is not None and _steady(each)]
    shades = [_band(low, high, shaded) for low, high in bands(values)] or [Band(0, None, _("Enough to tell: nowhere here"))]
    look = {
        "title": title, "description": said, "bands": shades, "legend_title": title,
        "kinds": Kinds(_("No figure"), _("Cannot tell: too few contacts")), "lang": get_language() or "en-GB",
    }  # fmt: skip
    if outlines:
        shapes = [
            Shape(each.authority.code, each.authority.name, outlines.get(each.authority.code, []), *_facts(each, asked)) for each in shaded
        ]
        return choropleth(shapes, **look)  # type: ignore[arg-type]  # the look holds what both maps take
    grid = tiles(viewer, authorities)
    laid = [Tile(each.authority.code, each.authority.name, grid[each.authority.code], *_facts(each, asked)) for each in shaded]
    return tile_map(laid, **look)  # type: ignore[arg-type]


def _value(each: Shaded) -> float | None:
    return each.rate.value if each.rate else each.share


def _steady(each: Shaded) -> bool:
    return each.rate.steady if each.rate else True


def _facts(each: Shaded, asked: Asked) -> tuple[float | None, str, str, bool]:
    """Value, words, address and whether the value is steady, as both maps take them."""
    return _value(each), _words(each), _address(each, asked), _steady(each)


def _words(each: Shaded) -> str:
    if each.rate is None and each.share is None:
        return _("no figure")
    if each.rate is None:
        return _("%(share)s, %(people)s people") % {"share": per_cent(each.share), "people": f"{each.people or 0:,}"}
    where = each.authority.county or each.area
    said = {
        "rate": rate_words(each.rate),
        "contacts": each.rate.contacts,
        "people": f"{each.rate.people:,}",
        "where": where.name if where else "",
    }
    return _("%(where)s: %(rate)s; %(contacts)d contacts, %(people)s people") % said


def _address(each: Shaded, asked: Asked) -> str:
    """Closer in: from all Areas to one, from one to a county, from a county to nowhere nearer."""
    if each.area is None or asked.county:
        return ""
    query = {"area": each.area.code}
    if asked.area and each.authority.county_id:
        query["county_id"] = str(each.authority.county_id)
    return reverse("engagement:reach", query=query)


def _band(low: float, high: float | None, shaded: Sequence[Shaded]) -> Band:
    show = (lambda value: f"{value:.2f}") if any(each.rate for each in shaded) else per_cent
    if high is None:
        return Band(low, None, _("%(low)s or more") % {"low": show(low)})
    return Band(low, high, _("%(low)s to under %(high)s") % {"low": show(low), "high": show(high)})


def _said_of_contacts(asked: Asked, found: Layer) -> str:
    words = _(
        "Every activity of the period counts once. A place is shaded only where contacts held, or expected, are enough to tell from chance."
    )
    alike = _("Activities state their county and no smaller place, so all of one county is shaded alike.")
    national = _("All authorities that one Area serves are shaded alike.")
    said = f"{words} {alike if asked.area else national}"
    if not found.unstated:
        return said
    unstated = _("%(unstated)d of %(contacts)d contacts state no county and are in no place here.")
    return f"{said} {unstated % {'unstated': found.unstated, 'contacts': found.contacts}} {_too_many() if found.too_many else ''}".strip()


def _too_many() -> str:
    return _("That is too many to shade any county: give activities their county.")


def _said_of_shares() -> str:
    return _("The share in the population by the latest published counts. Where figures were not brought in, the place is hatched.")
