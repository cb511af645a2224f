"""Bring a file in: send it, match its columns, see what it would do, confirm. The file is gone at the end."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import areas_for
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit, incoming
from folkmoot.foundation.importing import running
from folkmoot.foundation.importing.columns import ImportSpec
from folkmoot.foundation.importing.exporting import FORMATS
from folkmoot.foundation.importing.matching import Matching, left_out, matching_problems
from folkmoot.foundation.importing.plan import SHOWN, Plan
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import ImportRun, SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import Table
from folkmoot.foundation.uploads import takes_file
from folkmoot.overview.importing.forms import FILE_BYTES, FileForm, MatchForm, SheetForm
from folkmoot.overview.importing.kinds import KINDS, likely_matching


@dataclass(frozen=True)
class Sent:
    """A file that waits to be brought in, read anew at each step."""

    upload: Upload
    spec: ImportSpec
    table: Table
    area: Area | None

    @property
    def matching(self) -> Matching | None:
        """The matching that the person confirmed, where they did and it fits the sheet."""
        kept = self.upload.notes.get("matching")
        return tuple(kept) if kept and len(kept) == len(self.table.columns) else None

    def source(self, matching: Matching) -> running.Source:
        return running.Source(self.table, matching, self.upload.file_name, running.sha256_of(self.upload.path), self.area)


@may("imports.run")
@takes_file(FILE_BYTES)
def choose(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    areas = list(areas_for(request.viewer, "imports.run", today=timezone.localdate(request.at)))
    form = FileForm(
        request.POST if sent else None, request.FILES if sent else None, areas=areas,
        too_large=getattr(request, "file_too_large", False),
    )  # fmt: skip
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _received(request, form)
        if upload:
            return redirect("import_match", upload.token)
    context = {
        "form": form, "title": _("Bring in from a file"), "kinds": KINDS.values(), "formats": FORMATS, "runs": _runs(request.viewer),
        "may_export": request.viewer.may("exports.run"),
    }  # fmt: skip
    return render(request, "overview/importing/choose.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, form: FileForm) -> Upload | None:
    """The file, or None where it cannot be read: then it is gone and the form says why."""
    file = form.cleaned_data["file"]
    notes = {"kind": form.cleaned_data["kind"], "area_id": form.area_id}
    upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
    try:
        _table(upload)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise
    return upload


def _table(upload: Upload) -> Table:
    notes = upload.notes
    return read_table(upload.path, name=upload.file_name, sheet=notes.get("sheet"), header_row=notes.get("header_row"), name_headings=True)


@may("imports.run")
def match(request: HttpRequest, token: str) -> HttpResponse:
    finished = _finished(request, token)
    if finished:
        return finished
    sent = _sent(request, _with_sheet(request, token))
    matching = sent.matching or likely_matching(sent.spec, sent.table.columns, by=request.viewer)
    form = MatchForm(request.POST or None, spec=sent.spec, table=sent.table, matching=matching, has_area=sent.area is not None)
    if request.method == "POST" and form.is_valid():
        incoming.keep(sent.upload, matching=form.matching)
        return redirect("import_check", token)
    context = {
        "form": form, "sent": sent, "title": _("Match the columns"), "back": reverse("import"),
        "left_out": left_out(sent.table.columns, form.matching if form.is_bound else matching),
    }  # fmt: skip
    return render(request, "overview/importing/match.html", context, status=422 if form.errors else 200)


def _with_sheet(request: HttpRequest, token: str) -> Upload:
    """The upload, with another sheet or heading row where the address asks for one."""
    upload = _waiting(request, token)
    if not request.GET:
        return upload
    form = SheetForm(request.GET, sheets=_table(upload).sheets)
    if not form.is_valid():
        raise FolkmootError(str(_("This sheet or row cannot be shown.")), "", str(_("Go back and choose another.")))
    asked = incoming.keep(upload, sheet=form.cleaned_data["sheet"] or None, header_row=form.cleaned_data["header_row"], matching=None)
    try:
        _table(asked)
    except FolkmootError:
        incoming.keep(asked, sheet=upload.notes.get("sheet"), header_row=upload.notes.get("header_row"))
        raise
    return asked


@may("imports.run")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would do and every problem; sent back with the button, it is done."""
    finished = _finished(request, token)
    if finished:
        return finished
    sent = _sent(request, _waiting(request, token))
    matching = sent.matching
    if matching is None or matching_problems(sent.spec, sent.table.columns, matching, has_area=sent.area is not None):
        return redirect("import_match", token)
    if request.method == "POST":
        return _brought_in(request, sent, matching)
    plan = running.check(sent.spec, sent.source(matching), by=request.viewer, at=request.at)
    return _checked(request, sent, matching, plan)


def _checked(request: HttpRequest, sent: Sent, matching: Matching, plan: Plan) -> HttpResponse:
    with transaction.atomic():
        stored = [step.stored for step in plan.changed[:SHOWN] if step.stored]
        audit.consulted(by=request.viewer, at=request.at, rows=stored, route="import_check")
    names = {column.field: column.heading for column in sent.spec.columns}
    changes = [(step.number, step.stored, [names[name] for name in step.changed]) for step in plan.changed[:SHOWN]]
    context = {
        "sent": sent, "plan": plan, "problems": plan.problems[:SHOWN], "changes": changes,
        "left_out": left_out(sent.table.columns, matching),
        "back": reverse("import_match", args=[sent.upload.token]), "has_sheet": any(problem.sheet for problem in plan.problems[:SHOWN]),
    }  # fmt: skip
    return render(request, "overview/importing/check.html", context, status=422 if plan.problems and request.method == "POST" else 200)


def _brought_in(request: HttpRequest, sent: Sent, matching: Matching) -> HttpResponse:
    """Bring it in and delete the file; where problems came up since the check, show them and keep the file."""
    taken = incoming.claim(sent.upload)
    source = Sent(taken, sent.spec, sent.table, sent.area).source(matching)
    viewer = request.viewer
    try:
        address = only_once(sent.upload.token, account_id=viewer.account_id, at=request.at, do=lambda: _done(request, sent.spec, source))
    except running.NotBroughtIn as error:
        incoming.give_back(taken)
        return _checked(request, sent, matching, error.plan)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


def _done(request: HttpRequest, spec: ImportSpec, source: running.Source) -> str:
    run = running.bring_in(spec, source, by=request.viewer, at=request.at).run
    return reverse("import_done", args=[run.pk]) if run else reverse("import")


@may("imports.run")
def done(request: HttpRequest, run_id: int) -> HttpResponse:
    run = ImportRun.objects.filter(pk=run_id, account_id=request.viewer.account_id).first()
    if run is None:
        raise Http404
    return render(request, "overview/importing/done.html", {"run": run, "spec": KINDS[run.kind], "list": LISTS[run.kind]})


@may("imports.run")
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    incoming.discard(_waiting(request, token))
    messages.success(request, str(_("The file was deleted. Nothing of it was kept.")))
    return redirect("import")


LISTS = {
    "communities": "communities:list", "organisations": "stakeholders:list",
    "contacts": "stakeholders:people", "roles": "stakeholders:people",
    "speaks-for": "stakeholders:list", "activities": "engagement:list", "points": "voice:list",
}  # fmt: skip


def _waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") not in KINDS:  # sent for something else
        raise NoSuchUpload
    return upload


def _sent(request: HttpRequest, upload: Upload) -> Sent:
    area_id = upload.notes.get("area_id")
    request.viewer.require("imports.run", area_id)
    area = Area.objects.get(pk=area_id) if area_id else None
    return Sent(upload, KINDS[upload.notes["kind"]], _table(upload), area)


def _finished(request: HttpRequest, token: str) -> HttpResponse | None:
    """The result of a file that was sent twice and is brought in already."""
    sent = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    return redirect(sent.went_to) if sent else None


def _runs(viewer: Viewer) -> list[dict[str, Any]]:
    """The latest files brought in by this person, or for one Area in their sight; a file of several Areas is its sender's alone."""
    sight = viewer.sight("imports.run")
    seen = Q() if sight.national else Q(account_id=viewer.account_id) | Q(area_id__in=sight.area_ids)
    runs = list(ImportRun.objects.filter(seen)[:20])
    names = dict(Account.objects.filter(pk__in={run.account_id for run in runs}).values_list("pk", "name"))
    return [{"run": run, "title": KINDS[run.kind].title, "by": names.get(run.account_id or 0)} for run in runs]
