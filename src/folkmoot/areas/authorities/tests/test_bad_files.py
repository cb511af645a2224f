"""What is said of a file that cannot be used; and that nothing of it is stored."""

import json

import pytest

from folkmoot.areas.authorities import geojson
from folkmoot.areas.authorities.facts import BadPlaces
from folkmoot.areas.authorities.tests.making import FORCES, brought, feature, outlines, square, written
from folkmoot.areas.models import Authority, AuthorityAlias, AuthorityPart, AuthoritySuccession, Boundary, BroughtIn, PostcodeSector, Tile
from folkmoot.areas.tests.factories import load_places
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
TABLES = (Authority, AuthorityAlias, AuthorityPart, AuthoritySuccession, Boundary, BroughtIn, PostcodeSector, Tile, AuditEvent)
HISTORY = "LAD22CD,LAD22NM,LAD23CD,LAD23NM\nE07000026,Allerdale,E06000063,Cumberland\n"
REGISTER = (
    "local-authority-code,official-name,nice-name,gss-code,start-date,end-date,replaced-by,nation,county-la,alt-names\n"
    'NFK,Norfolk County Council,Norfolk,E10000020,,,,England,,"Norfolk"\n'
    'NOW,Norwich City Council,Norwich,E07000148,,,,England,NFK,"Norwich,norwich city"\n'
)


@pytest.fixture(autouse=True)
def places():
    load_places()


def counts():
    return {table: table.objects.count() for table in TABLES}


def refused(path, *said, **options):
    before = counts()
    with pytest.raises(FolkmootError) as caught:
        brought(path, **options)
    for words in (path.name, *said):
        assert words in str(caught.value)
    assert caught.value.why
    assert caught.value.do
    assert counts() == before


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("E07000148,Norwich", "S12000033,Aberdeen", "row 3, column “LAD24CD”", "not a code of England or Wales"),
        ("E07000148,Norwich", "E0700014,Norwich", "row 3, column “LAD24CD”", "nine-character code"),
        ("E07000148,Norwich", ",Norwich", "row 3, column “LAD24CD”", "empty"),
        ("E07000148,Norwich", "E22000225,Norfolk", "row 3, column “LAD24CD”", "not the code of a local authority"),
        ("E07000148,Norwich", "E07000026,Allerdale", "row 3, column “LAD24CD”", "ended on 2023-03-31"),
        ("E07000148,Norwich", "E07000148,", "row 3, column “LAD24NM”", "name is empty"),
        ("E07000148,Norwich", "E07000146,Norwich", "row 3", "already in row 2"),
        ("E23000039,Dorset\nE06000058", "E23000039,Dorsetshire\nE06000058", "row 5, column “PFA24NM”", "No police force is called"),
        ("E23000001,Metropolitan Police", "E23000099,", "row 7, column “PFA24CD”", "not the code of a police force"),
        ("E23000001,Metropolitan Police", "E23000001,Kent", "row 7, column “PFA24NM”", "not the force whose code is"),
        ('58,"Bournemouth, Christchurch and Poole",E22000067', '58,Poole,E22000067', "row 6, column “LAD24NM”", "above"),
        ("CSP24CD", "CSP", "", "no column for: csp"),
        ("LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM", "a,b,c,d,e,f", "", "no table that can be brought in"),
    ],
)  # fmt: skip
def test_a_faulty_lookup(tmp_path, old, new, place, why):
    assert FORCES.count(old) == 1
    refused(written(tmp_path, FORCES.replace(old, new)), place, why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HISTORY + HISTORY.splitlines()[1] + "\n", "already in row 2"),
        ("LAD19CD,LAD19NM,LAD23CD,LAD23NM\nE07000026,Allerdale,E06000063,Cumberland\n", "cannot be told"),
        (HISTORY + "E06000063,Cumberland,E07000026,Allerdale\n", "follow itself"),
        (HISTORY.replace("E06000063", "X06000063"), "not a code of England or Wales"),
    ],
)
def test_a_faulty_history(tmp_path, text, why):
    refused(written(tmp_path, text), why)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (",,,,England,NFK", ",4 May,,,England,NFK", "row 3, column “start-date”"),
        (",,,,England,NFK", ",2020-01-01,2019-01-01,,England,NFK", "before the first"),
        (",,,,England,NFK", ",,,XYZ,England,NFK", "“XYZ” is not in this register"),
        (",,,,England,NFK", ",,,NFK,England,NFK", "No day is given"),
        ("England,NFK", "England,ZZZ", "“ZZZ” is not in this register"),
        ("NOW,Norwich City Council,Norwich,E07000148", "NOW,Norwich City Council,Norwich,E10000020", "already in row 2"),
    ],
)
def test_a_faulty_register(tmp_path, old, new, why):
    text = REGISTER.replace(f"E07000148{old}", f"E07000148{new}") if old.startswith(",") else REGISTER.replace(old, new)
    assert text != REGISTER
    refused(written(tmp_path, text), why)


BRITISH_GRID = [[562000, 320000], [572000, 320000], [572000, 330000], [562000, 330000], [562000, 320000]]


@pytest.mark.parametrize(
    ("ring", "why"),
    [
        (BRITISH_GRID, "British National Grid"),
        ([point[::-1] for point in square()], "latitude comes before longitude"),
        (square(-74.0, 40.7), "does not lie near England or Wales"),
        (square()[:-1], "does not close"),
        ([], "empty or has fewer than four points"),
        ([*square()[:2], square()[0]], "fewer than four points"),
        ([[0.4, "x"], *square()[1:]], "not built as"),
        ([[0.4, None], *square()[1:]], "not built as"),
    ],
)
def test_a_faulty_ring(tmp_path, ring, why):
    refused(outlines(tmp_path, feature("E07000148", "Norwich"), feature(ring=ring)), why)


def test_another_projection_named_in_the_file(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    refused(outlines(tmp_path, feature(), crs=crs), "27700", "WGS84")


def test_the_usual_projection_may_be_named(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert brought(outlines(tmp_path, feature(), crs=crs)).source == "outlines"


@pytest.mark.parametrize(
    ("code", "name", "why"),
    [
        ("E07000026", "Allerdale", "ended on 2023-03-31"),
        ("E12000006", "East of England", "not the code of a local authority"),
        ("", "Nowhere", "empty"),
        ("E23000024", "Suffolk", "not the force whose code is"),
        ("E23000099", "Rutland", "not the code of a police force"),
    ],
)
def test_an_outline_of_nobody(tmp_path, code, name, why):
    refused(outlines(tmp_path, feature(code, name)), "outline 1", why)


def test_the_same_outline_twice(tmp_path):
    refused(outlines(tmp_path, feature(), feature()), "outline 2", "already outline 1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ('{"type": "Feature"}', "neither a GeoJSON collection"),
        ('{"type": "FeatureCollection", "features": []}', "holds no outlines"),
        ('{"type": "FeatureCollection", "features": [{"geometry": null}]}', "no outline at all"),
        ('{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [1, 52]}}]}', "It is a Point"),
        ('{"type": "FeatureCollection", "features": [7]}', "not built as"),
        ('{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[5]]}}}', "not built as"),
        ('{"type": "FeatureCollection", "features": ' + "[" * 200_000, "not JSON"),
        ("[]", "neither a GeoJSON collection"),
    ],
)
def test_what_is_no_geojson(tmp_path, text, why):
    refused(written(tmp_path, text, "outlines.json"), why)


def test_arcs_that_do_not_meet(tmp_path):
    document = {
        "type": "Topology",
        "arcs": [[[0, 52], [1, 52]], [[1, 53], [0, 52]]],
        "objects": {"a": {"type": "Polygon", "arcs": [[0, 1]], "properties": {"LAD24CD": "E07000148", "LAD24NM": "Norwich"}}},
    }
    refused(written(tmp_path, json.dumps(document), "topo.json"), "arcs do not meet")


def loop(*, ids, times=1):
    """A topology of one arc of 101 points, named by each of `times` outlines as often as `ids` says."""
    arc = [[0, 52], *[[0.5, 52.5]] * 99, [0, 52]]
    shape = {"type": "Polygon", "arcs": [[0] * ids]}
    objects = {"a": {"type": "GeometryCollection", "geometries": [shape] * times}}
    return json.dumps({"type": "Topology", "arcs": [arc], "objects": objects})


@pytest.mark.parametrize("document", [loop(ids=10), loop(ids=1, times=10), loop(ids=5, times=2)])
def test_a_topology_cannot_name_its_arcs_without_end(tmp_path, monkeypatch, document):
    """Counted while they are joined, over the whole file: a small file would otherwise fill the memory."""
    path = written(tmp_path, document, "topo.json")
    monkeypatch.setattr(geojson, "MOST_POINTS", 1010)
    assert sum(len(ring) for shape in geojson.read_shapes(path, "topo.json") for ring in shape.rings) >= 1001
    monkeypatch.setattr(geojson, "MOST_POINTS", 1009)
    refused(path, "more than 1009 points together")


def test_the_points_of_all_outlines_count_together(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "MOST_POINTS", 2 * len(square()) - 1)
    refused(outlines(tmp_path, feature("E07000148", "Norwich"), feature()), "outline 2", "points together")


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[[%s, 52]]]}}]}',
        '{"type": "Topology", "arcs": [[[%s, 52]]], "objects": {"a": {"type": "Polygon", "arcs": [[0]]}}}',
    ],
)
def test_a_number_beyond_all_measure_is_refused_like_any_other_fault(tmp_path, text):
    refused(written(tmp_path, text % ("1" + "0" * 400), "outlines.json"), "not built as")


def test_another_source_than_the_one_named(tmp_path):
    refused(written(tmp_path, FORCES), "not “Register of local authorities”", source="authority-register")


def test_a_bad_file_is_of_one_kind_for_whoever_catches_it(tmp_path):
    with pytest.raises(BadPlaces):
        brought(outlines(tmp_path, feature(ring=BRITISH_GRID)))
