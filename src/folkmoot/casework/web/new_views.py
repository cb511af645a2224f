"""Bring a case file in: send it, choose columns, choose values, count. The file is gone at the end, whatever happened."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.areas.models import Area
from folkmoot.casework import incoming, operations, process, queries
from folkmoot.casework.incoming import About, Upload
from folkmoot.casework.rules import FILE_BYTES, column_problem, date_problem, file_problem
from folkmoot.casework.web.forms import ColumnsForm, FileForm, ValuesForm
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.uploads import takes_file


@may("casework.write")
@takes_file(FILE_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None, request.FILES if sent else None, places=_places(request),
        too_large=getattr(request, "file_too_large", False),
    )  # fmt: skip
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _received(request, form)
        if upload:
            return redirect("casework:columns", upload.token)
    context = {"form": form, "title": _("Count a case file"), "back": reverse("casework:list")}
    return render(request, "casework/new.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, form: FileForm) -> Upload | None:
    """The file with its columns, or None where it cannot be used: then it is gone and the form says why."""
    values = form.cleaned_data
    late = date_problem(values["data_as_of"], timezone.localdate(request.at))
    if late:
        form.add_error("data_as_of", late)
        return None
    area = _area(request, values["place"])
    about = About(
        request.viewer.account_id, request.at.isoformat(), area.pk if area else None, values["title"], values["source"],
        values["data_as_of"].isoformat(),
    )  # fmt: skip
    upload = incoming.receive(values["file"].name, values["file"].chunks(), about)
    try:
        return _looked_at(upload)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise


def _looked_at(upload: Upload) -> Upload:
    looked = process.look(upload.path)
    problem = file_problem(looked.columns)
    if problem:
        raise process.CannotCount("Nothing in this file can be compared.", problem, "Bring another extract.")
    return incoming.keep(upload, looked=looked)


@may("casework.write")
def columns(request: HttpRequest, token: str) -> HttpResponse:
    finished = _finished(request, token)
    if finished:
        return finished
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    form = ColumnsForm(request.POST or None, upload=upload, initial=upload.chosen)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("outcome_column", "by", "restrict_column")}
        incoming.keep(upload, chosen=chosen)
        return redirect("casework:values", token)
    return _step(request, "casework/columns.html", form, upload, back=reverse("casework:list"), title=_("Choose the columns"))


@may("casework.write")
def values(request: HttpRequest, token: str) -> HttpResponse:
    finished = _finished(request, token)
    if finished:
        return finished
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if not upload.chosen:
        return redirect("casework:columns", token)
    form = ValuesForm(request.POST or None, upload=upload)
    if request.method == "POST" and form.is_valid():
        return _counted(request, upload, form)
    back = reverse("casework:columns", args=[token])
    return _step(request, "casework/values.html", form, upload, back=back, title=_("Say what the outcome is"))


def _counted(request: HttpRequest, upload: Upload, form: ValuesForm) -> HttpResponse:
    """Count and go to the table. The file is removed first of all that follows, counted or not."""
    about, viewer = upload.about, request.viewer
    area = Area.objects.get(pk=about.area_id) if about.area_id else None
    taken = incoming.claim(upload)
    try:
        analysis = operations.count_file(
            by=viewer, at=request.at, path=taken.path, choices=form.choices, adverse=form.cleaned_data["adverse"], area=area,
            title=about.title, source=about.source, data_as_of=about.day,
        )  # fmt: skip
        address = reverse("casework:detail", args=[analysis.pk])
        only_once(upload.token, account_id=viewer.account_id, at=request.at, do=lambda: address)
    finally:
        incoming.discard(taken)
    messages.success(request, str(_("The file was counted and deleted. Only the counts are kept.")))
    return redirect(address)


def _finished(request: HttpRequest, token: str) -> HttpResponse | None:
    """The table of a file that was sent twice and is counted already."""
    sent = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    return redirect(sent.went_to) if sent else None


@may("casework.write")
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    incoming.discard(incoming.waiting(token, request.viewer.account_id, request.at))
    messages.success(request, str(_("The file was deleted. Nothing of it was kept.")))
    return redirect("casework:list")


def _step(request: HttpRequest, template: str, form: Any, upload: Upload, **page: object) -> HttpResponse:
    looked = upload.looked
    assert looked
    context = {
        "form": form, "upload": upload, "looked": looked,
        "columns": [(column, column_problem(column)) for column in looked.columns],
        "again": queries.already_counted(request.viewer, sha256=looked.sha256, area_id=upload.about.area_id),
    }  # fmt: skip
    return render(request, template, context | page, status=422 if form.errors else 200)


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    areas: Iterable[Area] = areas_for(request.viewer, "casework.write", today=timezone.localdate(request.at))
    named = [(area.code, area.name) for area in areas]
    national = request.viewer.sight("casework.write").national
    return [(WHOLE_SERVICE, str(_("England and Wales"))), *named] if national else named


def _area(request: HttpRequest, code: str) -> Area | None:
    if code == WHOLE_SERVICE:
        return None
    return areas_for(request.viewer, "casework.write", today=timezone.localdate(request.at)).get(code=code)
