"""Writing issues: open and change them, join points and take them out, answer once for all of them, tell all.

Each is one transaction with its audit event.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.voice.answers import write_answer
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.queries import ORIGIN, answerable, area_of_action, issues, to_tell
from folkmoot.voice.issues.rules import issue_problem, joining_problem, leaving_problem
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.operations import AnsweredMeanwhile, Planned, raise_planned, tell
from folkmoot.voice.queries import points as points_in_sight

CHANGEABLE = frozenset({"title", "about"})


@transaction.atomic
def open_issue(
    *, by: Viewer, at: datetime, area: Area | None, title: str, about: str = "", points: Iterable[Point] = (), why: str = ""
) -> Issue:
    """Open an issue of an Area, or (None) of the whole service, with its first points. Raises Refused or NotAllowed."""
    by.require_for("voice.write", area.pk if area else None)
    _refuse(issue_problem(title=title))
    issue = Issue(area=area, title=title.strip(), about=about.strip(), opened_on=timezone.localdate(at), opened_by_id=by.account_id)
    check(issue)
    issue.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=issue)
    join_points(by=by, at=at, issue=issue, points=points, why=why)
    return issue


@transaction.atomic
def change_issue(*, by: Viewer, at: datetime, issue: Issue, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused, ChangedMeanwhile, or KeyError for another field."""
    by.require_for("voice.write", issue.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"an issue's {', '.join(sorted(unknown))} cannot be changed")
    _refuse(issue_problem(title=str(values.get("title", issue.title))))
    changed = change(issue, {name: str(value).strip() for name, value in values.items()}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=issue, detail={"fields": changed})
    return changed


@transaction.atomic
def join_points(*, by: Viewer, at: datetime, issue: Issue, points: Iterable[Point], why: str = "") -> list[Point]:
    """Let points belong to an issue; returns those that did not already. Raises Refused or NotAllowed."""
    _require_in_sight(by, issue)
    here = set(IssuePoint.objects.filter(issue=issue, left_at__isnull=True).values_list("point_id", flat=True))
    new = [point for point in points if point.pk not in here]
    for point in new:
        _join(by, at, issue, point, why)
    if new:
        detail: dict[str, object] = {"joined": [point.pk for point in new]}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=issue, detail=detail)
    return new


def _join(by: Viewer, at: datetime, issue: Issue, point: Point, why: str) -> None:
    by.require("voice.write", point.area_id)
    problem = joining_problem(issue_area=issue.area_id, point_area=point.area_id, may_write_there=by.may("voice.write", issue.area_id))
    if problem:
        raise Refused({"": [problem]})
    membership = IssuePoint(issue=issue, point=point, joined_at=at, joined_by_id=by.account_id, joined_why=why.strip())
    check(membership)
    membership.save()


@transaction.atomic
def take_out(*, by: Viewer, at: datetime, issue: Issue, point: Point, why: str) -> None:
    """End a point's belonging to an issue; that it belonged stays. Raises Refused or NotAllowed."""
    by.require("voice.write", point.area_id)
    _refuse(leaving_problem(why=why))
    membership = IssuePoint.objects.filter(issue=issue, point=point, left_at__isnull=True).first()
    if membership is None:
        raise Refused({"": [_("This point does not belong to the issue any more.")]})
    change(membership, {"left_at": at, "left_by_id": by.account_id, "left_why": why.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=issue, detail={"left": point.pk})


@transaction.atomic
def answer_issue(
    *, by: Viewer, at: datetime, issue: Issue, outcome: str, words: str, on: date, reason: str = "", seen: int | None = None,
    plan: Planned | None = None, only_waiting: bool = False,
) -> list[Answer]:  # fmt: skip
    """Answer an issue once: each of its points that this person may answer is answered by it, in one step with the action it promises.

    `only_waiting`: those that nobody has answered yet. `seen` is the id of the latest answer to the issue the person had before them
    (0: none). Raises AnsweredMeanwhile, Refused or NotAllowed.
    """
    _require_in_sight(by, issue)
    Issue.objects.select_for_update().get(pk=issue.pk)  # two people who answer at once take turns
    latest = Answer.objects.filter(issue=issue).select_related("by").order_by("pk").last()
    if seen is not None and latest and latest.pk > seen:
        raise AnsweredMeanwhile(latest, shown=points_in_sight(by).filter(pk=latest.point_id).exists())
    mine = answerable(by, issue, only_waiting=only_waiting)
    if not mine:
        raise Refused({"": [_("No point of this issue is yours to answer.")]})
    answers = [write_answer(by, at, point, outcome=outcome, words=words, on=on, reason=reason, issue_id=issue.pk) for point in mine]
    if plan:
        raise_planned(by=by, at=at, area=area_of_action(by, issue, mine), origin_kind=ORIGIN, origin_id=issue.pk, plan=plan)
    detail: dict[str, object] = {"answer": outcome, "points": [point.pk for point in mine]}
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=issue, detail=detail)
    return answers


@transaction.atomic
def tell_by_mail(*, by: Viewer, at: datetime, issue: Issue, words: str) -> list[Telling]:
    """Write to each who wants to hear by e-mail what became of the issue; each telling is kept at its point.

    Raises Refused or NotAllowed.
    """
    _require_in_sight(by, issue)
    wanted = to_tell(by, issue).by_mail
    if not wanted:
        raise Refused({"": [_("Nobody is left to be told by e-mail.")]})
    tellings = [
        tell(
            by=by, at=at, point=point, on=timezone.localdate(at), channel="email", who=point.said_by or _("The person who said it"),
            words=words, send_to=point.reply_address,
        )
        for point in wanted
    ]  # fmt: skip
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=issue, detail={"told": len(tellings)})
    return tellings


def _require_in_sight(by: Viewer, issue: Issue) -> None:
    if not issues(by).filter(pk=issue.pk).exists():
        raise NotAllowed("voice.read")


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        raise Refused({problem[0]: [problem[1]]})
