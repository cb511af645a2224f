import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, icem, inspector
from folkmoot.communities.models import Community
from folkmoot.communities.tests.factories import area, wales
from folkmoot.engagement.bulletins.models import Bulletin, BulletinCase, Copy, Recipient
from folkmoot.engagement.bulletins.tests.factories import CASE, draft, group, lawyer, person, submitted, with_case
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db
LIST = "/engagement/bulletins/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def as_person(client, who):
    client.force_login(who)
    return client


def today():
    return timezone.localdate().isoformat()


def write(here, **over):
    sent = {"title": "Hate crime cases", "body": "This is what became of them.\n\n- one\n- two", "mark": "one"} | over
    return here.post(LIST + "new", sent).url


def test_the_whole_way_from_an_empty_page_to_a_reply(here, django_capture_on_commit_callbacks):
    """Write, be refused a live case, be stopped by the check, explain, clear, choose, send, log a reply."""
    club, who = group(), lawyer()
    page = "No bulletin is written yet"
    assert page in here.get(LIST).text
    page = write(here, body="Answer to news@example.org please.", must_not_appear="Tom Marsh")
    live = here.post(page + "cases/new", CASE | {"finalised": "no", "finalised_on": today(), "mark": "two"})
    assert "a word about a live case can harm a trial" in live.text
    here.post(page + "cases/new", CASE | {"finalised": "yes", "finalised_on": today(), "mark": "two"})
    shown = here.get(page).text
    assert "An e-mail address: news@example.org" in shown
    assert "Submit to a lawyer" not in shown
    assert "may identify somebody" in here.post(page + "submit", {"lawyer": who.pk, "mark": "three"}).text
    explain = next(line for line in shown.split('"') if "/explain/" in line)
    here.post(explain, {"words": "our own address", "mark": "four"})
    assert here.post(page + "submit", {"lawyer": who.pk, "mark": "three"}).url == page
    as_person(here, who)
    assert "Waiting for you to clear" in here.get(LIST).text
    shown = here.get(page).text
    assert "May stay: our own address" in shown
    read = shown.split('name="hash" value="')[1].split('"')[0]
    assert here.post(page + "clear", {"hash": read}).url == page
    as_person(here, Account.objects.get(pk=icem().account_id))
    community = Community.objects.get()
    choose = here.get(page + f"recipients/add?community={community.pk}").text
    assert "Fenland Deaf Club (By e-mail, English)" in choose
    here.post(page + f"recipients/add?community={community.pk}", {"chosen": [f"organisation-{club.pk}"], "mark": "five"})
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post(page + "seal").url == page + "recipients/"
    assert [message.to for message in mail.outbox] == [["club@example.org"]]
    here.post(page + "send")
    assert len(mail.outbox) == 1
    assert "the copy kept" in here.get(page).text
    assert here.get(page + "copies/en").status_code == 200
    row = Recipient.objects.get()
    reply = {"words": "Thank you.", "said_on": today(), "nature": "praise", "mark": "six"}
    assert here.post(LIST + f"recipients/{row.pk}/reply", reply).url == page
    assert Point.objects.get().said_by == "Fenland Deaf Club"
    assert "Thank you." in here.get(page).text
    assert here.get(page + "change").status_code == 404


def test_an_edit_on_the_page_takes_the_clearance_away(here):
    bulletin = submitted(with_case(draft()))
    page = LIST + f"{bulletin.pk}/"
    here.post(page + "change", {"title": "Other", "body": "Other", "version": Bulletin.objects.get().version, "mark": "one"})
    assert Bulletin.objects.get().submitted_at is None
    assert here.get(page).text.count("Draft") >= 1


def test_the_lawyer_reads_and_clears_and_does_nothing_else(client):
    bulletin, other = submitted(with_case(draft())), draft("Not for you")
    as_person(client, lawyer())
    page = LIST + f"{bulletin.pk}/"
    assert client.get(page).status_code == 200
    assert client.get(LIST + f"{other.pk}/").status_code == 404
    assert "Not for you" not in client.get(LIST).text
    for address in ("change", "cases/new", "submit", "recipients/add"):
        assert client.get(page + address).status_code == 403
    assert "does not show organisations" in client.get(page + "recipients/").text
    stale = client.post(page + "clear", {"hash": "0" * 64})
    assert stale.status_code == 422
    assert "changed by somebody else" in stale.text
    assert client.post(page + "send-back", {"reason": "Name no bus.", "mark": "one"}).url == page
    assert "Name no bus." in as_person(client, Account.objects.get(pk=icem().account_id)).get(page).text


def test_whoever_reads_sees_no_names_to_look_for_and_no_buttons(client):
    bulletin = with_case(draft(must_not_appear="Tom Marsh"))
    as_person(client, Account.objects.get(pk=inspector().account_id))
    shown = client.get(LIST + f"{bulletin.pk}/").text
    assert "Marsh" not in shown
    assert "Submit to a lawyer" not in shown
    assert client.post(LIST + f"{bulletin.pk}/seal").status_code == 403


def test_other_areas_and_staff_do_not_find_it(client):
    bulletin = draft()
    welsh = icem("wyn@example.org", "Wyn Tudur", of=wales())
    as_person(client, Account.objects.get(pk=welsh.account_id))
    assert client.get(LIST + f"{bulletin.pk}/").status_code == 404
    assert client.get(LIST + f"{bulletin.pk}/recipients/").status_code == 404
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    assert as_person(client, who).get(LIST).status_code == 403


def test_what_is_typed_is_shown_as_typed(here):
    page = write(here, body="<script>alert(1)</script>\n\n# <b>Heading</b>")
    shown = here.get(page).text
    assert "<script>alert(1)" not in shown
    assert "&lt;b&gt;Heading" in shown


def test_reading_one_is_logged(here):
    bulletin = draft()
    here.get(LIST + f"{bulletin.pk}/")
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="engagement.bulletin", subject_ids=[bulletin.pk]).exists()


def test_a_recipient_is_changed_taken_off_and_settled(here):
    club = group(email="")
    who = person(organisation=club, language="bsl")
    bulletin = with_case(draft())
    page, community = LIST + f"{bulletin.pk}/recipients/", Community.objects.get()
    add = page + f"add?community={community.pk}"
    here.post(add, {"chosen": [f"organisation-{club.pk}", f"person-{who.pk}"], "mark": "one"})
    shown = here.get(page).text
    assert "There is no version in British Sign Language." in shown
    row = Recipient.objects.get(contact=who)
    change = {"language": "bsl", "way": "email", "instead_why": "English is fine", "version": "1", "mark": "two"}
    assert here.post(LIST + f"recipients/{row.pk}/change", change).url == page
    assert "English is fine" in here.get(page).text
    here.post(LIST + f"recipients/{row.pk}/drop")
    assert list(Recipient.objects.values_list("organisation", flat=True)) == [club.pk]
    early = here.post(LIST + f"recipients/{Recipient.objects.get().pk}/settle/handed-over", {"reason": "The secretary", "mark": "three"})
    assert early.status_code == 422
    assert here.get(LIST + f"recipients/{Recipient.objects.get().pk}/settle/nonsense").status_code == 404


def test_as_many_queries_for_many_as_for_few(here):
    def asked(address):
        here.get(address)
        with CaptureQueriesContext(connection) as queries:
            here.get(address)
        return len(queries)

    bulletin = with_case(draft())
    page = LIST + f"{bulletin.pk}/"
    for number in range(2):
        Recipient.objects.create(bulletin=bulletin, organisation=group(f"G{number}", ""), name=f"G{number}", way="paper")
    few = [asked(LIST), asked(page), asked(page + "recipients/")]
    for number in range(2, 9):
        draft(f"Another {number}")
        BulletinCase.objects.create(bulletin=bulletin, finalised_on="2026-01-01", **CASE)
        Recipient.objects.create(bulletin=bulletin, organisation=group(f"G{number}", ""), name=f"G{number}", way="paper")
    assert [asked(LIST), asked(page), asked(page + "recipients/")] == few


@pytest.mark.parametrize(("backend", "words"), [("filebased", "Written to the outbox"), ("smtp", "Sent")])
def test_without_a_mail_server_no_delivery_is_said_to_be_sent(here, settings, backend, words):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    club, bulletin = group(), with_case(draft())
    copy = Copy.objects.create(bulletin=bulletin, which="en", subject="Cases", text="Words", sha256="0" * 64, made_at=timezone.now())
    sent = {"copy": copy, "state": "sent", "state_at": timezone.now(), "way": "email"}
    Recipient.objects.create(bulletin=bulletin, organisation=club, name=club.name, address="club@example.org", **sent)
    shown = here.get(f"{LIST}{bulletin.pk}/recipients/").text
    assert [said for said in ("Written to the outbox", "Sent") if f">{said}<" in " ".join(shown.split())] == [words]
    assert ("reach nobody" in shown) is (backend == "filebased")
