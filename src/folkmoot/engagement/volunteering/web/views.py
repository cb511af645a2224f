"""Pages of volunteering: what there is, one's own part in it, and what it adds up to."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.engagement.briefings.queries import staff_units
from folkmoot.engagement.rules import hours_of
from folkmoot.engagement.volunteering import operations, queries
from folkmoot.engagement.volunteering.models import Opportunity
from folkmoot.engagement.volunteering.rules import LEAST, opened
from folkmoot.engagement.volunteering.web.forms import OpportunityFilter, OpportunityForm, TakeUpForm, TimeForm
from folkmoot.engagement.volunteering.web.presenters import PERIODS, sections
from folkmoot.foundation.periods import HalfYear, half_year_of, months_before

A_PAGE = 50


@may("engagement.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = OpportunityFilter(request.GET, areas_for(viewer, "engagement.read", today=today))
    asked = filters.chosen
    rows = queries.list_opportunities(viewer, today=today, area_id=asked.get("area_id"), ended=bool(asked.get("ended")))
    mine = list(queries.own_take_ups(viewer)) if viewer.may("engagement.write") else []
    context = {
        "filters": filters, "asked": asked, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "mine": mine,
        "own": [(row, hours_of(row.quarters)) for row in queries.own_time(viewer, first=months_before(today, 12))[:A_PAGE]],
        "may_keep": viewer.may("staff_work.write"), "may_log": viewer.may("engagement.write"),
    }  # fmt: skip
    return render(request, "engagement/volunteering_list.html", context)


@may("engagement.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = _opportunity(request, pk)
    mine = queries.own_take_up(viewer, row)
    is_open = opened(starts=row.starts, ends=row.ends, today=today)
    context = {
        "row": row, "mine": mine, "hours": hours_of(row.quarters), "open": is_open,
        "may_take_up": is_open and viewer.may("engagement.write", row.area_id) and (mine is None or mine.left_on is not None),
        "may_keep": viewer.may("staff_work.write", row.area_id), "may_see_organisations": viewer.may("stakeholders.read", row.area_id),
    }  # fmt: skip
    return render(request, "engagement/volunteering_detail.html", context)


@may("engagement.read")
def figures(request: HttpRequest) -> HttpResponse:
    """Half-years only: totals of periods that differ by a day would tell what was given on it."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "engagement.read", today=today))
    now = half_year_of(today)
    periods = {str(each): each for each in (now, *_before(now, PERIODS))}
    filters = FilterForm(request.GET, areas, period=_period_choice(periods))
    asked = filters.chosen
    period = periods.get(asked.get("period", ""), now)
    area = next((each for each in areas if each.pk == asked.get("area_id")), None)
    found = queries.volunteering_figures(viewer, area=area, first=period.first, last=period.last)
    context = {"filters": filters, "asked": asked, "period": period, "found": found, "sections": sections(found), "least": LEAST}
    return render(request, "engagement/volunteering_figures.html", context)


@may("staff_work.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Add an opportunity"), reverse("engagement:volunteering")
    place = place_of_form(request, "staff_work.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "staff_work.write", title=title, back=back, today=today)
    area = place.area
    form = OpportunityForm(request.POST or None, viewer=viewer, area=area, today=today, initial=started(starts=today))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_opportunity(by=viewer, at=request.at, area=area, **values))

    return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("The opportunity was added."))


@may("staff_work.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = request.viewer, _opportunity(request, pk)
    if not viewer.may("staff_work.write", row.area_id):
        raise Http404
    names = ("title", "about", "starts", "ends", "places", "languages", "apply", "version")
    stored = {name: getattr(row, name) for name in names} | {
        "hours": hours_of(row.quarters), "organisation": row.organisation.name if row.organisation else "",
        "communities": [each.pk for each in row.communities.all()],
        "aims": [each.pk for each in row.aims.all()],
    }  # fmt: skip
    today = timezone.localdate(request.at)
    form = OpportunityForm(
        request.POST or None, viewer=viewer, area=row.area, today=today, known=row.organisation, initial=started(**stored)
    )

    def do(values: dict[str, Any]) -> str:
        operations.change_opportunity(by=viewer, at=request.at, opportunity=row, seen_version=values.pop("version"), **values)
        return _address(row)

    title = _("Change the opportunity")
    return form_page(request, form, title=title, lead=row.title, back=_address(row), do=do, done=_("The opportunity was changed."))


@may("engagement.write")
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = request.viewer, _opportunity(request, pk)
    if not viewer.may("engagement.write", row.area_id):
        raise Http404
    units = staff_units(viewer, area_id=row.area_id, on=timezone.localdate(request.at))
    form = TakeUpForm(request.POST or None, units=units, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_up(by=viewer, at=request.at, opportunity=row, unit=values["unit"])
        return _address(row)

    return form_page(request, form, title=_("Take it up"), lead=row.title, back=_address(row), do=do, done=_("You have taken it up."))


@may("engagement.write")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    row = _opportunity(request, pk)
    mine = queries.own_take_up(request.viewer, row)
    if mine is None:
        raise Http404
    operations.leave(by=request.viewer, at=request.at, taken=mine)
    return redirect(_address(row))


@may("engagement.write")
def time(request: HttpRequest) -> HttpResponse:
    viewer, today, back = request.viewer, timezone.localdate(request.at), reverse("engagement:volunteering")
    mine = queries.own_take_ups(viewer)
    form = TimeForm(request.POST or None, mine=mine, initial=started(day=today))

    def do(values: dict[str, Any]) -> str:
        operations.log_time(by=viewer, at=request.at, **values)
        return back

    return form_page(
        request, form, title=_("Log my volunteering"), back=back, template="engagement/volunteering_time.html", do=do,
        done=_("Your time was saved."), none=not mine,
    )  # fmt: skip


@may("engagement.write")
@require_POST
def remove_time(request: HttpRequest, pk: int) -> HttpResponse:
    row = queries.own_time(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    operations.remove_time(by=request.viewer, at=request.at, row=row)
    return redirect("engagement:volunteering")


def _before(now: HalfYear, number: int) -> list[HalfYear]:
    return [now.previous, *_before(now.previous, number - 1)] if number else []


def _period_choice(periods: dict[str, HalfYear]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Half-year"), required=False, choices=[(name, name) for name in periods])


def _address(row: Opportunity) -> str:
    return reverse("engagement:opportunity", args=[row.pk])


def _opportunity(request: HttpRequest, pk: int) -> Opportunity:
    try:
        return queries.get_opportunity(request.viewer, pk)
    except Opportunity.DoesNotExist:
        raise Http404 from None
