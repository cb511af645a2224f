"""Easy Read editions: the edition with what is hard to read in it, its parts, who read it, its release, and a large page to print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.uploads import takes_file
from folkmoot.languages.easy import operations
from folkmoot.languages.easy.operations import Beside
from folkmoot.languages.easy.pictures import MOST_BYTES
from folkmoot.languages.easy.rules import findings_in
from folkmoot.languages.models import EasyEdition, EasyPart
from folkmoot.languages.queries import READ, credit
from folkmoot.languages.web.forms import BeginForm, ChangePartForm, EasyReleaseForm, PartForm, ReadingForm, RemoveForm
from folkmoot.languages.web.views import address_of_document, document_in_sight


@may("languages.read")
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest edition of a text, or the first step where there is none."""
    row, viewer = document_in_sight(request, pk), request.viewer
    found = row.easy_editions.order_by("number").last()
    parts = [{"part": one, "findings": findings_in(one.words)} for one in _parts(found)]
    context = {
        "row": row, "edition": found, "parts": parts, "readings": found.readings.all() if found else (),
        "changing": found is not None and found.released_at is None and viewer.may("languages.translate"),
        "may_begin": viewer.may("languages.translate") and (found is None or found.released_at is not None),
        "may_release": found is not None and found.released_at is None and viewer.may("languages.release"),
        "behind": found is not None and row.versions.filter(number__gt=found.source.number).exists(),
    }  # fmt: skip
    return render(request, "languages/easy.html", context)


@may("languages.translate")
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_in_sight(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.begin_edition(by=request.viewer, at=request.at, document=row)
        return reverse("languages:easy", args=[row.pk])

    return form_page(
        request, BeginForm(request.POST or None, initial=started()), title=_("Begin an Easy Read edition"), lead=row.title,
        back=address_of_document(row), do=do, done=_("Write its first part."),
    )  # fmt: skip


@may("languages.translate")
@takes_file(MOST_BYTES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    row = _edition(request, pk)
    form = PartForm(**_sent(request), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_part(by=request.viewer, at=request.at, edition=row, words=values["words"], beside=_beside(values))
        return _address(row)

    return form_page(
        request, form, title=_("Add a part"), lead=row.document.title, back=_address(row), do=do, done=_("The part was added.")
    )


@may("languages.translate")
@takes_file(MOST_BYTES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    first = {name: getattr(part, name) for name in ("words", "alternative", "picture_source", "licence", "version")}
    form = ChangePartForm(**_sent(request), initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        operations.change_part(
            by=request.viewer, at=request.at, part=part, words=values["words"], beside=_beside(values),
            without_picture=values["without_picture"], seen_version=values["version"],
        )  # fmt: skip
        return _address(part.edition)

    return form_page(request, form, title=_("Change the part"), back=_address(part.edition), do=do, done=_("The part was saved."))


@may("languages.translate")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.remove_part(by=request.viewer, at=request.at, part=part)
        return _address(part.edition)

    form = RemoveForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Take this part out?"), lead=part.words, back=_address(part.edition), do=do, done=_("Taken out.")
    )


@may("languages.read")
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    if not part.picture_format:
        raise Http404
    return HttpResponse(
        bytes(part.picture or b""), content_type=f"image/{part.picture_format}", headers={"X-Content-Type-Options": "nosniff"}
    )


@may("languages.translate")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    row = _edition(request, pk)
    form = ReadingForm(request.POST or None, initial=started(read_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.record_reading(by=request.viewer, at=request.at, edition=row, **values)
        return _address(row)

    lead = _("Record it after what they asked for was changed: a later change wants another reading.")
    return form_page(request, form, title=_("Who read it"), lead=lead, back=_address(row), do=do, done=_("It was recorded."))


@may("languages.release")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    row = _edition(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.release_edition(by=request.viewer, at=request.at, edition=row, office=values["office"])
        return _address(row)

    return form_page(
        request, EasyReleaseForm(request.POST or None, initial=started()), title=_("Release the Easy Read edition"),
        lead=row.document.title, back=_address(row), do=do, done=_("It is released."),
    )  # fmt: skip


@may("languages.read")
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition in large type, each part beside its picture."""
    row = _edition(request, pk)
    parts = [(one, credit(one.picture_source, one.licence)) for one in _parts(row)]
    return render(request, "languages/easy_print.html", {"edition": row, "parts": parts, "reading": row.readings.order_by("pk").last()})


def _parts(row: EasyEdition | None) -> list[EasyPart]:
    return list(row.parts.defer("picture")) if row else []


def _sent(request: HttpRequest) -> dict[str, Any]:
    sent = request.method == "POST"
    return {
        "data": request.POST if sent else None, "files": request.FILES if sent else None,
        "too_large": getattr(request, "file_too_large", False),
    }  # fmt: skip


def _beside(values: dict[str, Any]) -> Beside:
    return Beside(values["picture"], values["alternative"], values["picture_source"], values["licence"])


def _edition(request: HttpRequest, pk: int) -> EasyEdition:
    row = EasyEdition.objects.select_related("document").filter(pk=pk).first()
    if row is None or not request.viewer.may(READ):
        raise Http404
    return row


def _part(request: HttpRequest, pk: int) -> EasyPart:
    row = EasyPart.objects.select_related("edition__document").filter(pk=pk).first()
    if row is None or not request.viewer.may(READ):
        raise Http404
    return row


def _address(row: EasyEdition) -> str:
    return reverse("languages:easy", args=[row.document_id])
