"""The tracker of commitments, and the page of each: its words, its measures, what is done for it and where nothing is."""

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.actions.commitments import queries
from folkmoot.actions.commitments.heard import heard_about
from folkmoot.actions.commitments.queries import Tracked
from folkmoot.actions.commitments.web.presenters import by_area, grouped, level_of, row_of
from folkmoot.actions.commitments.web.sheets import FORMATS, tracker_file
from folkmoot.actions.web.raising import raising_page
from folkmoot.foundation import audit
from folkmoot.strategy.measures.queries import latest_two, measures_under
from folkmoot.strategy.measures.web.presenters import Card, card_of
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import get_commitment, list_aims, list_commitments, list_strategies

SHOWN = (
    ("nothing", _("Nothing is happening somewhere")), ("ownerless", _("Nobody answers for it")), ("overdue", _("Something is overdue")),
    ("unreported", _("Nothing reported yet")), ("mine", _("I answer for it")),
)  # fmt: skip


class TrackerFilter(FilterForm):
    show = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("All")), *SHOWN])
    kind = forms.ChoiceField(label=_("Kind of line"), required=False, choices=[("", _("All")), *Commitment.Kind.choices])


@may("actions.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = [area for area in areas_for(viewer, "actions.read", today=today) if area.kind == area.Kind.AREA]
    strategies = list(list_strategies(viewer).prefetch_related(None))
    choices = [("", _("All")), *((one.code, one.name) for one in strategies)]
    filters = TrackerFilter(request.GET, areas, strategy=forms.ChoiceField(label=_("Strategy"), required=False, choices=choices))
    asked = filters.chosen
    area_id = asked.get("area_id") or (areas[0].pk if len(areas) == 1 else None)
    lines = list_commitments(viewer, strategy=asked.get("strategy"), kind=asked.get("kind")).select_related("strategy__area", "aim__parent")
    tracked = queries.track(viewer, today=today, commitments=lines, area_id=asked.get("area_id"))
    shown = [one for one in tracked if _is_shown(one, asked.get("show", ""), viewer, area_id)]
    context = {
        "filters": filters, "asked": asked, "groups": grouped(row_of(one, area_id) for one in shown), "number": len(shown),
        "area": next((area for area in areas if area.pk == area_id), None), "sums": _sums(shown, area_id),
    }  # fmt: skip
    return render(request, "actions/commitments.html", context)


@may("actions.read")
@transaction.atomic
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """Every line with the actions for it that the viewer may see; recorded as a disclosure, because it names owners."""
    if ending not in FORMATS:
        raise Http404
    viewer, today = request.viewer, timezone.localdate(request.at)
    tracked = queries.track(viewer, today=today)
    actions = queries.actions_by_commitment(viewer, [one.commitment.pk for one in tracked], today=today)
    ids = {area for one in tracked for area in (*one.reach.something, *one.reach.nothing)}
    areas = {area.pk: area.name for area in queries.areas_named(viewer, ids)}
    data = tracker_file(tracked, actions, areas, ending, today=today)
    shown = sorted({action.pk for rows in actions.values() for action in rows})
    audit.record(
        audit.Kind.DISCLOSURE, by=viewer, at=request.at, subject="actions.action", ids=shown, route=request.path, recipient=viewer.name,
        detail={"format": ending, "lines": len(tracked)},
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="commitments-{today.isoformat()}.{ending}"'}
    return HttpResponse(data, content_type=FORMATS[ending], headers=headers)


def _is_shown(one: Tracked, show: str, viewer: Viewer, area_id: int | None) -> bool:
    owner = one.owner.account_id if one.owner else None
    nothing = area_id in one.reach.nothing if area_id else bool(one.reach.nothing)
    tests = {
        "nothing": nothing, "ownerless": owner is None, "overdue": one.delivered.overdue > 0, "unreported": one.standing is None,
        "mine": owner is not None and owner == viewer.account_id,
    }  # fmt: skip
    return tests.get(show, True)


def _sums(shown: list[Tracked], area_id: int | None) -> dict[str, int]:
    return {
        "ownerless": sum(one.owner is None for one in shown),
        "unreported": sum(one.standing is None for one in shown),
        "somewhere": sum(bool(one.reach.nothing) for one in shown),
        "here": sum(area_id in one.reach.nothing for one in shown),
    }


@may("actions.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    commitment, viewer, today = _in_sight(request, pk), request.viewer, timezone.localdate(request.at)
    tracked = queries.track(viewer, today=today, commitments=[commitment])[0]
    level, colour = level_of(tracked.standing)
    context = {
        "commitment": commitment, "tracked": tracked, "level": level, "colour": colour,
        "cards": _cards(viewer, today, commitments=[commitment.pk]),
        "parts": by_area(queries.actions_for(viewer, commitment, today=today), today), **_places(viewer, tracked),
        "heard": heard_about(viewer, [commitment.aim_id]) if commitment.aim_id else [],
        "may_act": viewer.may("actions.write"), "may_write": viewer.sight("strategy.write").holds(commitment.strategy.area_id),
        "in_force": queries.in_force(commitment),
    }  # fmt: skip
    return render(request, "actions/commitment.html", context)


def _places(viewer: Viewer, tracked: Tracked) -> dict[str, Any]:
    """Where something is happening and where nothing is, by name."""
    reach = tracked.reach
    names = {area.pk: area for area in queries.areas_named(viewer, (*reach.something, *reach.nothing))}
    return {
        "something": [area for pk, area in names.items() if pk in reach.something],
        "nothing": [area for pk, area in names.items() if pk in reach.nothing],
        "whole_service": reach.whole_service,
    }


@may("actions.read")
def aim(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    rows = list_aims(viewer).select_related("strategy__area").prefetch_related("corrections__by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    below = list(rows.filter(parent=found))
    lines = list_commitments(viewer, aim=found).select_related("strategy__area", "aim__parent")
    tracked = queries.track(viewer, today=today, commitments=lines)
    aims = [found.pk, *(one.pk for one in below)]
    context = {
        "aim": found, "below": below, "groups": grouped(row_of(one, None) for one in tracked), "number": len(tracked),
        "cards": _cards(viewer, today, commitments=[one.commitment.pk for one in tracked], aims=aims),
        "heard": heard_about(viewer, aims), "may_write": viewer.sight("strategy.write").holds(found.strategy.area_id),
    }  # fmt: skip
    return render(request, "actions/aim.html", context)


@may("actions.write")
def act(request: HttpRequest, pk: int) -> HttpResponse:
    commitment, title, today = _in_sight(request, pk), _("Raise an action for this commitment"), timezone.localdate(request.at)
    back = reverse("actions:commitment", args=[pk])
    place = place_of_form(request, "actions.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "actions.write", title=title, back=back, today=today, national_too=True)
    return raising_page(
        request, origin_kind=queries.ORIGIN, origin_id=commitment.pk, area=place.area, title=title, back=back, lead=commitment.words,
        first={"commitments": [commitment.pk]},
    )  # fmt: skip


def _cards(viewer: Viewer, today: date, **under: Any) -> list[Card]:
    rows = measures_under(viewer, **under)
    latest = latest_two(viewer, [row.pk for row in rows])
    return [card_of(row, latest.get(row.pk, []), today) for row in rows]


def _in_sight(request: HttpRequest, pk: int) -> Commitment:
    try:
        return get_commitment(request.viewer, pk)
    except Commitment.DoesNotExist:
        raise Http404 from None
