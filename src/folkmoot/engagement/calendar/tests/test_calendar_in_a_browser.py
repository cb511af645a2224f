"""What only a browser shows: it says where a form came from, and sends a file with it."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from folkmoot.accounts.tests.factories import icem
from folkmoot.engagement.calendar.inviting import link_token
from folkmoot.engagement.calendar.models import ActivityInvitation, DraftActivity
from folkmoot.engagement.calendar.tests.factories import account_of, ics
from folkmoot.engagement.calendar.tests.test_inviting import agreeing
from folkmoot.engagement.calendar.tests.test_web import day, when
from folkmoot.engagement.tests.factories import planned
from folkmoot.engagement.tests.test_drafts_in_a_browser import CHROMIUM, FLAGS, sign_in

pytestmark = pytest.mark.journey


@pytest.fixture
def maya(transactional_db):
    """Made before the browser starts: its loop gives this thread another connection to the database, which nobody would close."""
    cache.clear()
    return account_of(icem())


@pytest.fixture
def invitation(maya):
    return ActivityInvitation.objects.create(activity=planned(planned_for=day()), contact=agreeing(), invited_at=timezone.now())


@pytest.fixture
def page(maya, live_server, settings, monkeypatch):
    """A narrow browser in which nobody is signed in."""
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine; install Debian's chromium to run what only a browser shows")
    from playwright.sync_api import sync_playwright

    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        opened = browser.new_context(viewport={"width": 320, "height": 720}, locale="en-GB", base_url=live_server.url).new_page()
        opened.set_default_timeout(10_000)
        yield opened
        browser.close()


def test_somebody_invited_answers_by_the_link_without_signing_in(invitation, page):
    page.goto(f"/r/{link_token(invitation)}")
    page.get_by_label("Coming", exact=True).check()
    page.locator("[name=needs]").fill("A hearing loop")
    page.locator("[name=companions]").fill("2")
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_text("We have your answer").wait_for()
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.needs, invitation.companions) == ("accepted", "A hearing loop", 2)


def test_the_secret_of_a_link_is_told_to_no_other_site(invitation, page):
    """A page elsewhere, here the same machine under another name, hears nothing of where its visitor came from."""
    secret, heard = link_token(invitation), []
    page.goto(f"/r/{secret}")
    elsewhere = page.url.split("/r/")[0].replace("localhost", "127.0.0.1") + "/robots.txt"
    assert elsewhere != page.url
    page.on("request", lambda asked: heard.append(asked) if "robots.txt" in asked.url else None)
    page.evaluate(f"location.href = {elsewhere!r}")
    page.wait_for_url(elsewhere)
    assert [asked.all_headers().get("referer", "") for asked in heard] == [""]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (when(10), None),
        ((f"DTSTART:{day(10):%Y%m%d}T100000",), "names no time zone"),
    ],
)  # fmt: skip
def test_a_calendar_file_is_chosen_sent_and_becomes_a_draft(maya, page, written, asked):
    bring(page, maya, ics(when=written))
    page.wait_for_url("**/engagement/calendar/drafts/*/")
    assert page.locator("[name=title]").input_value() == "Visit to the mosque"
    assert (asked is None) or page.get_by_text(asked).first.is_visible()
    assert DraftActivity.objects.count() == 1


def test_a_calendar_file_with_an_invented_time_zone_is_refused_in_words(maya, page):
    bring(page, maya, ics(when=(f"DTSTART;TZID=Narnia/Cair Paravel:{day(10):%Y%m%d}T100000",)))
    page.get_by_role("alert").get_by_text("Narnia/Cair Paravel").wait_for()
    assert not DraftActivity.objects.exists()


def bring(page, maya, raw):
    sign_in(page, maya)
    page.goto("/engagement/calendar/drafts/file")
    page.locator("[name=file]").set_input_files({"name": "visit.ics", "mimeType": "text/calendar", "buffer": raw})
    page.get_by_role("button", name="Bring it in", exact=True).click()
