"""Drawing a round: bring the list, choose columns, see once which cases they are. And proving the draw with the same list again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.areas.models import Area
from folkmoot.casework.reviews import drawing, operations
from folkmoot.casework.reviews.drawing import Drawn, Wanted
from folkmoot.casework.reviews.models import ReviewRound
from folkmoot.casework.reviews.rules import round_problems
from folkmoot.casework.reviews.web.forms import FILE_BYTES, AgainForm, DrawForm, ListForm
from folkmoot.casework.reviews.web.views import address_of, in_sight
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit, incoming
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.table import Table
from folkmoot.foundation.uploads import takes_file
from folkmoot.sampling.receipt import Receipt

_REVIEW = "quality.review"


@may(_REVIEW)
@takes_file(FILE_BYTES)
def new(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = ListForm(
        request.POST if sent else None, request.FILES if sent else None, places=_places(request),
        too_large=getattr(request, "file_too_large", False),
    )  # fmt: skip
    if sent and form.is_valid():
        incoming.sweep(request.at)
        upload = _received(request, form)
        if upload:
            return redirect("casework:review_columns", upload.token)
    context = {"form": form, "title": _("Draw cases for review"), "back": reverse("casework:reviews")}
    return render(request, "casework/reviews_new.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, form: ListForm) -> incoming.Upload | None:
    """The list with its headings, or None where it cannot be used: then it is gone and the form says why."""
    values = form.cleaned_data
    problems = round_problems(
        title=values["title"], from_on=values["from_on"], to_on=values["to_on"], today=request.at.date(), wanted=2, listed=2
    )
    if problems:
        form.add_problems(problems)
        return None
    said = {name: values[name] for name in ("title", "unit", "place")} | {name: values[name].isoformat() for name in ("from_on", "to_on")}
    upload = incoming.receive(
        values["file"].name, values["file"].chunks(), account_id=request.viewer.account_id, at=request.at, notes={"review": said}
    )
    try:
        table = drawing.read_list(upload.path, upload.file_name)
    except FolkmootError as error:
        incoming.discard(upload)
        form.add_error("file", str(error))
        return None
    except BaseException:
        incoming.discard(upload)
        raise
    return incoming.keep(upload, columns=list(table.columns), rows=len(table.rows))


@may(_REVIEW)
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Choose columns and draw. The answer shows once which cases were drawn; that page is not kept anywhere, by anybody."""
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if "review" not in upload.notes:
        raise incoming.NoSuchUpload
    form = DrawForm(request.POST or None, columns=upload.notes["columns"])
    if request.method == "POST" and form.is_valid():
        made = _drawn(request, form, upload)
        if made:
            return _shown_once(request, *made)
    context = {
        "form": form, "title": _("Draw cases for review"), "back": reverse("casework:new_review"), "rows": upload.notes["rows"],
        "file_name": upload.file_name,
    }  # fmt: skip
    return render(request, "casework/reviews_columns.html", context, status=422 if form.errors else 200)


def _drawn(request: HttpRequest, form: DrawForm, upload: incoming.Upload) -> tuple[ReviewRound, Drawn] | None:
    values, said = form.cleaned_data, upload.notes["review"]
    wanted = Wanted(
        values["reference"], tuple(values["facts"]), values["number"], values["spread"], said["title"], values["phrase"], values["said_by"]
    )
    taken = incoming.claim(upload)
    try:
        drawn = drawing.draw(drawing.read_list(taken.path, taken.file_name), wanted, at=request.at)
        row = operations.keep_round(
            by=request.viewer, at=request.at, area=_area(said["place"]), title=said["title"], unit=said["unit"], drawn=drawn,
            from_on=date.fromisoformat(said["from_on"]), to_on=date.fromisoformat(said["to_on"]), reference_column=wanted.reference,
        )  # fmt: skip
    except Refused as refused:
        incoming.give_back(taken)
        form.add_problems(refused.problems)
        return None
    except FolkmootError as error:
        incoming.give_back(taken)
        form.add_error(None, str(error))
        return None
    except BaseException:
        incoming.discard(taken)
        raise
    incoming.discard(taken)
    return row, drawn


def _shown_once(request: HttpRequest, row: ReviewRound, drawn: Drawn) -> HttpResponse:
    page = render(request, "casework/reviews_drawn.html", {"row": row, "drawn": drawn})
    page["Cache-Control"] = "no-store"
    return page


@may("quality.read")
@transaction.atomic
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as a file: it names marks, and no case."""
    row = in_sight(request, pk)
    audit.record(
        audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject=row, recipient=request.viewer.name, detail={"receipt": True}
    )
    answer = JsonResponse(Receipt.from_plain(row.receipt).to_plain(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="review-{pk}-receipt.json"'
    return answer


@may(_REVIEW)
@takes_file(FILE_BYTES)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the same list again: whether the cases follow from it. To whoever drew the round it shows again which cases they are."""
    row, sent = in_sight(request, pk), request.method == "POST"
    request.viewer.require_for(_REVIEW, row.area_id)
    form = AgainForm(request.POST if sent else None, request.FILES if sent else None)
    found: dict[str, Any] = {}
    if sent and form.is_valid():
        found = _checked(request, row, form)
    context = {"form": form, "title": _("Check the draw"), "back": address_of(row), "row": row, **found}
    page = render(request, "casework/reviews_check.html", context, status=422 if form.errors else 200)
    page["Cache-Control"] = "no-store"
    return page


def _checked(request: HttpRequest, row: ReviewRound, form: AgainForm) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at)
    try:
        table = drawing.read_list(upload.path, upload.file_name)
        problems = operations.check_receipt(by=request.viewer, at=request.at, round=row, table=table)
        return {"checked": True, "problems": problems, "cases": _seen_again(request, row, table) if not problems else []}
    except FolkmootError as error:
        form.add_error("file", str(error))
        return {}
    finally:
        incoming.discard(upload)


@transaction.atomic
def _seen_again(request: HttpRequest, row: ReviewRound, table: Table) -> list[drawing.DrawnCase]:
    if row.drawn_by_id != request.viewer.account_id:
        return []
    found = drawing.cases_of(table, row.reference_column, (), Receipt.from_plain(row.receipt).sample)
    audit.record(
        audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject=row, recipient=request.viewer.name,
        detail={"references_shown": len(found)},
    )  # fmt: skip
    return found


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    """Where this person may draw."""
    found = [(area.code, area.name) for area in areas_for(request.viewer, _REVIEW, today=request.at.date())]
    national = [(WHOLE_SERVICE, str(_("England and Wales")))] if request.viewer.sight(_REVIEW).national else []
    return [*national, *found]


def _area(code: str) -> Area | None:
    return None if code == WHOLE_SERVICE else Area.objects.get(code=code)
