"""Bring a published workbook in: send it, see what was recognised, confirm. The file is gone at the end. And take one back."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.uploads import takes_file
from folkmoot.published.survey.figures import SurveyFile
from folkmoot.published.survey.reading import read_file
from folkmoot.workforce.survey import operations, queries
from folkmoot.workforce.survey.keeping import digest_of, kept_of, report_of
from folkmoot.workforce.survey.models import SurveyLoad
from folkmoot.workforce.survey.rules import file_again
from folkmoot.workforce.survey.web import presenters
from folkmoot.workforce.survey.web.forms import FILE_BYTES, OrganisationForm, TakeBackForm, WorkbookForm

_KIND = "survey"
_EXAMPLES = 8
_PUBLISHED_AT = "https://www.gov.uk/government/collections/civil-service-people-survey-hub"


@may("workforce.write")
def organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial=started(name=queries.organisation(request.viewer)))
    back = reverse("workforce:survey")

    def do(values: dict[str, Any]) -> str:
        operations.choose_organisation(by=request.viewer, at=request.at, name=values["name"])
        return back

    title = _("Which organisation of the published tables is this service?")
    return form_page(request, form, title=title, back=back, do=do, done=_("It was saved."))


@may("workforce.write")
@takes_file(FILE_BYTES)
def choose(request: HttpRequest) -> HttpResponse:
    if not queries.organisation(request.viewer):
        return redirect("workforce:survey_organisation")
    sent = request.method == "POST"
    form = WorkbookForm(
        request.POST if sent else None, request.FILES if sent else None, too_large=getattr(request, "file_too_large", False)
    )
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _received(request, form)
        if upload:
            return redirect("workforce:survey_check", upload.token)
    title = _("Bring in a published workbook of the People Survey")
    context = {"form": form, "title": title, "back": reverse("workforce:survey"), "published_at": _PUBLISHED_AT}
    return render(request, "workforce/survey_bring_in.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, form: WorkbookForm) -> Upload | None:
    """The file, or None where nothing of the survey is in it: then it is gone and the form says why."""
    file = form.cleaned_data["file"]
    notes = {"kind": _KIND, "year": form.cleaned_data["year"]}
    upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
    try:
        _opened(upload)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise
    return upload


@may("workforce.write")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What was recognised and what was not; sent back with the button, it is kept."""
    done = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if done:
        return redirect(done.went_to)
    upload = _waiting(request, token)
    if request.method == "POST":
        return _kept(request, upload)
    file, sha256 = _opened(upload)
    name = queries.organisation(request.viewer)
    kept = kept_of(file, name)
    standing = queries.loads(request.viewer).filter(organisation=name, taken_back_at__isnull=True).values_list("sha256", "digest")
    own = [one for one in kept if one.organisation]
    context = {
        "file": file, "upload": upload, "organisation": name, "kept": len(kept), "own": len(own), "examples": own[:_EXAMPLES],
        "years": sorted({one.year for one in own}), "by": [presenters.characteristic_words(one) for one in file.characteristics if one],
        "again": file_again(sha256, digest_of(kept), standing), "report": presenters.report_words(report_of(file)),
    }  # fmt: skip
    return render(request, "workforce/survey_check.html", context)


def _kept(request: HttpRequest, upload: Upload) -> HttpResponse:
    taken = incoming.claim(upload)

    def do() -> str:
        file, sha256 = _opened(taken)
        done = operations.bring_in(by=request.viewer, at=request.at, file=file, sha256=sha256)
        said = _("Nothing to do: these figures have been brought in already.") if done.again else _("The workbook was brought in.")
        messages.success(request, said)
        return reverse("workforce:survey_load", args=[done.load.pk])

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


@may("workforce.write")
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    incoming.discard(_waiting(request, token))
    messages.success(request, _("The file was deleted. Nothing of it was kept."))
    return redirect("workforce:survey_bring_in")


def _waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    return upload


def _opened(upload: Upload) -> tuple[SurveyFile, str]:
    with upload.path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return read_file(upload.path, name=upload.file_name, year=upload.notes.get("year")), sha256


@may("workforce.read")
def loads(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    context = {
        "loads": queries.loads(viewer), "organisation": queries.organisation(viewer), "may_write": viewer.sight("workforce.write").national
    }  # fmt: skip
    return render(request, "workforce/survey_loads.html", context)


@may("workforce.read")
def load(request: HttpRequest, pk: int) -> HttpResponse:
    row = _load(request, pk)
    may_write = request.viewer.sight("workforce.write").national
    context = {"load": row, "report": presenters.report_of(row), "may_write": may_write and not row.taken_back_at}
    return render(request, "workforce/survey_load.html", context)


def _load(request: HttpRequest, pk: int) -> SurveyLoad:
    row = queries.loads(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@may("workforce.write")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _load(request, pk)
    back = reverse("workforce:survey_load", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.take_back(by=request.viewer, at=request.at, load=row, why=values["why"], seen_version=values["version"])
        return back

    form = TakeBackForm(request.POST or None, initial=started(version=row.version))
    title = _("Take this workbook back?")
    lead = _("Its figures no longer count in anything. They stay on record, with the reason.")
    return form_page(request, form, title=title, lead=lead, back=back, do=do, done=_("It was taken back."))
