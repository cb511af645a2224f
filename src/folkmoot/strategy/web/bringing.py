"""Bring the aims and lines of a strategy in from a table: send it, see what it would add, confirm. The file is gone at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.access import may
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import TableError
from folkmoot.foundation.uploads import takes_file
from folkmoot.strategy import operations
from folkmoot.strategy.lines import COLUMNS, KINDS, Plan, plan_lines
from folkmoot.strategy.models import Strategy
from folkmoot.strategy.queries import held_by
from folkmoot.strategy.web.forms import FILE_BYTES, LinesFileForm
from folkmoot.strategy.web.keeping import address_of, strategy_to_write

_KIND = "strategy-lines"


@may("strategy.write")
@takes_file(FILE_BYTES)
def bring_in(request: HttpRequest, code: str) -> HttpResponse:
    strategy, sent = strategy_to_write(request, code), request.method == "POST"
    too_large = getattr(request, "file_too_large", False)
    form = LinesFileForm(request.POST if sent else None, request.FILES if sent else None, too_large=too_large)
    if sent and form.is_valid():
        incoming.sweep(request.at)
        file, notes = form.cleaned_data["file"], {"kind": _KIND, "strategy": code}
        upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
        return redirect("strategy:check_lines", upload.token)
    context = {
        "form": form, "title": _("Bring in aims and lines"), "lead": strategy.name, "back": address_of(strategy),
        "columns": list(COLUMNS.values()), "kinds": list(KINDS),
    }  # fmt: skip
    return render(request, "strategy/bring_in.html", context, status=422 if form.errors else 200)


@may("strategy.write")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would add, or every fault in it: then it is gone. Sent back with the button, it is done."""
    earlier = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if earlier:
        return redirect(earlier.went_to)
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    strategy = strategy_to_write(request, str(upload.notes["strategy"]))
    plan = _plan(request, upload, strategy)
    if plan.faults:
        incoming.discard(upload)
    elif request.method == "POST":
        return _stored(request, upload, strategy)
    context = {
        "plan": plan, "strategy": strategy, "file_name": upload.file_name, "aims": plan.count("aim"),
        "lines": len(plan.lines) - plan.count("aim"),
        "again": reverse("strategy:bring_in", args=[strategy.code]), "back": address_of(strategy),
    }  # fmt: skip
    return render(request, "strategy/check_lines.html", context, status=422 if plan.faults else 200)


def _plan(request: HttpRequest, upload: Upload, strategy: Strategy) -> Plan:
    try:
        table = read_table(upload.path, name=upload.file_name)
    except TableError as error:
        return Plan(faults=[str(error)])
    return plan_lines(table, upload.file_name, held_by(request.viewer, strategy))


def _stored(request: HttpRequest, upload: Upload, strategy: Strategy) -> HttpResponse:
    """Read and planned again inside the claim: what is stored is what the file says now, beside what is held now."""
    taken = incoming.claim(upload)

    def do() -> str:
        plan = _plan(request, taken, strategy)
        number = operations.add_lines(by=request.viewer, at=request.at, strategy=strategy, lines=plan.lines)
        messages.success(
            request, ngettext("%(number)d row was brought in.", "%(number)d rows were brought in.", number) % {"number": number}
        )
        return address_of(strategy)

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)
