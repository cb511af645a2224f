from datetime import date

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.models import Community, CommunitySuccession
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import community, somalis
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db
LIST = "/communities/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def merged(other, **over):
    return {
        "others": [str(other.pk)], "into": "new", "name": "Deaf people in the Fens", "on": "2026-03-01", "reason": "The clubs became one",
        "mark": "one-mark", "seen": "",
    } | over  # fmt: skip


def seen_of(answer):
    return answer.context["form"].data["seen"]


def test_a_merge_shows_what_follows_and_is_done_only_when_it_was_seen(here):
    ely, wisbech = community("Deaf people in Ely"), community("Deaf people in Wisbech")
    link_point(by=icem(), at=NOW, community=ely, point=point())
    address = f"{LIST}{ely.pk}/merge"
    assert "You will see what follows" in here.get(address).text
    shown = here.post(address, merged(wisbech))
    assert shown.status_code == 200
    assert "“Deaf people in Ely” has its last day on 28 February 2026" in shown.text
    assert Community.objects.count() == 2
    assert not CommunitySuccession.objects.exists()
    done = here.post(address, merged(wisbech, seen=seen_of(shown)))
    later = Community.objects.get(name="Deaf people in the Fens")
    assert (done.status_code, done.url) == (302, f"{LIST}{later.pk}/")
    page = here.get(done.url).text
    assert "Deaf people in Wisbech" in page
    assert "Undo this merge" in page
    assert WORDS in page
    assert "Before:" in page
    assert here.get(address).status_code == 404


def test_a_choice_changed_after_it_was_seen_is_shown_again(here):
    ely, wisbech = community("Deaf people in Ely"), community("Deaf people in Wisbech")
    address = f"{LIST}{ely.pk}/merge"
    shown = here.post(address, merged(wisbech))
    again = here.post(address, merged(wisbech, name="Deaf people", seen=seen_of(shown)))
    assert again.status_code == 200
    assert "“Deaf people” begins" in again.text
    assert Community.objects.count() == 2


def test_what_may_not_be_done_is_refused_before_it_is_shown(here):
    ely, wisbech = community("Deaf people in Ely"), community("Deaf people in Wisbech")
    answer = here.post(f"{LIST}{ely.pk}/merge", merged(wisbech, name="Deaf people in Ely"))
    assert answer.status_code == 422
    assert "What will follow" not in answer.text
    assert here.post(f"{LIST}{ely.pk}/merge", merged(somalis())).status_code == 422


def test_a_split_with_shares_and_its_undoing(here):
    row = community()
    address = f"{LIST}{row.pk}/split"
    given = {
        "name_1": "Deaf elders", "share_1": "40", "name_2": "Young deaf people", "on": "2026-03-01", "reason": "They meet apart",
        "mark": "one-mark", "seen": "",
    }  # fmt: skip
    assert here.post(address, given | {"share_2": "50"}).status_code == 422
    assert here.post(address, given | {"share_3": "10"}).status_code == 422
    shown = here.post(address, given)
    assert here.post(address, given | {"seen": seen_of(shown)}).status_code == 302
    step = CommunitySuccession.objects.get(to_community__name="Deaf elders")
    assert float(step.share) == 0.4
    page = here.get(f"{LIST}{row.pk}/").text
    assert "Undo this split" in page
    undo = f"{LIST}{row.pk}/undo/{step.pk}"
    assert here.get(undo).status_code == 200
    assert here.post(undo, {"mark": "m2"}).status_code == 302
    assert Community.objects.get().ends is None


def test_other_areas_and_ended_communities_have_no_such_pages(here):
    other, ended = somalis(), community("Miners", ends=date(2026, 1, 1))
    for page in ("merge", "split"):
        assert here.get(f"{LIST}{other.pk}/{page}").status_code == 404
        assert here.get(f"{LIST}{ended.pk}/{page}").status_code == 404
    assert here.get(f"{LIST}{ended.pk}/undo/1").status_code == 404
