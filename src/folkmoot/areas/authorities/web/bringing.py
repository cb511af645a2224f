"""Bring a published file in: send it, see what it would do, confirm. The file is gone at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.areas import queries
from folkmoot.areas.authorities import operations, trial
from folkmoot.areas.authorities.reading import offered
from folkmoot.areas.authorities.trial import Summary
from folkmoot.areas.authorities.web import presenters
from folkmoot.areas.authorities.web.forms import FILE_BYTES, PublishedFileForm
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.access import may
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.uploads import takes_file

_KIND = "places"


@may("reference.read")
def brought_in(request: HttpRequest) -> HttpResponse:
    sources = offered()
    rows = list(queries.list_brought_in(request.viewer)[:50])
    context = {
        "sources": sources, "rows": presenters.of_record(rows, {one.code: one.title for one in sources}),
        "may_load": request.viewer.may("census.load"),
    }  # fmt: skip
    return render(request, "areas/authorities_brought_in.html", context)


@may("census.load")
@takes_file(FILE_BYTES)
def bring_in(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    too_large = getattr(request, "file_too_large", False)
    form = PublishedFileForm(request.POST if sent else None, request.FILES if sent else None, too_large=too_large)
    if sent and form.is_valid():
        incoming.sweep(request.at)
        file, notes = form.cleaned_data["file"], {"kind": _KIND, "edition": form.cleaned_data["edition"]}
        upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
        return redirect("areas:check_places", upload.token)
    context = {"form": form, "title": _("Bring in a published file of places"), "back": reverse("areas:brought_in")}
    return render(request, "areas/authorities_bring_in.html", context, status=422 if form.errors else 200)


@may("census.load")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would do, or why it cannot be brought in: then it is gone. Sent back with the button, it is done."""
    earlier = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if earlier:
        return redirect(earlier.went_to)
    upload = _waiting(request, token)
    if request.method == "POST":
        return _stored(request, upload)
    try:
        summary = trial.try_file(path=upload.path, name=upload.file_name, by=request.viewer, at=request.at, edition=_edition(upload))
    except FolkmootError as error:
        incoming.discard(upload)
        context = {"problem": error, "file_name": upload.file_name}
        return render(request, "areas/authorities_check.html", context, status=422)
    return render(request, "areas/authorities_check.html", _in_words(summary, upload))


def _in_words(summary: Summary, upload: Upload) -> dict[str, object]:
    titles = {one.code: one.title for one in offered()}
    did = [(presenters.called(told.table), presenters.in_words(told.added, told.changed, told.withdrawn)) for told in summary.did]
    return {"summary": summary, "title_of_source": titles[summary.source], "did": did, "upload": upload, "file_name": upload.file_name}


def _stored(request: HttpRequest, upload: Upload) -> HttpResponse:
    taken = incoming.claim(upload)

    def do() -> str:
        operations.load_file(path=taken.path, name=taken.file_name, by=request.viewer, at=request.at, edition=_edition(taken))
        return reverse("areas:brought_in")

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    messages.success(request, _("“%(name)s” was brought in.") % {"name": taken.file_name})
    return redirect(address)


@may("census.load")
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    incoming.discard(_waiting(request, token))
    messages.success(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("areas:brought_in")


def _waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    return upload


def _edition(upload: Upload) -> str:
    return str(upload.notes.get("edition") or "")
