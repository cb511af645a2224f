from datetime import timedelta

import pytest

from folkmoot.accounts.notices.models import Letter, Notice
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.errors import FolkmootError
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.overview.needs import Asked as AskedHome
from folkmoot.overview.needs import needs_of
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.open_pages import comments_of, files_of, published_report, published_reports
from folkmoot.reports.operations import CannotSign, return_report, sign_report
from folkmoot.reports.release import checking, operations, queries
from folkmoot.reports.release.models import Distribution, PublishedReport
from folkmoot.reports.release.operations import Named
from folkmoot.reports.release.telling import told_of
from folkmoot.reports.review.tests.factories import account_of, answered, director, lead, opened, orr, quick_files, said
from folkmoot.reports.rules import State
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST, FIRST_HALF, JULY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    quick_files(monkeypatch)


def third():
    return hq("amara.cole@example.org", "Amara Cole")


@pytest.fixture
def draft():
    return factories.report(national=True)


@pytest.fixture
def signed(draft):
    sign_report(by=director(), at=AUGUST, report=draft)
    draft.refresh_from_db()
    return draft


def named(report, *who, by=None):
    return operations.name_signatories(by=by or hq(), at=JULY, report=report, named=[Named(account_of(one), "Director") for one in who])


def published(report) -> PublishedReport:
    row = operations.prepare(by=director(), at=AUGUST, report=report)
    if found := checking.check_report(report, {}, today=AUGUST.date()):
        operations.explain(by=director(), at=AUGUST, publication=row, keys=[one.key for one in found], why="counts of activities only")
    operations.publish(by=third(), at=AUGUST, publication=row)
    return row


def test_a_report_is_signed_when_everybody_named_has(draft, monkeypatch):
    seen = draft.version
    named(draft, director(), third())
    late = [Named(account_of(director()), "Director")]
    with pytest.raises(ChangedMeanwhile):
        operations.name_signatories(by=hq(), at=JULY, report=Report.objects.get(), named=late, seen_version=seen)
    with pytest.raises(CannotSign, match="not among the people named"):
        sign_report(by=hq("fourth@example.org", "Fourth Person"), at=AUGUST, report=draft)
    sign_report(by=director(), at=AUGUST, report=draft)
    assert Report.objects.get().signed_at is None
    with pytest.raises(CannotSign, match="signed this report already"):
        sign_report(by=director(), at=AUGUST, report=draft)
    assert [one.pk for one in queries.waiting_for_signature(third(), today=AUGUST.date())] == [draft.pk]
    monkeypatch.undo()
    sign_report(by=third(), at=AUGUST, report=draft)
    assert Report.objects.get().signer_name == "Ingrid Solheim (Director); Amara Cole (Director)"
    assert ReportFile.objects.filter(signed=True).count() == ReportFile.objects.filter(signed=False).count()
    assert "Amara Cole (Director)" in bytes(ReportFile.objects.get(signed=True, kind="html", language="en").content).decode()


def test_who_may_be_named_and_when(draft):
    with pytest.raises(Refused, match="made the report"):
        named(draft, hq())
    with pytest.raises(Refused, match="may not sign"):
        named(draft, icem())
    with pytest.raises(NotAllowed):
        named(draft, director(), by=orr())
    opened(draft)
    named(draft, director())
    named(draft, third())
    assert [row.account_id for row in queries.signatories(draft)] == [third().account_id]
    sign_report(by=third(), at=AUGUST, report=draft)
    with pytest.raises(Refused):
        named(draft, director())


def test_a_return_says_why_stands_and_may_be_followed_by_a_signature(draft):
    named(draft, director())
    with pytest.raises(Refused, match="in a sentence"):
        return_report(by=director(), at=AUGUST, report=draft, reason="no")
    row = return_report(by=director(), at=AUGUST, report=draft, reason="The summary leaves out what failed.")
    assert queries.state_of_report(draft, AUGUST.date()) is State.RETURNED
    assert Notice.objects.get(kind="reports.returned").account_id == draft.made_by_id
    for act in (row.save, row.delete):
        with pytest.raises(FolkmootError):
            act()
    sign_report(by=director(), at=AUGUST, report=draft)
    assert queries.state_of_report(draft, AUGUST.date()) is State.SIGNED


def test_sending_is_recorded_with_the_file_and_those_with_an_account_get_a_link(signed):
    file = signed.files.get(signed=True, kind="pdf", language="en")
    sent = {"by": hq(), "at": AUGUST, "report": signed, "file": file, "on": AUGUST.date()}
    row = operations.send(**sent, how="email", account=account_of(orr()))
    letter = Letter.objects.get(key=row.letter_key)
    assert f"/reports/{signed.pk}/" in letter.text
    assert row.sha256 == file.sha256
    operations.send(**sent, how="hand", recipient="The Board, twelve copies")
    assert [(one.recipient, bool(mail)) for one, mail in queries.distributions(signed)] == [
        ("The Board, twelve copies", False), ("Elspeth Orr", True),
    ]  # fmt: skip
    for over, words in (
        ({"how": "email", "account": None}, "with an account"), ({"how": "hand"}, "Say to whom"),
        ({"how": "email", "account": account_of(icem())}, "may not open the report"),
        ({"how": "hand", "recipient": "x", "on": AUGUST.date() + timedelta(days=1)}, "between the signature and today"),
        ({"how": "hand", "recipient": "x", "file": signed.files.get(signed=False, kind="pdf", language="en")}, "not a signed file"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            operations.send(**sent | over)
    with pytest.raises(FolkmootError):
        Distribution.objects.first().save()


def test_a_draft_is_neither_sent_nor_published(draft):
    with pytest.raises(Refused, match="Only a signed report is sent"):
        operations.send(by=hq(), at=JULY, report=draft, file=draft.files.first(), how="hand", on=JULY.date(), recipient="The Board")
    with pytest.raises(Refused, match="Only a signed report is published"):
        operations.prepare(by=hq(), at=JULY, report=draft)


def test_it_takes_two_people_to_publish(signed):
    row = operations.prepare(by=director(), at=AUGUST, report=signed)
    found = checking.check_report(signed, {}, today=AUGUST.date())
    for person in (director(), hq()):
        with pytest.raises(Refused, match="Ask a second person"):
            operations.publish(by=person, at=AUGUST, publication=row)
    with pytest.raises(NotAllowed):
        operations.publish(by=icem(), at=AUGUST, publication=row)
    if found:
        keys = [one.key for one in found]
        with pytest.raises(Refused, match="Ask whoever prepared it"):  # who reads the reasons gives none of them
            operations.explain(by=third(), at=AUGUST, publication=row, keys=keys, why="counts of activities only")
        operations.explain(by=director(), at=AUGUST, publication=row, keys=keys, why="counts of activities only")
    assert queries.waiting_to_be_published(third()) == [row]
    operations.publish(by=third(), at=AUGUST, publication=row)
    assert [one.number for one in published_reports()] == [signed.number]
    assert published_reports(area()) == []


def test_a_name_in_the_annex_stops_the_publication(draft):
    opened(draft)
    answered(said(draft, words="Owen Achebe has not read this, I am told by Gwen Pryce."))
    factories.other_icem()
    sign_report(by=director(), at=AUGUST, report=draft)
    draft.refresh_from_db()
    row = operations.prepare(by=director(), at=AUGUST, report=draft)
    found = checking.check_report(draft, {}, today=AUGUST.date())
    assert "Gwen Pryce" in {one.text for one in found}, "known, and named without being asked"
    assert "Owen Achebe" not in {one.text for one in found}, "made the report, and stands in it openly"
    with pytest.raises(Refused, match="The check found something"):
        operations.publish(by=third(), at=AUGUST, publication=row)


def test_withdrawn_with_a_reason_that_stands_in_its_place(signed):
    row = published(signed)
    one = published_report(signed.number)
    assert len(files_of(one)) == signed.files.filter(signed=True).count()
    with pytest.raises(Refused, match="in a sentence"):
        operations.withdraw(by=hq(), at=AUGUST, publication=row, why="wrong")
    operations.withdraw(by=hq(), at=AUGUST, publication=row, why="A table was counted twice.")
    gone = published_report(signed.number)
    assert (gone.withdrawn, files_of(gone), comments_of(gone), published_reports()) == (True, [], [], [])
    again = operations.prepare(by=director(), at=AUGUST, report=signed)
    operations.send_back(by=third(), at=AUGUST, publication=again, why="Wait for the corrected one.")
    assert published_report(signed.number).withdrawn


def test_the_home_page_and_the_command_line_say_what_waits():
    report = factories.report()
    opened(report, lead(), by=icem())
    named(report, lead(), by=icem())
    challenge = said(report, lead())

    def headings(viewer, at=JULY):
        return [str(group.heading) for group in needs_of(AskedHome(viewer, at, None)) if "eport" in str(group.heading)]

    assert headings(lead()) == ["Draft reports to comment on"]
    assert headings(icem()) == ["Comments on reports to answer"]
    answered(challenge, icem())
    assert headings(icem()) == []
    assert headings(lead(), AUGUST) == ["Reports to sign"]
    told = told_of(icem(), period=FIRST_HALF, area_code="", today=JULY.date())
    assert told[0] == f"Report {report.number}, East of England: open for review"
    assert "  comments: 1; challenges without an answer: 0" in told
    assert "  Director, Priya Chandran: not yet" in told
