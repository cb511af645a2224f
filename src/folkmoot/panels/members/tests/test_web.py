"""The pages of members: who may open them, what they show, what they log, and a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, icem, inspector
from folkmoot.communities.tests.factories import area
from folkmoot.foundation.models import AuditEvent
from folkmoot.panels.members.models import Interest, Member
from folkmoot.panels.members.operations import declare_interest
from folkmoot.panels.members.tests.factories import SECRET, member, panel, ready
from folkmoot.panels.models import Terms
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db
LIST = "/panels/members/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_from_nobody_to_a_member_who_gets_papers_and_leaves(here, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    assert "No members yet" in here.get(LIST).text
    one = panel()
    of = f"{LIST}of/{one.code}/"
    assert "4 voting seats are empty" in here.get(of).text
    person, today = contact("Ruth Adeyemi"), timezone.localdate().isoformat()
    assert "Ruth Adeyemi" in here.get(f"{of}appoint?words=adeyemi").text
    given = {"position": "member", "how": "advert", "starts": today, "mark": "m1"}
    assert "Say in a sentence why" in here.post(f"{of}appoint/{person.pk}", given | {"why": "Good"}).text
    seat = here.post(f"{of}appoint/{person.pk}", given | {"why": "She knows the Fens and applied."}).url
    assert "has not been signed" in here.get(seat).text
    assert SECRET in here.get(f"{seat}undertaking").text
    terms = Terms.objects.get()
    here.post(f"{seat}undertaking", {"terms": terms.pk, "signed_on": today, "how": "paper", "mark": "m2"})
    here.post(f"{seat}training", {"what": "Induction day", "done_on": today, "needed": "on", "mark": "m3"})
    here.post(f"{seat}vetting", {"level": "NPPV 1", "state": "cleared", "on": today, "mark": "m4"})
    here.post(f"{seat}interest", {"kind": "work", "what": "Works for the council", "declared_on": today, "mark": "m5"})
    page = here.get(seat).text
    assert "Gets papers" in page
    assert "Works for the council" in page
    assert here.post(f"{seat}interests/{Interest.objects.get().pk}/end", {"on": today, "mark": "m6"}).status_code == 302
    assert here.post(f"{seat}sign-in", {"mark": "m7"}).status_code == 302
    assert "It is shown only now" in here.get(seat).text
    assert "It is shown only now" not in here.get(seat).text
    given = {"position": "chair", "to": Member.objects.get().pk, "how": "elected", "on": today, "votes_for": "1", "mark": "m8"}
    assert here.post(f"{of}chair", given).url == of
    assert "Who chaired, and when" in here.get(of).text
    assert "which rule of the terms" in here.post(f"{seat}leave", {"how": "removed", "on": today, "mark": "m9"}).text
    assert here.post(f"{seat}leave", {"how": "resigned", "on": today, "mark": "m10"}).status_code == 302
    assert "How they left" in here.get(seat).text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="panels.interest", route=seat).exists()


def test_what_is_kept_about_members_opens_to_nobody_else(client):
    seat = f"{LIST}{member(panel()).pk}/"
    elsewhere = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    for viewer, answers in ((elsewhere, {404}), (inspector(), {403})):
        client.force_login(Account.objects.get(pk=viewer.account_id))
        asked = (seat, f"{seat}vetting", f"{LIST}of/eastern-hate-crime/", f"{LIST}of/eastern-hate-crime/appoint")
        assert {client.get(address).status_code for address in asked} == answers
    client.force_login(account("eve@example.org", "Eve"))
    assert client.get(LIST).status_code != 200


def test_lists_take_as_many_queries_for_ten_as_for_two(here):
    one, other = panel(most_members=20), panel("eastern-vawg", most_members=20)
    at = timezone.now()

    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert here.get(address).status_code == 200
        return len(seen)

    def fill(first, last):
        for number in range(first, last):
            seat = member(one if number % 2 else other, f"Person{number} Last", at=at)
            ready(seat, at=at, on=timezone.localdate(at))

    fill(0, 2)
    addresses = (LIST, f"{LIST}?needs=papers", f"{LIST}of/{one.code}/")
    here.get(LIST)
    few = [asked(address) for address in addresses]
    fill(2, 10)
    assert [asked(address) for address in addresses] == few


def test_a_member_signs_and_declares_on_their_own_pages_and_reaches_nobody_elses(client):
    at, of = timezone.now(), panel()
    seat, other = member(of, at=at), member(of, "Sam Obi", at=at)
    seat.account = account("ruth.adeyemi@example.org", "Ruth Adeyemi")
    seat.save()
    grant(seat.account, Role.PANEL_MEMBER, panel=of.code)
    theirs = declare_interest(by=icem(), at=at, member=other, kind="family", what="A cousin in the police")
    client.force_login(seat.account)
    mine = f"{LIST}mine/{of.code}/"
    assert "has not been signed" in client.get(mine).text
    assert SECRET in client.get(f"{mine}sign").text
    terms = Terms.objects.get(panel=of)
    assert "This field is required" not in client.post(f"{mine}sign", {"terms": terms.pk, "undertake": "on", "mark": "m1"}).text
    client.post(f"{mine}declare", {"kind": "none", "declared_on": timezone.localdate().isoformat(), "mark": "m2"})
    page = client.get(mine).text
    assert "You signed on" in page
    assert "Nothing to declare" in page
    assert "cousin" not in page
    for closed in (f"{mine}interests/{theirs.pk}/end", f"{LIST}mine/another-panel/", f"{LIST}{seat.pk}/"):
        assert client.get(closed).status_code in (403, 404)


def test_who_chairs_steps_down_and_stays_a_member(here):
    one = member(panel(), position="chair")
    page = f"{LIST}{one.pk}/step-down"
    assert here.get(page).status_code == 200
    assert here.post(page, {"on": timezone.localdate().isoformat(), "mark": "d1"}).status_code == 302
    one.refresh_from_db()
    assert (one.position, one.ended_on) == ("member", None)
