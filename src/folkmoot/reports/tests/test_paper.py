"""The files: what they say, that nobody is kept from reading them, and that nothing in the records can break them."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from folkmoot.accounts.tests.factories import area
from folkmoot.actions.models import Action
from folkmoot.casework.tests.factories import analysis, cases
from folkmoot.communities.models import Community
from folkmoot.reports import render_pdf
from folkmoot.reports.rendering import rendered
from folkmoot.reports.tests import factories

pytestmark = pytest.mark.django_db
CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = (
    '#import "x": * *bold* _it_ $x$ <label> @ref \\ `raw` #panic("no") [ ] { } // /* " \' <script>alert(1)</script> & {{ 7 }} %s %(number)s'
)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def both(report, language="en"):
    return rendered(report, kind="html", language=language).decode(), rendered(report, kind="pdf", language=language)


def test_page_and_pdf_hold_the_same_figures():
    factories.report(period=factories.EARLIER_HALF, at=factories.JANUARY)
    factories.half_year()
    analysis(area())
    page, pdf = both(factories.report())
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    paper = text_of(pdf)
    for words in (
        "3 activities were held. They reached at least 65 people; in 1 activity nobody counted.",
        "3 of 8 concerns raised in this period had led to a change",
        "4 of 5 actions due in this period were done, 1 of them after its date.",
        "1 of 2 open actions are overdue, the longest by 90 days.",
        "Overdue translation of the leaflet 1 April 2026 90 Not progressed",
        "£2.62 (65 people)",
        "1 difference needs review, of 4 comparisons.",
        "Black (Ethnicity, charged): 79.1% (174 of 220) beside 60.0% of White (360 of 600), a gap of +19.1 percentage points (95% interval",
        "No action has been raised from this.",
        "What changed because people spoke",
        "Relative rate of not having it",
        "2 of 3 communities on record were reached.",
        "No activity served these aims:",
        "Number 2, made by Nia Rowe on 5 July 2026, 14:05.",
    ):
        assert words in plain, words
        assert words in paper, words


def test_the_pdf_is_tagged_and_passes_pdf_ua():
    factories.half_year()
    analysis(area())
    report = factories.report()
    for language, code in (("en", "en"), ("cy", "cy")):
        pdf = rendered(report, kind="pdf", language=language)
        checked = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
        assert "Result: no failures" in str(checked), checked
        root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == code


def test_a_chart_of_many_groups_fits_a_page_and_says_what_it_leaves_out():
    groups = [(f"Group {letter}", "Male", 60 + place, 30 + place) for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWX")]
    analysis(area(), rows=cases([("White", "Male", 400, 240), *groups, ("Last", "Male", 300, 270)]))
    page, pdf = both(factories.report())
    assert "Only 20 of 26 groups are drawn; the table holds all." in page
    drawing = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
    assert "White: 60.0%" in drawing
    assert "Last: 90.0%" in drawing
    assert "Group A" not in drawing
    assert "Group A" in page
    assert "Only 20 of 26 groups" in text_of(pdf)
    assert render_pdf.chart_width(drawing) < render_pdf.CHART_WIDTH
    assert render_pdf.chart_width('<svg viewBox="0 0 360 3600">') == render_pdf.CHART_HEIGHT / 10
    assert render_pdf.chart_width('<svg viewBox="0 0 360 100">') == render_pdf.CHART_WIDTH


def test_an_untagged_pdf_does_not_pass():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    target = io.BytesIO()
    writer.write(target)
    assert "Result: no failures" not in str(validate_pdf_bytes(target.getvalue(), profile=ValidationProfile.PDF_UA_1))


def test_hostile_words_stay_words():
    factories.half_year()
    Action.objects.filter(title__startswith="Overdue").update(title=HOSTILE)
    Community.objects.filter(name__startswith="Fishing").update(name=HOSTILE[:150])
    page, pdf = both(factories.report())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '#panic("no") [ ] { } // /* "' in text_of(pdf)
    assert "%(number)s" in text_of(pdf)


def test_signs_without_a_letter_form_do_not_stop_the_pdf():
    factories.actions()
    Action.objects.filter(title__startswith="Overdue").update(title="Cyfarfod â’r Tŷ \u0007 日本語 עברית 😀🏴 \ue000 end of title")
    page, pdf = both(factories.report())
    assert "日本語" in page
    paper = text_of(pdf)
    assert "Cyfarfod â’r Tŷ" in paper
    assert "end of title" in paper
    assert "□" in paper


def test_the_page_calls_nobody_and_says_its_language():
    factories.half_year()
    page, _ = both(factories.report())
    assert '<html lang="en-GB">' in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "<script" not in page
    assert page.count("<caption") == page.count("<table") > 5
    assert 'scope="col"' in page
    assert 'scope="row"' in page


def test_no_case_file_is_said_plainly():
    page, pdf = both(factories.report())
    for text in (page, text_of(pdf)):
        assert "No case file is loaded for this scope, so this report cannot say whether decisions are fair." in text
        assert "Nothing is late." in text
        assert "This is the first report for this scope" in text


def test_in_welsh_what_nobody_translated_is_marked_as_english():
    factories.half_year()
    page, pdf = both(factories.report(), "cy")
    assert '<html lang="cy">' in page
    assert '<span lang="en">' in page
    assert "are not translated into Welsh yet" in page
    assert "1 Ionawr – 30 Mehefin 2026" in page
    assert "1 Ionawr – 30 Mehefin 2026" in text_of(pdf)
    assert "January to June 2026" in page
    assert "translated into Welsh" not in both(factories.report())[0]


def test_where_no_font_was_built_the_pdf_is_made_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(render_pdf, "fonts", lambda: tmp_path)
    assert "Nothing is late." in text_of(both(factories.report())[1])


@pytest.mark.journey
def test_axe_finds_nothing_in_the_page(tmp_path):
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    factories.half_year()
    analysis(area())
    file = tmp_path / "report.html"
    file.write_text(both(factories.report())[0], encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        try:
            shown = browser.new_page(viewport={"width": 320, "height": 700})
            shown.goto(file.as_uri())
            found = Axe().run(shown, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
            wider = shown.evaluate("() => document.documentElement.scrollWidth")
        finally:
            browser.close()
    assert not found.response["violations"], found.generate_report()
    assert wider <= 320
