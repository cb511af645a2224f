"""Matching columns: suggested, asked for, remembered."""

from datetime import UTC, datetime

import pytest

from folkmoot.foundation.audit import Actor
from folkmoot.foundation.importing import matching
from folkmoot.foundation.importing.columns import Column, ImportSpec

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
NIA, OWEN = Actor(1, "Nia Rowe"), Actor(2, "Owen Achebe")
SPEC = ImportSpec(
    "things", "Things",
    (Column("name", "Name", aliases=("title",), required=True), Column("town", "Town"), Column("area", "Area", required=True)),
    open=dict, subject="a.thing",
)  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("Name", "TOWN ", "x"), ("name", "town", "")),
        (("Title", "Town"), ("name", "town")),
        (("Title", "Name"), ("", "name")),
        (("Nname", "Toown"), ("name", "town")),
        (("n", "t"), ("", "")),
    ],
)
def test_suggestions(headings, fields):
    assert matching.suggest(SPEC, headings) == fields


def test_a_wish_changes_the_suggestion_and_moves_the_field():
    assert matching.asked_for(SPEC, ("Name", "Group"), ["group=Name"], ("name", "")) == ("", "name")
    assert matching.asked_for(SPEC, ("Name", "Group"), ["Name="], ("name", "")) == ("", "")


@pytest.mark.parametrize("wish", ["Colour=name", "Name=colour", "Name"])
def test_a_wish_for_what_does_not_exist_is_refused_with_what_does(wish):
    with pytest.raises(matching.WrongMatching) as error:
        matching.asked_for(SPEC, ("Name", "Group"), [wish], ("name", ""))
    assert "Name, Group" in error.value.do or "name, town, area" in error.value.do


def test_problems_name_what_is_missing_and_what_is_double():
    found = matching.matching_problems(SPEC, ("A", "B"), ("town", "town"), has_area=True)
    assert len(found) == 2
    assert "“A”, “B”" in " ".join(found)
    assert "Name" in " ".join(found)
    assert matching.matching_problems(SPEC, ("A",), ("name",), has_area=True) == []
    assert len(matching.matching_problems(SPEC, ("A",), ("name",), has_area=False)) == 1


@pytest.mark.django_db
def test_a_matching_is_kept_for_the_next_file_of_the_same_shape():
    headings = ("Group", "Where")
    matching.remember(SPEC, headings, ("name", "town"), by=NIA, at=NOW, area_id=5)
    matching.remember(SPEC, headings, ("name", ""), by=NIA, at=NOW, area_id=5)
    assert matching.remembered(SPEC, ("GROUP", "where "), by=NIA, area_ids=[]) == ("name", "")
    assert matching.remembered(SPEC, headings, by=OWEN, area_ids=[5]) == ("name", "")
    assert matching.remembered(SPEC, headings, by=OWEN, area_ids=[6]) is None
    assert matching.remembered(SPEC, ("Where", "Group"), by=NIA, area_ids=[5]) is None


@pytest.mark.django_db
def test_a_field_that_is_gone_since_is_forgotten():
    matching.remember(SPEC, ("Group",), ("colour",), by=NIA, at=NOW, area_id=None)
    assert matching.remembered(SPEC, ("Group",), by=NIA, area_ids=[]) == ("",)
