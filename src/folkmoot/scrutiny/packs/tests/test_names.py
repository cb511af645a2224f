"""Who is in a case that a list without names brought: said by whoever prepares it, and then one person throughout its documents."""

import pytest

from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.redaction.spans import Kind
from folkmoot.scrutiny.identities.keeping import known_of
from folkmoot.scrutiny.packs.queries import had_a_hand
from folkmoot.scrutiny.packs.tests.factories import account_of, pack

pytestmark = pytest.mark.django_db


def test_names_are_sealed_with_the_case_and_said_first(client):
    of = pack("redacted")
    client.force_login(account_of(icem()))
    page = f"/scrutiny/packs/{of.pk}/names"
    assert page in client.get(f"/scrutiny/packs/{of.pk}/").content.decode()
    sent = {"names": "Amina Begum Okafor | victim\nKevin Hargreaves | defendant"}
    assert client.post(page, sent).status_code == 302
    of.drawn.case.identity.refresh_from_db()
    known = {(each.value, each.role) for each in known_of(of.drawn.case.identity) if each.kind is Kind.NAME}
    assert {("Amina Begum Okafor", "victim"), ("Kevin Hargreaves", "defendant")} <= {(value, str(role)) for value, role in known}
    assert had_a_hand(of, account_of(icem()).pk)
    assert client.post(page, {"names": " | "}).status_code == 422


def test_who_may_not_know_whose_case_it_is_gives_no_names(client):
    of = pack("redacted")
    client.force_login(account_of(inspector()))
    assert client.get(f"/scrutiny/packs/{of.pk}/names").status_code in (403, 404)
