"""The pages of reviews: drafts for a member, opening a draft, commenting, answering, and the log of challenges."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation import audit
from folkmoot.reports import queries as reports
from folkmoot.reports.models import Report
from folkmoot.reports.review import operations, queries
from folkmoot.reports.review.models import Comment, Review
from folkmoot.reports.review.operations import Asked
from folkmoot.reports.review.web.forms import AnswerForm, CommentForm, DayForm, LogFilter, OpenForm
from folkmoot.reports.review.web.presenters import lines_of, sections_of
from folkmoot.reports.review.web.sheets import KINDS, as_file
from folkmoot.reports.web.sight import report_in_sight

A_PAGE = 50


@may("reports.review")
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts for you: what this person is asked to read, and what became of what they said before."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    said = [one for one in queries.log(viewer, challenges=False) if one.row.reviewer.account_id == viewer.account_id]
    return render(request, "reports/review_mine.html", {"drafts": queries.drafts_for(viewer, today=today), "said": lines_of(said)})


@may("reports.make")
def open_review(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    today = timezone.localdate(request.at)
    people = [(account, _office(account, today)) for account in queries.who_may_review(report, today=today)]
    form = OpenForm(request.POST or None, initial=started(), people=people)
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        asked = [Asked(account, office) for account, office in form.named()]
        operations.open_review(
            by=request.viewer, at=request.at, report=report, last_day=values["last_day"], asked=asked, note=values["note"]
        )
        return back

    return form_page(
        request, form, title=_("Open the draft for review"), back=back, do=act,
        done=_("The draft is open for review. Those asked were told."),
        lead=_("Those chosen see this draft, comment and challenge. Every challenge is answered before anybody signs."),
    )  # fmt: skip


def _office(account: Account, today: Any) -> Any:
    return _("Outside member") if queries.is_outside_member(account, today=today) else _("Reviewer of the service")


@may("reports.make")
def last_day(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    review = _review(report)
    form = DayForm(request.POST or None, initial=started(version=review.version, last_day=review.last_day))
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        operations.move_last_day(
            by=request.viewer, at=request.at, review=review, last_day=values["last_day"], seen_version=values["version"]
        )
        return back

    return form_page(request, form, title=_("Change the last day for comments"), back=back, do=act, done=_("The last day was changed."))


@may("reports.review")
def comment_new(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    if queries.reviewer_of(request.viewer, report) is None:
        raise Http404
    sections = sections_of(report)
    initial = started(section=request.GET.get("section", ""))
    form = CommentForm(request.POST or None, initial=initial, sections=sections)
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        row = operations.comment(by=request.viewer, at=request.at, report=report, sections=[key for key, _heading in sections], **values)
        return reverse("reports:comment", args=[row.pk])

    over = not queries.is_open(queries.review_of(report), timezone.localdate(request.at)) or report.signed_at
    late = _("The review of this report is over. What you say is kept for the next report, and stands there as late.") if over else ""
    return form_page(
        request, form, title=_("Comment on the draft"), back=back, do=act, lead=late,
        done=_("Your comment is kept for the next report.") if late else _("Your comment was sent. You will be told when it is answered."),
    )  # fmt: skip


@may("reports.read")
@transaction.atomic
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One comment with every answer it was given."""
    row = _comment(request, comment_id)
    standing = queries.standing_of(row)
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    may_answer = request.viewer.sight("reports.answer").holds(row.area_id) and row.reviewer.account_id != request.viewer.account_id
    context = {
        "line": lines_of([standing])[0], "report": row.report, "answers": list(row.answers.all()), "may_answer": may_answer,
        "inside": not reports.is_outside(request.viewer),
    }  # fmt: skip
    return render(request, "reports/review_comment.html", context)


@may("reports.answer")
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    row = _comment(request, comment_id)
    standing = queries.standing_of(row)
    initial = started(seen_answer=standing.answer.pk if standing.answer else None)
    form = AnswerForm(request.POST or None, initial=initial)
    back = reverse("reports:comment", args=[row.pk])

    def act(values: dict[str, Any]) -> str:
        operations.answer(by=request.viewer, at=request.at, comment=row, **values)
        return back

    return form_page(
        request, form, title=_("Answer a challenge") if row.challenge else _("Answer a comment"), back=back, do=act,
        done=_("The answer was given. Whoever said it is told."), template="reports/review_answer.html", line=lines_of([standing])[0],
        frozen=row.report.signed_at is not None and not row.late,
    )  # fmt: skip


@may("reports.read")
def log(request: HttpRequest) -> HttpResponse:
    """Challenges over all reports: who, what, answered when, in how many days, and what came of it."""
    filters, found = _log(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    answered = sorted(one.days for one in found if one.days is not None)
    context = {
        "filters": filters, "page": page, "lines": lines_of(page), "number": len(found), "kinds": list(KINDS),
        "waiting": sum(one.answer is None for one in found), "longest": answered[-1] if answered else None,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "reports/review_log.html", context)


@may("reports.read")
def log_file(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    _filters, found = _log(request)
    with transaction.atomic():
        audit.record(
            audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject="reports.comment", ids=[one.row.pk for one in found],
            route=request.path, recipient=request.viewer.name, detail={"kind": kind},
        )  # fmt: skip
    answer = HttpResponse(as_file(kind, found), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="challenges.{kind}"'
    return answer


def _log(request: HttpRequest) -> tuple[LogFilter, list[queries.Standing]]:
    areas = areas_for(request.viewer, "reports.read", today=timezone.localdate(request.at))
    filters = LogFilter(request.GET, areas)
    asked = filters.chosen
    found = queries.log(
        request.viewer, words=asked.get("words", ""), state=asked.get("state", ""), challenges=asked.get("show") != "all",
        area_id=asked.get("area_id"),
    )  # fmt: skip
    return filters, found


def end_now(request: HttpRequest, report: Report) -> str:
    """End the review, as one step of the report's page."""
    operations.end_review(by=request.viewer, at=request.at, review=_review(report))
    return reverse("reports:detail", args=[report.pk])


def be_named(request: HttpRequest, report: Report, *, named: bool) -> str:
    operations.be_named(by=request.viewer, at=request.at, report=report, named=named)
    return reverse("reports:detail", args=[report.pk])


def _review(report: Report) -> Review:
    found = queries.review_of(report)
    if found is None:
        raise Http404
    return found


def _comment(request: HttpRequest, comment_id: int) -> Comment:
    try:
        return queries.get_comment(request.viewer, comment_id)
    except Comment.DoesNotExist:
        raise Http404 from None
