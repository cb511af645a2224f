"""What engagement adds up to: the groups, their gaps, and the file."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.engagement.queries import engagement_breakdown
from folkmoot.engagement.tests.factories import activity, aim
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tables.reading import read_table

pytestmark = pytest.mark.django_db
PERIOD = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}
ASKED = "?first=2026-01-01&last=2026-06-30"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def found(area_id=None):
    return engagement_breakdown(icem(), area_id, **PERIOD)


def test_rungs_kinds_and_counties_each_add_up_to_everything():
    activity(purpose="involvement", kind="worship")
    activity("Two", purpose="", kind="worship", headcount=None, cost_pence=None)
    activity("Elsewhere", area=wales())
    whole = found()
    assert whole.total.activities == 2
    for groups in (whole.by_rung, whole.by_kind, whole.by_county):
        assert sum(each.figures.activities for each in groups) == 2
    assert [(each.name, each.figures.activities) for each in whole.by_rung] == [("Involve", 1), ("", 1)]
    assert [(each.name, each.figures.counted) for each in whole.by_kind] == [("Visit to a place of worship", 1)]


def test_the_share_of_hours_rests_on_activities_that_state_both():
    met = community()
    activity("First ever", communities=[met], held_on=date(2026, 2, 1), staff_quarters=8)
    activity("A week later", communities=[met], held_on=date(2026, 2, 8), staff_quarters=24)
    activity("No hours", communities=[met], held_on=date(2026, 2, 9), staff_quarters=None)
    activity("No community", held_on=date(2026, 2, 9), staff_quarters=400)
    total = found().total
    assert (total.low_contact_hours, total.aimed_hours, total.hours_and_communities) == (Decimal(2), Decimal(8), 2)
    assert total.low_contact_hours_share == 0.25
    assert (total.hours_stated, total.activities) == (3, 4)


def test_the_page_says_what_is_not_stated(here):
    activity(staff_quarters=None)
    activity("Two", aims=[aim()])
    page = unescape(here.get("/engagement/figures/" + ASKED).text)
    for words in ("By rung of the ladder", "By kind", "By county", "No aim stated", "stated for 1"):
        assert words in page


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_the_file_holds_every_figure_beside_its_base_and_is_logged(here, kind, tmp_path):
    activity(aims=[aim(name="=HYPERLINK(1)")], cost_pence=None)
    answer = here.get(f"/engagement/figures/engagement.{kind}{ASKED}")
    assert answer["Content-Disposition"] == f'attachment; filename="engagement-2026-01-01-2026-06-30.{kind}"'
    path = tmp_path / f"figures.{kind}"
    path.write_bytes(answer.content)
    table = read_table(path)
    everything = dict(zip(table.columns, table.rows[0].values, strict=True))
    assert (everything["Activities"], everything["Activities that state money"], everything["People reached"]) == ("1", "0", "40")
    if kind == "csv":
        assert b'"=HYPERLINK' not in answer.content
    event = AuditEvent.objects.latest("seq")
    assert (event.kind, event.detail["format"], event.recipient) == ("disclosure", kind, icem().name)


def test_a_kind_of_file_that_is_not_written_does_not_exist(here):
    assert here.get("/engagement/figures/engagement.exe").status_code == 404


def test_one_area_alone(here):
    activity()
    assert found(area().pk).total.activities == 1
    assert here.get(f"/engagement/figures/{ASKED}&area={area().code}").status_code == 200


def test_the_number_of_queries_does_not_grow(here):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert here.get("/engagement/figures/" + ASKED).status_code == 200
        return len(queries)

    activity()
    asked()
    before, met = asked(), community()
    for number in range(5):
        activity(f"Number {number}", kind=("visit", "stall", "call", "school", "event")[number], aims=[aim()], communities=[met])
    assert asked() == before
