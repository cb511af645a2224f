"""Adding up places that change, are divided or shared, and saying so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import area
from folkmoot.areas.models import County
from folkmoot.census.queries import Asked, NotIn, deprivation_of, population, populations, profile, standings
from folkmoot.census.tests.factories import TODAY, authority, follows, force_of, load_text, part, schemes, sex_table
from folkmoot.characteristics.models import Category

pytestmark = pytest.mark.django_db
APRIL_2023 = date(2023, 4, 1)


@pytest.fixture
def north(tmp_path):
    """Two districts become one; a third is divided between two; a fourth stays. Two partnerships make up the last."""
    schemes()
    before = date(2023, 3, 31)
    old = [
        authority(code, name, ends=before) for code, name in (("E07000026", "Allerdale"), ("E07000028", "Carlisle"), ("E07000030", "Eden"))
    ]
    county = County.objects.create(code="cumbria", name_en="Cumbria", kind="ceremonial", nation="England")
    west = authority("E06000063", "Cumberland", starts=APRIL_2023, county=county)
    east = authority("E06000064", "Westmorland", starts=APRIL_2023, county=county)
    stays = authority("E07000008", "Cambridge")
    for one in old[:2]:
        follows(one, west, APRIL_2023)
    follows(old[2], west, APRIL_2023)
    follows(old[2], east, APRIL_2023)
    load_text(tmp_path, sex_table({"E07000026": (10, 10), "E07000028": (20, 20), "E07000030": (5, 5), "E07000008": (1, 2)}))
    return {"west": west, "east": east, "county": county, "stays": stays, "old": old}


def females():
    return list(Category.objects.filter(scheme__code="sex", code="F"))


def test_a_new_authority_is_the_sum_of_those_that_became_it_and_a_divided_one_is_left_out_and_named(north):
    found = population(THE_PRODUCT, authority=north["west"], today=TODAY)
    assert found.value == 60
    assert "Left out, because it was divided across the border: Eden" in found.note
    assert population(THE_PRODUCT, authority=north["east"], today=TODAY).value is None


def test_where_both_halves_belong_to_the_place_nobody_is_left_out_or_counted_twice(north):
    found = population(THE_PRODUCT, categories=females(), county=north["county"], today=TODAY)
    assert (found.value, found.base, found.missing, found.note) == (35, 70, 0, "")
    assert population(THE_PRODUCT, today=TODAY).value == 73


def test_several_partnerships_of_one_authority_do_not_multiply_its_people(north):
    place = area()
    force = force_of(place)
    for csp in ("E22000001", "E22000002", "E22000003"):
        part(north["stays"], force, csp)
    assert population(THE_PRODUCT, area=place, today=TODAY).value == 3
    assert population(THE_PRODUCT, force=force, today=TODAY).authorities == 1


def test_an_authority_policed_by_two_forces_belongs_to_neither_alone(north):
    one, other = area(), area("wessex", "Wessex")
    part(north["stays"], force_of(one))
    part(north["stays"], force_of(other, "downland"), "E22000002")
    assert population(THE_PRODUCT, area=one, today=TODAY).value is None


def test_a_shared_force_is_not_divided(north):
    one, other = area("london-north", "London North"), area("london-south", "London South")
    force = force_of(one, "metropolitan", shared=True)
    force_of(other, "metropolitan", shared=True)
    part(north["stays"], force)
    found = population(THE_PRODUCT, area=one, today=TODAY)
    assert (found.value, found.shared) == (3, True)
    assert "Shared with London South" in found.note


def test_what_no_table_says_is_not_nought(north):
    religion = list(Category.objects.filter(scheme__code="religion-census-2021", code="6"))
    found = population(THE_PRODUCT, categories=religion, today=TODAY)
    assert (found.value, found.base, found.share) == (None, None, None)
    assert "No table" in found.note
    with pytest.raises(NotIn):
        profile(THE_PRODUCT, scheme="religion-census-2021")


def test_two_characteristics_together_are_never_guessed(north):
    religion = list(Category.objects.filter(scheme__code="religion-census-2021", code="6"))
    found = population(THE_PRODUCT, categories=[*females(), *religion], today=TODAY)
    assert found.value is None
    assert "one characteristic at a time" in found.note


def test_no_lookup_to_forces_is_said(north):
    assert "lookup" in population(THE_PRODUCT, area=area(), today=TODAY).note


def test_a_profile_gives_every_category_with_its_share(north):
    found = profile(THE_PRODUCT, scheme="sex", county=north["county"], today=TODAY)
    assert [(row.category.code, row.people, row.share) for row in found.rows] == [("F", 35, 50.0), ("M", 35, 50.0)]
    assert (found.base, found.missing, found.answered) == (70, 0, None)


def test_a_grid_costs_the_same_queries_as_one_question(north):
    places = [north["west"], north["east"], north["stays"], north["county"], None]
    with CaptureQueriesContext(connection) as one:
        populations(THE_PRODUCT, [Asked(tuple(females()), places[0])], today=TODAY)
    with CaptureQueriesContext(connection) as many:
        everything = list(Category.objects.filter(scheme__code="sex").select_related("scheme"))
        populations(THE_PRODUCT, [Asked((category,), place) for category in everything for place in places], today=TODAY)
    assert len(many) - 1 <= len(one)  # one more reads the categories themselves


def test_what_is_wanting_is_named_with_its_address(north):
    found = {one.subject: one for one in standings(THE_PRODUCT)}
    assert not found["2021-sex"].wanting
    assert found["2021-religion-census-2021"].wanting
    assert found["2021-religion-census-2021"].sources[0].address == "https://www.nomisweb.co.uk/output/census/2021/census2021-ts030.zip"


def test_deprivation_is_ranked_within_its_own_nation_and_never_moved_to_a_later_authority(tmp_path):
    schemes()
    carlisle, fenland = authority("E07000028", "Carlisle", ends=date(2023, 3, 31)), authority("E07000010", "Fenland")
    cardiff, west = authority("W06000015", "Cardiff"), authority("E06000063", "Cumberland", starts=APRIL_2023)
    follows(carlisle, west, APRIL_2023)
    load_text(tmp_path, "ltla22_code,Score,Proportion\nE07000028,30.5,0.2\nE07000010,20.25,0\n")
    load_text(tmp_path, "ltla22_code,Score,Proportion\nW06000015,99.5,0.9\n")
    assert [(one.rank, one.of) for one in deprivation_of(THE_PRODUCT, [carlisle, fenland, cardiff])] == [(1, 1), (1, 2), (2, 2)]
    assert deprivation_of(THE_PRODUCT, [west]) == []
