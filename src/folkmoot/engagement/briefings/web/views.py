"""Pages of briefings and of the units of staff that they reach."""

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
from folkmoot.communities.web.consultation import read
from folkmoot.engagement.briefings import operations, queries
from folkmoot.engagement.briefings.models import Briefing, StaffUnit
from folkmoot.engagement.briefings.web.forms import BriefingForm, CoverageFilter, UnitForm
from folkmoot.engagement.briefings.web.presenters import base_words, share_words
from folkmoot.foundation.periods import months_before

A_PAGE = 50


@may("engagement.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "engagement.read", today=today))
    filters = CoverageFilter(request.GET, areas)
    asked = filters.chosen
    first, last = asked.get("first", months_before(today, 12)), asked.get("last", today)
    area = next((each for each in areas if each.pk == asked.get("area_id")), None)
    covered = queries.briefing_coverage(viewer, area=area, first=first, last=last)
    rows = queries.list_briefings(viewer, area_id=asked.get("area_id"), first=first, last=last)
    keeps_everywhere = all(viewer.may("staff_work.write", each.pk) for each in ([area] if area else areas))
    context = {
        "filters": filters, "asked": asked, "first": first, "last": last, "covered": covered, "keeps": keeps_everywhere,
        "lines": [(line, share_words(line), base_words(line)) for line in covered.lines],
        "total": covered.total, "total_share": share_words(covered.total) if covered.total else "",
        "total_base": base_words(covered.total) if covered.total else "",
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "may_write": viewer.may("staff_work.write"),
    }  # fmt: skip
    return render(request, "engagement/briefings_list.html", context)


@may("engagement.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = _briefing(request, pk)
    rows, left_out = queries.attendance_of(request.viewer, briefing)
    may_write = request.viewer.may("staff_work.write", briefing.area_id)
    context = {"briefing": briefing, "rows": rows, "left_out": left_out, "came": sum(row.came for row in rows), "may_write": may_write}
    return render(request, "engagement/briefings_detail.html", context)


@may("staff_work.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Record a briefing"), reverse("engagement:briefings")
    place = place_of_form(request, "staff_work.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "staff_work.write", title=title, back=back, today=today)
    area = place.area
    units = queries.staff_units(viewer, area_id=area.pk, on=today)
    form = BriefingForm(request.POST or None, units=units, initial=started(held_on=today))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        briefing = operations.record_briefing(by=viewer, at=request.at, area=area, **values)
        return reverse("engagement:briefing", args=[briefing.pk])

    return form_page(
        request, form, title=title, lead=area.name, back=back, template="engagement/briefings_form.html", do=do,
        done=_("The briefing was recorded."), no_units=not units, area=area,
    )  # fmt: skip


@may("staff_work.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = _briefing(request, pk)
    if not request.viewer.may("staff_work.write", briefing.area_id):
        raise Http404
    counted = {row.unit_id: row.came for row in briefing.attendance.all()}
    there = queries.staff_units(request.viewer, area_id=briefing.area_id)
    units = [unit for unit in there if unit.pk in counted or unit.ends is None or unit.ends >= briefing.held_on]
    names = ("title", "topic", "held_on", "led_by", "materials", "evaluation", "version")
    stored = {name: getattr(briefing, name) for name in names} | {f"unit_{pk}": came for pk, came in counted.items()}
    form = BriefingForm(request.POST or None, units=units, initial=started(**stored))
    back = reverse("engagement:briefing", args=[briefing.pk])

    def do(values: dict[str, Any]) -> str:
        operations.change_briefing(by=request.viewer, at=request.at, briefing=briefing, seen_version=values.pop("version"), **values)
        return back

    return form_page(
        request, form, title=_("Change the briefing"), lead=briefing.title, back=back, do=do, done=_("The briefing was changed.")
    )


@may("staff_work.write")
def units(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    kept = areas_for(viewer, "staff_work.write", today=today)
    filters = CoverageFilter(request.GET, kept)
    for name in ("first", "last"):
        del filters.fields[name]
    asked = filters.chosen
    rows = queries.staff_units(viewer, **asked).filter(area__in=kept.values("pk"))
    context = {"filters": filters, "asked": asked, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "today": today}
    return render(request, "engagement/briefings_units.html", context)


@may("staff_work.write")
def new_unit(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Add a unit of staff"), reverse("engagement:staff-units")
    place = place_of_form(request, "staff_work.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "staff_work.write", title=title, back=back, today=today)
    area = place.area
    form = UnitForm(request.POST or None, initial=started(headcount_on=today))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.add_unit(by=viewer, at=request.at, area=area, **values)
        return back

    return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("The unit was added."))


@may("staff_work.write")
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        unit = queries.get_unit(request.viewer, pk)
    except StaffUnit.DoesNotExist:
        raise Http404 from None
    if not request.viewer.may("staff_work.write", unit.area_id):
        raise Http404
    names = ("name", "headcount", "headcount_on", "starts", "ends", "version")
    form = UnitForm(request.POST or None, initial=started(**{name: getattr(unit, name) for name in names}))
    back = reverse("engagement:staff-units")

    def do(values: dict[str, Any]) -> str:
        operations.change_unit(by=request.viewer, at=request.at, unit=unit, seen_version=values.pop("version"), **values)
        return back

    return form_page(request, form, title=_("Change the unit"), lead=unit.name, back=back, do=do, done=_("The unit was changed."))


def _briefing(request: HttpRequest, pk: int) -> Briefing:
    try:
        return read(request, queries.get_briefing(request.viewer, pk))
    except Briefing.DoesNotExist:
        raise Http404 from None
