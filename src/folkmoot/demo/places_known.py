"""Where people live in the fictional year: forces and map tiles of the real authorities, and invented census tables of true totals."""

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.authorities.operations import load_file
from folkmoot.areas.models import Authority, AuthoritySuccession, ForceCounty
from folkmoot.census.operations import bring_in
from folkmoot.census.reading import Reading
from folkmoot.census.sources import SOURCES
from folkmoot.demo.shares import LEANING, TOTALS, WEIGHTS
from folkmoot.foundation.audit import SYSTEM

# Rough places of the counties on a grid of equal tiles (columns from the left, rows from the top), moved apart so that each has room.
COUNTIES: dict[str, tuple[float, float]] = {
    "greater-london": (14.0, 19.3), "city-of-london": (14.0, 19.3), "west-sussex": (13.9, 26.5), "derbyshire": (9.6, 11.0),
    "nottinghamshire": (12.3, 10.2), "kent": (17.8, 22.6), "suffolk": (18.9, 15.0), "south-yorkshire": (10.7, 8.4), "essex": (18.6, 18.4),
    "hampshire": (8.5, 23.8), "somerset": (6.1, 21.8), "bedfordshire": (12.2, 15.7), "west-midlands": (9.0, 14.1),
    "leicestershire": (11.5, 13.3), "lancashire": (6.3, 5.5), "gwent": (5.3, 18.0), "greater-manchester": (7.0, 9.3),
    "lincolnshire": (15.1, 10.8), "dorset": (6.1, 23.6), "berkshire": (10.3, 21.2), "west-yorkshire": (8.9, 7.2), "norfolk": (17.3, 12.9),
    "mid-glamorgan": (4.3, 19.9), "east-sussex": (15.0, 23.9), "bristol": (7.2, 20.8), "worcestershire": (7.0, 15.9),
    "hertfordshire": (14.3, 14.3), "buckinghamshire": (11.1, 17.0), "cambridgeshire": (16.7, 15.7), "staffordshire": (6.6, 12.8),
    "south-glamorgan": (5.8, 20.0), "dyfed": (2.2, 17.2), "gloucestershire": (7.6, 18.8), "oxfordshire": (10.1, 18.8),
    "cheshire": (4.8, 10.8), "clwyd": (4.1, 13.0), "cornwall": (0.7, 25.5), "durham": (9.1, 3.9), "cumbria": (5.6, 2.6), "devon": (3.7, 23.7),
    "east-riding-of-yorkshire": (12.7, 7.7), "surrey": (12.0, 23.9), "tyne-and-wear": (10.0, 1.6), "gwynedd": (2.8, 11.7),
    "herefordshire": (5.3, 16.1), "isle-of-wight": (10.3, 25.5), "merseyside": (4.4, 8.5), "north-yorkshire": (10.6, 5.6),
    "west-glamorgan": (3.5, 18.4), "northamptonshire": (10.7, 15.5), "warwickshire": (9.2, 16.7), "northumberland": (8.7, 0.6),
    "powys": (4.4, 15.7), "rutland": (13.2, 12.2), "shropshire": (5.3, 14.8), "wiltshire": (8.4, 20.9),
}  # fmt: skip
_HIGH = 0.866  # a row of hexagons is lower than a column is wide
Cell = tuple[int, int]


def make_places(*, analyst: Viewer, at: datetime, seed: int) -> None:
    """Bring in what a service would bring in first: forces, a layout of tiles, and four census tables, each invented by authority."""
    rows = list(Authority.objects.filter(ends=None).exclude(county=None).select_related("county").order_by("code"))
    with TemporaryDirectory() as folder:
        for name, write in (("invented-forces.csv", _write_forces), ("invented-tiles.geojson", _write_tiles)):
            path = Path(folder) / name
            write(path, rows)
            load_file(path=path, name=name, by=SYSTEM, at=at, edition="invented")
    people = _people(seed)
    for name, day in (("census-2011-ks201", date(2011, 3, 27)), *((name, date(2023, 12, 31)) for name in TOTALS if "2021" in name)):
        reading = _table(name, day, people, seed)
        bring_in(by=analyst, at=at, reading=reading, file_name="invented.csv", sha256=hashlib.sha256(reading.digest.encode()).hexdigest())


def _write_forces(path: Path, rows: list[Authority]) -> None:
    """One community safety partnership an authority, with a code of our own, under the police force of its county."""
    covering: dict[int, list[ForceCounty]] = {}
    for each in ForceCounty.objects.select_related("force").order_by("force__code"):
        covering.setdefault(each.county_id, []).append(each)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["LAD24CD", "LAD24NM", "CSP24CD", "CSP24NM", "PFA24CD", "PFA24NM"])
        for number, row in enumerate(rows):
            force = _force(row, covering[row.county_id or 0]).force
            writer.writerow([row.code, row.name_en, f"{row.code[0]}22{900_000 + number}", row.name_en, force.ons_code, force.name_en])


def _force(row: Authority, found: list[ForceCounty]) -> ForceCounty:
    """The force that names the authority, else the one that has the rest of the county."""
    named = [each for each in found if row.name_en.removesuffix(", County of") in each.note and not each.note.startswith("All but")]
    rest = [each for each in found if each.coverage == "whole" or each.note.startswith("All but")]
    return (named or rest or found)[0]


def _write_tiles(path: Path, rows: list[Authority]) -> None:
    cells = tile_cells(rows)
    features = [
        {
            "type": "Feature", "properties": {"LAD24CD": row.code, "LAD24NM": row.name_en},
            "geometry": {"type": "Polygon", "coordinates": [_hexagon(*cells[row.code])]},
        }
        for row in rows
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def tile_cells(rows: list[Authority]) -> dict[str, Cell]:
    """A tile for each authority, no two on one: London first, then one from each county in turn, each as near to its county as is free."""
    by_county: dict[str, list[Authority]] = {}
    for row in rows:
        if row.county:
            by_county.setdefault(row.county.code, []).append(row)
    london = [row for county in ("city-of-london", "greater-london") for row in by_county.pop(county, [])]
    largest = max((len(each) for each in by_county.values()), default=0)
    smallest_first = sorted(by_county.values(), key=len)
    in_turn = [each[turn] for turn in range(largest) for each in smallest_first if turn < len(each)]
    free = {(column, row) for column in range(24) for row in range(32)}
    found: dict[str, Cell] = {}
    for row in (*london, *in_turn):
        place = COUNTIES[row.county.code] if row.county else (0.0, 0.0)
        found[row.code] = min(free, key=_distance_to(place))
        free.discard(found[row.code])
    return found


def _distance_to(place: tuple[float, float]) -> Callable[[Cell], tuple[float, Cell]]:
    def distance(cell: Cell) -> tuple[float, Cell]:
        across, down = cell[0] + 0.5 * (cell[1] % 2) - place[0], (cell[1] - place[1]) * _HIGH
        return across * across + down * down, cell

    return distance


def _hexagon(column: int, row: int) -> list[list[float]]:
    """A ring in degrees, points up and down, that shares its corners with its neighbours."""
    across, down = column + 0.5 * (row % 2), 0.75 * row
    corners = ((0, -0.5), (0.5, -0.25), (0.5, 0.25), (0, 0.5), (-0.5, 0.25), (-0.5, -0.25), (0, -0.5))
    return [[round(-10 + 0.4 * (across + x), 6), round(60 - 0.4 * (down + y), 6)] for x, y in corners]


def _people(seed: int) -> dict[str, float]:
    """An invented size for every authority; what took the place of others is as large as they were together."""
    rows = {row.pk: row for row in Authority.objects.exclude(county=None)}
    came_from: dict[int, list[int]] = {}
    for step in AuthoritySuccession.objects.filter(lossy=False):
        came_from.setdefault(step.to_authority_id, []).append(step.from_authority_id)

    def size(pk: int, depth: int) -> float:
        earlier = [one for one in came_from.get(pk, []) if one in rows]
        if earlier and depth < 5:
            return sum(size(one, depth + 1) for one in earlier)
        row = rows[pk]
        return WEIGHTS.get(row.code, WEIGHTS[row.kind]) * Random(f"{seed} {row.code}").uniform(0.6, 1.5)

    return {row.code: size(pk, 0) for pk, row in sorted(rows.items())}


def _table(name: str, day: date, people: dict[str, float], seed: int) -> Reading:
    """One table: the true totals of England and Wales, divided among the authorities of the day by invention.

    The largest category takes what is left of each authority's people, so that a place has as many people in every table of a census.
    """
    held = Authority.objects.exclude(county=None).exclude(starts__gt=day).exclude(ends__lt=day).select_related("county").order_by("code")
    rows = {row.code: row.county.code if row.county else "" for row in held}
    totals = TOTALS[name]
    bases = divided(sum(totals.values()), {code: people[code] for code in rows})
    largest = max(totals, key=lambda category: totals[category])
    reading = Reading(SOURCES[name], day, bases=bases)
    for category, total in totals.items():
        if category != largest:
            weights = {code: bases[code] * _lean(name, category, county) * _chance(seed, code, category) for code, county in rows.items()}
            reading.counts |= {(code, category): number for code, number in divided(total, weights).items()}
    for code, base in bases.items():
        reading.counts[code, largest] = base - sum(reading.counts[code, category] for category in totals if category != largest)
    return reading


def _chance(seed: int, code: str, category: str) -> float:
    return Random(f"{seed} {code} {category}").uniform(0.75, 1.3)


def _lean(name: str, category: str, county: str) -> float:
    return LEANING.get(name, {}).get(category, {}).get(county, 1.0)


def divided(total: int, weights: dict[str, float]) -> dict[str, int]:
    """A whole number divided in proportion to the weights, no person lost: those with the largest remainders get one more."""
    whole = sum(weights.values())
    exact = {code: total * weight / whole for code, weight in weights.items()}
    given = {code: int(share) for code, share in exact.items()}
    left = count(total - sum(given.values()), -1)
    for code in sorted(exact, key=lambda each: (given[each] - exact[each], each)):
        if next(left) <= 0:
            break
        given[code] += 1
    return given
