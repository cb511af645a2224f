"""What is typed on a telephone survives a lost signal, a reload and a session that ran out, and is stored exactly once."""

import shutil
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import PASSWORD, icem
from folkmoot.communities.tests.factories import community
from folkmoot.engagement.models import Activity
from folkmoot.voice.models import Point

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
LOG = "/engagement/log"
SAID = "Nobody told us what happened after we reported the graffiti."

pytestmark = pytest.mark.journey


@pytest.fixture
def maya(transactional_db):
    """Made before the browser starts: its loop gives this thread another connection to the database, which nobody would close."""
    cache.clear()
    community()
    return Account.objects.get(pk=icem().account_id)


@pytest.fixture
def phone(maya, live_server, settings, monkeypatch):
    """A narrow browser, signed in, on the page to log a contact."""
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine; install Debian's chromium to run what only a browser shows")
    from playwright.sync_api import sync_playwright

    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = browser.new_context(viewport={"width": 320, "height": 720}, locale="en-GB", base_url=live_server.url).new_page()
        page.broken = []
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        page.on("console", lambda message: page.broken.append(message.text) if "Content Security Policy" in message.text else None)
        page.set_default_timeout(10_000)
        sign_in(page, maya)
        page.goto(LOG)
        yield page
        assert not page.broken
        browser.close()


def sign_in(page, account):
    page.goto("/account/login/")
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def type_a_contact(page, place="Ely Deaf Club"):
    page.get_by_label("Where", exact=True).fill(place)
    page.locator("[name=communities]").first.check()
    page.locator("[name=said_1]").fill(SAID)


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def kept(page):
    """The drafts in the browser's store."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('folkmoot.draft.')).length")


def wait_until_sent(page):
    """The content policy forbids the browser's own waiting for a condition."""
    for _ in range(100):
        if kept(page) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the draft is still kept after ten seconds")


def test_saved_with_a_connection_it_is_stored_and_leaves_no_draft(phone):
    type_a_contact(phone)
    save(phone)
    phone.wait_for_url("**/engagement/*/")
    assert phone.get_by_text("The contact was logged.").is_visible()
    assert (Activity.objects.count(), Point.objects.count(), kept(phone)) == (1, 1, 0)


def test_saved_without_a_connection_it_is_kept_and_sent_by_itself_once_there_is_one(phone):
    type_a_contact(phone)
    phone.context.set_offline(True)
    save(phone)
    phone.get_by_text("There is no connection.").wait_for()
    assert (Activity.objects.count(), kept(phone)) == (0, 1)
    phone.context.set_offline(False)
    phone.wait_for_url("**/engagement/*/")
    assert (Activity.objects.count(), Point.objects.get().words, kept(phone)) == (1, SAID, 0)


def test_the_page_may_be_closed_and_opened_again_meanwhile(phone):
    type_a_contact(phone)
    phone.context.set_offline(True)
    save(phone)
    phone.get_by_text("There is no connection.").wait_for()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(LOG)
    wait_until_sent(phone)
    assert (Activity.objects.count(), Point.objects.count()) == (1, 1)


def test_an_answer_that_got_lost_on_its_way_back_does_not_double_what_was_stored(phone):
    type_a_contact(phone)

    def stored_but_unheard(route):
        route.fetch()
        route.abort()

    phone.route(f"**{LOG}", lambda route: stored_but_unheard(route) if route.request.method == "POST" else route.continue_())
    save(phone)
    phone.get_by_text("There is no connection.").wait_for()
    assert (Activity.objects.count(), kept(phone)) == (1, 1)
    phone.unroute_all()
    phone.goto(LOG)
    wait_until_sent(phone)
    assert (Activity.objects.count(), Point.objects.count()) == (1, 1)


def test_what_was_typed_survives_a_reload_and_is_opened_again(phone):
    type_a_contact(phone, place="Wisbech market")
    phone.locator("[name=said_1]").press("Enter")
    phone.keyboard.type("And the hall was cold.")
    phone.reload()
    phone.get_by_role("link", name="Wisbech market").click()
    assert phone.locator("[name=said_2]").input_value() == "And the hall was cold."
    assert phone.locator("[name=communities]").first.is_checked()
    save(phone)
    phone.wait_for_url("**/engagement/*/")
    assert (Activity.objects.count(), Point.objects.count(), kept(phone)) == (1, 2, 0)


def test_return_makes_as_many_lines_as_are_said(phone):
    type_a_contact(phone)
    for number in range(2, 9):
        phone.keyboard.press("Enter") if number > 2 else phone.locator("[name=said_1]").press("Enter")
        phone.keyboard.type(f"Thing number {number}")
    save(phone)
    phone.wait_for_url("**/engagement/*/")
    assert Point.objects.count() == 8


def test_a_session_that_ran_out_loses_nothing(phone, maya):
    type_a_contact(phone)
    Session.objects.all().delete()
    save(phone)
    phone.get_by_text("You were signed out.").wait_for()
    assert (Activity.objects.count(), kept(phone)) == (0, 1)
    sign_in(phone, maya)
    phone.goto(LOG)
    wait_until_sent(phone)
    assert (Activity.objects.count(), Point.objects.count()) == (1, 1)


def test_a_question_of_the_service_is_asked_and_answered_under_the_same_mark(phone):
    type_a_contact(phone)
    phone.locator("[name=who_1]").fill("Amina Warsame")
    save(phone)
    phone.get_by_text("Who is “Amina Warsame”?").first.wait_for()
    assert Activity.objects.count() == 0
    phone.get_by_label("A person we do not know yet").check()
    save(phone)
    phone.wait_for_url("**/engagement/*/")
    held = Activity.objects.get()
    assert (held.contacts.get().name, kept(phone)) == ("Amina Warsame", 0)


def test_signing_out_warns_of_what_was_not_sent_and_deletes_it(phone):
    type_a_contact(phone)
    phone.context.set_offline(True)
    save(phone)
    phone.get_by_text("There is no connection.").wait_for()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto("/account/logout/")
    assert phone.get_by_text("Signing out deletes them.").is_visible()
    assert kept(phone) == 1
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/account/login/**")
    assert kept(phone) == 0


def test_drafts_of_another_account_are_neither_shown_nor_sent_and_old_ones_go(phone):
    phone.evaluate(
        """() => {
            const draft = { address: '/engagement/log', state: 'waiting', about: 'Somebody else', values: [] };
            localStorage.setItem('folkmoot.draft.999999.abc', JSON.stringify({ ...draft, mark: 'abc', saved: Date.now() }));
            localStorage.setItem('folkmoot.draft.999999.old', JSON.stringify({ ...draft, mark: 'old', saved: Date.now() - 15 * 86400000 }));
        }"""
    )
    phone.reload()
    phone.wait_for_load_state("networkidle")
    assert not phone.get_by_text("Somebody else").is_visible()
    assert phone.evaluate("localStorage.getItem('folkmoot.draft.999999.abc') !== null")
    assert phone.evaluate("localStorage.getItem('folkmoot.draft.999999.old') === null")
    assert Activity.objects.count() == 0
