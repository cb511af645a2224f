"""Bring headcounts in: send the file, explain its words, see what it holds, confirm. The file is gone at the end. And take one back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file
from folkmoot.workforce.headcounts import earlier, operations, queries
from folkmoot.workforce.headcounts.door import NamesStaff
from folkmoot.workforce.headcounts.keeping import File, prepared
from folkmoot.workforce.headcounts.models import HeadcountLoad
from folkmoot.workforce.headcounts.reading import CannotRead
from folkmoot.workforce.headcounts.web import uploads
from folkmoot.workforce.headcounts.web.forms import FILE_BYTES, HeadcountFileForm, MeaningsForm, TakeBackForm
from folkmoot.workforce.headcounts.web.presenters import said_words, shown_day


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    context = {"loads": queries.loads(request.viewer), "may_write": request.viewer.sight("workforce.write").national}
    return render(request, "workforce/loads.html", context)


@may("workforce.write")
@takes_file(FILE_BYTES)
def choose(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    too_large = getattr(request, "file_too_large", False)
    form = HeadcountFileForm(request.POST if sent else None, request.FILES if sent else None, too_large=too_large)
    if sent and form.is_valid():
        incoming.sweep(request.at)
        try:
            return redirect("workforce:check_headcounts", uploads.received(request, form.cleaned_data).token)
        except FolkmootError as error:
            form.add_error("file", str(error))
    context = {"form": form, "title": _("Bring in figures on staff"), "back": reverse("workforce:loads")}
    return render(request, "workforce/headcounts_bring_in.html", context, status=422 if form.errors else 200)


@may("workforce.write")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the file holds, after what nobody knows in it was explained; sent back with the button, it is kept."""
    done = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if done:
        return redirect(done.went_to)
    upload = uploads.waiting(request, token)
    if "again" in request.POST:
        counted = str(request.POST.get("counted", ""))
        if counted in HeadcountLoad.Counted.values:
            uploads.read_anew(upload, counted)
        return redirect("workforce:check_headcounts", token)
    try:
        file = uploads.opened(upload)
    except (CannotRead, NamesStaff) as error:
        incoming.discard(upload)
        messages.error(request, str(error))
        return redirect("workforce:bring_in_headcounts")
    new = uploads.new_units(upload, file.found.units)
    if file.found.unknown or new:
        return _explain(request, upload, file, new)
    if request.method == "POST" and "keep" in request.POST:
        return _kept(request, upload)
    return _shown(request, upload, file)


def _explain(request: HttpRequest, upload: Upload, file: File, new: list[str]) -> HttpResponse:
    sent = request.method == "POST" and "keep" not in request.POST
    form = MeaningsForm(request.POST if sent else None, unknown=file.found.unknown, units=new, initial=started())
    if form.is_bound and form.is_valid():
        uploads.explained(upload, form.meanings)
        return redirect("workforce:check_headcounts", upload.token)
    context = {"form": form, "title": _("What do these words mean?"), "back": reverse("workforce:bring_in_headcounts"), "file": file}
    return render(request, "workforce/headcounts_words.html", context, status=422 if form.errors else 200)


def _shown(request: HttpRequest, upload: Upload, file: File) -> HttpResponse:
    found = prepared(file, uploads.day_of(upload), earlier.within())
    days = [
        shown_day(day, earlier.same_numbers_before(day.lines, day.day), earlier.in_already(day.lines, day.day)) for day in found
    ]  # fmt: skip
    context = {
        "upload": upload, "days": days, "already": any(one.already for one in days),
        "counted": HeadcountLoad.Counted.choices, "chosen": file.asked.counted,
        "said": said_words(file.asked.words, file.asked.columns), "source": upload.notes["source"],
    }  # fmt: skip
    return render(request, "workforce/headcounts_check.html", context)


def _kept(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Read again inside the claim: what is kept is what the file says now."""
    taken = incoming.claim(upload)

    def do() -> str:
        loads = operations.bring_in(
            by=request.viewer, at=request.at, file=uploads.opened(taken), as_of=uploads.day_of(taken),
            source=str(taken.notes["source"]), kinds=dict(taken.notes["kinds"]),
        )  # fmt: skip
        messages.success(request, _("%(number)d headcounts were brought in.") % {"number": sum(load.kept for load in loads)})
        return reverse("workforce:load", args=[loads[-1].pk]) if len(loads) == 1 else reverse("workforce:loads")

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except Refused as refused:
        incoming.discard(taken)
        messages.error(request, str(refused))
        return redirect("workforce:bring_in_headcounts")
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


@may("workforce.read")
def load(request: HttpRequest, pk: int) -> HttpResponse:
    row = _load(request, pk)
    said = said_words(row.words.get("words") or {}, row.words.get("columns") or {})
    context = {"row": row, "said": said, "may_write": request.viewer.sight("workforce.write").national}
    return render(request, "workforce/load.html", context)


@may("workforce.write")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row, back = _load(request, pk), reverse("workforce:load", args=[pk])
    form = TakeBackForm(request.POST or None, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        operations.take_back(by=request.viewer, at=request.at, load=row, why=values["why"], seen_version=values["version"])
        return back

    title = gettext_lazy("Take these figures back")
    return form_page(request, form, title=title, lead=str(row), back=back, do=do, done=gettext_lazy("The figures were taken back."))


def _load(request: HttpRequest, pk: int) -> HeadcountLoad:
    row = queries.loads(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
