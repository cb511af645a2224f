"""Panels through their pages: who sees what, and from set-up to agreed terms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, panel_member
from folkmoot.panels import operations, queries
from folkmoot.panels.models import PanelKind
from folkmoot.panels.tests.factories import HATE_CRIME, agreed, bare_panel, kind, panel

pytestmark = pytest.mark.django_db
LIST = "/panels/"
WORDS = {
    "scope_en": "The panel reads closed cases and gives advice.", "conduct_en": "Members declare interests and may resign in writing.",
    "confidentiality_en": "Members keep what they read to themselves.",
}  # fmt: skip
WAYS = {
    "meetings_a_year": 4, "quorum": 4, "voting": ["member", "chair"], "chair_rule": "elected", "term_months": 24, "renewals": 1,
    "least_members": 6, "most_members": 12, "least_cases": 3, "most_cases": 5, "undertaking_months": 12,
}  # fmt: skip


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def sent(form, **values):
    """A form as a browser sends it back: what stands in it, with some values changed."""
    stands = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (stands | values).items() if value not in (None, False)}


def test_from_set_up_to_agreed_terms(here):
    assert "No panels yet" in here.get(LIST).text
    row = kind()
    given = {
        "kind": row.pk,
        "name_en": "Fens hate crime panel",
        "code": "meetings",
        "starts": timezone.localdate().isoformat(),
        "public": "on",
    }
    refused = here.post(f"{LIST}new", given | {"mark": "m0"})
    assert refused.status_code == 422
    assert "address of the product" in refused.text
    assert "Fens hate crime panel" in refused.text, "nothing typed is lost"
    assert here.post(f"{LIST}new", given | {"code": "fens", "mark": "m1"}).url == f"{LIST}fens/"
    assert here.post(f"{LIST}new", given | {"code": "fens", "mark": "m1"}).url == f"{LIST}fens/", "sent twice, set up once"
    page = here.get(f"{LIST}fens/").text
    assert "no agreed terms of reference" in page
    assert "Go on with the terms" in page
    assert (
        "undertake" in here.post(f"{LIST}fens/terms/agree", sent(here.get(f"{LIST}fens/terms/agree").context["form"], how="By a vote")).text
    )
    form = here.get(f"{LIST}fens/terms/draft").context["form"]
    assert "no meeting could ever have a quorum" in here.post(f"{LIST}fens/terms/draft", sent(form, **WORDS, quorum=50)).text
    assert here.post(f"{LIST}fens/terms/draft", sent(form, **WORDS)).status_code == 302
    again = here.post(f"{LIST}fens/terms/draft", sent(form, **WORDS, quorum=5, mark="m9"))
    assert "changed by somebody else" in again.text, "an editor who did not see the change cannot overwrite it"
    form = here.get(f"{LIST}fens/terms/agree").context["form"]
    assert here.post(f"{LIST}fens/terms/agree", sent(form, how="By a vote of the panel")).url == f"{LIST}fens/terms/1/"
    page = here.get(f"{LIST}fens/").text
    assert "Version 1" in page
    assert "Plan a meeting" in page


def test_a_second_version_shows_in_what_it_differs(here):
    row = panel(area(), "fens")
    assert here.post(f"{LIST}fens/terms/draft", {"mark": "m1"}).status_code == 302
    agreed(row, quorum=6)
    page = here.get(f"{LIST}fens/terms/2/").text
    assert "In what it differs from version 1" in page
    assert "4 voting members" in page
    assert "Holds now" in here.get(f"{LIST}fens/terms/").text


def test_change_and_end(here):
    panel(area(), "fens")
    form = here.get(f"{LIST}fens/change").context["form"]
    assert here.post(f"{LIST}fens/change", sent(form, name_en="Panel of the Fens")).status_code == 302
    form = here.get(f"{LIST}fens/end").context["form"]
    assert "Say why it ends" in here.post(f"{LIST}fens/end", sent(form, why="Over")).text
    assert here.post(f"{LIST}fens/end", sent(form, why="It was merged with the county's panel.", mark="m2")).status_code == 302
    assert "This panel has ended" in here.get(f"{LIST}fens/").text
    assert "Panel of the Fens" not in here.get(LIST).text
    assert "Panel of the Fens" in here.get(f"{LIST}?show=ended").text
    assert here.get(f"{LIST}fens/terms/").status_code == 200, "its records stay"


def test_readers_read_and_others_do_not_know_of_it(client):
    panel(area(), "fens")
    comms = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(comms, Role.COMMS, [area()])
    client.force_login(comms)
    page = client.get(f"{LIST}fens/").text
    assert "End the panel" not in page
    assert client.post(f"{LIST}fens/end", {"on": "2026-01-01", "why": "It is not needed any more."}).status_code == 403
    far = account("gwen.pryce@example.org", "Gwen Pryce")
    grant(far, Role.ICEM, [area("cymru-wales", "Cymru-Wales")])
    client.force_login(far)
    assert {client.get(f"{LIST}fens/{page}").status_code for page in ("", "terms/", "terms/1/", "change", "end", "terms/draft")} == {404}
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}fens/").status_code == 403


def test_headquarters_keeps_the_kinds_and_areas_read_them(client):
    bare_panel(area(), "fens")
    client.force_login(Account.objects.get(pk=hq().account_id))
    form = client.get(f"{LIST}kinds/{HATE_CRIME}/change").context["form"]
    assert client.post(f"{LIST}kinds/{HATE_CRIME}/change", sent(form, quorum=5)).url == f"{LIST}kinds/{HATE_CRIME}/"
    assert PanelKind.objects.get(code=HATE_CRIME).quorum == 5
    added = {"code": "children", "name_en": "Children", "every_months": 12, "order": 5, "mark": "m1"}
    assert client.post(f"{LIST}kinds/{HATE_CRIME}/remit/new", added).status_code == 302
    assert "Children" in client.get(f"{LIST}kinds/{HATE_CRIME}/").text
    assert "still at work" in client.post(f"{LIST}kinds/{HATE_CRIME}/withdraw", {"mark": "m2"}).text
    client.post(f"{LIST}kinds/{HATE_CRIME}/remit/children/withdraw", {"mark": "m3"})
    assert "Children" not in client.get(f"{LIST}kinds/{HATE_CRIME}/").text
    new = WAYS | {
        "code": "parents",
        "name_en": "Parents' panel",
        "purpose_en": "To hear parents.",
        "level": "area",
        "order": 5,
        "mark": "m4",
    }
    assert client.post(f"{LIST}kinds/new", new).url == f"{LIST}kinds/parents/"
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "Parents" in client.get(f"{LIST}kinds/").text
    assert client.get(f"{LIST}kinds/new").status_code == 403


def test_the_list_and_the_page_ask_no_more_for_many_than_for_one(here):
    panel(area(), "fens-1")
    here.get(LIST)  # the first page of a session asks more
    one = [_number_of_queries(here, address) for address in (LIST, f"{LIST}fens-1/")]
    for number in range(2, 6):
        agreed(panel(area(), f"fens-{number}"), quorum=5)
    operations.draft_terms(by=icem(), at=timezone.now(), panel=queries.the_panel(icem(), "fens-1"))
    assert [_number_of_queries(here, address) for address in (LIST, f"{LIST}fens-1/")] == one


def _number_of_queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
