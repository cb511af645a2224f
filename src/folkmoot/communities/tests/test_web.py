from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, grant, hq, icem
from folkmoot.areas.models import AreaCounty, County
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.communities.tests.test_operations import category
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.tests.factories import organisation
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
    assert late.status_code == 409
    assert "changed by somebody else" in late.text
    assert Community.objects.get().name == "Deaf people in the Fens and Ely"


def test_ending_and_taking_the_end_back(here):
    row = community()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert here.post(f"{LIST}{row.pk}/end", {"on": tomorrow.isoformat()}).status_code == 422
    assert here.post(f"{LIST}{row.pk}/end", {"on": "2025-06-30"}).status_code == 422
    assert here.post(f"{LIST}{row.pk}/end", {"on": "2025-06-30", "reason": "They moved away"}).status_code == 302
    assert "ended on 30 June 2025" in here.get(f"{LIST}{row.pk}/").text
    assert row.name not in here.get(LIST).text
    assert row.name in here.get(LIST, {"show": "ended"}).text
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


def test_places_languages_and_access_needs_are_kept_and_shown(here):
    answer = here.post(LIST + "new", sent(languages=["bfi", "pl"], access_needs="Evening meetings"))
    page = here.get(answer.url).text
    assert Community.objects.get().languages == ["bfi", "pl"]
    for words in ("British Sign Language", "Polish", "Evening meetings"):
        assert words in page
    assert here.get(f"{answer.url}change").text.count("checked") >= 2


def test_trust_is_recorded_on_its_own_page_and_stays_as_history(here):
    row = community()
    address = f"{LIST}{row.pk}/trust"
    assert here.post(address, {"low": "low", "on": "2026-03-01", "words": ""}).status_code == 422
    sent_once = {"low": "low", "on": "2026-03-01", "words": "41% in the survey", "version": "1", "mark": "m1"}
    assert here.post(address, sent_once).status_code == 302
    assert (
        here.post(address, {"low": "not", "on": "2026-03-05", "words": "It rose to 60%", "version": "2", "mark": "m2"}).status_code == 302
    )
    page = here.get(f"{LIST}{row.pk}/").text
    assert "41% in the survey" in page
    assert "It rose to 60%" in page
    assert "Not recorded as low" in page
    assert "low_trust" not in here.get(f"{LIST}{row.pk}/change").text


def test_the_list_narrows_to_the_overdue_to_low_trust_to_a_county_and_to_an_owner(here):
    ely = County.objects.create(code="cambridgeshire", name_en="Cambridgeshire", kind="ceremonial", nation="England")
    AreaCounty.objects.create(area=area(), county=ely, coverage="whole")
    nia = Account.objects.get(pk=icem().account_id)
    met, low, there = community("Met lately"), community("Low", low_trust=True, low_trust_evidence="x"), community("There", county=ely)
    there.owner = nia
    there.save()
    activity(communities=[met], held_on=timezone.localdate())

    def names(**asked):
        page = here.get(LIST, asked)
        return {row.name for row in page.context["page"]}

    assert names(show="overdue") == {"Low", "There"}
    assert names(show="low_trust") == {"Low"}
    assert names(county_id=ely.pk) == {"There"}
    assert names(owner_id=nia.pk) == {"There"}
    assert names(show="nonsense") == {"Met lately", "Low", "There"}
    assert low.name in here.get(LIST).text


def test_a_community_s_page_gathers_who_is_known_and_when_they_were_met(here):
    row = community()
    club = organisation()
    club.communities.add(row)
    held = activity(communities=[row], held_on=timezone.localdate())
    page = here.get(f"{LIST}{row.pk}/").text
    assert club.name in page
    assert held.title in page
    assert "Plan a contact" in page


def test_the_page_says_what_the_published_tables_cannot(here):
    row = community()
    page = here.get(f"{LIST}{row.pk}/").text
    assert "Name the characteristics of its members, or type a figure" in page
    answer = here.post(f"{LIST}{row.pk}/count", {"mark": "m1"}, follow=True)
    assert "Name the characteristics of its members, or type a figure" in answer.text
    assert Community.objects.get().population == 1200
