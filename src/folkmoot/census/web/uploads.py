"""Bring a published table in: send it, see what it would do, confirm. The file is gone at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.census import operations, queries
from folkmoot.census.comparing import differences
from folkmoot.census.files import TableFile, open_file
from folkmoot.census.models import PublishedTable
from folkmoot.census.web import presenters
from folkmoot.census.web.forms import FILE_BYTES, TableForm
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.uploads import takes_file

_KIND = "census"
_SHOWN = 20


@may("census.load")
@takes_file(FILE_BYTES)
def choose(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = TableForm(request.POST if sent else None, request.FILES if sent else None, too_large=getattr(request, "file_too_large", False))
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _received(request, form)
        if upload:
            return redirect("census:bring_in_check", upload.token)
    context = {
        "form": form, "title": _("Bring in a published table"), "held": [one for one in queries.standings(request.viewer) if one.table],
        "wanting": [one for one in queries.standings(request.viewer) if one.wanting],
        "back": reverse("census:home") if request.viewer.may("communities.read") else "",
    }  # fmt: skip
    return render(request, "census/bring_in.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, form: TableForm) -> Upload | None:
    """The file, or None where it is no table we know: then it is gone and the form says why."""
    file = form.cleaned_data["file"]
    notes = {"kind": _KIND, "source": form.cleaned_data["source"]}
    upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
    try:
        _opened(request, upload)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise
    return upload


@may("census.load")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the table says and what would change; sent back with the button, it is done."""
    done = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if done:
        return redirect(done.went_to)
    upload = _waiting(request, token)
    if request.method == "POST":
        return _brought_in(request, upload)
    file = _opened(request, upload)
    before = PublishedTable.objects.filter(subject=file.reading.source.subject, replaced_at__isnull=True).first()
    changed = differences(before, file.reading) if before else {}
    context = {
        "file": file, "upload": upload, "before": before, "changed": len(changed), "examples": list(changed.items())[:_SHOWN],
        "authorities": len(file.reading.authorities), "people": presenters.number(sum(file.reading.bases.values())),
        "nothing": before is not None and not changed and before.source == file.reading.source.name,
    }  # fmt: skip
    return render(request, "census/check.html", context)


def _brought_in(request: HttpRequest, upload: Upload) -> HttpResponse:
    taken = incoming.claim(upload)

    def do() -> str:
        file = _opened(request, taken)
        done = operations.bring_in(by=request.viewer, at=request.at, reading=file.reading, file_name=file.name, sha256=file.sha256)
        said = _("Nothing to do: these figures have been brought in already.") if done.nothing else _("The table was brought in.")
        messages.success(request, said)
        return reverse("census:bring_in")

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


@may("census.load")
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    incoming.discard(_waiting(request, token))
    messages.success(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("census:bring_in")


def _waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    return upload


def _opened(request: HttpRequest, upload: Upload) -> TableFile:
    return open_file(request.viewer, upload.path, name=upload.file_name, source=upload.notes.get("source") or "")
