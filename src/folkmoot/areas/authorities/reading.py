"""From a file to facts: which declared source it is, judged by its content, and who reads it."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.areas.authorities import geojson, outlines, postcodes
from folkmoot.areas.authorities.declared import PORTAL, TABLES
from folkmoot.areas.authorities.facts import BadPlaces, Facts, Held
from folkmoot.areas.authorities.sheets import Sheet, Source
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import Limits


@dataclass(frozen=True)
class Offered:
    """A kind of file that can be brought in, for the list of what there is."""

    code: str
    title: Promise
    makes: Promise
    published_at: str


_OUTLINES = Offered(
    "outlines",
    gettext_lazy("Outlines of authorities or police forces"),
    gettext_lazy("the map; degrees of longitude and latitude only"),
    f"{PORTAL}, “Local Authority Districts … Boundaries UK BUC” (or Police Force Areas), as GeoJSON in WGS84; as TopoJSON: https://github.com/ONSvisual/topojson_boundaries",
)
_TILES = Offered(
    "tiles",
    gettext_lazy("A layout of hexagons, one for each authority"),
    gettext_lazy("the map of equal tiles, where there are no outlines"),
    "https://github.com/ONSvisual/topojson_boundaries, “geog_HEX_LA_EW.json”",
)
_POSTCODES = Offered(
    "postcodes",
    gettext_lazy("Postcode directory (ONSPD or NSPL)"),
    gettext_lazy("the authorities of each postcode sector; no postcode is kept"),
    f"{PORTAL}, “ONS Postcode Directory”, each quarter: unpack the ZIP and name the one large CSV file in its folder Data",
)


def offered() -> list[Offered]:
    """Every kind of file that can be brought in, in the order in which they are best brought."""
    tables = [Offered(source.code, source.title, source.makes, source.published_at) for source in TABLES]
    return [*tables, _OUTLINES, _TILES, _POSTCODES]


def read_facts(path: Path, name: str, held: Held, *, source: str = "") -> tuple[str, Facts]:
    """The code of the source and what the file says. Raises BadPlaces or TableError; `source` refuses a file of any other."""
    code, facts = _read(path, name, held)
    if source and source != code:
        titles = {each.code: str(each.title) for each in offered()}
        told = {"is": titles[code], "wanted": titles.get(source, source)}
        raise BadPlaces(name, "", _("It is “%(is)s”, not “%(wanted)s”.") % told)
    return code, facts


def _read(path: Path, name: str, held: Held) -> tuple[str, Facts]:
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in {b"{", b"["}:
        facts = outlines.facts_of(geojson.read_shapes(path, name), name, held)
        return (_TILES if facts.tiles else _OUTLINES).code, facts
    headings = postcodes.headings_of(path)
    if headings:
        return _POSTCODES.code, postcodes.facts_of(path, name, headings, held)
    table = read_table(path, name=name, name_headings=True, limits=Limits(rows=20_000))
    for source in TABLES:
        at = source.matched(table.columns)
        if at is not None:
            return source.code, source.reads(Sheet(name, table, at), held)
    raise _unknown(name, table.columns, TABLES)


def _unknown(name: str, headings: tuple[str, ...], sources: tuple[Source, ...]) -> BadPlaces:
    """The file is of another shape: say what it lacks to be the source it is nearest to."""
    wanted = {source: [each for each in source.columns if each.required] for source in sources}
    missing = {source: [each.field for each in columns if not any(map(each.match, headings))] for source, columns in wanted.items()}
    near = [source for source in sources if 0 < len(missing[source]) < len(wanted[source])]
    why = _("Its columns are those of no table that can be brought in.")
    if near:
        nearest = min(near, key=lambda source: len(missing[source]) / len(wanted[source]))
        told = {"source": nearest.title, "fields": ", ".join(missing[nearest])}
        why = _("It is nearest to “%(source)s”, but has no column for: %(fields)s.") % told
    return BadPlaces(name, "", why, _("See the list of what can be brought in, and where it is published (folkmoot places sources)."))
