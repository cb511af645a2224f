"""The inbox, choosing what one is sent, and the administrator's page of letters."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter, Notice, Preference
from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.notices.tests.factories import letter
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, account, administrator, area, icem, panel_member
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.once import new_mark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _start():
    cache.clear()
    area()
    icem()


def client_of(viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def tell(key="one", address="/inbox/preferences/", who=None, words="“Brief the ushers” is due on 12 March 2026."):
    return notify(by=THE_PRODUCT, at=NOW, account=who or account(), kind="actions.due", words=words, address=address, key=key)


def page(client, name, *args, **query):
    return client.get(reverse(f"accounts:{name}", args=args), query)


def test_an_empty_inbox_teaches_and_a_panel_member_has_one_too():
    answer = page(client_of(panel_member()), "inbox")
    assert "Nothing waits for you." in answer.content.decode()
    assert answer.status_code == 200


def test_a_notice_is_counted_opened_and_read():
    nia = client_of(icem())
    notice = tell(words="<script>alert(1)</script> is due")
    words = page(nia, "inbox").content.decode()
    assert "Inbox: 1 unread" in words
    assert "&lt;script&gt;" in words
    assert page(nia, "inbox_open", notice.pk).url == "/inbox/preferences/"
    assert "unread" not in page(nia, "inbox").content.decode().lower().replace("everything is read", "")


def test_another_s_notice_is_not_there():
    notice = tell(who=Account.objects.get(pk=panel_member().account_id))
    assert page(client_of(icem()), "inbox_open", notice.pk).status_code == 404
    assert not Notice.objects.exclude(read_at=None).exists()


def test_the_page_itself_says_that_it_is_no_longer_in_sight():
    nia = client_of(icem())
    for key, address, status in (("gone", "/voice/99999/", 404), ("not allowed", "/people/", 403), ("no page", "/no/such/page/", 404)):
        answer = page(nia, "inbox_open", tell(key, address).pk)
        assert (answer.status_code, answer.url) == (302, address)
        assert nia.get(answer.url).status_code == status
    assert not Notice.objects.filter(read_at=None).exists()


def test_opening_a_notice_runs_no_other_page():
    """The trail shows the reading of people's accounts when their page is opened, not when the notice leads there."""
    gwen = administrator()
    notice = tell(who=Account.objects.get(pk=gwen.account_id), address=reverse("accounts:people"))
    client, before = client_of(gwen), AuditEvent.objects.count()
    answer = page(client, "inbox_open", notice.pk)
    assert AuditEvent.objects.count() == before
    client.get(answer.url)
    assert AuditEvent.objects.count() == before + 1


def test_all_are_marked_as_read():
    nia = client_of(icem())
    tell()
    tell("two")
    assert nia.get(reverse("accounts:inbox_read_all")).status_code == 405
    nia.post(reverse("accounts:inbox_read_all"))
    assert "Everything is read." in page(nia, "inbox").content.decode()


def test_the_inbox_costs_the_same_for_many_as_for_few():
    nia = client_of(icem())
    tell()
    page(nia, "inbox")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(nia, "inbox")
    for number in range(30):
        tell(f"many {number}")
    with CaptureQueriesContext(connection) as many:
        page(nia, "inbox")
    assert len(many) == len(few)


def test_preferences_are_saved_and_a_wrong_choice_is_refused():
    nia = client_of(icem())
    sent = {"mark": new_mark(), "how": "weekly", "weekday": "3", "language": "cy", "version": ""}
    assert nia.post(reverse("accounts:notice_preferences"), sent).status_code == 302
    row = Preference.objects.get()
    assert (row.how, row.weekday, row.language) == ("weekly", 3, "cy")
    wrong = {"mark": new_mark(), "how": "hourly", "weekday": "9", "language": "xx"}
    assert nia.post(reverse("accounts:notice_preferences"), wrong).status_code == 422


def test_letters_are_shown_without_their_words_and_settled_by_an_administrator_alone():
    row = letter()
    Letter.objects.filter(pk=row.pk).update(state="uncertain")
    gwen = client_of(administrator())
    words = page(gwen, "letters").content.decode()
    assert "Not certain" in words
    assert "e…@example.org" in words
    assert not [said for said in ("lamp", "car park", "esi.owusu") if said in words]
    assert client_of(icem()).post(reverse("accounts:settle_letter", args=[row.pk, "arrived"])).status_code == 403
    assert page(client_of(icem()), "letters").status_code == 403
    gwen.post(reverse("accounts:settle_letter", args=[row.pk, "arrived"]))
    assert Letter.objects.get().state == "sent"
    assert "every letter has left" in page(gwen, "letters").content.decode()


def test_where_no_mail_server_is_set_up_the_pages_say_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "No mail server is set up" in page(client_of(icem()), "inbox").content.decode()
    assert "No mail server is set up" in page(client_of(administrator()), "letters").content.decode()
