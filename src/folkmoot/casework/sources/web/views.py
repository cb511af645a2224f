"""Pages of sources: what is late, one source with its months and loads, declaring and changing one, a load and taking it back."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.casework.sources import operations, queries
from folkmoot.casework.sources.models import Load, Source
from folkmoot.casework.sources.report import from_plain
from folkmoot.casework.sources.rules import in_ranges
from folkmoot.casework.sources.web import presenters
from folkmoot.casework.sources.web.forms import ChangeForm, SourceForm, TakeBackForm
from folkmoot.foundation import audit

_DECLARED = ("title", "kind", "population", "owner", "publisher", "licence", "cadence", "days_after", "arrives", "connection_name", "note")


@may("casework.read")
def listing(request: HttpRequest) -> HttpResponse:
    rows = [presenters.line_of(each) for each in queries.listed(request.viewer, timezone.localdate(request.at))]
    context = {"rows": rows, "late": sum(row.is_late for row in rows), "may_load": request.viewer.may("casework.load")}
    return render(request, "casework/sources.html", context)


@may("casework.read")
@transaction.atomic
def detail(request: HttpRequest, source_id: int) -> HttpResponse:
    source, viewer = source_in_sight(request, source_id), request.viewer
    loads, months = list(queries.loads(viewer, source)), queries.loaded_months(source)
    audit.consulted(by=viewer, at=request.at, rows=[source, *loads], route=request.path)
    last = months[-1].month if months else ""
    layout = queries.current_layout(source)
    context = {
        "source": source, "standing": presenters.standing_words(queries.standing_of(source, last, timezone.localdate(request.at))),
        "loads": [presenters.load_line(load) for load in loads], "months": presenters.months_words(months), "layout": layout,
        "columns": presenters.layout_lines(layout), "missing": in_ranges(queries.missing_months(source, [row.month for row in months])),
        "revised": [row for row in months if row.revised], "breaks": queries.breaks(source), "stages": queries.stages_in(source),
        "is_extract": source.kind == Source.Kind.EXTRACT, "may_load": viewer.sight("casework.load").holds(source.area_id),
        "latest": max((load.data_as_of for load in loads if load.state == Load.State.IN_USE), default=None),
    }  # fmt: skip
    return render(request, "casework/source.html", context)


@may("casework.load")
def declare(request: HttpRequest) -> HttpResponse:
    initial = started(owner=request.viewer.account_id, days_after=30, arrives=Source.Arrives.UPLOADED)
    form = SourceForm(request.POST or None, initial=initial, places=_places(request), owners=_owners())

    def do(values: dict[str, Any]) -> str:
        given = {name: values[name] for name in _DECLARED} | {"area": _area(request, values["place"])}
        return reverse("casework:source", args=[operations.declare_source(by=request.viewer, at=request.at, values=given).pk])

    lead = _("Say what the data are, who sees to them and when they are due. What its columns are for is asked with the first file.")
    return form_page(
        request,
        form,
        title=_("Declare a data source"),
        lead=lead,
        back=reverse("casework:sources"),
        do=do,
        done=_("The source was declared."),
    )


@may("casework.load")
def change(request: HttpRequest, source_id: int) -> HttpResponse:
    source = source_in_sight(request, source_id)
    request.viewer.require_for("casework.load", source.area_id)
    held = {name: getattr(source, name) for name in (*_DECLARED, "retired_on")}
    place = source.area.code if source.area else WHOLE_SERVICE
    form = ChangeForm(
        request.POST or None, initial=started(**held, place=place, version=source.version), places=_places(request), owners=_owners()
    )

    def do(values: dict[str, Any]) -> str:
        given = {name: values[name] for name in (*_DECLARED, "retired_on")} | {"area": _area(request, values["place"])}
        operations.change_source(by=request.viewer, at=request.at, source=source, values=given, seen_version=values.get("version"))
        return _address(source)

    return form_page(request, form, title=_("Change this source"), back=_address(source), do=do, done=_("The change was saved."))


@may("casework.read")
@transaction.atomic
def load(request: HttpRequest, load_id: int) -> HttpResponse:
    row = _load_in_sight(request, load_id)
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    shown = presenters.report_shown(from_plain(row.report))
    allowed = row.state != Load.State.TAKEN_BACK and request.viewer.sight("casework.load").holds(row.source.area_id)
    context = {"load": row, "line": presenters.load_line(row), "report": shown, "may_take_back": allowed}
    return render(request, "casework/load.html", context)


@may("casework.load")
def take_back(request: HttpRequest, load_id: int) -> HttpResponse:
    row = _load_in_sight(request, load_id)
    request.viewer.require_for("casework.load", row.source.area_id)
    form = TakeBackForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_back(by=request.viewer, at=request.at, load=row, why=values["why"])
        return _address(row.source)

    lead = _("Its figures leave every page at once. Its report stays, with your reason. What it replaced holds again.")
    back = reverse("casework:load", args=[row.pk])
    return form_page(request, form, title=_("Take this load back?"), lead=lead, back=back, do=do, done=_("The load was taken back."))


def source_in_sight(request: HttpRequest, source_id: int) -> Source:
    """Raises Http404 for one out of sight."""
    try:
        return queries.get_source(request.viewer, source_id)
    except Source.DoesNotExist:
        raise Http404 from None


def _load_in_sight(request: HttpRequest, load_id: int) -> Load:
    try:
        return queries.get_load(request.viewer, load_id)
    except Load.DoesNotExist:
        raise Http404 from None


def _address(source: Source) -> str:
    return reverse("casework:source", args=[source.pk])


def _owners() -> Any:
    return Account.objects.filter(is_active=True).order_by("name", "email")


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    areas = areas_for(request.viewer, "casework.load", today=timezone.localdate(request.at))
    named = [(area.code, area.name) for area in areas]
    national = request.viewer.sight("casework.load").national
    return [(WHOLE_SERVICE, str(_("England and Wales"))), *named] if national else named


def _area(request: HttpRequest, code: str) -> Area | None:
    if code == WHOLE_SERVICE:
        return None
    return areas_for(request.viewer, "casework.load", today=timezone.localdate(request.at)).get(code=code)
