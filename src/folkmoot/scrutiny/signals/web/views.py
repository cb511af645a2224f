"""From an accepted signal to its cases before a panel, and back: which signals wait, how far each reading is, what was found."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.signals.cases import NoCases, cases_of
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import get_signal, standing_of
from folkmoot.casework.signals.rules import State
from folkmoot.communities.web.consultation import read
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.table import TableError
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.queries import panels
from folkmoot.scrutiny.signals import operations, queries
from folkmoot.scrutiny.signals.models import SignalReading
from folkmoot.scrutiny.signals.web.forms import MOST_BYTES, BringForm


@may("scrutiny.read")
@transaction.atomic
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    found = queries.results(viewer)
    shown, waiting = [each for each in found if queries.shown_to(viewer, each)], queries.to_bring(viewer, today)
    rows = [*(each.reading for each in shown), *(each.row for each in waiting)]
    audit.consulted(by=viewer, at=request.at, rows=rows, route=request.path)
    context = {
        "results": [(each, queries.lines_of(each)) for each in shown], "hidden": len(found) - len(shown), "waiting": waiting,
        "may_bring": viewer.may("scrutiny.prepare"),
        "may_casework": viewer.may("casework.read"),
    }  # fmt: skip
    return render(request, "scrutiny/signals_list.html", context)


@may("scrutiny.read")
@transaction.atomic
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading; a blind one that is not settled is not there for anybody but who set it up."""
    row = queries.readings(request.viewer).filter(pk=pk).first()
    result = queries.result_of(row) if row else None
    if row is None or result is None or not queries.shown_to(request.viewer, result):
        raise Http404
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    return render(request, "scrutiny/signals_reading.html", {"row": row, "result": result, "lines": queries.lines_of(result)})


@may("scrutiny.prepare")
@takes_file(MOST_BYTES)
def bring(request: HttpRequest, signal: int) -> HttpResponse:
    row, viewer = _signal(request, signal), request.viewer
    here = panels(viewer, "scrutiny.prepare").filter(kind__sees_cases=True)
    here = here.filter(area=row.area) if row.area_id else here
    sent = request.method == "POST"
    form = BringForm(
        request.POST if sent else None, request.FILES if sent else None, panels=here, initial=started(compared=True, blind=True),
        too_large=getattr(request, "file_too_large", False),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        return reverse("scrutiny:signal_reading", args=[_brought(request, row, values).pk])

    return form_page(
        request, form, title=_("Bring the cases of a signal before a panel"), lead=str(row), back=reverse("casework:signal", args=[row.pk]),
        do=do, done=_("The cases were brought in. Draw from the list for the panel’s next meeting."),
        template="scrutiny/signals_bring.html",
        expected=queries.expected_of(row), columns=sorted(queries.wanted_of(row).columns),
    )  # fmt: skip


def _brought(request: HttpRequest, row: Signal, values: dict[str, Any]) -> SignalReading:
    file = values.pop("file")
    sent = operations.Sent(file.read(), file.name)
    try:
        return operations.bring_cases(by=request.viewer, at=request.at, signal=row, sent=sent, **values)
    except TableError as error:
        raise Refused({"file": [str(error)]}) from error


def _signal(request: HttpRequest, pk: int) -> Signal:
    """An accepted signal in sight that has cases, else 404."""
    request.viewer.require("casework.read")
    try:
        row = read(request, get_signal(request.viewer, pk))
    except Signal.DoesNotExist:
        raise Http404 from None
    if standing_of(row, timezone.localdate(request.at)).state is not State.ACCEPTED:
        raise Http404
    try:
        cases_of(row)
    except NoCases as error:
        raise Http404(str(error)) from error
    return row
