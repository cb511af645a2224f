"""The pages of saved views: keep one, see it, change its words, take it back, put two side by side, and the action that follows."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.casework.workbench import operations, queries
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.rules import from_json, from_query
from folkmoot.casework.workbench.web import presenters
from folkmoot.casework.workbench.web.forms import ChangeForm, CompareForm, RemoveForm, SaveForm
from folkmoot.casework.workbench.web.views import in_sight, page_of
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit

ORIGIN = "casework.savedview"
MOST_OFFERED = 200


@may("casework.read")
def save(request: HttpRequest, source: int) -> HttpResponse:
    opened = in_sight(request, source)
    try:
        view = queries.allowed(request.viewer, opened, from_query(source, dict(request.GET.lists())))
    except FolkmootError as error:
        raise Http404(str(error)) from error
    form = SaveForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        return _address(operations.save_view(by=request.viewer, at=request.at, opened=opened, view=view, **values))

    lead = _("The choice is kept, never its figures: they are counted anew whenever it is opened.")
    back = f"{reverse('casework:workbench_view', args=[source])}?{view.to_query()}"
    return form_page(request, form, title=_("Save this view"), lead=lead, back=back, do=do, done=_("The view was saved."))


@may("casework.read")
@transaction.atomic
def saved(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    return page_of(request, in_sight(request, row.source_id), from_json(row.view), saved=row, actions=_actions(request, row))


def _actions(request: HttpRequest, row: SavedView) -> list[Any]:
    viewer, today = request.viewer, timezone.localdate(request.at)
    raised = actions_from(viewer, ORIGIN, row.pk) if viewer.may("actions.read") else []
    return [line_of_action(one, state_of_row(one, today), today) for one in raised]


@may("casework.read")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    first = started(title=row.title, note=row.note, sharing=row.sharing, version=row.version)
    form = ChangeForm(request.POST or None, initial=first)

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_view(by=request.viewer, at=request.at, saved=row, seen_version=seen, **values)
        return _address(row)

    return form_page(request, form, title=_("Change the saved view"), back=_address(row), do=do, done=_("It was changed."))


@may("casework.read")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = RemoveForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.remove_view(by=request.viewer, at=request.at, saved=row)
        return reverse("casework:workbench")

    lead = _("The choice is forgotten; its address works as before. Actions that were raised from it stay.")
    return form_page(
        request, form, title=_("Remove this saved view?"), lead=lead, back=_address(row), do=do, done=_("The saved view was removed.")
    )


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row, today, title = _in_sight(request, pk), timezone.localdate(request.at), _("Raise an action from this view")
    area = row.area
    if area is None:
        place = place_of_form(request, "actions.write", today=today, national_too=True)
        if place is None:
            return choose_area(request, "actions.write", title=title, back=_address(row), today=today, national_too=True)
        area = place.area
    return raising_page(request, origin_kind=ORIGIN, origin_id=row.pk, area=area, title=title, back=_address(row), lead=row.title)


@may("casework.read")
@transaction.atomic
def compare(request: HttpRequest) -> HttpResponse:
    """Two saved views beside one another, each answered by itself."""
    rows = list(queries.saved_views(request.viewer)[:MOST_OFFERED])
    form = CompareForm(request.GET or None, rows)
    chosen = form.cleaned_data if form.is_valid() else {}
    sides = [_side(request, pk, key) for key, pk in (("left", chosen.get("left")), ("right", chosen.get("right"))) if pk]
    return render(request, "casework/workbench_compare.html", {"form": form, "rows": rows, "sides": sides})


def _side(request: HttpRequest, pk: int, key: str) -> dict[str, Any]:
    row = _in_sight(request, pk)
    opened = in_sight(request, row.source_id)
    audit.consulted(by=request.viewer, at=request.at, rows=[opened.row], route=request.path)
    try:
        answer = queries.answer(request.viewer, opened, from_json(row.view))
    except FolkmootError as error:
        return {"row": row, "key": key, "problem": error}
    pieces = presenters.pieces_of(answer, key)
    return {
        "row": row, "key": key, "summary": presenters.summary_of(answer.view, opened), "pieces": pieces,
        "lead": presenters.lead_of(answer, opened, queries.beside(request.viewer, opened, answer.view)),
    }  # fmt: skip


def _in_sight(request: HttpRequest, pk: int) -> SavedView:
    try:
        return queries.get_saved(request.viewer, pk)
    except SavedView.DoesNotExist:
        raise Http404 from None


def _own(request: HttpRequest, pk: int) -> SavedView:
    row = _in_sight(request, pk)
    if row.by_id != request.viewer.account_id:
        raise Http404
    return row


def _address(row: SavedView) -> str:
    return reverse("casework:saved_view", args=[row.pk])
