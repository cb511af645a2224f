"""The list of panels, the page of one panel, and the forms by which it is set up, changed and ended."""

from typing import Any

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels import operations, queries
from folkmoot.panels.flags.queries import Flag, flags_of, flags_of_panels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.web.forms import EndPanelForm, NewPanelForm, PanelFilter, PanelForm
from folkmoot.panels.web.page import together
from folkmoot.panels.web.presenters import STATE_COLOURS, STATE_WORDS, PanelLine, flag_lines, said_in, ways_in_words
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.webkit.paging import Pages

A_PAGE = 50


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = PanelFilter(request.GET, areas_for(viewer, "panels.read", today=today))
    asked = filters.chosen
    rows = queries.panels(viewer, ended=asked.get("show") == "ended")
    if "area_id" in asked:
        rows = rows.filter(area_id=asked["area_id"])
    if "kind" in asked:
        rows = rows.filter(kind__code=asked["kind"])
    found = list(rows.order_by("ended_on", "area__name_en", "name_en", "pk"))
    flags = flags_of_panels(found, today=today)
    if asked.get("show") == "flagged":
        flagged = {flag.panel.pk for flag in flags}
        found = [panel for panel in found if panel.pk in flagged]
    page = Pages(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": _lines(list(page.object_list), flags, today),
        "may_add": viewer.may("panels.write"), "needing": len({flag.panel.pk for flag in flags}), "number": len(found),
    }  # fmt: skip
    return render(request, "panels/list.html", context)


def _lines(panels: list[Panel], flags: list[Flag], today: Any) -> list[PanelLine]:
    """The panels of one page with where they stand; three queries, however many they are."""
    terms, days = queries.latest_terms(panels, today), _days(panels, today)
    lines = []
    for panel in panels:
        state = queries.state_of_panel(panel, terms.get(panel.pk), today)
        its_flags = flag_lines(flag for flag in flags if flag.panel.pk == panel.pk)
        lines.append(PanelLine(panel, STATE_WORDS[state], STATE_COLOURS[state], *days.get(panel.pk, (None, None)), its_flags))
    return lines


def _days(panels: list[Panel], today: Any) -> dict[int, tuple[Any, Any]]:
    """The next meeting that is called and the last that was held, of each panel that has one."""
    called = Q(state__in=(Meeting.State.CALLED, Meeting.State.IN_PROGRESS), starts_at__date__gte=today)
    rows = Meeting.objects.filter(panel__in=panels).order_by().values_list("panel_id")
    found = rows.annotate(next=Min("starts_at", filter=called), last=Max("starts_at", filter=Q(state=Meeting.State.CLOSED)))
    return {panel_id: (coming, last) for panel_id, coming, last in found}


@may("panels.read")
def panel(request: HttpRequest, code: str) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = panel_in_sight(request, code)
    terms = queries.terms_on(row, today)
    state = queries.state_of_panel(row, terms, today)
    gathered = together(row, terms, today)
    shown(request, gathered.seats)
    context = {
        "panel": row, "state": state.value, "words": STATE_WORDS[state], "colour": STATE_COLOURS[state], "terms": terms, "today": today,
        "draft": queries.draft_terms(row), "purpose": said_in(row, "purpose"),
        "ways": ways_in_words(terms) if terms else [], "family": queries.family_of(viewer, row),
        "agreed_later": None if terms else queries.agreed_terms(row).first(),
        "flags": flag_lines(flags_of(viewer, today=today, panel=row)), "gathered": gathered,
        "may_write": queries.may_in(viewer, row, "panels.write") and row.ended_on is None,
        "may_keep_members": queries.may_in(viewer, row, "panels.members") and row.ended_on is None,
    }  # fmt: skip
    return render(request, "panels/panel.html", context)


@may("panels.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Set up a panel"), reverse("panels:list"), timezone.localdate(request.at)
    place = place_of_form(request, "panels.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "panels.write", title=title, back=back, today=today, national_too=True)
    form = NewPanelForm(request.POST or None, viewer=request.viewer, area=place.area, today=today, initial=started(starts=today))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address(operations.set_up_panel(by=request.viewer, at=request.at, area=place.area, **values))

    done = _("The panel was set up. Its terms of reference are begun as a draft.")
    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=done)


@may("panels.write")
def change(request: HttpRequest, code: str) -> HttpResponse:
    row, today = panel_in_sight(request, code, "panels.write"), timezone.localdate(request.at)
    stored = {name: getattr(row, name) for name in ("name_en", "name_cy", "purpose_en", "purpose_cy", "public", "version")}
    first = started(**stored, parent=row.parent_id, owner=row.owner_id)
    form = PanelForm(request.POST or None, viewer=request.viewer, area=row.area, today=today, panel=row, initial=first)

    def do(values: dict[str, Any]) -> str:
        operations.change_panel(by=request.viewer, at=request.at, panel=row, seen_version=values.pop("version"), **values)
        return address(row)

    return form_page(request, form, title=_("Change the panel"), back=address(row), do=do, done=_("The panel was changed."))


@may("panels.write")
def end(request: HttpRequest, code: str) -> HttpResponse:
    row = panel_in_sight(request, code, "panels.write")
    form = EndPanelForm(request.POST or None, initial=started(version=row.version, on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.end_panel(by=request.viewer, at=request.at, panel=row, seen_version=values.pop("version"), **values)
        return address(row)

    return form_page(
        request, form, title=_("End the panel"), back=address(row), do=do, done=_("The panel has ended. Its records stay."),
        lead=_("Its records stay. Every seat ends on its last day, and members can no longer sign in to its pages."),
    )  # fmt: skip


def address(panel: Panel) -> str:
    return reverse("panels:panel", args=[panel.code])
