"""The page of a chain: for whom it opens, what it logs, and what is printed for an answer to a request for information."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import account, area, hq, icem, panel_member
from folkmoot.actions.tests.factories import action
from folkmoot.casework.tests.factories import analysis
from folkmoot.communities.tests.factories import community
from folkmoot.decisions.tests.factories import decision
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.tests.factories import WORDS, answer, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_the_chain_of_any_kind_opens_and_links_to_the_chains_of_its_parts(here):
    joined = issue(points=[said := point()])
    page = here.get(f"/chain/voice.issue/{joined.pk}/").text
    assert WORDS in page
    assert f'href="/chain/voice.point/{said.pk}/"' in page
    assert f'href="/voice/{said.pk}/"' in page
    assert "The chain is broken in 1 place." in page
    assert AuditEvent.objects.get(kind="consultation").subject_ids == [said.pk]


def test_what_stands_alone_is_taught_and_a_comparison_says_what_it_found(here):
    page = here.get(f"/chain/actions.action/{action().pk}/").text
    assert "Nothing else is linked to it yet." in page
    assert here.get(f"/chain/communities.community/{community().pk}/").status_code == 200
    compared = analysis(area())
    page = here.get(f"/chain/casework.analysis/{compared.pk}/").text
    assert "What it shows" in page
    published = here.get(f"/chain/casework.analysis/{compared.pk}/?for=publication").text
    assert "<strong>What it shows:</strong> <em>withheld</em>" in published


def test_what_is_out_of_sight_is_not_found(here, client):
    there = point(by=hq(), area=area("wessex", "Wessex"))
    for address in (f"voice.point/{there.pk}", "voice.point/999999", "accounts.account/1", "nothing/1"):
        assert here.get(f"/chain/{address}/").status_code == 404, address
    panel_member()
    client.force_login(account("ruth.adeyemi@example.org"))
    assert client.get(f"/chain/voice.point/{there.pk}/").status_code == 403


def test_the_words_of_an_issue_leave_only_when_somebody_vouches_and_that_is_on_record(here):
    joined = issue(points=[said := point(), kept := point(words="My neighbour did it.", visibility="restricted")])
    answer(kept, words="We have spoken with her neighbour.")
    page = here.get(f"/chain/voice.issue/{joined.pk}/?for=publication").text
    assert WORDS not in page
    assert "neighbour" not in page
    assert "I have read the words" in page
    assert 'id="navigation"' not in page
    page = here.get(f"/chain/voice.issue/{joined.pk}/?for=publication&words=yes").text
    assert WORDS in page
    assert "neighbour" not in page
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_kind, event.subject_ids, event.detail) == ("voice.point", [said.pk], {"fields": ["words"]})


def test_the_pages_of_the_kinds_lead_to_their_chain(here):
    rows = {
        "actions.action": (action(), "actions"), "decisions.decision": (decision(), "decisions"),
        "casework.analysis": (analysis(area()), "casework"), "communities.community": (community(), "communities"),
        "voice.issue": (issue(points=[point()]), "voice/issues"),
    }  # fmt: skip
    for kind, (row, place) in rows.items():
        assert f'href="/chain/{kind}/{row.pk}/"' in here.get(f"/{place}/{row.pk}/").text, kind
