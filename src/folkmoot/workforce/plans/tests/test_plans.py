"""Local plans side by side: who has none, what one lacks, reviewing it, and the pages."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, icem, inspector
from folkmoot.actions.plans.models import Plan
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.workforce.plans import queries
from folkmoot.workforce.plans.models import PlanReview, UnitPlan
from folkmoot.workforce.plans.operations import begin_unit_plan, review_unit_plan
from folkmoot.workforce.plans.rules import Facts, Part, missing_of
from folkmoot.workforce.tests.units import hr, hr_account, unit, units

FACTS = {"actions": 3, "ownerless": 0, "aim": True, "ends_on": TODAY, "review_on": TODAY}


@pytest.mark.parametrize(
    ("over", "lacks"),
    [
        ({}, ()), ({"actions": 2}, (Part.ACTIONS,)), ({"ownerless": 1}, (Part.OWNERS,)), ({"aim": False}, (Part.AIM,)),
        ({"review_on": TODAY - timedelta(days=1)}, (Part.REVIEWED,)), ({"ends_on": TODAY - timedelta(days=1)}, (Part.CURRENT,)),
    ],
)  # fmt: skip
def test_what_a_plan_lacks(over, lacks):
    assert missing_of(Facts(**(FACTS | over)), TODAY) == lacks


def begin(of=None, by=None, **over):
    given = {
        "title": "Diversity and inclusion plan", "purpose": "Staff of every group rise as often as others.", "owner": hr_account(),
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=365), "review_on": TODAY + timedelta(days=90),
    }  # fmt: skip
    return begin_unit_plan(by=by or hr(), at=NOW, unit=of or unit(), **(given | over))


@pytest.mark.django_db
def test_units_without_a_plan_come_first():
    units()
    begin(unit("Digital"))
    lines = queries.side_by_side(hr(), TODAY)
    assert [(line.unit.name, line.held is not None) for line in lines][-1] == ("Digital", True)
    assert lines[-1].missing == (Part.ACTIONS, Part.AIM)
    assert UnitPlan.objects.get().plan.division == "Digital"


@pytest.mark.django_db
def test_an_area_begins_its_own_plan_and_no_other():
    assert begin(by=icem()).plan.area == unit().area
    with pytest.raises(NotAllowed):
        begin(unit("Digital"), by=icem())
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_a_review_says_what_was_found_and_when_next():
    row = begin()
    with pytest.raises(Refused) as refused:
        review_unit_plan(by=hr(), at=NOW, unit_plan=row, words="Fine", next_on=TODAY)
    assert sorted(refused.value.problems) == ["next_on", "words"]
    review_unit_plan(by=hr(), at=NOW, unit_plan=row, words="Two of three actions have begun.", next_on=TODAY + timedelta(days=180))
    row.refresh_from_db()
    assert row.review_on == TODAY + timedelta(days=180)
    with pytest.raises(ChangedMeanwhile):
        review_unit_plan(
            by=hr(), at=NOW, unit_plan=row, words="Seen again with the unit.", next_on=TODAY + timedelta(days=200), seen_version=1
        )
    assert PlanReview.objects.count() == 1


@pytest.mark.django_db
def test_the_pages(client):
    client.force_login(hr_account())
    assert "No unit is known yet" in client.get("/workforce/plans/").text
    units()
    assert "0 of 4 units have a plan" in client.get("/workforce/plans/").text
    form = {
        "title": "Plan of Digital", "purpose": "More women in senior grades.", "owner": hr().account_id, "starts_on": "2026-03-01",
        "ends_on": "2027-03-01", "review_on": "2099-01-01", "mark": "m1",
    }  # fmt: skip
    begun = client.post(f"/workforce/plans/of/{unit('Digital').pk}/new", form)
    assert begun.status_code == 302, begun.text
    assert "fewer than three actions" in client.get(begun.url).text
    said = client.post(f"{begun.url}review", {"words": "Nothing has begun as yet.", "next_on": "2099-06-01", "version": 1, "mark": "m2"})
    assert said.status_code == 302
    assert "Nothing has begun as yet." in client.get(begun.url).text


@pytest.mark.django_db
def test_an_inspector_reads_and_begins_nothing(client):
    begin()
    client.force_login(Account.objects.get(pk=inspector().account_id))
    assert "Diversity and inclusion plan" in client.get("/workforce/plans/").text
    assert client.get(f"/workforce/plans/of/{unit().pk}/new").status_code == 403
    assert date.today() >= TODAY  # noqa: DTZ011 - pages look at today, the plan began before it
