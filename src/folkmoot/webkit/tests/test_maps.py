"""Maps as text: what is said of each place, that no shade stands for noise, and that a whole country stays small."""

import random
import re
from itertools import pairwise
from math import cos, pi, sin
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.webkit.charts.choropleth import Shape, choropleth
from folkmoot.webkit.charts.outlines import area_of, thinned, thinned_ring
from folkmoot.webkit.charts.shading import Band
from folkmoot.webkit.charts.tiles import Tile, tile_map

SVG = "{http://www.w3.org/2000/svg}"
BANDS = (Band(0, 10, "Less than 10"), Band(10, 20, "10 to less than 20"), Band(20, None, "20 and more"))
SQUARE = [[(0.0, 52.0), (0.2, 52.0), (0.2, 52.1), (0.0, 52.1), (0.0, 52.0)]]


def shape(value=5.0, **over):
    told = {"code": "E07000148", "name": "Norwich", "rings": SQUARE, "value": value, "words": "5 contacts", "href": "/norwich"} | over
    return Shape(**told)


def tile(value=5.0, **over):
    told = {"code": "E07000148", "name": "Norwich", "place": (3, 4), "value": value, "words": "5 contacts", "href": "/norwich"} | over
    return Tile(**told)


def drawn(places, **over):
    words = {"title": "Contacts", "description": "Contacts by authority", "bands": BANDS, "legend_title": "For each 10,000"} | over
    draw = choropleth if isinstance(places[0], Shape) else tile_map
    return ElementTree.fromstring(draw(places, **words))


def fill_of(svg, place=0):
    """The name of the pattern that fills a place."""
    shapes = [found for group in svg.iter(f"{SVG}g") for found in group.iter(f"{SVG}path")]
    return re.search(r"-(\w+)\)$", shapes[place].get("fill"))[1]


def rough(x, y, size, points, seed):
    """A coast: a circle whose distance from the middle wavers at every point."""
    wave = random.Random(seed)
    ring = [
        (
            x + size * (0.8 + 0.2 * wave.random()) * cos(2 * pi * at / points),
            y + size * (0.8 + 0.2 * wave.random()) * sin(2 * pi * at / points),
        )
        for at in range(points)
    ]
    return [[*ring, ring[0]]]


@pytest.mark.parametrize("place", [shape(), tile()])
def test_each_place_is_a_link_that_says_its_name_and_figure(place):
    svg = drawn([place])
    assert svg.get("role") == "graphics-document"
    (link,) = svg.iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/norwich", "Norwich: 5 contacts")
    assert link.find(f"{SVG}title").text == "Norwich: 5 contacts"
    named = [svg.find(f".//*[@id='{svg.get(key)}']").text for key in ("aria-labelledby", "aria-describedby")]
    assert named == ["Contacts", "Contacts by authority"]


@pytest.mark.parametrize("make", [shape, tile])
def test_a_value_that_may_be_chance_gets_no_shade_and_no_figure_is_hatched(make):
    places = [make(5.0), make(15.0), make(25.0), make(25.0, steady=False), make(None), make(-1.0)]
    places = [type(each)(**{**vars(each), "code": str(at)}) for at, each in enumerate(places)]
    svg = drawn(places)
    assert [fill_of(svg, at) for at in range(6)] == ["0", "1", "2", "unsure", "none", "none"]


@pytest.mark.parametrize("make", [shape, tile])
def test_the_legend_lists_every_band_with_its_numbers_and_what_has_none_only_where_it_occurs(make):
    texts = [found.text for found in drawn([make()]).iter(f"{SVG}text")]
    assert [each for each in texts if each in {"For each 10,000", *(band.words for band in BANDS)}] == [
        "For each 10,000", *(band.words for band in BANDS)
    ]  # fmt: skip
    assert "No figure" not in texts
    assert "No figure" in [found.text for found in drawn([make(None)]).iter(f"{SVG}text")]


def test_no_two_fills_look_alike():
    bands = tuple(Band(at, at + 1, str(at)) for at in range(5))
    svg = drawn([shape(at + 0.5) for at in range(5)] + [shape(None), shape(1.0, steady=False)], bands=bands)
    looks = [ElementTree.tostring(found).split(b">", 1)[1] for found in svg.iter(f"{SVG}pattern")]
    marks = [re.sub(rb'fill="#\w+"|stroke="#\w+"', b"", look) for look in looks]
    assert len(looks) == 7
    assert len(set(marks)) == 7, "they must differ without colour too"


def test_more_bands_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="5 bands"):
        drawn([shape()], bands=tuple(Band(at, at + 1, "x") for at in range(6)))


def test_without_bands_there_is_no_legend_and_the_chosen_one_is_dark():
    svg = drawn([shape(None), shape(None, code="x", chosen=True)], bands=())
    assert [fill_of(svg, 0), fill_of(svg, 1)] == ["plain", "chosen"]
    assert not list(svg.iter(f"{SVG}text"))


def test_nothing_is_drawn_of_nothing():
    assert choropleth([], title="x", description="x") == choropleth([shape(rings=[])], title="x", description="x") == ""
    assert tile_map([], title="x", description="x") == ""


@pytest.mark.parametrize("make", [shape, tile])
def test_no_name_can_break_the_picture_and_nothing_in_it_is_styled_or_run(make):
    nasty = '"><script>alert(1)</script>&<b style="x">'
    svg = drawn([make(name=nasty, words=nasty, href=f"/{nasty}")], title=nasty, description=nasty, legend_title=nasty)
    assert not {found.tag for found in svg.iter()} & {f"{SVG}script", f"{SVG}b", f"{SVG}style"}
    assert all("style" not in found.attrib for found in svg.iter())
    assert next(svg.iter(f"{SVG}a")).get("aria-label") == f"{nasty}: {nasty}"


def test_two_maps_on_a_page_do_not_share_an_id():
    first, second = drawn([shape()]), drawn([shape(15.0)])
    assert not {found.get("id") for found in first.iter() if found.get("id")} & {found.get("id") for found in second.iter()}


def test_a_map_keeps_the_proportions_of_the_ground():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    ring = [[(0.0, 59.5), (2.0, 59.5), (2.0, 60.5), (0.0, 60.5), (0.0, 59.5)]]
    path = next(drawn([shape(rings=ring)]).iter(f"{SVG}a")).find(f"{SVG}path").get("d")
    steps = [abs(float(number)) for number in re.findall(r"-?[\d.]+", path.split("l", 1)[1])]
    across, up = max(steps[0::2]), max(steps[1::2])
    assert across / up == pytest.approx(1.0, abs=0.02)


def test_a_map_of_318_rough_coasts_stays_small_and_one_of_32_smaller():
    country = [shape(rings=rough(-5 + at % 18 * 0.4, 50 + at // 18 * 0.3, 0.2, 300, at), code=str(at)) for at in range(318)]
    assert len(choropleth(country, title="x", description="x", bands=BANDS)) < 400_000
    area = [shape(rings=rough(at % 6 * 0.4, 52 + at // 6 * 0.3, 0.2, 1500, at), code=str(at)) for at in range(32)]
    assert len(choropleth(area, title="x", description="x", bands=BANDS)) < 80_000


def test_specks_are_left_out_but_a_place_never_vanishes():
    far = [(1.0, 55.0), (1.001, 55.0), (1.001, 55.001), (1.0, 55.0)]
    speck = [(0.3, 52.0), (0.3001, 52.0), (0.3001, 52.0001), (0.3, 52.0)]
    svg = drawn([shape(rings=[*SQUARE, speck]), shape(rings=[far], code="far")])
    paths = [link.find(f"{SVG}path").get("d") for link in svg.iter(f"{SVG}a")]
    assert paths[0].count("M") == 1
    assert paths[1].startswith("M")


def test_odd_rows_stand_half_a_tile_to_the_right_wherever_the_map_begins():
    def left(svg, place):
        return float(re.match(r"M([\d.]+)", [link.find(f"{SVG}path").get("d") for link in svg.iter(f"{SVG}a")][place])[1])

    for top in (4, 5):
        svg = drawn([tile(place=(0, top), code="a"), tile(place=(0, top + 1), code="b"), tile(place=(1, top), code="c")])
        wide = left(svg, 2) - left(svg, 0)
        assert left(svg, 1) - left(svg, 0) == pytest.approx(wide / 2 * (1 if top % 2 == 0 else -1), abs=0.11)


POINTS = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=2, max_size=40)


@given(POINTS, st.floats(0.01, 2))
def test_no_point_that_is_left_out_is_farther_than_the_tolerance(points, tolerance):
    kept = thinned(points, tolerance)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    for x, y in points:
        assert min(_distance((x, y), one, other) for one, other in pairwise(kept)) <= tolerance + 1e-9


def _distance(point, one, other):
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length)) if length else 0.0
    return ((point[0] - one[0] - along * dx) ** 2 + (point[1] - one[1] - along * dy) ** 2) ** 0.5


def test_a_ring_stays_closed_and_a_flat_one_is_nothing():
    ring = rough(0, 0, 1, 500, 1)[0]
    thin = thinned_ring(ring, 0.05)
    assert thin[0] == thin[-1]
    assert 3 < len(thin) < 200
    assert area_of(thin) == pytest.approx(area_of(ring), rel=0.1)
    assert thinned_ring([(0, 0), (1, 0), (2, 0), (0, 0)], 0.1) == []
