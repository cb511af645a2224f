from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.actions.operations import change_action
from folkmoot.actions.plans import operations, queries
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.tests.factories import plan
from folkmoot.actions.plans.web.gantt import Bar, gantt_svg
from folkmoot.actions.tests.factories import achieved, action, progress
from folkmoot.foundation.saving import ChangedMeanwhile, Refused


@pytest.mark.django_db
def test_a_plan_says_what_it_is_for_and_ends_after_it_starts():
    for over, field in (({"title": "Plan"}, "title"), ({"purpose": " "}, "purpose"), ({"ends_on": date(2025, 12, 31)}, "ends_on")):
        with pytest.raises(Refused) as refused:
            plan(**over)
        assert list(refused.value.problems) == [field]
    made = plan()
    assert operations.change_plan(by=icem(), at=NOW, plan=made, seen_version=1, title="Hate crime plan 2026 and 2027") == ["title"]
    with pytest.raises(ChangedMeanwhile):
        operations.change_plan(by=icem(), at=NOW, plan=made, seen_version=1, title="Another title")
    with pytest.raises(KeyError):
        operations.change_plan(by=icem(), at=NOW, plan=made, area=None)


@pytest.mark.django_db
def test_a_plan_of_another_area_is_out_of_sight_and_one_of_the_whole_service_is_seen_by_all():
    wessex = area("wessex", "Wessex")
    there, national = plan(by=hq(), area=wessex), plan(by=hq(), area=None, kind="national")
    assert list(queries.plans(icem())) == [national]
    with pytest.raises(Plan.DoesNotExist):
        queries.get_plan(icem(), there.pk)
    with pytest.raises(NotAllowed):
        plan(area=None)
    with pytest.raises(Refused, match="another Area"):
        action(plan=there)
    assert action(plan=national).plan == national


@pytest.mark.django_db
def test_a_plan_has_come_as_far_as_its_actions_by_weight():
    made = plan()
    achieved(plan=made)
    top = action(plan=made, weight=3, due_on=date(2026, 2, 1))
    part = action(plan=made, parent=top)
    progress(part, "in_progress")
    (line,) = queries.list_plans(icem(), today=TODAY)
    assert (line.weighed.achieved, line.weighed.parts, line.weighed.share) == (1, 2, Fraction(1, 2))
    assert (line.overdue, line.ownerless) == (1, 0)
    first, second = queries.branches(icem(), made, today=TODAY)
    assert (first.action, first.parts, second.parts) == (top, [part], [])
    other = plan(title="Another plan of ours")
    change_action(by=icem(), at=NOW, action=top, plan=other)
    part.refresh_from_db()
    assert part.plan == other


BAR = Bar("Brief <b>everybody</b>", date(2026, 1, 5), date(2026, 3, 1), Fraction(1, 3), (date(2026, 2, 1),), late=True)


def test_the_bars_are_drawn_with_their_words_escaped_and_nothing_where_there_is_none():
    told = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "today": TODAY, "title": "A", "description": "B", "today_words": "today"}
    assert gantt_svg([], **told) == ""
    drawn = gantt_svg([BAR], **told)
    assert "&lt;b&gt;" in drawn
    assert "<b>" not in drawn
    assert "<circle" in drawn
    assert "<circle" not in gantt_svg([Bar("Brief", BAR.starts, BAR.due, Fraction(0))], **told)
    assert 'viewBox="0 0 720' in gantt_svg([BAR], **told, broad=True)


@pytest.mark.django_db
def test_the_pages_of_plans(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "No plans here" in client.get("/actions/plans/").text
    sent = {
        "title": "Hate crime plan 2026", "kind": "panel", "purpose": "So that people report hate crime.", "owner": icem().account_id,
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "mark": "m",
    }  # fmt: skip
    assert client.post("/actions/plans/new", {**sent, "purpose": ""}).status_code == 422
    address = client.post("/actions/plans/new", sent).url
    made = Plan.objects.get()
    assert "No action yet" in client.get(address).text
    raised = client.post(f"/actions/new?plan={made.pk}", {
        "title": "Brief all hate crime prosecutors", "measure": "30 prosecutors briefed", "owner": icem().account_id, "agency": "cps",
        "resources": "two half days of a trainer", "due_on": "2027-06-30", "plan": made.pk, "weight": 2, "mark": "n",
    })  # fmt: skip
    assert raised.url == address
    page = client.get(address).text
    assert "Brief all hate crime prosecutors" in page
    assert "0 of 1 action achieved" in page
    assert "<svg" in page
    few = _queries(client, address)
    for number in range(5):
        action(plan=made, title=f"Brief the prosecutors of unit {number}")
    assert _queries(client, address) == few
    there = plan(by=hq(), area=area("wessex", "Wessex"))
    assert [client.get(f"/actions/plans/{there.pk}/{page}").status_code for page in ("", "change")] == [404, 404]


def _queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
