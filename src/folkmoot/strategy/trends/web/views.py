"""Pages of trends and priorities."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.strategy.trends import operations, queries
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.rules import State
from folkmoot.strategy.trends.web.forms import EndForm, ReviewForm, TakeUpForm, TrendFilter, TrendForm

A_PAGE = 50


@may("reference.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = TrendFilter(request.GET, areas_for(viewer, "reference.read", today=today))
    asked = filters.chosen
    wanted = asked | ({"state": State(asked["state"])} if "state" in asked else {})
    page = Paginator(queries.list_trends(viewer, today=today, **wanted), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "may_add": viewer.may("strategy.write"),
        "lines": [(trend, queries.state_of_row(trend, today)) for trend in page],
    }  # fmt: skip
    return render(request, "strategy/trends.html", context)


@may("reference.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    trend = _in_sight(request, pk)
    state = queries.state_of_row(trend, timezone.localdate(request.at))
    return render(request, "strategy/trend.html", {"trend": trend, "state": state, "may_write": _may_write(request, trend)})


@may("strategy.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a trend or priority"), reverse("strategy:trends"), timezone.localdate(request.at)
    place = place_of_form(request, "strategy.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "strategy.write", title=title, back=back, today=today, national_too=True)
    form = TrendForm(request.POST or None, viewer=request.viewer, area=place.area, today=today, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_trend(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("It was added."))


@may("strategy.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    trend = _to_write(request, pk)
    fields = ("kind", "title", "words", "evidence", "since", "review_on", "version")
    initial = started(**{name: getattr(trend, name) for name in fields}, owner=trend.owner_id, aims=list(trend.aims.all()))
    form = TrendForm(request.POST or None, viewer=request.viewer, area=trend.area, today=timezone.localdate(request.at), initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.change_trend(by=request.viewer, at=request.at, trend=trend, seen_version=values.pop("version"), **values)
        return _address(trend)

    return form_page(request, form, title=_("Change it"), lead=trend.title, back=_address(trend), do=do, done=_("It was changed."))


@may("strategy.write")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    trend = _to_write(request, pk)
    form = ReviewForm(request.POST or None, initial=started(version=trend.version))

    def do(values: dict[str, Any]) -> str:
        operations.review_trend(by=request.viewer, at=request.at, trend=trend, seen_version=values.pop("version"), **values)
        return _address(trend)

    return form_page(
        request, form, title=_("Look at it again"), lead=trend.title, back=_address(trend), do=do, done=_("The review was recorded.")
    )


@may("strategy.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    trend = _to_write(request, pk)
    form = EndForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.end_trend(by=request.viewer, at=request.at, trend=trend, **values)
        return _address(trend)

    return form_page(
        request, form, title=_("End it"), lead=trend.title, back=_address(trend), do=do, done=_("It was ended; its history stays.")
    )


@may("strategy.write")
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    trend = _to_write(request, pk)
    form = TakeUpForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_up_trend(by=request.viewer, at=request.at, trend=trend, **values)
        return _address(trend)

    return form_page(
        request, form, title=_("Take it up again"), lead=trend.title, back=_address(trend), do=do, done=_("It is in being again.")
    )


def _address(trend: Trend) -> str:
    return reverse("strategy:trend", args=[trend.pk])


def _in_sight(request: HttpRequest, pk: int) -> Trend:
    try:
        return queries.get_trend(request.viewer, pk)
    except Trend.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Trend:
    """A trend that this viewer may change; for any other the page does not exist."""
    trend = _in_sight(request, pk)
    if not _may_write(request, trend):
        raise Http404
    return trend


def _may_write(request: HttpRequest, trend: Trend) -> bool:
    return bool(request.viewer.sight("strategy.write").holds(trend.area_id))
