"""Whoever may not know whose case it is does not learn a pseudonym by way of a reference."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import hq, icem
from folkmoot.scrutiny.draws.tests.factories import committed, people

pytestmark = pytest.mark.django_db


def seen_by(client, viewer, address: str) -> str:
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client.get(address).text


def test_a_tie_entered_by_its_reference_tells_headquarters_no_pseudonym(client):
    seat = people()[0]
    frame = committed().frame
    case = frame.cases.get(row=2)
    address = f"/scrutiny/lists/{frame.pk}/"
    client.force_login(Account.objects.get(pk=hq().account_id))
    sent = {"reference": "05 ab 10000 25", "member": seat[0].pk, "what": "Her cousin was a witness", "mark": "t1"}
    assert client.post(f"{address}tied", sent).status_code == 302
    assert case.ties.count() == 1
    told = seen_by(client, hq(), address)
    assert "Her cousin was a witness" in told
    assert case.pseudonym not in told
    assert case.pseudonym in seen_by(client, icem(), address)
