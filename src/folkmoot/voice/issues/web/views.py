"""The pages of issues."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.foundation import audit
from folkmoot.voice.issues import operations, queries
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.queries import Alike
from folkmoot.voice.issues.web.forms import NEW, ChangeIssueForm, IssueForm, JoinForm, PointIssueForm, TakeOutForm, TellIssueForm
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.published.queries import entries_of
from folkmoot.voice.rules import plan_missing
from folkmoot.voice.web.answering import NOTHING_PLANNED, address_of, in_sight, keeping_both
from folkmoot.voice.web.forms import AnswerForm
from folkmoot.voice.web.presenters import line_of
from folkmoot.webkit.paging import Pages

A_PAGE = 30
POINTS_SHOWN = 100


@may("voice.read")
def listing(request: HttpRequest) -> HttpResponse:
    """The issues in sight; it shows titles and numbers, no words of anybody, so nothing is logged."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    area = chosen_area(request.GET, areas)
    words, several = request.GET.get("q", "")[:200], request.GET.get("several") == "1"
    rows = queries.list_issues(viewer, area_id=area.pk if area else None, words=words, several_areas=several)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    standing = queries.standings(viewer, page.object_list)
    context = {
        "page": page, "lines": [(issue, standing[issue.pk]) for issue in page.object_list], "areas": areas, "area": area, "words": words,
        "several": several, "may_write": viewer.may("voice.write"),
    }  # fmt: skip
    return render(request, "voice/issues_list.html", context)


@may("voice.read")
@transaction.atomic
def detail(request: HttpRequest, issue_id: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    issue = _in_sight(request, issue_id)
    standing = queries.standings(viewer, [issue])[issue.pk]
    points = list(queries.points_of_issue(viewer, issue)[:POINTS_SHOWN])
    audit.consulted(by=viewer, at=request.at, rows=points, route=request.path)
    actions = list(actions_from(viewer, queries.ORIGIN, issue.pk))
    mine = queries.answerable(viewer, issue) if viewer.may("voice.answer") else []
    context = {
        "issue": issue,
        "standing": standing,
        "lines": [(line_of(point, today), viewer.may("voice.write", point.area_id)) for point in points],
        "left_off": standing.points - len(points),
        "by_area": queries.by_area(viewer, issue, first=standing.first, last=standing.last) if standing.first and standing.last else [],
        "answers": queries.answers_to(viewer, issue),
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in actions],
        "history": queries.history_of(viewer, issue),
        "may_answer": bool(mine),
        "may_tell": bool(mine) and standing.answered > standing.told,
        "may_write": viewer.may("voice.write"),
        "may_change": _may_change(request, issue),
        "may_act": viewer.may("actions.write") and _area_of_action(request, issue) is not None,
        "may_publish": viewer.may("you_said.write", issue.area_id),
        "entries": entries_of(viewer, queries.ORIGIN, issue.pk, today=today),
    }
    return render(request, "voice/issues_detail.html", context)


@may("voice.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today, back = request.viewer, timezone.localdate(request.at), reverse("voice:issues")
    place = place_of_form(request, "voice.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "voice.write", title=_("Open an issue"), back=back, today=today, national_too=True)
    form = IssueForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        issue = operations.open_issue(by=viewer, at=request.at, area=place.area, **values)
        return reverse("voice:issue-join", args=[issue.pk])

    done = _("The issue was opened. Now choose the points that belong to it.")
    return form_page(request, form, title=_("Open an issue"), lead=place.words, back=back, do=do, done=done)


@may("voice.write")
def change(request: HttpRequest, issue_id: int) -> HttpResponse:
    issue = _in_sight(request, issue_id)
    now = {"title": issue.title, "about": issue.about, "version": issue.version}
    form = ChangeIssueForm(request.POST or None, initial=started(**now))

    def do(values: dict[str, Any]) -> str:
        operations.change_issue(by=request.viewer, at=request.at, issue=issue, seen_version=values.pop("version"), **values)
        return _address(issue)

    return form_page(request, form, title=_("Change the issue"), back=_address(issue), do=do, done=_("The issue was changed."))


@may("voice.write")
def join(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Points suggested by like words, or found by words that the person gives."""
    viewer, issue = request.viewer, _in_sight(request, issue_id)
    words = request.GET.get("q", "")[:200]
    alike = queries.similar_points(viewer, issue, words=words)
    _log_shown(request, alike)
    form = JoinForm(request.POST or None, initial=started(), alike=alike)

    def do(values: dict[str, Any]) -> str:
        chosen = queries.points_named(viewer, map(int, values["points"]))
        operations.join_points(by=viewer, at=request.at, issue=issue, points=chosen, why=values["why"])
        return _address(issue)

    return form_page(
        request, form, title=_("Points that may belong to this issue"), lead=issue.title, back=_address(issue), do=do,
        done=_("The points were joined to the issue."), template="voice/issues_join.html", alike=alike, words=words,
    )  # fmt: skip


@may("voice.write")
def of_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Join one point to an issue that there is, or open one with it and others like it."""
    viewer, point = request.viewer, in_sight(request, point_id)
    alike = queries.similar_to_point(viewer, point)
    _log_shown(request, [*alike, Alike(point, 100)])
    form = PointIssueForm(request.POST or None, initial=started(), issues=queries.issues_like(viewer, point), alike=alike)

    def do(values: dict[str, Any]) -> str:
        others = queries.points_named(viewer, map(int, values.get("points", ())))
        chosen, why = [point, *others], values["why"]
        if values["issue"] == NEW:
            area = None if any(other.area_id != point.area_id for other in others) else point.area
            issue = operations.open_issue(by=viewer, at=request.at, area=area, title=values["title"], points=chosen, why=why)
        else:
            issue = queries.get_issue(viewer, int(values["issue"]))
            operations.join_points(by=viewer, at=request.at, issue=issue, points=chosen, why=why)
        return _address(issue)

    return form_page(
        request, form, title=_("Join this point to an issue"), back=address_of(point), do=do, done=_("The point belongs to the issue now."),
        template="voice/about_point.html", point=point,
    )  # fmt: skip


@may("voice.write")
def take_out(request: HttpRequest, issue_id: int, point_id: int) -> HttpResponse:
    issue, point = _in_sight(request, issue_id), in_sight(request, point_id)
    _log_shown(request, [Alike(point, 100)])
    form = TakeOutForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_out(by=request.viewer, at=request.at, issue=issue, point=point, why=values["why"])
        return _address(issue)

    return form_page(
        request, form, title=_("Take this point out of the issue"), back=_address(issue), do=do, done=_("The point was taken out."),
        template="voice/about_point.html", point=point,
    )  # fmt: skip


@may("voice.answer")
def answer(request: HttpRequest, issue_id: int) -> HttpResponse:
    viewer, today, issue = request.viewer, timezone.localdate(request.at), _in_sight(request, issue_id)
    mine = queries.answerable(viewer, issue)
    praise = bool(mine) and all(point.nature == Point.Nature.PRAISE for point in mine)
    area_id = issue.area_id or _own_area(request, mine)
    may_act = viewer.may("actions.write", area_id) if area_id else viewer.sight("actions.write").national
    owners = people_who_may("actions.write", area_id, today=today) if may_act else None
    seen = max(Answer.objects.filter(issue=issue).values_list("pk", flat=True), default=0)
    first = started(on=today, seen=seen, plan_owner=viewer.account_id)
    form = AnswerForm(request.POST or None, initial=first, nature=Point.Nature.PRAISE if praise else Point.Nature.CONCERN, owners=owners)
    waiting = request.GET.get("only") == "waiting"

    def do(values: dict[str, Any]) -> str:
        planned = bool(values["plan"]) or actions_from(viewer, queries.ORIGIN, issue.pk).exists()
        operations.answer_issue(by=viewer, at=request.at, issue=issue, only_waiting=waiting, **values)
        if plan_missing(values["outcome"], planned):
            messages.warning(request, str(NOTHING_PLANNED))
        return _address(issue)

    count = len(queries.answerable(viewer, issue, only_waiting=True)) if waiting else len(mine)
    return form_page(
        request, form, title=_("Answer the issue"), back=_address(issue), do=keeping_both(form, do),
        done=_("The answer was saved at each point. Now tell those who said it."), template="voice/issues_answer.html", issue=issue,
        count=count, waiting=waiting, answers=queries.answers_to(viewer, issue),
    )  # fmt: skip


@may("voice.answer")
def tell(request: HttpRequest, issue_id: int) -> HttpResponse:
    viewer, issue = request.viewer, _in_sight(request, issue_id)
    wanted = queries.to_tell(viewer, issue)
    _log_shown(request, [Alike(point, 100) for point in (*wanted.by_mail, *wanted.by_hand, *wanted.unknown)])
    latest = next(iter(queries.answers_to(viewer, issue)), None)
    form = TellIssueForm(request.POST or None, initial=started(words=latest.words if latest else ""), number=len(wanted.by_mail))

    def do(values: dict[str, Any]) -> str:
        operations.tell_by_mail(by=request.viewer, at=request.at, issue=issue, words=values["words"])
        return _address(issue)

    return form_page(
        request, form, title=_("Tell those who raised it"), lead=issue.title, back=_address(issue), do=do,
        done=_("The e-mails were written, and each telling is recorded at its point."), template="voice/issues_tell.html", wanted=wanted,
    )  # fmt: skip


@may("actions.write")
def action(request: HttpRequest, issue_id: int) -> HttpResponse:
    issue = _in_sight(request, issue_id)
    place = _area_of_action(request, issue)
    if place is None:
        raise Http404
    return raising_page(
        request, origin_kind=queries.ORIGIN, origin_id=issue.pk, area=place[0], title=_("Raise an action from this issue"),
        back=_address(issue), lead=issue.title,
    )  # fmt: skip


def _area_of_action(request: HttpRequest, issue: Issue) -> tuple[Any] | None:
    """The Area (None: the whole service) an action from this issue would be of, for this person; nothing where they may raise none."""
    viewer = request.viewer
    area = queries.area_of_action(viewer, issue, queries.points_of_issue(viewer, issue))
    allowed = viewer.may("actions.write", area.pk) if area else viewer.sight("actions.write").national
    return (area,) if allowed else None


def _own_area(request: HttpRequest, mine: list[Point]) -> int | None:
    area = queries.area_of_action(request.viewer, Issue(), mine)
    return area.pk if area else None


def _may_change(request: HttpRequest, issue: Issue) -> bool:
    viewer = request.viewer
    return bool(viewer.may("voice.write", issue.area_id) if issue.area_id else viewer.sight("voice.write").national)


def _log_shown(request: HttpRequest, alike: list[Alike]) -> None:
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[each.row for each in alike], route=request.path)


def _in_sight(request: HttpRequest, issue_id: int) -> Issue:
    try:
        return queries.get_issue(request.viewer, issue_id)
    except Issue.DoesNotExist:
        raise Http404 from None


def _address(issue: Issue) -> str:
    return reverse("voice:issue", args=[issue.pk])
