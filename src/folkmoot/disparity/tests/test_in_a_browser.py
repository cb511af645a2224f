"""The page in a real browser: nothing that axe finds, no scrolling sideways on a phone, nothing asked of anyone."""

import shutil

import pytest

from folkmoot.disparity.html import as_html
from folkmoot.disparity.tests import factories

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; install Debian's chromium to run the journeys"),
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


def opened(browser, folder, html, width):
    """The page as somebody would open it from disk, and what it asked for besides itself."""
    file = folder / "answer.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(file.as_uri())
    return page, [url for url in asked if url != file.as_uri()]


def faults(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES})
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("make", [factories.rich, factories.plain, factories.empty])
def test_the_page_is_accessible_and_fits(browser, tmp_path, make, width):
    page, asked = opened(browser, tmp_path, as_html(make()), width)
    assert faults(page) == ""
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert asked == []
    page.close()


def test_axe_sees_what_is_wrong(browser, tmp_path):
    """The control: the same page without its language and with letters too pale to read."""
    html = as_html(factories.plain()).replace('<html lang="en">', "<html>").replace("color: #0b0c0c", "color: #bbbbbb")
    page, _ = opened(browser, tmp_path, html, 1280)
    report = faults(page)
    assert "html-has-lang" in report
    assert "color-contrast" in report
    page.close()


def test_a_phone_gets_the_narrow_picture_and_a_wide_screen_the_broad_one(browser, tmp_path):
    html = as_html(factories.rich())
    for width, shown, hidden in ((1280, ".wide", ".has-wide .narrow"), (320, ".narrow", ".wide")):
        page, _ = opened(browser, tmp_path, html, width)
        assert page.locator(shown).first.is_visible()
        assert not page.locator(hidden).first.is_visible()
        page.close()


def test_letters_of_pictures_can_be_read_on_a_phone(browser, tmp_path):
    page, _ = opened(browser, tmp_path, as_html(factories.rich()), 320)
    heights = page.evaluate(
        "() => [...document.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).map(svg =>"
        " parseFloat(svg.getAttribute('font-size')) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert len(heights) > 10
    assert min(heights) >= 11.5
    page.close()


def test_large_text_does_not_break_the_page(browser, tmp_path):
    html = as_html(factories.rich()).replace("font: 1rem/1.5", "font: 2rem/1.5")
    page, _ = opened(browser, tmp_path, html, 640)
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.close()


def test_the_keyboard_reaches_every_table_that_scrolls(browser, tmp_path):
    page, _ = opened(browser, tmp_path, as_html(factories.plain()), 320)
    reached = page.locator("[tabindex='0']").count()
    assert reached == page.locator("table").count()
    page.locator(".scroll").first.focus()
    assert page.evaluate("() => document.activeElement.className") == "scroll"
    page.close()


def test_a_hostile_name_does_nothing(browser, tmp_path):
    document = factories.plain()
    group = document["stages"][0]["characteristics"][0]["groups"][1]
    group["group"] = '"><img src=x onerror=alert(1)></svg><script>alert(2)</script>'
    page, asked = opened(browser, tmp_path, as_html(document), 1280)
    page.wait_for_timeout(200)
    assert asked == []
    assert page.locator("img, script").count() == 0
    page.close()
