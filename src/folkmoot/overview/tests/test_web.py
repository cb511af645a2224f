import pytest
from django.test import override_settings

from folkmoot.accounts.middleware import NOBODY
from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, panel_member
from folkmoot.areas.models import Area
from folkmoot.foundation.models import AuditEvent
from folkmoot.overview.tests.factories import whole_chain
from folkmoot.overview.web import views
from folkmoot.panels.members.tests.factories import panel
from folkmoot.panels.space.tests.factories import seated
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    icem()
    client.force_login(account())
    return client


def with_role(client, role, areas=None, **grants):
    who = account("other@example.org", "Other Person")
    grant(who, role, areas, **grants)
    client.force_login(who)
    return client


def test_home_teaches_when_nothing_is_there(here):
    page = here.get("/").text
    assert "Nothing needs you today" in page
    assert "Log a contact" in page
    assert page.count('class="fm-four__figure"') == 4


def test_home_shows_what_waits_and_logs_that_it_was_read(here):
    said = point()
    page = here.get("/").text
    assert WORDS in page
    assert f"/voice/{said.pk}/answer" in page
    event = AuditEvent.objects.get(kind="consultation")
    assert (event.subject_kind, event.subject_ids, event.route) == ("voice.point", [said.pk], "/")


def test_home_of_headquarters_opens_on_the_whole_service_with_the_areas_side_by_side(client):
    area(), area("wessex", "Wessex")
    hq()
    client.force_login(account("owen.achebe@example.org"))
    page = client.get("/").text
    assert "England and Wales" in page
    assert "Area by Area" in page
    assert "Area by Area" not in client.get("/?area=wessex").text


def test_an_area_that_is_not_mine_cannot_be_chosen(here):
    wessex = area("wessex", "Wessex")
    point(by=hq(), area=wessex)
    assert WORDS not in here.get("/?area=wessex").text


def test_an_analyst_sees_no_loop_and_no_words(client):
    point()
    page = with_role(client, Role.ANALYST, national=True).get("/").text
    assert "fm-four" not in page
    assert WORDS not in page


def test_an_administrator_is_led_to_people(client):
    assert "/people/" in with_role(client, Role.ADMINISTRATOR, national=True).get("/").text


def test_a_panel_members_home_is_their_panels_and_nothing_else(client):
    said = whole_chain()
    panel_member()
    client.force_login(account("ruth.adeyemi@example.org"))
    page = client.get("/").text
    assert "No panel" in page or "no seat" in page, "a role without a seat opens nothing"
    assert WORDS not in page
    seated(panel())
    client.force_login(Account.objects.get(email="ruth@example.org"))
    page = client.get("/").text
    assert "hate crime" in page.lower()
    assert WORDS not in page
    assert client.get(f"/chain/{said.pk}/").status_code == 403


def test_who_has_no_role_is_told_so_plainly(rf, here):
    request = rf.get("/")
    request.user, request.viewer = account(), NOBODY
    assert "You have no role yet" in views.home(request).text


def test_the_chain_of_another_areas_point_is_not_found(here):
    there = point(by=hq(), area=area("wessex", "Wessex"))
    assert here.get(f"/chain/{there.pk}/").status_code == 404
    assert here.get(f"/chain/{there.pk}/?for=publication").status_code == 404


def test_the_chain_shows_the_words_and_logs_who_was_read_about(here):
    said = whole_chain()
    page = here.get(f"/chain/{said.pk}/").text
    assert WORDS in page
    assert "Siân Prŷs" in page
    kinds = set(AuditEvent.objects.filter(kind="consultation").values_list("subject_kind", flat=True))
    assert kinds == {"voice.point", "stakeholders.contact"}


def test_the_page_for_publication_names_nobody_not_even_who_opened_it(here):
    said = whole_chain()
    page = here.get(f"/chain/{said.pk}/?for=publication").text
    for words in (WORDS, "Elder of the forum", "Siân Prŷs", "Fenland Travellers’ Forum", "Nia Rowe"):
        assert words not in page
    assert "<em>withheld</em>" in page
    assert 'id="navigation"' not in page


def test_words_are_explained_to_everybody(client):
    page = client.get("/words").text
    assert "Local Scrutiny and Involvement Panel" in page
    client.post("/language", {"language": "cy", "next": "/words"})
    assert '<dd class="govuk-summary-list__value" lang="en">Local Scrutiny and Involvement Panel.' in client.get("/words").text


def test_the_accessibility_statement_invents_no_address(client):
    assert "has not given an address" in client.get("/accessibility").text
    assert "mailto:" not in client.get("/accessibility").text
    with override_settings(CONTACT="help@example.org"):
        assert "mailto:help@example.org" in client.get("/accessibility").text


def test_home_and_chain_ask_who_is_there_first(client):
    for address in ("/", "/my-panel/", "/chain/1/"):
        assert client.get(address).status_code == 302


def test_who_only_reads_is_asked_for_nothing(client):
    for role in (Role.INSPECTOR, Role.ANALYST):
        page = with_role(client, role, national=True).get("/").text
        assert "What is late or waiting</h1>" in page
        assert "What needs you" not in page


def test_an_administrators_home_opens_on_people_and_asks_for_no_area(client):
    area(), area("wessex", "Wessex")
    page = with_role(client, Role.ADMINISTRATOR, national=True).get("/").text
    assert "No invitation waits to be accepted." in page
    assert 'href="/people/invite/"' in page
    assert 'id="area-filter"' not in page


def test_the_areas_stand_before_the_other_parts_of_the_service(client):
    area("wessex", "Wessex"), area()
    Area.objects.create(code="cps-direct", name_en="CPS Direct", kind="direct")
    hq()
    client.force_login(account("owen.achebe@example.org"))
    for address in ("/", "/voice/", "/engagement/", "/import/", "/export/", "/engagement/log"):
        page = client.get(address).text
        places = [page.find(words) for words in ("East of England<", "Wessex<", "Other parts of the service", "CPS Direct<")]
        assert -1 not in places, address
        assert places == sorted(places), address


def test_the_words_come_into_the_published_page_when_somebody_vouches_for_them_and_that_is_on_record(here):
    said = whole_chain()
    page = here.get(f"/chain/{said.pk}/?for=publication").text
    assert "I have read the words; they identify nobody" in page
    assert not AuditEvent.objects.filter(kind="disclosure").exists()
    page = here.get(f"/chain/{said.pk}/?for=publication&words=yes").text
    assert WORDS in page
    assert "Elder of the forum" not in page
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_kind, event.subject_ids, event.detail) == ("voice.point", [said.pk], {"fields": ["words"]})


def test_that_no_community_is_named_is_not_published(here):
    said = point()
    assert "no community is named" in here.get(f"/chain/{said.pk}/").text.lower()
    assert "no community is named" not in here.get(f"/chain/{said.pk}/?for=publication").text.lower()
