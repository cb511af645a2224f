"""A member seals and opens a phrase and anybody checks the draw, in a real browser under our own content policy."""

import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.tests.factories import PASSWORD, icem
from folkmoot.scrutiny.draws import operations
from folkmoot.scrutiny.draws.listing import list_of_draw
from folkmoot.scrutiny.draws.queries import receipt_of
from folkmoot.scrutiny.draws.tests.factories import drawn_from, people, prepared

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
PHRASE = "drei Gänse über der Ouse"

pytestmark = pytest.mark.journey


@pytest.fixture
def committed_to(transactional_db):
    """Made before the browser starts: its loop gives this thread another connection to the database, which nobody would close."""
    cache.clear()
    people()
    return operations.commit(by=icem(), at=timezone.now(), draw=prepared())


@pytest.fixture
def done(committed_to):
    """The same draw, with one phrase sealed elsewhere, and the files with which it is checked."""
    row = drawn_from(committed_to)
    return row, list_of_draw(row).canonical, receipt_of(row).to_json().encode()


@pytest.fixture
def page(committed_to):
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser.new_page(viewport={"width": 360, "height": 740})
        browser.close()


@pytest.fixture
def base(page, live_server, settings):
    """Where the service answers; whatever the content policy refuses fails the test."""
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.CSRF_TRUSTED_ORIGINS = [address]
    yield address
    assert refused == []


def signed_in(page, base, email):
    page.goto(base + reverse("account_login"))
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "login" not in address)
    return page


def test_a_phrase_never_leaves_the_browser_before_it_is_opened(page, base, committed_to):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    mine, theirs = (base + reverse(f"{room}:draw", args=[committed_to.pk]) for room in ("my_cases", "scrutiny"))
    signed_in(page, base, "ruth@example.org").goto(f"{mine}seal")
    page.fill("#id_phrase", PHRASE)
    page.get_by_role("button", name="Seal my phrase").click()
    page.get_by_role("button", name="Hand in the seal").click()
    page.wait_for_url(mine)
    assert "In the member’s own browser" in page.inner_text("main")
    assert ("seal=" in "".join(sent), "der+Ouse" in "".join(sent)) == (True, False)
    service = signed_in(page.context.browser.new_page(), base, "nia.rowe@example.org")
    service.goto(f"{theirs}close")
    service.get_by_role("button", name="Close sealing and open the phrases").click()
    page.goto(f"{mine}open")
    assert page.input_value("#id_phrase") == PHRASE
    page.get_by_role("button", name="Open my phrase").click()
    page.wait_for_url(mine)
    assert "der+Ouse" in "".join(sent)
    assert PHRASE in page.inner_text("main")
    service.goto(f"{theirs}draw")
    service.get_by_role("button", name="Draw the cases").click()
    service.wait_for_url(theirs)
    page.goto(mine)
    assert "nobody could choose these cases" in page.inner_text("main")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('folkmoot-phrase'))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_anybody_checks_a_draw_and_a_changed_list_is_found(done, page, base, tmp_path):
    row, listed, receipt = done
    (tmp_path / "list.txt").write_bytes(listed)
    (tmp_path / "receipt.json").write_bytes(receipt)
    page.goto(base + reverse("check_a_draw"))
    page.set_input_files("#list-file", tmp_path / "list.txt")
    page.set_input_files("#receipt-file", tmp_path / "receipt.json")
    page.fill("#commitment-code", row.commitment)
    page.get_by_role("button", name="Check the draw").click()
    page.wait_for_selector("[data-draw-result][data-draw-holds=yes]")
    lines = listed.decode().splitlines(keepends=True)
    (tmp_path / "list.txt").write_text("".join([*lines[:3], *lines[4:]]))
    page.set_input_files("#list-file", tmp_path / "list.txt")
    page.get_by_role("button", name="Check the draw").click()
    page.wait_for_selector("[data-draw-result][data-draw-holds=no]")
