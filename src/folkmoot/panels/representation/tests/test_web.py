"""The pages of who is represented: exact for those who keep the members, without small numbers for everybody else."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.communities.tests.factories import community, travellers
from folkmoot.panels.members.tests.factories import member, panel
from folkmoot.panels.representation.tests.factories import seats

pytestmark = pytest.mark.django_db
LIST = "/panels/representation/"


def test_gaps_lead_to_a_campaign_and_only_the_keepers_see_small_numbers(client):
    deaf, missing, of = community(), travellers(low_trust=True, low_trust_evidence="Heard in Ely"), panel()
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "No panels yet" not in client.get(LIST).text
    seats(of, 5, deaf)
    member(of, "Olive Unasked")
    page = client.get(f"{LIST}{of.code}/").text
    assert f"/panels/recruitment/new?panel={of.code}&amp;community={missing.pk}" in page
    assert "Olive Unasked" in page
    assert "For 5 of 6" in page
    offered = client.get(f"/panels/recruitment/new?panel={of.code}&community={missing.pk}").text
    assert f'value="{missing.pk}" checked' in " ".join(offered.split()) or "checked" in offered
    client.force_login(Account.objects.get(pk=inspector().account_id))
    page = client.get(f"{LIST}{of.code}/").text
    assert str(deaf) in page
    assert "Olive" not in page
    assert "For 5 of 6" not in page
    assert "/panels/recruitment/new" not in page
    statement = client.get(f"{LIST}{of.code}/statement?in=easy").text
    assert "Who is missing" in statement
    assert "Quilligan" not in statement


def test_a_small_panel_shows_a_reader_no_community(client):
    deaf, of = community(), panel()
    missing = travellers()
    seats(of, 2, deaf)
    client.force_login(Account.objects.get(pk=inspector().account_id))
    for page in (client.get(f"{LIST}{of.code}/").text, client.get(LIST).text):
        assert "fewer than 5" in page
        assert str(deaf) not in page
        assert str(missing) not in page  # what is missing tells what is not
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert str(missing) in client.get(LIST).text
