"""The files as they are published, against the figures that are published about them."""

from datetime import date

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area, Authority, County, PoliceForce
from folkmoot.areas.queries import list_areas
from folkmoot.census import queries
from folkmoot.census.files import open_file
from folkmoot.census.recognition import BadTable
from folkmoot.census.territory import Territory
from folkmoot.census.tests.factories import FORCES_2016, FORCES_2024, TODAY, load, real_places, schemes
from folkmoot.characteristics.models import Category

pytestmark = pytest.mark.django_db
ETHNIC_2021, ETHNIC_2011 = "census-2021/ethnicity21_ltla21.csv", "census-2011/la-ethnic-groups.csv"


@pytest.fixture
def places(shared_data):
    schemes()
    real_places(shared_data)
    return shared_data


def group(scheme, *codes):
    return list(Category.objects.filter(scheme__code=scheme, code__in=codes))


def share_of(scheme, *codes, **place):
    return queries.population(THE_PRODUCT, categories=group(scheme, *codes), today=TODAY, **place).share


def test_ethnic_group_and_religion_give_the_published_shares(places):
    load(places / ETHNIC_2021)
    load(places / "census-2021/derived/religion_ltla24.csv")
    five = {code: round(share_of("ethnicity-5", code), 2) for code in "WABMO"}
    assert five == {"W": 81.71, "A": 9.25, "B": 4.04, "M": 2.88, "O": 2.11}
    assert [round(share_of("religion-census-2021", code), 2) for code in ("2", "1", "6")] == [46.18, 37.19, 6.49]


def test_every_total_reconciles_within_what_the_publisher_changed(places):
    for path in (ETHNIC_2021, ETHNIC_2011, "census-2021/age_gender21_ltla21_ew.csv", "census-2021/derived/religion_ltla24.csv"):
        load(places / path)
    load(places / "census-2021/derived/disability_ltla24.csv")
    found = {one.source.name: one for one in queries.reconciliations(THE_PRODUCT)}
    assert len(found) == 5
    assert all(one.holds and one.lines for one in found.values())
    ours = {name: next(line.checked.ours for line in one.lines if str(line.words) == "everybody") for name, one in found.items()}
    assert ours == {
        "census-2021-ethnic-group": 59_597_578, "census-2021-religion": 59_597_267, "census-2021-sex": 59_597_529,
        "census-2021-disability": 59_597_543, "census-2011-ks201": 56_075_912,
    }  # fmt: skip


def test_people_are_counted_once_in_new_authorities_forces_and_areas(places):
    load(places / ETHNIC_2021)
    whole = queries.population(THE_PRODUCT, today=TODAY).value
    forces = PoliceForce.objects.filter(kind="territorial")
    asked = [queries.Asked((), force) for force in forces]
    assert sum(one.value for one in queries.populations(THE_PRODUCT, asked, today=TODAY).values()) == whole == 59_597_578
    for code, before in (
        ("E06000063", ("E07000026", "E07000028", "E07000029")),  # Cumberland
        ("E06000066", ("E07000187", "E07000188", "E07000189", "E07000246")),  # Somerset
    ):
        now = queries.population(THE_PRODUCT, authority=Authority.objects.get(code=code), today=TODAY)
        parts = [queries.population(THE_PRODUCT, authority=Authority.objects.get(code=one), today=TODAY).value for one in before]
        assert (now.value, now.authorities, now.missing) == (sum(parts), 1, 0)
    cumbria = queries.population(THE_PRODUCT, force=PoliceForce.objects.get(code="cumbria"), today=TODAY)
    assert 499_000 < cumbria.value < 501_000
    assert cumbria.authorities == 2


@pytest.mark.parametrize("lookups", [(FORCES_2024, FORCES_2016), (FORCES_2016, FORCES_2024), (FORCES_2016,)])
def test_places_of_today_are_made_of_authorities_of_today_whatever_older_lookup_was_brought_in(shared_data, lookups):
    schemes()
    real_places(shared_data, *lookups)
    load(shared_data / ETHNIC_2021)
    load(shared_data / "census-2021/derived/religion_ltla24.csv")
    east = Area.objects.get(code="east-of-england")
    for place in (east, PoliceForce.objects.get(code="suffolk"), County.objects.get(code="suffolk")):
        found = queries.populations(
            THE_PRODUCT, [queries.Asked((), place), queries.Asked(tuple(group("religion-census-2021", "1")), place)]
        )
        assert [(one.missing, one.note) for one in found.values()] == [(0, ""), (0, "")]
    members = Territory(TODAY).members(east)
    assert len(members.current) == 32
    names = {one.name_en for one in Territory(TODAY).named(members.current)}
    assert {"East Suffolk", "West Suffolk"} <= names
    assert not {"Suffolk Coastal", "Waveney", "Forest Heath", "St Edmundsbury"} & names
    areas = [queries.Asked((), one) for one in list_areas(THE_PRODUCT, on=TODAY)]
    values = {(one.value, one.shared) for one in queries.populations(THE_PRODUCT, areas, today=TODAY).values()}
    assert sum(value for value, _shared in values) == 59_597_578


def test_an_older_lookup_serves_the_places_of_an_older_day(shared_data):
    schemes()
    real_places(shared_data, FORCES_2024, FORCES_2016)
    then = Territory(date(2018, 6, 1))
    names = {one.name_en for one in then.named(then.members(PoliceForce.objects.get(code="suffolk")).current)}
    assert {"Suffolk Coastal", "Waveney", "Forest Heath", "St Edmundsbury"} <= names
    assert not {"East Suffolk", "West Suffolk"} & names


def test_london_is_not_divided_and_says_so(places):
    load(places / ETHNIC_2021)
    found = queries.population(THE_PRODUCT, area=Area.objects.get(code="london-north"), today=TODAY)
    assert found.shared
    assert "London South" in found.note
    assert 8_798_000 < found.value < 8_801_000


def test_areas_other_than_the_shared_ones_add_up_to_the_rest(places):
    load(places / ETHNIC_2021)
    areas = list_areas(THE_PRODUCT, on=TODAY)
    found = queries.populations(THE_PRODUCT, [queries.Asked((), one) for one in areas], today=TODAY)
    shared = {one.value for one in found.values() if one.shared}
    apart = sum(one.value for one in found.values() if not one.shared)
    assert len(shared) == 1
    assert apart + shared.pop() == 59_597_578


def test_change_since_2011_is_given_on_comparable_categories_with_what_is_lost(places):
    load(places / ETHNIC_2021)
    load(places / ETHNIC_2011)
    (changes,) = queries.change(THE_PRODUCT, today=TODAY)
    rows = {row.category.code: row for row in changes.rows}
    assert rows["W"].change.before == 48_209_395
    assert round(rows["W"].change.share_before, 1) == 86.0
    assert round(rows["W"].change.points, 1) == -4.3
    assert rows["W"].change.beyond_perturbation
    assert not rows["W"].lossy
    assert "Roma" in rows["17"].lossy
    assert rows["16"].change is None
    assert rows["16"].after > 100_000


def test_change_follows_authorities_across_their_successions(places):
    load(places / ETHNIC_2021)
    load(places / ETHNIC_2011)
    (changes,) = queries.change(THE_PRODUCT, authority=Authority.objects.get(name_en="Bournemouth, Christchurch and Poole"), today=TODAY)
    assert changes.people.before > 370_000
    assert changes.people.after > 400_000


def test_deprivation_keeps_nations_and_editions_apart(places):
    for name in ("imd2019_england_ltla22", "imd2019_wales_ltla22", "imd2025_england_ltla24"):
        load(places / f"deprivation/{name}.csv")
    blackpool, cardiff = Authority.objects.get(name_en="Blackpool"), Authority.objects.get(name_en="Cardiff")
    newest, older = queries.deprivation_of(THE_PRODUCT, [blackpool])
    assert (round(older.average, 3), older.rank, older.of, round(older.share_worst * 94)) == (45.039, 1, 309, 39)
    assert (newest.average, newest.source.name) == (43.467, "imd-2025-england")
    (welsh,) = queries.deprivation_of(THE_PRODUCT, [cardiff])
    assert welsh.of == 22
    assert welsh.source.name == "imd-2019-wales"


def test_tables_of_ten_authorities_are_marked_as_a_part(places):
    load(places / ETHNIC_2021)
    folder = places / "census-2021/greater-manchester"
    for path in sorted(folder.glob("*.csv")):
        if "ethnic" not in path.name:
            load(path)
    manchester = Authority.objects.get(name_en="Manchester")
    orientation = queries.profile(THE_PRODUCT, scheme="sexual-orientation-census-2021-5", authority=manchester, today=TODAY)
    assert orientation.table.partial
    assert 90 < orientation.answered < 95
    lesbian_gay = queries.population(
        THE_PRODUCT, categories=group("sexual-orientation-census-2021", "2"), authority=manchester, today=TODAY
    )
    assert lesbian_gay.value
    assert "16" not in lesbian_gay.note
    cardiff = Authority.objects.get(name_en="Cardiff")
    nothing = queries.population(THE_PRODUCT, categories=group("sexual-orientation-lgbo", "LGBO"), authority=cardiff, today=TODAY)
    assert nothing.value is None
    assert nothing.missing == 1
    assert nothing.note
    assert queries.profile(THE_PRODUCT, scheme="household-language-census-2021", today=TODAY).source.unit == "households"


def test_a_part_does_not_take_the_place_of_the_whole(places):
    load(places / ETHNIC_2021)
    with pytest.raises(BadTable, match="part of the authorities"):
        load(places / "census-2021/greater-manchester/2021_population_ethnic_group_la_gm.csv")


def test_shares_by_small_area_are_refused_in_a_plain_word(places):
    with pytest.raises(BadTable, match="Shares are not counts"):
        open_file(THE_PRODUCT, places / "census-2021/lgbt_map_final.csv")


def test_the_table_of_another_census_is_refused_by_name(places):
    with pytest.raises(BadTable, match="census 2011"):
        open_file(THE_PRODUCT, places / ETHNIC_2011, source="census-2021-ts021")


def test_a_county_adds_up_its_authorities(places):
    load(places / ETHNIC_2021)
    found = queries.population(THE_PRODUCT, county=County.objects.get(code="somerset"), today=TODAY)
    assert found.missing == 0
    assert 960_000 < found.value < 990_000
