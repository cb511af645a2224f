"""No change is lost, and a broken rule becomes a sentence."""

import pytest

from folkmoot.accounts.tests.factories import account, area
from folkmoot.areas.models import Area
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check

pytestmark = pytest.mark.django_db


def test_a_change_stores_the_value_and_counts_the_version_up():
    place = area()
    assert change(place, {"name_en": "East"}, seen_version=1) == ["name_en"]
    assert (Area.objects.get().name_en, Area.objects.get().version, place.version) == ("East", 2, 2)


def test_values_that_are_as_they_were_change_nothing():
    place = area()
    assert change(place, {"name_en": place.name_en}) == []
    assert Area.objects.get().version == 1


def test_a_stale_page_is_refused():
    place = area()
    change(place, {"name_en": "East"}, seen_version=1)
    with pytest.raises(ChangedMeanwhile, match="Open it again"):
        change(place, {"name_en": "West"}, seen_version=1)
    assert Area.objects.get().name_en == "East"


def test_of_two_editors_who_both_loaded_the_row_the_second_is_refused():
    area()
    ours, theirs = Area.objects.get(), Area.objects.get()
    change(theirs, {"name_en": "Theirs"})
    with pytest.raises(ChangedMeanwhile):
        change(ours, {"name_en": "Ours"})
    assert Area.objects.get().name_en == "Theirs"


def test_a_change_that_breaks_a_rule_is_refused_and_stores_nothing():
    place = area()
    with pytest.raises(Refused) as refused:
        change(place, {"kind": "moon"})
    assert list(refused.value.problems) == ["kind"]
    assert (Area.objects.get().kind, Area.objects.get().version) == ("area", 1)


def test_a_check_names_the_field_and_joins_the_sentences():
    account()
    double = Area(code="east-of-england", name_en="", kind="area")
    area()
    with pytest.raises(Refused) as refused:
        check(double)
    assert set(refused.value.problems) == {"code", "name_en"}
    assert str(refused.value)
