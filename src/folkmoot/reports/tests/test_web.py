import re

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, panel_member
from folkmoot.casework.tests.factories import analysis
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.reports.models import Report
from folkmoot.reports.review.operations import Asked, open_review
from folkmoot.reports.tests import factories
from folkmoot.reports.web.presenters import address_of
from folkmoot.reports.wording.document import Target

pytestmark = pytest.mark.django_db
LIST = "/reports/"
MAKE = "/reports/new"


def signed_in(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.fixture
def here(client):
    return signed_in(client, icem())


def sent(client, **over):
    page = client.get(LIST).text
    return {
        "period": re.search(r'<option value="(\d{4}-H\d)"', page)[1], "scope": "east-of-england", "reason": "",
        "mark": re.search(r'name="mark" value="([^"]+)"', page)[1],
    } | over  # fmt: skip


def test_the_empty_list_teaches(here):
    page = here.get(LIST).text
    assert "No report for East of England yet" in page
    assert "Make the report" in page
    assert "England and Wales" not in re.search(r'<select[^>]*name="scope".*?</select>', page, re.DOTALL)[0]


def test_one_button_makes_the_report_and_sending_twice_makes_one(here):
    values = sent(here)
    first, second = here.post(MAKE, values), here.post(MAKE, values)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1
    assert "was made" in here.get(first["Location"]).text
    again = here.post(MAKE, sent(here), follow=True)
    assert "Nothing has changed since report" in again.text
    assert Report.objects.count() == 1


def test_a_manager_cannot_make_another_area_s_or_the_national_one(here):
    factories.other_area()
    for scope in ("cymru-wales", "england-and-wales"):
        answer = here.post(MAKE, sent(here, scope=scope))
        assert answer.status_code == 422
    assert not Report.objects.exists()


def test_the_report_on_the_page_links_to_the_rows(here):
    factories.half_year()
    report = factories.report()
    page = here.get(f"{LIST}{report.pk}/").text
    assert "3 of 8 concerns raised in this period had led to a change" in page
    assert "/engagement/?area=east-of-england&amp;first=2026-01-01&amp;last=2026-06-30" in page
    assert "/voice/?area=east-of-england&amp;period=2026-H1&amp;reached=changed" in page
    for room in ("panels", "strategy/measures", "decisions"):
        assert f'href="/{room}/?area=east-of-england"' in page
    for address in set(re.findall(r'href="(/(?:engagement|voice|actions|casework|panels|strategy|decisions|assurance)/[^"]*)"', page)):
        assert here.get(address.replace("&amp;", "&")).status_code == 200, address


def test_links_are_only_for_those_who_may_follow_them(client):
    factories.half_year()
    report = factories.report(national=True)
    member = account("board@example.org", "Board Member")
    grant(member, Role.GOVERNANCE_MEMBER, national=True)
    client.force_login(member)
    assert client.get(f"{LIST}{report.pk}/").status_code == 404, "a draft that was not opened to them"
    open_review(
        by=hq(), at=factories.JULY, report=report, last_day=factories.AUGUST.date(), asked=[Asked(member, "Outside member of the Board")]
    )
    page = client.get(f"{LIST}{report.pk}/").text
    assert "13 points were raised" in page
    assert not re.findall(r'href="/(?:engagement|voice|casework|communities)/', page)
    assert "Make the report" not in client.get(LIST).text


def test_a_row_of_another_area_is_no_link_in_the_national_report():
    elsewhere = Target("actions:detail", key=7, area=factories.other_area().code)
    areas = {one.code: one.pk for one in (area(), factories.other_area())}
    assert [address_of(elsewhere, viewer, areas) for viewer in (hq(), icem())] == ["/actions/7/", ""]
    assert address_of(Target("actions:detail", key=7, area=area().code), icem(), areas) == "/actions/7/"


def test_another_area_s_report_is_not_there(client):
    report = factories.report()
    signed_in(client, factories.other_icem())
    for address in ("", "report-en.pdf", "report-en.html"):
        assert client.get(f"{LIST}{report.pk}/{address}").status_code == 404
    assert f"{LIST}{report.pk}/" not in client.get(LIST).text


def test_a_panel_member_has_no_reports(client):
    signed_in(client, panel_member())
    assert client.get(LIST).status_code == 403


def test_downloads_are_disclosures(here):
    report = factories.report()
    page = here.get(f"{LIST}{report.pk}/report-en.html")
    assert page["Content-Disposition"] == f'attachment; filename="report-2026-H1-east-of-england-{report.number}-en.html"'
    pdf = here.get(f"{LIST}{report.pk}/report-cy.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert AuditEvent.objects.filter(kind="disclosure").count() == 2
    assert here.get(f"{LIST}{report.pk}/report-fr.pdf").status_code == 404
    assert here.get(f"{LIST}{report.pk}/report-en.exe").status_code == 404


def test_signing(client):
    report = factories.report()
    signed_in(client, hq())
    address = f"{LIST}{report.pk}/sign"
    assert address in client.get(f"{LIST}{report.pk}/").text
    form = client.get(address).text
    values = {"mark": re.search(r'name="mark" value="([^"]+)"', form)[1], "version": report.version}
    refused = client.post(address, values)
    assert refused.status_code == 422
    assert "Tick the box" in refused.text
    assert "was signed" in client.post(address, values | {"read": "on"}, follow=True).text
    report.refresh_from_db()
    assert report.signer_name == "Owen Achebe"
    assert address not in client.get(f"{LIST}{report.pk}/").text


def test_the_maker_is_told_that_somebody_else_must_sign(client):
    report = factories.report(national=True)
    signed_in(client, hq())
    assert "Another person who signs for headquarters must read and sign it" in client.get(f"{LIST}{report.pk}/").text
    form = client.get(f"{LIST}{report.pk}/sign").text
    values = {"mark": re.search(r'name="mark" value="([^"]+)"', form)[1], "version": report.version, "read": "on"}
    refused = client.post(f"{LIST}{report.pk}/sign", values)
    assert refused.status_code == 422
    assert "Another person" in refused.text


def test_a_lead_signs_for_the_own_area_and_sees_what_is_signed(client):
    report = factories.report()
    lead = account("lead@example.org", "Ffion Lead")
    grant(lead, Role.LEAD, areas=[area()])
    client.force_login(lead)
    form = client.get(f"{LIST}{report.pk}/sign").text
    assert "East of England, January to June 2026." in form
    assert "No concern was raised in this period." in form
    values = {"mark": re.search(r'name="mark" value="([^"]+)"', form)[1], "version": report.version, "read": "on"}
    assert "was signed" in client.post(f"{LIST}{report.pk}/sign", values, follow=True).text


def test_an_area_without_a_report_is_told_so(here):
    assert "No report for East of England yet." in here.get(LIST).text
    factories.report()
    assert "No report for East of England yet." not in here.get(LIST).text
    assert "January to June 2026" in here.get(LIST).text


def test_a_manager_cannot_sign_and_is_told_who_can(here):
    report = factories.report(hq())
    assert "Another person who signs for this Area or headquarters must" in here.get(f"{LIST}{report.pk}/").text
    assert here.get(f"{LIST}{report.pk}/sign").status_code == 403
    assert f'/reports/{report.pk}/sign"' not in here.get(f"{LIST}{report.pk}/").text


def test_a_restated_report_points_to_the_later_one(here):
    factories.half_year()
    first = factories.report()
    Activity.objects.filter(title="Stall at the county show").update(headcount=35)
    later = factories.report(at=factories.AUGUST)
    page = here.get(f"{LIST}{first.pk}/").text
    assert f"Report {later.number} restates this one" in page
    assert "Restated" in here.get(LIST).text


def test_the_page_carries_no_style_that_the_policy_refuses(here):
    factories.half_year()
    analysis(area())
    page = here.get(f"{LIST}{factories.report().pk}/").text
    assert "<svg" in page
    assert " style=" not in page
    assert "<style" not in page


def test_the_page_in_welsh(here):
    report = factories.report()
    here.cookies.load({"django_language": "cy"})
    page = here.get(f"{LIST}{report.pk}/").text
    assert '<html lang="cy"' in page
    assert "not translated into Welsh yet" in page
