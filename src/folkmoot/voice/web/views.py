"""The pages of what communities said."""

from typing import Any

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
from folkmoot.actions.operations import raise_action
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.forms import ActionForm
from folkmoot.actions.web.origins import origin_of
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.foundation import audit
from folkmoot.voice import operations, queries
from folkmoot.voice.identifying import identifiers_in
from folkmoot.voice.models import Point
from folkmoot.voice.rules import standing_of
from folkmoot.voice.web import filters
from folkmoot.voice.web.forms import IDENTIFIER_WORDS, STAND_ALONE, AnswerForm, ChangePointForm, NewPointForm, TellForm
from folkmoot.voice.web.presenters import STANDING_WORDS, STATE_WORDS, line_of, told_words
from folkmoot.webkit.paging import Pages

A_PAGE = 50
THEME_PERIODS = 4


@may("voice.read")
@transaction.atomic
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    area = chosen_area(request.GET, areas)
    asked = filters.read(request.GET, today)
    page = Pages(queries.list_points(viewer, **asked.conditions(area, today)), A_PAGE).get_page(request.GET.get("page"))
    audit.consulted(by=viewer, at=request.at, rows=page.object_list, route=request.path)
    return render(
        request,
        "voice/list.html",
        {
            "page": page,
            "lines": [line_of(point, today) for point in page.object_list],
            "asked": asked,
            "areas": areas,
            "area": area,
            "states": STATE_WORDS.items(),
            "natures": Point.Nature.choices,
            "origins": [("engagement.activity", _("An activity")), *STAND_ALONE],
            "periods": filters.half_years(today),
            "themes": queries.themes_in_use(viewer, area_id=area.pk if area else None),
            "may_write": viewer.may("voice.write"),
        },
    )


@may("voice.read")
def themes(request: HttpRequest) -> HttpResponse:
    """Which themes are raised in how many Areas, half-year by half-year; it shows no words, so nothing is logged."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "voice.read", today=today)
    area = chosen_area(request.GET, areas)
    periods = filters.half_years(today)[:THEME_PERIODS]
    lines = queries.count_themes(viewer, periods=[(period.first, period.last) for period in periods], area_id=area.pk if area else None)
    table = [(line, list(zip(line.numbers, periods, strict=True))) for line in lines]
    return render(request, "voice/themes.html", {"table": table, "periods": periods, "areas": areas, "area": area})


@may("voice.read")
@transaction.atomic
def detail(request: HttpRequest, point_id: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    point = _in_sight(request, point_id)
    audit.consulted(by=viewer, at=request.at, rows=[point], route=request.path)
    raised = list(actions_from(viewer, queries.ORIGIN, point.pk))
    states = [state_of_row(action, today) for action in raised]
    answers = list(point.answers.select_related("by").order_by("-on", "-pk"))
    return render(
        request,
        "voice/detail.html",
        {
            "point": point,
            "line": line_of(point, today),
            "told": told_words(point, today),
            "standing": STANDING_WORDS[standing_of(answers[0].outcome if answers else None, states)],
            "origin": origin_of(viewer, point.origin_kind, point.origin_id, point.area_id),
            "answers": answers,
            "tellings": point.tellings.select_related("by").order_by("-on", "-pk"),
            "actions": [line_of_action(action, state, today) for action, state in zip(raised, states, strict=True)],
            "found": [IDENTIFIER_WORDS[kind] for kind in dict.fromkeys(one.kind for one in identifiers_in(point.words))],
            "may_change": viewer.may("voice.write", point.area_id),
            "may_answer": viewer.may("voice.answer", point.area_id),
            "may_act": viewer.may("actions.write", point.area_id),
        },
    )


@may("voice.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    place = place_of_form(request, "voice.write", today=today)
    back = reverse("voice:list") if viewer.may("voice.read") else reverse("home")
    if place is None or place.area is None:
        return choose_area(request, "voice.write", title=_("Record what was said"), back=back, today=today)
    area = place.area
    form = NewPointForm(request.POST or None, initial=started(said_on=today))

    def do(values: dict[str, Any]) -> str:
        point = operations.record_point(by=viewer, at=request.at, area=area, **values)
        return _address(point) if viewer.may("voice.read", point.area_id) else back

    return form_page(request, form, title=_("Record what was said"), lead=place.words, back=back, do=do, done=_("The point was recorded."))


@may("voice.write")
def change(request: HttpRequest, point_id: int) -> HttpResponse:
    point = _in_sight(request, point_id)
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    now = {name: getattr(point, name) for name in (*operations.CHANGEABLE, "version")}
    form = ChangePointForm(request.POST or None, initial=started(**now))

    def do(values: dict[str, Any]) -> str:
        operations.change_point(by=request.viewer, at=request.at, point=point, seen_version=values.pop("version"), **values)
        return _address(point)

    return form_page(request, form, title=_("Change the point"), back=_address(point), do=do, done=_("The point was changed."))


@may("voice.answer")
def answer(request: HttpRequest, point_id: int) -> HttpResponse:
    point = _in_sight(request, point_id)
    form = AnswerForm(request.POST or None, initial=started(on=timezone.localdate(request.at)), nature=point.nature)

    def do(values: dict[str, Any]) -> str:
        operations.answer_point(by=request.viewer, at=request.at, point=point, **values)
        return _address(point)

    return _about(request, point, form, title=_("Answer the point"), do=do, done=_("The answer was saved. Now tell those who said it."))


@may("voice.answer")
def tell(request: HttpRequest, point_id: int) -> HttpResponse:
    point = _in_sight(request, point_id)
    latest = point.answers.last()
    first = {"on": timezone.localdate(request.at), "who": point.said_by, "words": latest.words if latest else ""}
    form = TellForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        operations.tell(by=request.viewer, at=request.at, point=point, **values)
        return _address(point)

    return _about(request, point, form, title=_("Record that they were told"), do=do, done=_("The telling was saved."))


@may("actions.write")
def action(request: HttpRequest, point_id: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    point = _in_sight(request, point_id)
    owners = people_who_may("actions.write", point.area_id, today=today)
    form = ActionForm(request.POST or None, initial=started(owner=viewer.account_id), owners=owners)

    def do(values: dict[str, Any]) -> str:
        raise_action(by=viewer, at=request.at, area=point.area, origin_kind=queries.ORIGIN, origin_id=point.pk, **values)
        return _address(point)

    return _about(request, point, form, title=_("Raise an action from this point"), do=do, done=_("The action was raised."))


def _about(request: HttpRequest, point: Point, form: Any, **page: Any) -> HttpResponse:
    """A form with the point it is about above it; showing the words is logged as reading them."""
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    return form_page(request, form, back=_address(point), template="voice/about_point.html", point=point, **page)


def _in_sight(request: HttpRequest, point_id: int) -> Point:
    try:
        return queries.get_point(request.viewer, point_id)
    except Point.DoesNotExist:
        raise Http404 from None


def _address(point: Point) -> str:
    return reverse("voice:detail", args=[point.pk])
