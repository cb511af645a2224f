"""The Board report as headquarters, and its signing by a second person."""

import re


def test_headquarters_makes_and_another_signs(visit, cast, service):
    owen = visit()
    owen.sign_in(*cast["hq"])
    owen.go("/")
    assert "England and Wales" in owen.page.locator("main").inner_text()
    owen.look()
    owen.picture("home-headquarters")
    owen.go("/reports/")
    owen.look()
    owen.page.get_by_role("link", name=re.compile(r"^Report \d+")).first.click()
    report = owen.page.url
    text = owen.page.locator("main").inner_text()
    for part in ("Engagement", "Actions", "cannot be known"):
        assert part in text
    owen.look()
    owen.picture("board-report")
    assert not owen.page.get_by_role("link", name="Sign the report").count(), "the maker of a report must not be able to sign it"
    with owen.page.expect_download() as download:
        owen.page.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    ingrid = visit()
    ingrid.sign_in("ingrid.solheim@example.org", cast["hq"][1])
    ingrid.page.goto(report)
    ingrid.page.get_by_role("link", name="Sign the report").click()
    ingrid.look()
    for confirmation in ingrid.page.get_by_role("checkbox").all():
        confirmation.check()
    ingrid.page.get_by_role("button", name="Sign the report").click()
    ingrid.page.goto(report)
    assert "Ingrid Solheim" in ingrid.page.locator("main").inner_text()


def test_the_demo_wrote_the_report_as_files(service):
    files = sorted(file.name for file in (service.home / "reports").iterdir())
    assert [name.rsplit(".", 1)[1] for name in files] == ["html", "pdf", "html", "pdf"]
