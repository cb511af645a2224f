from datetime import timedelta

import pytest

from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import area, hq, icem, inspector
from folkmoot.engagement.models import Activity
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.reports.operations import CannotSign, sign_report
from folkmoot.reports.queries import reports
from folkmoot.reports.release.queries import state_of_report
from folkmoot.reports.review import operations, queries
from folkmoot.reports.review.annex import annex, as_it_stands, is_as_frozen
from folkmoot.reports.review.models import Annex, Comment
from folkmoot.reports.review.rules import State
from folkmoot.reports.review.tests.factories import LAST_DAY, account_of, answered, director, lead, opened, orr, quick_files, said
from folkmoot.reports.rules import State as ReportState
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST, JANUARY, JULY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    quick_files(monkeypatch)


@pytest.fixture
def draft():
    return factories.report(national=True)


def test_an_outside_member_sees_a_draft_once_it_is_opened_to_them(draft):
    other = factories.report(at=JULY)  # of an Area, and opened to nobody
    assert not reports(orr()).exists()
    opened(draft)
    assert [one.pk for one in reports(orr())] == [draft.pk]
    assert other.pk in {one.pk for one in reports(hq())}
    assert Notice.objects.get(account=orr().account_id).kind == "reports.review"
    event = AuditEvent.objects.get(kind="disclosure")
    assert event.detail["reviewers"] == 1
    assert [one.review.report for one in queries.drafts_for(orr(), today=LAST_DAY)] == [draft]
    assert queries.drafts_for(orr(), today=LAST_DAY + timedelta(days=1)) == []


def test_who_may_open_and_be_asked(draft):
    with pytest.raises(NotAllowed):
        opened(draft, by=orr())
    with pytest.raises(Refused, match="may not comment on this report"):
        opened(draft, icem())
    with pytest.raises(Refused, match="or made it"):
        opened(draft, hq())
    opened(draft)
    with pytest.raises(Refused, match="opened for review already"):
        opened(draft)


def test_a_comment_is_of_those_who_were_asked_and_stands(draft):
    opened(draft, orr())
    with pytest.raises(Refused, match="not asked"):
        said(draft, director())
    with pytest.raises(NotAllowed):
        said(draft, inspector())
    with pytest.raises(Refused, match="no such part"):
        said(draft, section="nowhere")
    row = said(draft, section="fairness")
    for act in (row.save, row.delete):
        with pytest.raises(FolkmootError):
            act()


def test_a_challenge_without_an_answer_blocks_the_signature_and_an_open_review_does_too(draft):
    opened(draft)
    challenge = said(draft)
    with pytest.raises(CannotSign, match="open for review"):
        sign_report(by=director(), at=JULY, report=draft)
    later = JULY + timedelta(days=20)
    with pytest.raises(CannotSign, match="1 challenge has no answer"):
        sign_report(by=director(), at=later, report=draft)
    answered(challenge, at=later)
    sign_report(by=director(), at=later, report=draft)
    assert state_of_report(draft, later.date()) is ReportState.SIGNED


def test_an_answer_is_never_changed_but_superseded(draft):
    opened(draft)
    challenge = said(draft)
    with pytest.raises(NotAllowed):
        answered(challenge, orr())
    first = answered(challenge, at=JULY + timedelta(days=3))
    with pytest.raises(Refused, match="Somebody answered this meanwhile"):
        answered(challenge, director())
    second = answered(challenge, director(), at=JULY + timedelta(days=5), outcome="not_accepted", seen=first.pk)
    assert second.supersedes == first
    standing = queries.log(hq())[0]
    assert (standing.answer, standing.days, standing.state) == (second, 3, State.NOT_ACCEPTED)
    with pytest.raises(FolkmootError):
        first.save()
    assert Notice.objects.filter(account=orr().account_id, kind="reports.answered").count() == 2


def test_the_manager_answers_for_their_area_and_nobody_answers_their_own_comment():
    report = factories.report()
    opened(report, lead(), director(), by=icem())
    of_lead, of_director = said(report, lead()), said(report, director())
    answered(of_lead, icem())
    with pytest.raises(Refused, match="their own comment"):
        answered(of_director, director())
    with pytest.raises(NotAllowed):
        answered(of_director, factories.other_icem())
    assert [one.row for one in queries.waiting_for_answer(icem())] == [of_director]


def test_what_is_said_after_the_signature_is_kept_for_the_next_report():
    before = factories.report(national=True, period=factories.EARLIER_HALF, at=JANUARY)
    opened(before, at=JANUARY, last_day=JANUARY.date())
    signed = JANUARY + timedelta(days=1)
    sign_report(by=director(), at=signed, report=before)
    late = said(before, at=signed + timedelta(days=2))
    assert late.late
    assert queries.comments_of(before) == []
    assert queries.late_on(before) == [late]
    assert queries.standing_of(late).state is State.KEPT
    report = factories.report(national=True)
    opened(report)
    entry = as_it_stands(report)[0]
    assert (entry.late, entry.carried, entry.draft) == (True, True, before.number)
    with pytest.raises(CannotSign, match="1 challenge"):
        sign_report(by=director(), at=AUGUST, report=report)
    assert annex(before) == []


def test_a_report_made_again_carries_its_comments_over(draft):
    factories.half_year()
    opened(draft)
    answered(said(draft, section="actions"))
    Activity.objects.filter(title="Stall at the county show").update(headcount=35)
    later = factories.report(national=True, at=AUGUST)
    entry = as_it_stands(later)[0]
    assert (entry.draft, entry.carried, entry.late, entry.section) == (draft.number, True, False, "actions")
    assert entry.answer.outcome == "accepted"


def test_the_annex_is_frozen_with_the_signature_and_names_nobody_who_did_not_agree(draft):
    opened(draft, orr(), lead_of_headquarters := director())
    first, second = said(draft), said(draft, lead_of_headquarters, challenge=False)
    answered(first)
    operations.be_named(by=orr(), at=JULY, report=draft, named=True)
    signer = hq("amara.cole@example.org", "Amara Cole")
    sign_report(by=signer, at=AUGUST, report=draft)
    kept = Annex.objects.get(report=draft)
    assert is_as_frozen(kept)
    entries = annex(draft)
    assert [one.said_by for one in entries] == ["Elspeth Orr, Independent member", "Reviewer of the service"]
    assert entries[0].answer.by == "Head of inclusion"
    assert entries[1].answer is None
    answered(second, at=AUGUST)
    assert annex(draft) == entries
    with pytest.raises(Refused, match="signed"):
        operations.be_named(by=orr(), at=AUGUST, report=draft, named=False)
    kept.entries = []
    assert not is_as_frozen(kept)


def test_the_review_is_ended_and_opened_again_by_its_day(draft):
    review = opened(draft)
    operations.end_review(by=hq(), at=JULY, review=review)
    assert state_of_report(draft, JULY.date()) is ReportState.REVIEWED
    assert said(draft).late
    operations.move_last_day(by=hq(), at=JULY, review=review, last_day=LAST_DAY)
    assert state_of_report(draft, JULY.date()) is ReportState.REVIEW
    assert not said(draft).late
    assert Comment.objects.count() == 2


def test_the_log_is_searched():
    report = factories.report()
    opened(report, lead(), by=icem())
    first = said(report, lead(), words="Too few cases to say anything.")
    said(report, lead(), words="The figures look quite right.", challenge=False)
    assert [one.row for one in queries.log(icem())] == [first]
    assert len(queries.log(icem(), challenges=False)) == 2
    assert queries.log(icem(), words="nothing like it") == []
    assert [one.row for one in queries.log(icem(), words="too FEW", state="waiting", area_id=area().pk)] == [first]
    assert queries.log(factories.other_icem(), challenges=False) == []
    assert account_of(lead()).name == "Priya Chandran"
