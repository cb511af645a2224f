"""Bringing data of a source: send the file, read what was found in it, then keep it or not. The file is gone before the report is shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page
from folkmoot.casework.rules import FILE_BYTES, date_problem
from folkmoot.casework.sources import operations, queries
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.preparing import held_months
from folkmoot.casework.sources.web import presenters, waiting
from folkmoot.casework.sources.web.forms import KeepForm, MonthForm
from folkmoot.casework.sources.web.views import source_in_sight
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.uploads import takes_file


@may("casework.load")
@takes_file(FILE_BYTES)
def bring(request: HttpRequest, source_id: int) -> HttpResponse:
    source = _source(request, source_id)
    if source.kind == Source.Kind.EXTRACT and queries.current_layout(source) is None:
        return redirect("casework:source_columns", source.pk)
    sent, several = request.method == "POST", source.kind != Source.Kind.EXTRACT
    hint = _("CSV, XLSX or ODS as published; several at once. Up to 50 MB together.") if several else _(
        "CSV, Parquet, XLSX or ODS, read by the layout of this source. It is deleted as soon as it is counted. Up to 50 MB.")  # fmt: skip
    form = MonthForm(
        request.POST if sent else None, request.FILES if sent else None, several=several, hint=hint, kind=source.kind,
        too_large=getattr(request, "file_too_large", False),
    )  # fmt: skip
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _counted(request, source, form)
        if upload:
            return redirect("casework:source_look", source.pk, upload.token)
    context = {"form": form, "title": _("Load data"), "back": _address(source), "source": source}
    return render(request, "casework/source_bring.html", context, status=422 if form.errors else 200)


def _counted(request: HttpRequest, source: Source, form: MonthForm) -> Upload | None:
    """The counts, waiting; None where the file cannot be used: then it is gone and the form says why."""
    day = form.cleaned_data["data_as_of"]
    late = date_problem(day, timezone.localdate(request.at))
    if late:
        form.add_error("data_as_of", late)
        return None
    files = form.cleaned_data["file"]
    upload, paths = waiting.receive(files, account_id=request.viewer.account_id, at=request.at, notes={"source": source.pk})
    try:
        prepared = operations.look_at(by=request.viewer, source=source, paths=paths, data_as_of=day, told=form.told)
        return waiting.put(upload, paths, prepared, day)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise


@may("casework.load")
def look(request: HttpRequest, source_id: int, token: str) -> HttpResponse:
    """What was found in the file, and the form that keeps it. Sent twice, it is kept once."""
    sent = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if sent:
        return redirect(sent.went_to)
    source = _source(request, source_id)
    upload = _waiting(request, source, token)
    prepared, day = waiting.prepared_in(upload)
    held = sorted(held_months(source, prepared.months))
    given = request.POST if request.method == "POST" else None
    form = KeepForm(given, token=token, held=held, grave=bool(prepared.report.grave))

    def do(values: dict[str, Any]) -> str:
        chosen = {"replacing": values.get("replacing", ()), "vouched": values.get("vouched", False)}
        kept = operations.keep(by=request.viewer, at=request.at, source=source, prepared=prepared, data_as_of=day, **chosen)
        return reverse("casework:load", args=[kept.pk])

    answer = form_page(
        request, form, title=_("What was found in the file"), back=_address(source), do=do, done=_("The load was kept."),
        template="casework/source_look.html", source=source, report=presenters.report_shown(prepared.report), file_name=prepared.file_name,
        data_as_of=day, token=token,
    )  # fmt: skip
    if answer.status_code == 302:
        incoming.discard(upload)
    return answer


@may("casework.load")
@require_POST
def forget(request: HttpRequest, source_id: int, token: str) -> HttpResponse:
    source = _source(request, source_id)
    incoming.discard(_waiting(request, source, token))
    messages.success(request, str(_("Nothing of the file was kept.")))
    return redirect("casework:source", source.pk)


def _source(request: HttpRequest, source_id: int) -> Source:
    source = source_in_sight(request, source_id)
    request.viewer.require_for("casework.load", source.area_id)
    return source


def _waiting(request: HttpRequest, source: Source, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("source") != source.pk:
        raise NoSuchUpload
    return upload


def _address(source: Source) -> str:
    return reverse("casework:source", args=[source.pk])
