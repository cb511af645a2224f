import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.actions.operations import end_action
from folkmoot.foundation.fence import lifted
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.models import Point
from folkmoot.voice.published import operations
from folkmoot.voice.published.facts import actions_behind
from folkmoot.voice.published.models import Edition, EditionText, Entry
from folkmoot.voice.published.tests.factories import TEXTS, WELSH, edition, entry, lead, planned_point, published, write
from folkmoot.voice.tests.factories import WORDS

pytestmark = pytest.mark.django_db
PERSONAL = ("Ellen Price", "sam@example.org", "Nia Rowe", "Priya Chandran", WORDS)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    """Pages are read on the day on which the invented records were made."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()


def signed_in(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def page(client, made, version="en"):
    return client.get(reverse("said:area", args=[made.area.code]), {"version": version})


def test_anybody_reads_it_in_the_version_they_ask_for_without_a_cookie(client):
    made = entry()
    write(made, "cy")
    write(made, "easy", title="Letters", you_said="You report a crime. You hear nothing.", we_did="We will send you a letter.")
    published(made)
    english, welsh, easy, easy_welsh = (page(client, made, version) for version in ("en", "cy", "easy", "easy-cy"))
    assert TEXTS["we_did"] in english.text
    assert "It is due by 30 June 2026." in english.text
    assert WELSH["you_said"] in welsh.text
    assert '<html lang="cy"' in welsh.text
    assert "We will send you a letter." in easy.text
    assert WELSH["you_said"] in easy_welsh.text
    assert [one.context["entries"][0].missing != "" for one in (english, welsh, easy, easy_welsh)] == [False, False, False, True]
    assert not client.cookies
    assert english.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert welsh.headers["Content-Language"] == "cy"
    assert "Accept-Language" in english.headers["Vary"]
    assert page(signed_in(client, icem()), made).headers["Cache-Control"] == "no-store"


def test_a_missing_welsh_version_is_said_plainly_and_english_is_marked_as_english(client):
    shown = page(client, published(), "cy")
    assert f'lang="en">{TEXTS["you_said"]}' in shown.text
    missing = shown.context["entries"][0].missing
    assert missing
    assert missing in shown.text


def personal_in(client, made):
    pages = [page(client, made, version).text for version in ("en", "cy", "easy")]
    pages.append(client.get(reverse("said:entry", args=[made.area.code, made.pk])).text)
    pages.append(client.get(reverse("said:index")).text)
    return [word for word in PERSONAL if any(word in text for text in pages)]


@lifted()
def words_of_the_point(_entry):
    """What a careless change would show in place of the theme. The second fence is open to it, or PostgreSQL would give it nothing."""
    return type("Careless", (), {"name": Point.objects.get().words, "code": "x"})()


def test_nothing_personal_is_public_and_the_test_would_see_it(client, monkeypatch):
    said = planned_point(said_by="Ellen Price", reply_by="email", reply_address="sam@example.org")
    made = published(entry(said))
    assert personal_in(client, made) == []
    monkeypatch.setattr(Entry, "theme", property(words_of_the_point))
    assert personal_in(client, made) == [WORDS]


def test_a_draft_and_what_is_only_agreed_have_no_public_page(client):
    made = entry()
    assert client.get(reverse("said:entry", args=[made.area.code, made.pk])).status_code == 404
    assert TEXTS["you_said"] not in page(client, made).text
    assert client.get(reverse("said:area", args=["nowhere"])).status_code == 404


def test_the_public_page_says_what_is_overdue_and_what_was_withdrawn(client, monkeypatch):
    made = published()
    late = NOW.replace(month=7)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert "It was planned for 30 June 2026; overdue." in page(client, made).text
    operations.withdraw(by=icem(), at=NOW, entry=made, reason="The date in it was wrong.")
    shown = client.get(reverse("said:entry", args=[made.area.code, made.pk]))
    assert (shown.status_code, "The date in it was wrong." in shown.text, TEXTS["you_said"] in shown.text) == (200, True, False)


def test_words_that_no_longer_hold_are_not_shown_as_what_we_do(client):
    made = published()
    assert "What we will do" in page(client, made).text
    end_action(by=icem(), at=NOW, action=actions_behind(made)[0], reason="There is no money for it.")
    shown = page(client, made).text
    assert "Now we cannot; we owe you the reason." in shown
    assert "What we said when this was published" in shown
    assert "What we will do" not in shown
    assert "There is no money for it." not in shown


def test_the_public_list_is_filtered_and_few_concerns_give_no_share(client):
    made = published()
    address = reverse("said:area", args=["england-and-wales"])
    assert TEXTS["title"] in client.get(address, {"standing": "planned"}).text
    assert "Nothing published matches." in client.get(address, {"standing": "done"}).text
    assert "fewer than 10 concerns were raised" in client.get(address, {"standing": "nonsense", "page": "x"}).text
    assert "1 answer published" in client.get(reverse("said:index")).text
    assert made.area.name in client.get(address).text


def test_from_the_gap_to_the_public_page_by_two_people(client):
    said = planned_point()
    signed_in(client, icem())
    assert WORDS in client.get(reverse("voice:published-gaps")).text
    new = reverse("voice:published-new", args=["point", said.pk])
    assert WORDS in client.get(new).text
    client.post(new, {"mark": "a"})
    made = Entry.objects.get()
    text = reverse("voice:published-text", args=[made.pk, "en"])
    assert "It is due by 30 June 2026." in client.get(text).text
    client.post(text, {"mark": "b", "version": "0", **TEXTS})
    step = lambda what: reverse("voice:published-do", args=[made.pk, what])  # noqa: E731
    client.post(step("submit"), {"mark": "c"})
    own = client.get(reverse("voice:published-entry", args=[made.pk])).text
    assert "a second person has to agree" in own
    refused = client.post(step("agree"), {"mark": "d", "hash": "x"})
    assert (refused.status_code, "Nobody agrees to what they wrote themselves" in refused.text) == (422, True)
    signed_in(client, lead())
    listed = client.get(reverse("voice:published")).text
    assert "Waiting for you to agree" in listed
    shown = client.get(reverse("voice:published-entry", args=[made.pk]))
    client.post(step("agree"), {"mark": "e", "hash": shown.context["checked"].hash})
    signed_in(client, icem())
    client.post(step("publish"), {"mark": "f"})
    client.post(step("publish"), {"mark": "f"})
    assert Edition.objects.get().published_at
    client.logout()
    assert TEXTS["we_did"] in page(client, made).text


def test_easy_read_guidance_counts_words_beside_the_form(client):
    made = entry()
    long = "We will write to you about what we did and what we did not do and why we did not do it."
    write(made, "easy", we_did=long)
    signed_in(client, icem())
    shown = client.get(reverse("voice:published-text", args=[made.pk, "easy"])).text
    assert "make two sentences of it" in shown


def test_findings_are_explained_on_the_page_and_sending_back_says_why(client):
    made = entry(you_said="Two Roma women told us that nobody writes back.")
    signed_in(client, icem())
    shown = client.get(reverse("voice:published-entry", args=[made.pk]))
    key = shown.context["checked"].findings[0].hit.key
    client.post(reverse("voice:published-explain", args=[made.pk, key]), {"mark": "a", "words": "They spoke in public."})
    client.post(reverse("voice:published-do", args=[made.pk, "submit"]), {"mark": "b"})
    signed_in(client, lead())
    assert "They spoke in public." in client.get(reverse("voice:published-entry", args=[made.pk])).text
    client.post(reverse("voice:published-send-back", args=[made.pk]), {"mark": "c", "reason": "Leave the number out."})
    signed_in(client, icem())
    assert "Leave the number out." in client.get(reverse("voice:published-entry", args=[made.pk])).text


def test_a_new_version_a_theme_and_withdrawal_through_the_pages(client):
    made = published()
    signed_in(client, icem())
    about = client.post(reverse("voice:published-do", args=[made.pk, "begin"]), {"mark": "a"}, follow=True)
    assert "What this version corrects" in about.text
    sent = {"mark": "b", "version": edition(made).version, "corrects": "The day was wrong.", "theme": ""}
    client.post(reverse("voice:published-about", args=[made.pk]), sent)
    assert edition(made).corrects == "The day was wrong."
    client.post(reverse("voice:published-withdraw", args=[made.pk]), {"mark": "c", "reason": "The date in it was wrong."})
    assert Entry.objects.get().withdrawn_at
    assert client.get(reverse("voice:published-text", args=[made.pk, "en"])).status_code == 404


def test_words_as_said_are_logged_where_they_are_shown(client):
    made = entry()
    signed_in(client, icem())
    for name, args in (("entry", [made.pk]), ("text", [made.pk, "en"])):
        client.get(reverse(f"voice:published-{name}", args=args))
    routes = set(AuditEvent.objects.filter(kind="consultation").values_list("route", flat=True))
    assert routes == {reverse("voice:published-entry", args=[made.pk]), reverse("voice:published-text", args=[made.pk, "en"])}
    assert EditionText.objects.count() == 1
    assert area().code == made.area.code
