"""A passkey is added and signs in alone, in a real browser under our own content policy."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from folkmoot.accounts.tests.factories import PASSWORD, icem

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip

pytestmark = pytest.mark.journey


@pytest.fixture
def nia(transactional_db):
    """Made before the browser starts: its loop gives this thread another connection to the database, which nobody would close."""
    cache.clear()
    return icem()


@pytest.fixture
def page(nia):
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser.new_page()
        browser.close()


def test_a_passkey_signs_in_without_a_password(page, live_server, settings):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    base = live_server.url.replace("127.0.0.1", "localhost")
    settings.CSRF_TRUSTED_ORIGINS = [base]
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    page.goto(base + reverse("account_login"))
    page.fill("#id_login", "nia.rowe@example.org")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(base + reverse("mfa_add_webauthn"))
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.fill("#id_name", "work laptop")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes"))

    page.goto(base + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("login"))
    page.click("#passkey_login")
    page.wait_for_url(f"{base}/")
    page.goto(base + reverse("accounts:me"))
    assert "nia.rowe@example.org" in page.inner_text("main")
    assert refused == []
