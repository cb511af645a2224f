"""The page of one activity: what, who, what was said, what came of it, papers, confidence, and what is left to do."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.communities.web.consultation import shown
from folkmoot.engagement import queries
from folkmoot.engagement.calendar.queries import entry_of_activity, warnings_about
from folkmoot.engagement.calendar.web.presenters import sources
from folkmoot.engagement.confidence.queries import asked_at
from folkmoot.engagement.finishing.queries import materials, may_see_counts, shown_headcounts, staff_parts, what_is_left
from folkmoot.engagement.models import Activity
from folkmoot.engagement.papers.queries import papers_of
from folkmoot.engagement.rules import Obstacle, State, hours_of
from folkmoot.engagement.web.presenters import line_of, recorded_late, recorded_words, to_put_right
from folkmoot.foundation.once import new_mark
from folkmoot.stakeholders.models import Contact
from folkmoot.voice.web.presenters import line_of as line_of_point


def detail_page(request: HttpRequest, activity: Activity, refused: Sequence[Obstacle] | None = None) -> HttpResponse:
    """The page; with `refused`, what stood in the way of closing it."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    state = queries.state_of_row(activity)
    may_write = viewer.may("engagement.write", activity.area_id)
    open_to_write = may_write and state is State.RECORDED
    points = list(queries.points_in(viewer, activity)) if queries.raised_anything(activity) else []
    who = _who(request, activity)
    may_count = may_see_counts(viewer, activity)
    counts, parts = shown_headcounts(viewer, activity), list(staff_parts(viewer, activity))
    papers = list(papers_of(viewer, activity))
    shown(request, [*points, *who["people"], *papers])
    context = {
        "activity": activity, "line": line_of(activity, today), "points": [line_of_point(each, today) for each in points], **who,
        "may_read_voice": viewer.may("voice.read", activity.area_id), "may_write": may_write, "open_to_write": open_to_write,
        "recorded": recorded_words(activity), "late": recorded_late(activity), "mark": new_mark(),
        "refused": to_put_right(activity, refused or ()),
        "obstacles": to_put_right(activity, queries.closing_obstacles(viewer, activity)) if open_to_write else [],
        "hours": hours_of(activity.staff_quarters), "may_reopen": state is State.CLOSED and viewer.sight("engagement.write").national,
        "counts": counts, "parts": parts, "materials": list(materials(viewer, activity)), "papers": papers,
        "left": what_is_left(activity, counts=len(counts) or not may_count, parts=len(parts)) if open_to_write else [],
        "may_count": may_count,
        "asked": asked_at(viewer, activity, today=today), **_time(request, activity, state),
    }  # fmt: skip
    return render(request, "engagement/detail.html", context, status=422 if refused else 200)


def _time(request: HttpRequest, activity: Activity, state: State) -> dict[str, Any]:
    """What stands in the way of a plan on its day, and whether this viewer sees its time and who is invited."""
    may_see = request.viewer.may("calendar.read", activity.area_id)
    if not may_see or state is not State.PLANNED:
        return {"may_see_time": may_see}
    entry = entry_of_activity(activity)
    return {"may_see_time": True, "clashes": warnings_about(request.viewer, entry), "sources": sources(entry.day, entry.day)}


def _who(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """Whom it was with, as far as this viewer may know."""
    may_see = request.viewer.may("stakeholders.read", activity.area_id)
    everybody: list[Contact] = list(activity.contacts.all()) if may_see else []
    return {
        "may_see_who": may_see, "people": [each for each in everybody if not each.erased_on],
        "erased": sum(each.erased_on is not None for each in everybody),
    }  # fmt: skip
