"""Mapping the columns of a source from one of its files, in three steps. The file is gone at the end; only the layout is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.areas.queries import areas_by_key, forces_by_key
from folkmoot.casework import process
from folkmoot.casework.process import Looked
from folkmoot.casework.rules import FILE_BYTES, identifying_heading
from folkmoot.casework.sources import operations, queries
from folkmoot.casework.sources.layouts import proposed
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.web import waiting
from folkmoot.casework.sources.web.forms import BringForm, ReadingForm, RolesForm
from folkmoot.casework.sources.web.views import source_in_sight
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file


@may("casework.load")
@takes_file(FILE_BYTES)
def bring(request: HttpRequest, source_id: int) -> HttpResponse:
    source = _source(request, source_id)
    sent = request.method == "POST"
    hint = _("CSV, Parquet, XLSX or ODS with one row for each person. It is deleted as soon as its columns are known. Up to 50 MB.")
    form = BringForm(
        request.POST if sent else None, request.FILES if sent else None, hint=hint, too_large=getattr(request, "file_too_large", False)
    )
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _looked_at(request, source, form)
        if upload:
            return redirect("casework:source_roles", source.pk, upload.token)
    context = {"form": form, "title": _("Bring a file of this source"), "back": _address(source), "source": source}
    return render(request, "casework/source_bring.html", context, status=422 if form.errors else 200)


def _looked_at(request: HttpRequest, source: Source, form: BringForm) -> Upload | None:
    """The upload with what is known of its columns; the file itself is gone."""
    files = form.cleaned_data["file"][:1]
    upload, paths = waiting.receive(files, account_id=request.viewer.account_id, at=request.at, notes={"source": source.pk})
    try:
        looked = process.look(paths[0])
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise
    paths[0].unlink()
    columns = [vars(column) | {"values": list(column.values)} for column in looked.columns]
    return incoming.keep(upload, looked={"columns": columns, "rows": looked.rows, "sha256": looked.sha256, "notes": list(looked.notes)})


@may("casework.load")
def roles(request: HttpRequest, source_id: int, token: str) -> HttpResponse:
    source = _source(request, source_id)
    upload, looked = _waiting(request, source, token)
    refused = [column.name for column in looked.columns if identifying_heading(column.name)]
    guesses = proposed(looked.columns, source.population, areas_by_key(request.viewer), forces_by_key(request.viewer))
    given = request.POST if request.method == "POST" else None
    form = RolesForm(given, looked=looked.columns, proposed=guesses, population=source.population)
    if request.method == "POST" and form.is_valid():
        incoming.keep(upload, chosen=form.chosen())
        return redirect("casework:source_values", source.pk, token)
    context = {
        "form": form, "title": _("What is each column for?"), "back": _address(source), "source": source, "refused": refused,
        "rows": looked.rows,
    }  # fmt: skip
    return render(request, "casework/source_roles.html", context, status=422 if form.errors else 200)


@may("casework.load")
def values(request: HttpRequest, source_id: int, token: str) -> HttpResponse:
    source = _source(request, source_id)
    upload, looked = _waiting(request, source, token)
    chosen = upload.notes.get("chosen")
    if not chosen:
        return redirect("casework:source_roles", source.pk, token)
    later = queries.current_layout(source) is not None
    given = request.POST if request.method == "POST" else None
    form = ReadingForm(given, chosen=chosen, looked={column.name: column for column in looked.columns}, later=later)
    if request.method == "POST" and form.is_valid() and _issued(request, source, form):
        incoming.discard(upload)
        messages.success(request, str(_("The layout was issued. The next file is read by it.")))
        return redirect("casework:source", source.pk)
    back = reverse("casework:source_roles", args=[source.pk, token])
    context = {"form": form, "title": _("How are the values read?"), "back": back, "source": source, "later": later}
    return render(request, "casework/source_values.html", context, status=422 if form.errors else 200)


def _issued(request: HttpRequest, source: Source, form: ReadingForm) -> bool:
    given: dict[str, Any] = {name: form.cleaned_data.get(name, "") for name in ("break_from", "break_words")}
    try:
        operations.issue_layout(by=request.viewer, at=request.at, source=source, columns=form.columns(), **given)
    except Refused as refused:
        form.add_problems(refused.problems)
        return False
    return True


def _source(request: HttpRequest, source_id: int) -> Source:
    source = source_in_sight(request, source_id)
    request.viewer.require_for("casework.load", source.area_id)
    return source


def _waiting(request: HttpRequest, source: Source, token: str) -> tuple[Upload, Looked]:
    """Raises NoSuchUpload for a file of another source, or one that was not looked at."""
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("source") != source.pk or "looked" not in upload.notes:
        raise NoSuchUpload
    return upload, Looked.from_plain(upload.notes["looked"])


def _address(source: Source) -> str:
    return reverse("casework:source", args=[source.pk])
