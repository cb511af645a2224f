"""Pages of sources."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.stakeholders.sources import operations, queries
from folkmoot.stakeholders.sources.models import Source
from folkmoot.stakeholders.sources.rules import State
from folkmoot.stakeholders.sources.web.forms import ConfirmForm, ReceiptForm, SourceFilter, SourceForm
from folkmoot.webkit.forms import GovukForm

STORED = ("name", "kind", "tells", "every_months", "first_due_on", "version")


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = SourceFilter(request.GET, areas_for(viewer, "stakeholders.read", today=today))
    asked = filters.chosen
    wanted = asked | ({"state": State(asked["state"])} if "state" in asked else {})
    lines = queries.list_sources(viewer, today=today, **wanted)
    late = sum(each.state is State.OVERDUE for each in lines)
    context = {"filters": filters, "asked": asked, "lines": lines, "late": late, "may_add": viewer.may("stakeholders.write")}
    return render(request, "stakeholders/sources.html", context)


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    source = _in_sight(request, pk)
    standing = queries.standing_of(source, timezone.localdate(request.at))
    return render(request, "stakeholders/source.html", {"source": source, "standing": standing, "may_write": _may_write(request, source)})


@may("stakeholders.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a source"), reverse("stakeholders:sources"), timezone.localdate(request.at)
    place = place_of_form(request, "stakeholders.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "stakeholders.write", title=title, back=back, today=today, national_too=True)
    form = SourceForm(request.POST or None, area=place.area, today=today, initial=started(owner=request.viewer.account_id))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_source(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The source was added."))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    source = _to_write(request, pk)
    initial = {name: getattr(source, name) for name in STORED} | {"owner": source.owner_id}
    form = SourceForm(request.POST or None, area=source.area, today=timezone.localdate(request.at), initial=started(**initial))

    def do(values: dict[str, Any]) -> str:
        operations.change_source(by=request.viewer, at=request.at, source=source, seen_version=values.pop("version"), **values)
        return _address(source)

    return form_page(
        request, form, title=_("Change the source"), lead=source.name, back=_address(source), do=do, done=_("The source was changed.")
    )


@may("stakeholders.write")
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReceiptForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))
    return _step(request, pk, form, operations.log_receipt, _("Log what came"), _("It was logged."))


@may("stakeholders.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial=started())
    return _step(request, pk, form, operations.end_source, _("Expect nothing more from it?"), _("Nothing more is expected from it."))


@may("stakeholders.write")
def expect(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial=started())
    return _step(request, pk, form, operations.expect_again, _("Expect it again?"), _("It is expected again."))


def _step(request: HttpRequest, pk: int, form: GovukForm, operation: Any, title: Any, done: Any) -> HttpResponse:
    source = _to_write(request, pk)

    def do(values: dict[str, Any]) -> str:
        operation(by=request.viewer, at=request.at, source=source, **values)
        return _address(source)

    return form_page(request, form, title=title, lead=source.name, back=_address(source), do=do, done=done)


def _address(source: Source) -> str:
    return reverse("stakeholders:source", args=[source.pk])


def _in_sight(request: HttpRequest, pk: int) -> Source:
    try:
        return queries.get_source(request.viewer, pk)
    except Source.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Source:
    """A source that this viewer may change; for any other the page does not exist."""
    source = _in_sight(request, pk)
    if not _may_write(request, source):
        raise Http404
    return source


def _may_write(request: HttpRequest, source: Source) -> bool:
    return bool(request.viewer.sight("stakeholders.write").holds(source.area_id))
