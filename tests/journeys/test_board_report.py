"""The Board report from a draft to the public: outside eyes, answers, a signature, sending, a second person's check, withdrawal."""

import re

from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of

REPORT = re.compile(r"^Report \d+")


def test_headquarters_makes_and_another_signs(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    report = a_draft_in_review(owen)
    elspeth = visit()
    elspeth.sign_in(*cast["governance_member"])
    what_an_outside_member_says(elspeth, report)
    each_comment_gets_an_answer(owen, report)
    ingrid = visit()
    ingrid.sign_in("ingrid.solheim@example.org", cast["hq"][1])
    who_was_named_signs(ingrid, report)
    it_is_sent(owen, report)
    a_second_person_publishes(owen, ingrid, report)
    anybody_reads_it(visit(), report)
    it_is_withdrawn(ingrid, visit(), report)


def a_draft_in_review(owen) -> str:
    owen.go("/")
    assert "England and Wales" in words_of(owen)
    owen.look()
    owen.picture("home-headquarters")
    see(owen, "/reports/")
    owen.page.get_by_role("link", name=REPORT).first.click()
    for part in ("Engagement", "Actions", "cannot be known"):
        assert part in words_of(owen)
    owen.look()
    owen.picture("board-report")
    assert not owen.page.get_by_role("link", name="Sign the report").count(), "the maker of a report must not be able to sign it"
    with owen.page.expect_download() as download:
        owen.page.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    report = path_of(owen)
    see(owen, f"{report}review/last-day", f"{report}signatories", "/reports/challenges/")
    return report


def what_an_outside_member_says(elspeth, report: str) -> None:
    see(elspeth, "/", "/reports/for-you/")
    elspeth.go(report)
    elspeth.look()
    follow(elspeth, "Comment or challenge")
    elspeth.look()
    send(elspeth, "Send")
    assert "Write what you say" in words_of(elspeth), "an empty comment must be refused"
    fill(elspeth, section="What cannot be known", words="How much of this would change if the missing records were there?", challenge="on")
    save(elspeth)
    elspeth.go(report)
    assert "How much of this would change" in words_of(elspeth)
    assert not elspeth.page.get_by_role("link", name="Answer the first").count(), "who asks does not answer"


def each_comment_gets_an_answer(owen, report: str) -> None:
    owen.go(report)
    while owen.page.get_by_role("link", name="Answer the first").count():
        follow(owen, "Answer the first")
        owen.look()
        fill(owen, outcome="accepted", words="The next report gives the range for each figure.", office="Head of inclusion")
        save(owen)
        owen.go(report)
    send(owen, "End the review now")
    assert "The next report gives the range" in words_of(owen)


def who_was_named_signs(ingrid, report: str) -> None:
    see(ingrid, f"{report}return")
    ingrid.go(report)
    follow(ingrid, "Sign the report")
    ingrid.look()
    for confirmation in ingrid.page.get_by_role("checkbox").all():
        confirmation.check()
    send(ingrid, "Sign the report")
    ingrid.go(report)
    assert "Ingrid Solheim" in words_of(ingrid)


def it_is_sent(owen, report: str) -> None:
    owen.go(report)
    follow(owen, "Record whom it is sent to")
    owen.look()
    fill(owen, how="hand", recipient="The Board, twelve printed copies", sent_on=in_days(0))
    save(owen)
    owen.go(report)
    assert "twelve printed copies" in words_of(owen)


def a_second_person_publishes(owen, ingrid, report: str) -> None:
    owen.go(f"{report}publication")
    send(owen, "Prepare it for publication")
    owen.go(f"{report}publication")
    owen.look()
    assert not owen.page.get_by_role("button", name="Publish it as it stands").count(), "who prepared it must not publish it"
    for box in owen.page.locator("main [name=keys]").all():
        box.check()
    if owen.page.locator("main [name=why]").count():
        fill(owen, why="Counts of activities and actions; none is of people.")
        send(owen, "They may stay for this reason")
    see(ingrid, f"{report}publication/send-back")
    ingrid.go(f"{report}publication")
    ingrid.look()
    send(ingrid, "Publish it as it stands")


def anybody_reads_it(stranger, report: str) -> None:
    see(stranger, "/our-reports/")
    stranger.page.locator(f"main a[href*='/our-reports/{report.split('/')[-2]}/']").first.click()
    stranger.look()
    assert "How much of this would change" in words_of(stranger), "a challenge and its answer stand in what is published"
    assert "Elspeth" not in words_of(stranger), "a member's name stands there only where they asked for it"
    assert not stranger.page.context.cookies()


def it_is_withdrawn(ingrid, stranger, report: str) -> None:
    ingrid.go(f"{report}publication/withdraw")
    ingrid.look()
    fill(ingrid, why="A table was of the wrong half-year.")
    save(ingrid)
    see(stranger, "/our-reports/")
    see(stranger, "/public/releases/")
    assert "A table was of the wrong half-year." in words_of(stranger)


def test_the_demo_wrote_the_report_as_files(service):
    files = sorted(file.name for file in (service.home / "reports").iterdir())
    assert sorted(name.rsplit(".", 1)[1] for name in files) == sorted(["docx", "html", "ods", "pdf"] * 2)
