"""The pages of the workbench: which source, the view with its answer first, its data as files, and the signal raised from it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.workbench import files, opening, operations, queries, raising
from folkmoot.casework.workbench.answering import Answer
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import NotInSource, Section, View, from_query, settled
from folkmoot.casework.workbench.web import presenters
from folkmoot.casework.workbench.web.forms import ChoicesForm, SignalForm
from folkmoot.casework.workbench.web.words import ABOUT, GLOSSARY, METHODS, SECTIONS
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit

A_FEW = 10


@may("casework.read")
def home(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    saved, whole = queries.saved_views(viewer), "all" in request.GET
    context = {
        "sources": opening.sources_in_sight(viewer, timezone.localdate(request.at)), "may_load": viewer.may("casework.load"),
        "saved": saved if whole else saved[:A_FEW], "more": not whole and saved.count() > A_FEW,
    }  # fmt: skip
    return render(request, "casework/workbench_home.html", context)


@may("casework.read")
@transaction.atomic
def show(request: HttpRequest, source: int) -> HttpResponse:
    opened = in_sight(request, source)
    view = from_query(source, dict(request.GET.lists()))
    return page_of(request, opened, view)


def page_of(
    request: HttpRequest, opened: Opened, view: View, *, saved: SavedView | None = None, actions: Sequence[Any] = ()
) -> HttpResponse:  # fmt: skip
    """The page of a view, and of a saved one with the actions raised from it; where it cannot be answered, why, beside the choices."""
    viewer, problem, answer = request.viewer, None, None
    audit.consulted(by=viewer, at=request.at, rows=[opened.row], route=request.path)
    try:
        view = queries.allowed(viewer, opened, view)
        answer = queries.answer(viewer, opened, view)
    except FolkmootError as error:
        problem = error
        view = _what_holds(opened, view) if isinstance(error, NotInSource) else view
    context = {
        "opened": opened, "view": view, "problem": problem, "saved": saved, "actions": actions, "may_act": viewer.may("actions.write"),
        "own": saved is not None and saved.by_id == viewer.account_id, "summary": presenters.summary_of(view, opened),
        "form": ChoicesForm(opened, view, opened.areas_of(viewer)), "sections": presenters.sections_of(view, opened),
        "title": SECTIONS[view.section], "about": ABOUT[view.section], "glossary": GLOSSARY, "query": view.to_query(),
        "kinds": list(files.KINDS),
        **(_answered(request, opened, answer) if answer else {}),
    }  # fmt: skip
    return render(request, "casework/workbench_view.html", context)


def _what_holds(opened: Opened, view: View) -> View:
    """The view with its first choices, where those of the address cannot be answered."""
    try:
        return settled(view, opened.shape)
    except NotInSource:
        return settled(View(view.source), opened.shape)


def _answered(request: HttpRequest, opened: Opened, answer: Answer) -> dict[str, Any]:
    area = opened.area_of(answer.view)
    may_write = request.viewer.sight("casework.write").holds(area.pk if area else None)
    return {
        "lead": presenters.lead_of(answer, opened, queries.beside(request.viewer, opened, answer.view)),
        "pieces": presenters.pieces_of(answer),
        "methods": METHODS if answer.view.section is Section.METHOD else (),
        "reviews": presenters.reviews_of(answer) if may_write and raising.may_raise(answer.view) else [],
    }  # fmt: skip


@may("casework.read")
@transaction.atomic
def download(request: HttpRequest, source: int, kind: str) -> HttpResponse:
    opened = in_sight(request, source)
    if kind not in files.KINDS:
        raise Http404
    view = from_query(source, dict(request.GET.lists()))
    try:
        answer = queries.answer(request.viewer, opened, view)
    except FolkmootError as error:
        raise Http404(str(error)) from error
    address = request.build_absolute_uri(f"{reverse('casework:workbench_view', args=[source])}?{answer.view.to_query()}")
    content = files.as_file(kind, answer.document, presenters.notes_for_files(answer, opened, address))
    operations.take_away(by=request.viewer, at=request.at, opened=opened, answer=answer, kind=kind)
    name = f"{slugify(f'{answer.view.stage} {answer.view.section}')[:60] or 'view'}.{kind}"
    return HttpResponse(content, content_type=files.KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@may("casework.write")
def signal(request: HttpRequest, source: int) -> HttpResponse:
    """Raise a signal for the group that the address names, where the answer says that it needs review."""
    opened = in_sight(request, source)
    view, group = from_query(source, dict(request.GET.lists())), request.GET.get("group", "")
    try:
        view = queries.allowed(request.viewer, opened, view)
        found = raising.found_in(queries.answer(request.viewer, opened, view.at(Section.RATES)), group)
    except FolkmootError as error:
        raise Http404(str(error)) from error
    if found is None or not raising.may_raise(view):
        raise Http404
    area = opened.area_of(view)
    request.viewer.require_for("casework.write", area.pk if area else None)
    form = SignalForm(request.POST or None, initial=started())
    back = f"{reverse('casework:workbench_view', args=[source])}?{view.to_query()}"

    def do(values: dict[str, Any]) -> str:
        row = raising.raised(by=request.viewer, at=request.at, opened=opened, view=view, found=found, **values)
        return reverse("casework:signal", args=[row.pk])

    lead = _(
        "A signal is a reason to look at the cases, not evidence of bias. It stays open until it is explained with evidence or acted on."
    )
    return form_page(request, form, title=_("Raise a signal"), lead=lead, back=back, do=do, done=_("The signal was raised."))


def in_sight(request: HttpRequest, source: int) -> Opened:
    """The source opened, or Http404 for one out of sight or not there."""
    try:
        return opening.open_source(request.viewer, source)
    except opening.NotThere:
        raise Http404 from None
