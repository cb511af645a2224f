from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, grant, hq, icem
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.communities.tests.test_operations import category
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db
LIST = "/communities/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


@pytest.fixture
def headquarters(client):
    client.force_login(Account.objects.get(pk=hq().account_id))
    return client


def sent(**over):
    return {
        "name": "Deaf people in the Fens", "kind": "identity", "population": "1200", "population_source": "Census 2021",
        "population_on": "2021-03-21", "contact_every_months": "6", "mark": "one-mark",
    } | over  # fmt: skip


def test_an_empty_list_teaches_and_a_full_one_shows_figures_with_their_source(here):
    assert "No community is recorded yet" in here.get(LIST).text
    community()
    page = here.get(LIST).text
    assert "1,200" in page
    assert "Census 2021" in page
    assert "every 6 months" in page


def test_a_community_is_added_from_an_empty_database_without_being_asked_for_the_area(here):
    disabled = category()
    assert "Which Area" not in here.get(LIST + "new").text
    nia = icem().account_id
    answer = here.post(LIST + "new", sent(owner=str(nia), **{f"scheme_{disabled.scheme_id}": [str(disabled.pk)]}))
    added = Community.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}{added.pk}/")
    assert (added.area, added.owner_id) == (area(), nia)
    assert list(added.characteristics.all()) == [disabled]
    assert "Disabled" in here.get(answer.url).text


def test_sending_the_form_twice_adds_one(here):
    here.post(LIST + "new", sent())
    assert here.post(LIST + "new", sent()).status_code == 302
    assert Community.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed(here):
    answer = here.post(LIST + "new", sent(low_trust="on", name="Pobl fyddar Wisbech"))
    assert answer.status_code == 422
    assert "Say what shows that trust is low" in answer.text
    assert "Pobl fyddar Wisbech" in answer.text


def test_headquarters_chooses_the_area_or_the_whole_service(headquarters):
    wales()
    assert "Which Area" in headquarters.get(LIST + "new").text
    headquarters.post(LIST + "new?area=cymru-wales", sent())
    headquarters.post(LIST + "new?area=england-and-wales", sent(mark="another"))
    assert {row.area for row in Community.objects.all()} == {wales(), None}
    assert headquarters.get(LIST + "new?area=narnia").status_code == 404


def test_changing_and_the_lost_race(here):
    row = community()
    address = f"{LIST}{row.pk}/change"
    assert "Deaf people in the Fens" in here.get(address).text
    assert here.post(address, sent(name="Deaf people in the Fens and Ely", version="1")).status_code == 302
    late = here.post(address, sent(name="Deaf people", version="1", mark="second"))
    assert late.status_code == 422
    assert "changed by somebody else" in late.text
    assert Community.objects.get().name == "Deaf people in the Fens and Ely"


def test_ending_and_taking_the_end_back(here):
    row = community()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert here.post(f"{LIST}{row.pk}/end", {"on": tomorrow.isoformat()}).status_code == 422
    assert here.post(f"{LIST}{row.pk}/end", {"on": "2025-06-30"}).status_code == 302
    assert "ended on 30 June 2025" in here.get(f"{LIST}{row.pk}/").text
    assert row.name not in here.get(LIST).text
    assert row.name in here.get(LIST, {"ended": "yes"}).text
    assert here.post(f"{LIST}{row.pk}/resume", {"mark": "one-mark"}).status_code == 302
    assert Community.objects.get().ends is None


def test_another_area_s_community_does_not_exist_and_one_of_the_service_cannot_be_changed(here):
    other, of_all = somalis(), community("Young people", area=None)
    for page in ("", "change", "end", "resume"):
        assert here.get(f"{LIST}{other.pk}/{page}").status_code == 404
    assert here.get(f"{LIST}{of_all.pk}/").status_code == 200
    assert here.get(f"{LIST}{of_all.pk}/change").status_code == 404


def test_points_are_shown_only_to_those_who_may_read_them_and_that_is_logged(here, client):
    row = community()
    link_point(by=icem(), at=NOW, community=row, point=point())
    assert WORDS in here.get(f"{LIST}{row.pk}/").text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="voice.point", route=f"{LIST}{row.pk}/").count() == 1
    staff = account("gwen.hale@example.org", "Gwen Hale")
    grant(staff, Role.STAFF, [area()])
    client.force_login(staff)
    page = client.get(f"{LIST}{row.pk}/").text
    assert WORDS not in page
    assert "What was said" not in page


def test_the_number_of_queries_does_not_grow_with_the_list(here):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert here.get(LIST).status_code == 200
        return len(captured)

    community()
    queries()
    before = queries()
    for number in range(20):
        community(f"Community {number}")
    assert queries() == before


def test_only_those_who_work_in_the_area_can_look_after_its_communities(here):
    aled = icem("aled.pugh@example.org", "Aled Pugh", wales())
    assert "Aled Pugh" not in here.get(LIST + "new").text
    assert here.post(LIST + "new", sent(owner=str(aled.account_id))).status_code == 422
