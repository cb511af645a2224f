"""A panel's backlog with the year's coverage of its remit, and the timed agenda of a meeting."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.agenda import backlog as filling
from folkmoot.panels.agenda import operations, queries
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.rules import overrun
from folkmoot.panels.agenda.web.forms import ArrangeForm, ChooseForm, SureForm
from folkmoot.panels.agenda.web.presenters import coverage_lines, line_of
from folkmoot.panels.agenda.web.sight import meeting_in_sight
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.queries import may_in, remits_of
from folkmoot.panels.web.sight import panel_in_sight

TO_COME = (Meeting.State.DRAFT, Meeting.State.CALLED, Meeting.State.IN_PROGRESS)


@may("panels.read")
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    panel, today = panel_in_sight(request, code), timezone.localdate(request.at)
    context = {
        "panel": panel, "lines": [line_of(item, request.viewer) for item in queries.backlog(panel)],
        "coverage": coverage_lines(queries.coverage(panel, today)), "pending": filling.pending(panel, today),
        "coming": Meeting.objects.filter(panel=panel, state__in=TO_COME).order_by("starts_at", "pk"),
        "unagreed": queries.unagreed(panel), "may_write": may_in(request.viewer, panel, "panels.write"),
    }  # fmt: skip
    return render(request, "panels/agenda_backlog.html", context)


@may("panels.write")
def fill(request: HttpRequest, code: str) -> HttpResponse:
    panel = panel_in_sight(request, code, "panels.write")
    back = reverse("panels:backlog", args=[panel.code])
    form = SureForm(request.POST or None, label=_("Bring the backlog up to date"), initial=started())

    def do(_values: dict[str, Any]) -> str:
        filling.fill(panel, by=request.viewer, at=request.at)
        return back

    return form_page(
        request, form, title=_("Bring the backlog up to date"), back=back, do=do, done=_("The backlog is up to date."),
        template="panels/agenda_fill.html", panel=panel, pending=filling.pending(panel, timezone.localdate(request.at)),
    )  # fmt: skip


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    meeting: Any = meeting_in_sight(request, pk)
    today = timezone.localdate(request.at)
    lines = queries.agenda(meeting)
    missing = [
        line for line in coverage_lines(queries.coverage(meeting.panel, today)) if line.coverage.overdue and line.coverage.next_on is None
    ]
    context = {
        "meeting": meeting, "panel": meeting.panel, "lines": [line_of(line.item, request.viewer, line.starts, line.ends) for line in lines],
        "minutes": sum(line.item.lasts for line in lines), "over": overrun([line.item.lasts for line in lines], meeting.lasts),
        "missing": missing, "waiting": len(queries.backlog(meeting.panel)), "written": queries.minutes_of(meeting),
        "may_write": may_in(request.viewer, meeting.panel, "panels.write"), "to_come": meeting.state in TO_COME,
        "goes_on": meeting.state == Meeting.State.IN_PROGRESS,
    }  # fmt: skip
    return render(request, "panels/agenda_agenda.html", context)


@may("panels.write")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk, "panels.write")
    waiting_items, back = queries.backlog(meeting.panel), reverse("panels:agenda", args=[pk])
    form = ChooseForm(request.POST or None, waiting=waiting_items, initial=started(items=[item.pk for item in waiting_items]))

    @transaction.atomic
    def do(_values: dict[str, Any]) -> str:
        for item in form.chosen:
            operations.put_on_agenda(by=request.viewer, at=request.at, item=item, meeting=meeting)
        return back

    return form_page(
        request, form, title=_("Choose what goes on the agenda"), lead=meeting.panel.name, back=back, do=do,
        template="panels/agenda_choose.html", waiting=waiting_items, panel=meeting.panel,
    )  # fmt: skip


@may("panels.write")
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk, "panels.write")
    items = [line.item for line in queries.agenda(meeting) if line.item.state == Item.State.ON_AGENDA]
    form = ArrangeForm(request.POST or None, items=items, remits=remits_of(meeting.panel), initial=started())
    back = reverse("panels:agenda", args=[pk])

    def do(_values: dict[str, Any]) -> str:
        _arrange(request, meeting, form)
        return back

    return form_page(request, form, title=_("Arrange the agenda"), lead=meeting.panel.name, back=back, do=do)


@transaction.atomic
def _arrange(request: HttpRequest, meeting: Meeting, form: ArrangeForm) -> None:
    """What was entered for each item, then their order; refused as a whole where somebody else arranged it meanwhile."""
    for item in form.items:
        values = form.values_of(item)
        del values["place"]
        seen = values.pop("version")
        operations.change_item(by=request.viewer, at=request.at, item=item, seen_version=seen, **values)
    operations.order_items(by=request.viewer, at=request.at, meeting=meeting, ids=[item.pk for item in form.ordered])
