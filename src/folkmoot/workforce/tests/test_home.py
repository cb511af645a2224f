"""The home, the units and the questions: what needs attention, what a unit is, and what staff are asked."""

from datetime import timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.characteristics.operations import load_reference_data as load_characteristics
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.workforce.models import Unit
from folkmoot.workforce.operations import change_unit
from folkmoot.workforce.rules import are_old, parent_problem
from folkmoot.workforce.tests.units import hr, hr_account, unit

pytestmark = pytest.mark.django_db


def test_a_unit_cannot_be_part_of_itself():
    assert parent_problem(1, 1, {})
    assert parent_problem(1, 3, {3: 2, 2: 1})
    assert parent_problem(1, 3, {3: 2}) is None
    assert parent_problem(1, None, {}) is None


def test_figures_grow_old():
    assert not are_old(TODAY - timedelta(days=190), TODAY)
    assert are_old(TODAY - timedelta(days=191), TODAY)


def test_a_unit_is_put_right():
    digital, data = unit("Digital"), unit("Data")
    change_unit(by=hr(), at=NOW, unit=data, name="Data", kind="division", area=None, parent=digital, seen_version=1)
    data.refresh_from_db()
    assert (data.kind, data.parent) == ("division", digital)
    with pytest.raises(Refused) as refused:
        change_unit(by=hr(), at=NOW, unit=digital, name="data", kind="area", area=None, parent=data)
    assert sorted(refused.value.problems) == ["area", "name", "parent"]
    with pytest.raises(ChangedMeanwhile):
        change_unit(by=hr(), at=NOW, unit=data, name="Data", kind="division", area=None, parent=None, seen_version=1)
    with pytest.raises(NotAllowed):
        change_unit(by=icem(), at=NOW, unit=data, name="Data", kind="division", area=None, parent=None)


def test_the_page_of_units(client):
    row = unit("Digital")
    client.force_login(hr_account())
    assert "Digital" in client.get("/workforce/units/").text
    given = {"name": "Digital and data", "kind": "directorate", "area": "", "parent": "", "version": 1, "mark": "m1"}
    assert client.post(f"/workforce/units/{row.pk}/", given).status_code == 302
    assert Unit.objects.get().name == "Digital and data"
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "/workforce/units/" in client.get("/workforce/").text
    assert client.post(f"/workforce/units/{row.pk}/", given).status_code == 403


def test_what_staff_are_asked(client):
    load_characteristics(by=SYSTEM, at=NOW)
    client.force_login(hr_account())
    page = client.get("/workforce/questions/").text
    assert "What was the occupation of your main household earner when you were about aged 14?" in page
    assert "Lower: routine and manual" in page
    assert "Trans woman" in page
    assert "Menyw draws" not in page


def test_an_empty_home_says_what_to_do(client):
    client.force_login(hr_account())
    assert "Bring in headcounts by unit, grade and characteristic" in client.get("/workforce/").text
    assert "No units yet" in client.get("/workforce/units/").text
    assert client.get("/workforce/?unit=99999999999999999999").status_code == 200
