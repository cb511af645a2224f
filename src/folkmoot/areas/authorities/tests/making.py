"""Small published files for tests, in the shapes of the real ones; the places are real, the rows are chosen."""

import json
from pathlib import Path
from typing import Any

from folkmoot.areas.authorities import operations
from folkmoot.areas.authorities.trial import Summary
from folkmoot.areas.tests.factories import NOW
from folkmoot.foundation.audit import SYSTEM

FORCES = """\
LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM
E07000146,King's Lynn and West Norfolk,E22000225,Norfolk,E23000024,Norfolk
E07000148,Norwich,E22000225,Norfolk,E23000024,Norfolk
E06000031,Peterborough,E22000023,Peterborough,E23000023,Cambridgeshire
E06000058,"Bournemouth, Christchurch and Poole",E22000063,Bournemouth,E23000039,Dorset
E06000058,"Bournemouth, Christchurch and Poole",E22000067,Poole,E23000039,Dorset
E09000007,Camden,E22000010,Camden,E23000001,Metropolitan Police
W06000015,Cardiff,W22000001,Cardiff,W15000003,South Wales
"""


def written(folder: Path, text: str, name: str = "lookup.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def brought(path: Path, **options: Any) -> Summary:
    return operations.load_file(path=path, name=path.name, by=SYSTEM, at=NOW, **options)


def square(x: float = 0.4, y: float = 52.7, side: float = 0.2) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(code: str = "E07000146", name: str = "King's Lynn and West Norfolk", ring: Any = None, year: str = "24") -> dict[str, Any]:
    rings = [square() if ring is None else ring]
    return {
        "type": "Feature",
        "properties": {f"LAD{year}CD": code, f"LAD{year}NM": name},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def outlines(folder: Path, *features: dict[str, Any], **members: Any) -> Path:
    document = {"type": "FeatureCollection", "features": list(features), **members}
    return written(folder, json.dumps(document), "outlines.geojson")
