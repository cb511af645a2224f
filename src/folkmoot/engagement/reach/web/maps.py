"""The map of the reach page, drawn from outlines where they were brought in and from equal tiles where not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import boundaries, tiles
from folkmoot.census.sources import SOURCES
from folkmoot.characteristics.models import Category
from folkmoot.communities.web.presenters import per_cent
from folkmoot.engagement.reach.queries import Asked, Known, Line
from folkmoot.engagement.reach.rules import bands
from folkmoot.engagement.reach.shading import (
    Layer,
    Shaded,
    authorities_of,
    by_contacts,
    by_deprivation,
    by_organisations,
    by_overdue,
    by_share,
    indices,
)
from folkmoot.engagement.reach.web.rows import rate_words
from folkmoot.webkit.charts.choropleth import Shape, choropleth
from folkmoot.webkit.charts.drawing import Drawing
from folkmoot.webkit.charts.shading import Band, Kinds
from folkmoot.webkit.charts.tiles import Tile, tile_map

CONTACTS, OVERDUE, ORGANISATIONS, INDEX = "contacts", "overdue", "organisations", "deprivation-"


@dataclass(frozen=True)
class Map:
    """The drawing, what it is shaded by, what else it could be shaded by, and what must be known to read it."""

    drawing: Drawing
    layer: str
    layers: list[tuple[str, str]]
    words: str
    kept: list[tuple[str, str]]


def layers_of(viewer: Viewer, lines: Iterable[Line], months: int) -> dict[str, tuple[str, Category | None]]:
    """What the map can be shaded by: contacts, communities overdue, organisations, deprivation, and each category of a community here."""
    categories = {category.pk: category for line in lines for category in line.community.characteristics.all()}
    contacts = _("Contacts in %(months)d months for every 10,000 people") % {"months": months}
    named = {str(pk): (_("Share of: %(name)s") % {"name": each.name}, each) for pk, each in sorted(categories.items())}
    more = {OVERDUE: (_("Communities overdue for contact"), None)}
    if viewer.may("stakeholders.read"):
        more[ORGANISATIONS] = (_("Organisations known for every 100,000 people"), None)
    more |= {f"{INDEX}{source.name}": (_("Deprivation: %(index)s") % {"index": source.title}, None) for source in indices(viewer)}
    return {CONTACTS: (contacts, None), **more, **named}


def map_of(
    viewer: Viewer, asked: Asked, areas: Sequence[Area], lines: Sequence[Line], layer: str, kept: list[tuple[str, str]], known: Known
) -> Map | None:
    """The map in one of its layers; None where no local authority is known."""
    places = authorities_of(viewer, asked, areas)
    if not places:
        return None
    layers = layers_of(viewer, lines, asked.months)
    chosen = layer if layer in layers else CONTACTS
    title, category = layers[chosen]
    if category:
        found, said = by_share(viewer, category, places, known.territory), _said_of_shares()
    elif chosen == OVERDUE:
        found = by_overdue(lines, places)
        said = _said_of_overdue(found)
    elif chosen == ORGANISATIONS:
        found = by_organisations(viewer, asked, places, known)
        said = _said_of_organisations(found)
    elif chosen.startswith(INDEX):
        found, said = by_deprivation(viewer, SOURCES[chosen.removeprefix(INDEX)], places), _said_of_deprivation()
    else:
        found = by_contacts(viewer, asked, places, known)
        said = _said_of_contacts(asked, found)
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
    if each.overdue is not None:
        return float(each.overdue)
    return each.rate.value if each.rate else each.share if each.score is None else each.score


def _steady(each: Shaded) -> bool:
    return each.rate.steady if each.rate else True


def _facts(each: Shaded, asked: Asked) -> tuple[float | None, str, str, bool]:
    """Value, words, address and whether the value is steady, as both maps take them."""
    return _value(each), _words(each), _address(each, asked), _steady(each)


def _words(each: Shaded) -> str:
    if each.overdue is not None:
        return _("%(overdue)d of %(all)d communities of the county are overdue") % {"overdue": each.overdue, "all": each.people or 0}
    if each.score is not None:
        return _("score %(score)s") % {"score": f"{each.score:.1f}"}
    if each.rate is None and each.share is None:
        return _("no figure")
    if each.rate is None:
        return _("%(share)s, %(people)s people") % {"share": per_cent(each.share), "people": f"{each.people or 0:,}"}
    where = each.authority.county or each.area
    said: dict[str, object] = {
        "rate": rate_words(each.rate),
        "contacts": each.rate.contacts,
        "people": f"{each.rate.people:,}",
        "where": where.name if where else "",
    }
    if each.counts == "organisations":
        return _("%(where)s: %(rate)s; %(contacts)d organisations, %(people)s people") % said
    return _("%(where)s: %(rate)s; %(contacts)d contacts, %(people)s people") % said


def _address(each: Shaded, asked: Asked) -> str:
    """Closer in: from all Areas to one, from one to a county, from a county to nowhere nearer."""
    if each.area is None or asked.county:
        return ""
    query = {"area": each.area.code}
    if asked.area and each.authority.county_id:
        query["county_id"] = str(each.authority.county_id)
    return reverse("engagement:reach", query=query)


def _figure_of(shaded: Sequence[Shaded]) -> Callable[[float], str]:
    """How the legend writes a value of this layer."""
    if any(each.overdue is not None for each in shaded):
        return lambda value: f"{value:.0f}"
    if any(each.score is not None for each in shaded):
        return lambda value: f"{value:.1f}"
    return (lambda value: f"{value:.2f}") if any(each.rate for each in shaded) else per_cent


def _band(low: float, high: float | None, shaded: Sequence[Shaded]) -> Band:
    show = _figure_of(shaded)
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


def _said_of_overdue(found: Layer) -> str:
    words = _(
        "How many of the communities recorded for a county have not been met for longer than is expected. All of one county is shaded"
        " alike; a county for which no community is recorded is hatched: that says nothing about who lives there."
    )
    if not found.unstated:
        return words
    more = _("%(unstated)d of %(all)d communities are of a whole Area or of the whole service and are in no place here.")
    return f"{words} {more % {'unstated': found.unstated, 'all': found.contacts}}"


def _said_of_organisations(found: Layer) -> str:
    words = _(
        "Every organisation known counts once, in its county; all of one county is shaded alike. A place is shaded only where those known,"
        " or expected, are enough to tell from chance. A low figure may mean that organisations are not known, or not recorded."
    )
    if not found.unstated:
        return words
    more = _("%(unstated)d of %(all)d organisations state no county and are in no place here.")
    few = _("That is too many to shade any county: give organisations their county.") if found.too_many else ""
    return f"{words} {more % {'unstated': found.unstated, 'all': found.contacts}} {few}".strip()


def _said_of_deprivation() -> str:
    return _(
        "The average score of each local authority by one index of one nation; higher is more deprived. Scores of England and of Wales are"
        " made in different ways, so an authority of the other nation is hatched. Deprivation of a place says nothing of one person there."
    )


def _too_many() -> str:
    return _("That is too many to shade any county: give activities their county.")


def _said_of_shares() -> str:
    return _("The share in the population by the latest published counts. Where figures were not brought in, the place is hatched.")
