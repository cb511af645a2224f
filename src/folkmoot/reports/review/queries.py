"""Reading reviews: what was said of a draft and its forerunners, what waits for an answer, the log of challenges, drafts for a member."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer
from folkmoot.reports.models import Report
from folkmoot.reports.queries import reports
from folkmoot.reports.review.annex import standing_answer
from folkmoot.reports.review.models import Answer, Comment, Review, Reviewer
from folkmoot.reports.review.rules import Said, State, days_to_answer, review_open, state_of


@dataclass(frozen=True)
class Standing:
    """A comment with the answer that stands, and how many days its first answer took (None: there is none)."""

    row: Comment
    answer: Answer | None
    days: int | None
    state: State


def review_of(report: Report) -> Review | None:
    """The review of a draft, or None where it was never opened."""
    return Review.objects.filter(report=report).first()


def is_open(review: Review | None, today: date) -> bool | None:
    """Whether a review is open today; None where there is none."""
    return review_open(last_day=review.last_day, ended=review.ended_at is not None, today=today) if review else None


def reviewer_of(viewer: Viewer, report: Report) -> Reviewer | None:
    """This viewer as a reviewer of a draft, or None where they were not asked."""
    rows = Reviewer.objects.select_related("review", "account")
    return rows.filter(review__report=report, account=viewer.account_id).first() if viewer.account_id else None


def chain_of(report: Report) -> list[int]:
    """The report and those that it restates, one after the other, as ids."""
    chain = [report.pk]
    at = report.restates_id
    while at is not None:
        chain.append(at)
        at = Report.objects.filter(pk=at).values_list("restates_id", flat=True).first()
    return chain


def comments_of(report: Report) -> list[Comment]:
    """What stands in the annex of a report, in the order it was said: on its drafts, and late ones that it took up.

    A comment that came late on this very report is not among them: the next report takes it up.
    """
    chain = chain_of(report)
    said = Q(reviewer__review__report__in=chain) & (Q(late=False) | ~Q(reviewer__review__report=report.pk))
    return list(_comments().filter(said | Q(taken_up_by__in=chain)))


def late_on(report: Report) -> list[Comment]:
    """What came when the review of this report was over: kept for the next report."""
    return list(_comments().filter(reviewer__review__report=report, late=True))


def kept_for(report: Report) -> QuerySet[Comment]:
    """Late comments on earlier reports of the same scope that no report has taken up: this one does when it is opened for review."""
    rows = Comment.objects.filter(late=True, taken_up_by__isnull=True, reviewer__review__report__area=report.area_id)
    return rows.filter(reviewer__review__report__number__lt=report.number).exclude(reviewer__review__report__in=chain_of(report))


def said_of(report: Report) -> list[Said]:
    """What rules count of the comments of a report. Those carried over count like its own, late or not."""
    return [Said(one.challenge, False, bool(one.answers.all())) for one in comments_of(report)]


def standing_of(row: Comment) -> Standing:
    answers = list(row.answers.all())
    answer = standing_answer(answers)
    first = min((one.at for one in answers), default=None)
    days = days_to_answer(timezone.localdate(row.at), timezone.localdate(first) if first else None)
    return Standing(row, answer, days, state_of(outcome=answer.outcome if answer else "", late=row.late, taken_up=bool(row.taken_up_by_id)))


def get_comment(viewer: Viewer, comment_id: int) -> Comment:
    """One comment on a report in sight. Raises Comment.DoesNotExist for one out of sight."""
    return _in_sight(viewer).get(pk=comment_id)


def log(viewer: Viewer, *, words: str = "", state: str = "", challenges: bool = True, area_id: int | None = None) -> list[Standing]:
    """Challenges over all reports in sight, the latest first; with `challenges` False every comment. `words` stand in the comment, in
    an answer, or in the name or office of whoever said it."""
    rows = _in_sight(viewer).order_by("-at", "-pk")
    rows = rows.filter(challenge=True) if challenges else rows
    rows = rows.filter(reviewer__review__report__area=area_id) if area_id else rows
    if words:
        answered = Answer.objects.filter(comment=OuterRef("pk"), words__icontains=words)
        who = Q(reviewer__office__icontains=words) | Q(reviewer__account__name__icontains=words)
        rows = rows.filter(Q(words__icontains=words) | who | Exists(answered))
    found = [standing_of(row) for row in rows]
    return [one for one in found if not state or one.state == state]


def waiting_for_answer(viewer: Viewer, *, challenges: bool | None = None) -> list[Standing]:
    """Comments that have no answer and that this viewer may answer, challenges first, then the oldest. Those kept for a next report wait
    for it."""
    sight = viewer.sight("reports.answer")
    if sight.nothing:
        return []
    rows = (
        _in_sight(viewer)
        .filter(answers__isnull=True, reviewer__review__report__restated_by__isnull=True)
        .exclude(reviewer__account=viewer.account_id)
    )
    found = [standing_of(row) for row in rows if sight.holds(row.report.area_id)]
    wanted = [one for one in found if one.state is State.WAITING and challenges in (None, one.row.challenge)]
    return sorted(wanted, key=lambda one: (not one.row.challenge, one.row.at))


def drafts_for(viewer: Viewer, *, today: date) -> list[Reviewer]:
    """The drafts that were opened to this viewer and may still be commented on, the one that closes first at the top."""
    rows = Reviewer.objects.select_related("review__report__area", "account").filter(
        account=viewer.account_id or 0, review__ended_at__isnull=True, review__last_day__gte=today,
        review__report__signed_at__isnull=True, review__report__restated_by__isnull=True,
    )  # fmt: skip
    seen = reports(viewer).order_by().values("pk")
    return list(rows.filter(review__report__in=seen).order_by("review__last_day", "pk"))


def who_may_review(report: Report, *, today: date) -> QuerySet[Account]:
    """The people whose role lets them comment on a draft of this scope, without its maker."""
    return people_who_may("reports.review", report.area_id, today=today).exclude(pk=report.made_by_id or 0)


def is_outside_member(account: Account, *, today: date) -> bool:
    """Whether somebody is asked as an external governance member: they hold that role today."""
    grants = account.grants.filter(role=Role.GOVERNANCE_MEMBER, ended_at=None, starts__lte=today)
    return grants.filter(Q(ends=None) | Q(ends__gte=today)).exists()


def _in_sight(viewer: Viewer) -> QuerySet[Comment]:
    return _comments().filter(reviewer__review__report__in=reports(viewer).order_by().values("pk"))


def _comments() -> QuerySet[Comment]:
    answers = Prefetch("answers", Answer.objects.select_related("by"))
    return Comment.objects.select_related("reviewer__account", "reviewer__review__report__area").prefetch_related(answers)
