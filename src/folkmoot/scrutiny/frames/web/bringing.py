"""Bring in a list of finalised cases: send it, say which column is what and what its words mean. The file is gone at the end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import started
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.table import Table, TableError
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import panels
from folkmoot.scrutiny.frames import reading
from folkmoot.scrutiny.frames.columns import propose
from folkmoot.scrutiny.frames.operations import bring_in as bring_in_list
from folkmoot.scrutiny.frames.reading import How
from folkmoot.scrutiny.frames.web.forms import FILE_BYTES, ColumnsForm, ListForm, MeaningForm

_KIND = "finalised-cases"
CAPABILITY = "scrutiny.prepare"


@may(CAPABILITY)
@takes_file(FILE_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    sent, offered = request.method == "POST", panels(request.viewer, CAPABILITY).order_by("name_en")
    too_large = getattr(request, "file_too_large", False)
    files = request.FILES if sent else None
    first = started(panel=offered.filter(code=request.GET.get("panel", "")).first())
    form = ListForm(request.POST if sent else None, files, panels=offered, too_large=too_large, initial=first)
    if sent and form.is_valid():
        incoming.sweep(request.at)
        values = form.cleaned_data
        file, notes = values["file"], {
            "kind": _KIND, "panel": values["panel"].code, "title": values["title"], "source": values["source"], "again": values["again"],
            "window": [day.isoformat() if day else "" for day in (values["finalised_from"], values["finalised_to"])],
        }  # fmt: skip
        upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
        return redirect("scrutiny:frame_columns", upload.token)
    context = {"form": form, "title": _("Bring in a list of finalised cases"), "back": reverse("scrutiny:frames")}
    return render(request, "scrutiny/frames_new.html", context, status=422 if form.errors else 200)


@may(CAPABILITY)
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Which column holds what: proposed, and said by a person."""
    upload, panel = _waiting(request, token)
    table, problem = _table(upload)
    if table is None:
        return _unreadable(request, upload, problem)
    kept = upload.notes.get("columns") or propose(table.columns)
    vouched = {f"vouched_{asked}": True for asked in upload.notes.get("vouched", {})}
    form = ColumnsForm(request.POST or None, headings=table.columns, initial=started(**kept, **vouched))
    if request.method == "POST" and form.is_valid():
        said, answered = form.mapping()
        incoming.keep(upload, columns=said, vouched=answered)
        return redirect("scrutiny:frame_meaning", token)
    context = {
        "form": form, "title": _("Which column is what?"), "back": reverse("scrutiny:new_frame"), "lead": panel.name, "upload": upload,
        "rows": len(table.rows), "notes": table.notes, "sheet": table.sheet if len(table.sheets) > 1 else "",
    }  # fmt: skip
    return render(request, "scrutiny/frames_columns.html", context, status=422 if form.errors else 200)


@may(CAPABILITY)
def meaning(request: HttpRequest, token: str) -> HttpResponse:
    """What the words mean, by what cases are grouped; sent, the list is brought in."""
    earlier = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if earlier:
        return redirect(earlier.went_to)
    upload, panel = _waiting(request, token)
    table, problem = _table(upload)
    if table is None:
        return _unreadable(request, upload, problem)
    said = upload.notes.get("columns")
    if not said:
        return redirect("scrutiny:frame_columns", token)
    words = reading.unread_words(table, How(said, vouched=upload.notes["vouched"]))
    values = {"strand": reading.values_of(table, said["strand"])} if said.get("strand") else {}
    form = MeaningForm(request.POST or None, words=words, columns=said, values=values, initial=started(strata=["strand"] if values else []))
    if request.method == "POST" and form.is_valid():
        answer = _stored(request, upload, panel, form)
        if answer:
            return answer
    context = {
        "form": form, "title": _("What the list says"), "back": reverse("scrutiny:frame_columns", args=[token]), "lead": panel.name,
        "words": words, "upload": upload,
    }  # fmt: skip
    return render(request, "scrutiny/frames_meaning.html", context, status=422 if form.errors else 200)


@may(CAPABILITY)
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    upload, _panel = _waiting(request, token)
    incoming.discard(upload)
    messages.success(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("scrutiny:frames")


def _stored(request: HttpRequest, upload: Upload, panel: Panel, form: MeaningForm) -> HttpResponse | None:
    """Bring the list in from the claimed file; None where it was refused, with the reasons in the form."""
    taken, notes, values = incoming.claim(upload), upload.notes, form.cleaned_data
    first, last = (date.fromisoformat(day) if day else None for day in notes["window"])

    def do() -> str:
        row = bring_in_list(
            by=request.viewer, at=request.at, panel=panel, upload=taken, title=notes["title"], source=notes["source"],
            columns=notes["columns"], strata=values["strata"], window=(first, last),
            always={"strand": values["always"]} if values.get("always") else None,
            vouched=notes["vouched"], taught=form.taught(), again=notes["again"],
        )  # fmt: skip
        number = row.counts["eligible"]
        messages.success(
            request,
            ngettext("%(number)s case may be drawn from this list.", "%(number)s cases may be drawn from this list.", number)
            % {"number": f"{number:,}"},
        )
        return reverse("scrutiny:frame", args=[row.pk])

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except Refused as refused:
        incoming.give_back(taken)
        form.add_problems(refused.problems)
        return None
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


def _waiting(request: HttpRequest, token: str) -> tuple[Upload, Panel]:
    """A file that waits for this person, and its panel. Raises NoSuchUpload or Http404."""
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    panel = panels(request.viewer, CAPABILITY).filter(code=upload.notes["panel"]).first()
    if panel is None:
        raise Http404
    return upload, panel


def _table(upload: Upload) -> tuple[Table | None, FolkmootError | None]:
    try:
        return reading.table_of(upload.path, upload.file_name), None
    except TableError as error:
        return None, error


def _unreadable(request: HttpRequest, upload: Upload, problem: Any) -> HttpResponse:
    incoming.discard(upload)
    return render(request, "scrutiny/frames_unreadable.html", {"problem": problem, "file_name": upload.file_name}, status=422)
