"""Reach beside published counts: people, the map's figures, and those reached beside who lives there."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.census.tests.factories import authority, load_text
from folkmoot.characteristics.models import Category
from folkmoot.communities.counted import counted
from folkmoot.communities.operations import take_population_from_census
from folkmoot.communities.tests.factories import area, community
from folkmoot.engagement.models import Headcount
from folkmoot.engagement.reach import comparing, queries, shading
from folkmoot.engagement.reach.comparing import compared, fewest_people, protected, rolled_up, shown_level
from folkmoot.engagement.reach.queries import Asked
from folkmoot.engagement.reach.tests.making import land
from folkmoot.engagement.reach.withholding import Plan
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.saving import Refused
from folkmoot.stats.judgement import Finding

pytestmark = pytest.mark.django_db


def asked(**over):
    return Asked(**({"today": TODAY, "area": area()} | over))


def women_of(here, **over):
    row = community("Women", **({"population": None, "population_source": "", "population_on": None} | over))
    row.characteristics.add(here.women)
    return row


def test_a_community_without_a_figure_of_its_own_is_counted_by_the_tables(tmp_path):
    here = land(tmp_path)
    women_of(here)
    found = {line.county: line.people for line in queries.lines(icem(), asked(by_county=True))}
    assert {place: people.value for place, people in found.items()} == {None: 130_000, here.cambs: 60_000, here.suffolk: 70_000}
    assert found[here.cambs].share == 0.6
    assert found[None].year == 2021


def test_a_recorded_figure_counts_before_the_tables_but_not_in_a_county(tmp_path):
    here = land(tmp_path)
    women_of(here, population=125_000, population_source="Own survey", population_on=date(2025, 1, 1))
    found = {line.county: line.people for line in queries.lines(icem(), asked(by_county=True))}
    assert (found[None].value, found[None].source, found[None].share) == (125_000, "Own survey", None)
    assert found[here.cambs].value == 60_000


def test_a_population_is_taken_from_the_tables_only_on_request_with_its_year_and_source(tmp_path):
    here = land(tmp_path)
    row = women_of(here)
    row.authorities.add(here.fenland)
    changed = take_population_from_census(by=icem(), at=NOW, community=row)
    assert set(changed) == {"population", "population_source", "population_on", "from_census"}
    assert (row.population, row.population_on, row.from_census) == (60_000, date(2021, 3, 21), True)
    assert "2021" in row.population_source
    assert take_population_from_census(by=icem(), at=NOW, community=row) == []


def test_two_characteristics_together_cannot_be_counted_and_it_says_so(tmp_path):
    here = land(tmp_path)
    row = women_of(here)
    row.characteristics.add(Category.objects.filter(scheme__code="religion-census-2021", kind="answer").first())
    assert counted(icem(), row).value is None
    with pytest.raises(Refused, match="one characteristic at a time"):
        take_population_from_census(by=icem(), at=NOW, community=row)


def test_everybody_is_the_figure_of_a_place_only(tmp_path):
    here = land(tmp_path)
    assert counted(icem(), community("Young carers", kind="circumstance", population=None)).value is None
    assert counted(icem(), community("Fenland", kind="place", county=here.cambs, population=None)).value == 100_000


def test_the_map_by_contacts_tells_nothing_from_a_few(tmp_path):
    here = land(tmp_path)
    for number in range(6):
        activity(f"In Cambridgeshire {number}", county=here.cambs)
    activity(county=here.suffolk)
    places = shading.authorities_of(icem(), asked(), [area()])
    found = {each.authority: each.rate for each in shading.by_contacts(icem(), asked(), places).shaded}
    assert (found[here.fenland].value, found[here.fenland].steady) == (pytest.approx(0.6), True)
    assert (found[here.ipswich].contacts, found[here.ipswich].steady) == (1, False)


def test_the_map_tells_nothing_where_most_contacts_state_no_county(tmp_path):
    here = land(tmp_path)
    for number in range(6):
        activity(f"In Cambridgeshire {number}", county=here.cambs)
    for number in range(5):
        activity(f"Somewhere {number}")
    places = shading.authorities_of(icem(), asked(), [area()])
    found = shading.by_contacts(icem(), asked(), places)
    assert (found.contacts, found.unstated, found.too_many) == (11, 5, True)
    assert not any(each.rate.steady for each in found.shaded)


def test_the_national_map_shades_by_area(tmp_path):
    here = land(tmp_path)
    for number in range(5):
        activity(f"Somewhere {number}")
    wanted = asked(area=None)
    places = shading.authorities_of(hq(), wanted, [area()])
    found = {each.authority: each.rate for each in shading.by_contacts(hq(), wanted, places).shaded}
    assert found[here.fenland] == found[here.ipswich]
    assert found[here.fenland].value == pytest.approx(0.2)


def test_the_map_by_share_is_of_each_authority(tmp_path):
    here = land(tmp_path)
    places = shading.authorities_of(icem(), asked(), [area()])
    found = {each.authority: each.share for each in shading.by_share(icem(), here.women, places).shaded}
    assert found == {here.fenland: 0.6, here.ipswich: pytest.approx(70 / 150)}


def counted_at(here, women, men, people=None, **over):
    held = activity(f"Held {women} {men}", headcount=women + men if people is None else people, **over)
    for category, number in ((here.women, women), (here.men, men)):
        Headcount.objects.create(activity=held, category=category, people=number, how="said")


def test_those_reached_stand_beside_the_population_with_their_finding(tmp_path):
    here = land(tmp_path)
    counted_at(here, women=20, men=180)
    found = compared(icem(), asked())[0]
    rows = {each.group: each for each in found.rows}
    assert found.year == 2021
    assert rows["Female"].population_share == pytest.approx(0.52)
    assert (rows["Female"].figures.finding, rows["Female"].figures.ratio.value < 1) == (Finding.DIFFERENCE, True)
    assert not rows["Female"].hidden
    assert found.rule.min_contacts == 30


def test_the_same_people_at_many_activities_do_not_make_a_finding(tmp_path):
    here = land(tmp_path)
    for number in range(20):
        counted_at(here, women=1, men=9, held_on=date(2026, 2, 1 + number))
    found = compared(icem(), asked())[0]
    assert found.deff == pytest.approx(20)
    assert {each.figures.finding for each in found.rows} == {Finding.TOO_FEW}


def test_where_most_were_not_counted_nothing_can_be_told(tmp_path):
    here = land(tmp_path)
    counted_at(here, women=20, men=180, people=900)
    found = compared(icem(), asked())[0]
    assert found.completeness == pytest.approx(200 / 900)
    assert {each.figures.finding for each in found.rows} == {Finding.MISSING_DATA}


def test_only_activities_in_sight_of_the_place_and_the_period_are_compared(tmp_path):
    here = land(tmp_path)
    counted_at(here, women=50, men=50, county=here.suffolk)
    counted_at(here, women=60, men=60, held_on=date(2024, 1, 1))
    assert sum(each.contacts for each in compared(icem(), asked())[0].rows) == 100
    assert compared(icem(), asked(county=here.cambs)) == []


def test_a_small_number_is_hidden_with_what_would_give_it_away(tmp_path):
    here = land(tmp_path)
    counted_at(here, women=3, men=97)
    found = compared(icem(), asked())[0]
    assert all((each.hidden, each.contacts, each.figures) == (True, None, None) for each in found.rows)
    assert (found.completeness, found.deff) == (None, None)


def test_the_guard_is_what_hides_it(tmp_path, monkeypatch):
    """Without the rule the small number would be there: so the test above would see a guard that is broken."""
    here = land(tmp_path)
    counted_at(here, women=3, men=97)
    monkeypatch.setattr(comparing, "plan", lambda _groups, _missing: Plan())
    rows = {each.group: each for each in compared(icem(), asked())[0].rows}
    assert (rows["Female"].hidden, rows["Female"].contacts) == (False, 3)


def test_two_small_groups_are_one_and_a_single_one_takes_another_with_it():
    people = {"A": 40, "B": 30, "C": 3, "D": 2}
    safe = protected(people, dict.fromkeys(people, 1000), 0)
    assert safe.contacts == {"A": 40, "B": 30, comparing.SMALL_GROUPS: 5}
    assert safe.population[comparing.SMALL_GROUPS] == 2000
    assert not safe.hidden
    alone = protected({"A": 40, "B": 30, "C": 3}, {}, 0)
    assert len(alone.hidden) == 2


def test_answers_are_added_up_under_their_headings_and_what_is_no_answer_is_left_out(tmp_path):
    land(tmp_path)
    categories = list(Category.objects.filter(scheme__code="ethnicity-census-2021").order_by("order"))
    level = shown_level(categories)
    assert {each.code for each in level} == {"A", "B", "M", "W", "O"}
    found = rolled_up(categories, level, [("1", 4), ("2", 5), ("A", 1), ("7", 6), ("-8", 9)])
    assert sorted(found.values()) == [0, 0, 0, 6, 10]


def test_the_fewest_people_keep_the_contacts_a_person():
    assert fewest_people(0, 0, 5) is None
    assert fewest_people(40, 100, 0) == 40
    assert fewest_people(40, 100, 100) == 80
    assert fewest_people(100, 100, 3) == 103


def test_deprivation_of_england_and_of_wales_is_never_on_one_scale(tmp_path):
    here = land(tmp_path)
    cardiff = authority("W06000015", "Cardiff")
    load_text(tmp_path, "ltla22_code,Score,Proportion\nE07000010,20.25,0\nE07000202,30.5,0.2\n")
    load_text(tmp_path, "ltla22_code,Score,Proportion\nW06000015,99.5,0.9\n")
    found = shading.indices(icem())
    assert len(found) == 2
    places = [(row, None) for row in (here.fenland, here.ipswich, cardiff)]
    layers = [[each.score for each in shading.by_deprivation(icem(), index, places).shaded] for index in found]
    assert sorted(layers, key=str) == [[20.25, 30.5, None], [None, None, 99.5]]
