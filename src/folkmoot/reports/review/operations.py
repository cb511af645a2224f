"""Opening a draft for review, commenting, answering. Each is one transaction with its audit event; what was said is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.reports.models import Report
from folkmoot.reports.queries import is_restated
from folkmoot.reports.release.models import SignatoryVerdict
from folkmoot.reports.review import queries
from folkmoot.reports.review.models import Answer, Comment, Review, Reviewer
from folkmoot.reports.review.rules import answering_problem, opening_problems, section_problem, words_problem

MAY = "reports.make"  # whoever makes reports of a scope runs their review


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked to review, and how they stand in the report."""

    account: Account
    office: str


@transaction.atomic
def open_review(*, by: Viewer, at: datetime, report: Report, last_day: date, asked: Sequence[Asked], note: str = "") -> Review:
    """Open a draft to named people until a last day, tell them, and take up what came too late for earlier reports.

    Raises NotAllowed or Refused.
    """
    by.require_for(MAY, report.area_id)
    today = timezone.localdate(at)
    problems = opening_problems(
        last_day=last_day, today=today, signed=report.signed_at is not None, restated=is_restated(report), asked=len(asked)
    )
    allowed = set(queries.who_may_review(report, today=today).values_list("pk", flat=True))
    if not {one.account.pk for one in asked} <= allowed:
        problems.setdefault("reviewers", []).append(_("Somebody chosen may not comment on this report, or made it. Choose somebody else."))
    if queries.review_of(report):
        problems[""] = [_("This draft was opened for review already. Give the review a later last day instead.")]
    if problems:
        raise Refused(problems)
    review = Review(report=report, last_day=last_day, note=note.strip(), opened_at=at, opened_by_id=by.account_id)
    check(review)
    review.save()
    for one in asked:
        _ask(by, at, review, one, today)
    taken = queries.kept_for(report).update(taken_up_by=report)
    detail = {"review": "opened", "reviewers": len(asked), "last day": last_day.isoformat(), "late comments taken up": taken}
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=report, recipient=_("reviewers of the draft"), detail=detail)
    return review


def _ask(by: Viewer, at: datetime, review: Review, one: Asked, today: date) -> None:
    outside = queries.is_outside_member(one.account, today=today)
    office = one.office.strip() or (_("Outside member") if outside else _("Reviewer of the service"))
    reviewer = Reviewer(review=review, account=one.account, outside=outside, office=office, asked_at=at)
    check(reviewer)
    reviewer.save()
    notify(
        by=by, at=at, account=one.account, kind="reports.review", words=_("A draft report waits for your comments."),
        address=reverse("reports:detail", args=[review.report_id]), key=f"reports.review:{reviewer.pk}",
    )  # fmt: skip


@transaction.atomic
def move_last_day(*, by: Viewer, at: datetime, review: Review, last_day: date, seen_version: int | None = None) -> None:
    """Give a review another last day; one that is over is open again. Raises NotAllowed, Refused or ChangedMeanwhile."""
    by.require_for(MAY, review.area_id)
    report = review.report
    problems = opening_problems(
        last_day=last_day, today=timezone.localdate(at), signed=report.signed_at is not None, restated=is_restated(report), asked=1
    )
    if SignatoryVerdict.objects.filter(signatory__report=report).exists():
        problems[""] = [_("Somebody has signed this report or returned it. Make the report again to have it reviewed anew.")]
    if problems:
        raise Refused(problems)
    change(review, {"last_day": last_day, "ended_at": None, "ended_by_id": None}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=review, detail={"last day": last_day.isoformat()})


@transaction.atomic
def end_review(*, by: Viewer, at: datetime, review: Review, seen_version: int | None = None) -> None:
    """End a review before its last day has passed. Raises NotAllowed, Refused or ChangedMeanwhile."""
    by.require_for(MAY, review.area_id)
    if not queries.is_open(review, timezone.localdate(at)):
        raise Refused({"": [_("The review is over already.")]})
    change(review, {"ended_at": at, "ended_by_id": by.account_id}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=review, detail={"review": "ended"})


@transaction.atomic
def comment(
    *, by: Viewer, at: datetime, report: Report, words: str, section: str = "", sections: Sequence[str] = (), challenge: bool = False
) -> Comment:
    """Say something of a draft, or of one of its `sections`. When the review is over it is kept for the next report, and named as late.

    Raises NotAllowed or Refused.
    """
    by.require("reports.review")
    reviewer = queries.reviewer_of(by, report)
    if reviewer is None:
        raise Refused({"": [_("You were not asked to review this report. Ask whoever made it to open it to you.")]})
    problems = {"words": words_problem(words), "section": section_problem(section, sections)}
    if found := {field: [problem] for field, problem in problems.items() if problem}:
        raise Refused(found)
    closed = report.signed_at is not None or is_restated(report) or not queries.is_open(reviewer.review, timezone.localdate(at))
    row = Comment(reviewer=reviewer, section=section, words=words.strip(), challenge=challenge, at=at, late=closed)
    check(row)
    row.save()
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=row,
        detail={"report": report.number, "challenge": challenge, "late": closed, "section": section},
    )  # fmt: skip
    return row


@transaction.atomic
def be_named(*, by: Viewer, at: datetime, report: Report, named: bool) -> None:
    """Choose for oneself whether one stands in a report by name or by office alone, while it is not signed. Raises Refused."""
    reviewer = queries.reviewer_of(by, report)
    if reviewer is None:
        raise Refused({"": [_("You were not asked to review this report.")]})
    if report.signed_at is not None:
        raise Refused({"": [_("The report is signed, and you stand in it as you chose before.")]})
    if change(reviewer, {"named": named}):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=reviewer, detail={"named": named})


@transaction.atomic
def answer(*, by: Viewer, at: datetime, comment: Comment, outcome: str, words: str, office: str, seen_answer: int | None = None) -> Answer:
    """Answer a comment for the service; a later answer takes the place of an earlier one, and both stand in the log.

    `seen_answer` is the answer on screen (None: there was none). Raises NotAllowed or Refused.
    """
    by.require_for("reports.answer", comment.area_id)
    last = queries.standing_of(queries.get_comment(by, comment.pk)).answer
    problems = {
        "": answering_problem(by_id=by.account_id, said_by_id=comment.reviewer.account_id), "words": words_problem(words),
        "office": "" if office.strip() else _("Say in which office you answer: it stands in the report, and your name does not."),
    }  # fmt: skip
    if (last.pk if last else None) != seen_answer:
        problems[""] = _("Somebody answered this meanwhile. Open it again, read that answer, and answer anew if you must.")
    if found := {field: [problem] for field, problem in problems.items() if problem}:
        raise Refused(found)
    row = Answer(
        comment=comment, outcome=outcome, words=words.strip(), by_id=by.account_id, name=by.name[:120], office=office.strip(), at=at,
        supersedes=last,
    )  # fmt: skip
    check(row)
    row.save()
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"comment": comment.pk, "outcome": outcome, "supersedes": bool(last)}
    )
    _tell(by, at, comment, row)
    return row


def _tell(by: Viewer, at: datetime, comment: Comment, row: Answer) -> None:
    """Whoever said it hears that there is an answer."""
    notify(
        by=by, at=at, account=comment.reviewer.account, kind="reports.answered", words=_("Your comment on a report was answered."),
        address=reverse("reports:comment", args=[comment.pk]), key=f"reports.answered:{row.pk}",
    )  # fmt: skip
