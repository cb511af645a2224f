"""Pages on which headquarters writes guidance: drafted by one person, agreed by another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.guidance import operations, queries
from folkmoot.panels.guidance.models import Guidance
from folkmoot.panels.guidance.web.forms import AgreeForm, DraftForm, NewPageForm, PlaceForm, WithdrawForm
from folkmoot.panels.guidance.web.presenters import shown_of
from folkmoot.panels.guidance.web.views import get_or_404


@may("panels.kinds")
def new(request: HttpRequest) -> HttpResponse:
    _require(request)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_page(by=request.viewer, at=request.at, **values))

    form = NewPageForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Add a page of guidance"), back=reverse("panels:guidance"), do=do,
        done=_("The draft was saved. Somebody else must agree it before anybody reads it."),
    )  # fmt: skip


@may("panels.kinds")
def draft(request: HttpRequest, code: str) -> HttpResponse:
    row = _page(request, code)
    held = queries.draft_of(row)
    before = held or queries.holds_now(code)
    first = {name: getattr(before, name) for name in operations.WORDS} if before else {}
    if held is None:
        first["changed_what"] = ""
    form = DraftForm(request.POST or None, initial=started(**first, version=held.version if held else 0))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.write_draft(by=request.viewer, at=request.at, page=row, seen_version=seen, **values)
        return _address(row)

    return form_page(
        request, form, title=_("Write the next version"), lead=before.title_en if before else code, back=_address(row), do=do,
        done=_("The draft was saved. Somebody else must agree it before anybody reads it."),
    )  # fmt: skip


@may("panels.kinds")
def agree(request: HttpRequest, code: str) -> HttpResponse:
    row = _page(request, code)
    held = queries.draft_of(row)
    if held is None:
        raise Http404
    form = AgreeForm(request.POST or None, initial=started(version=held.version, changed_what=held.changed_what))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.agree_draft(by=request.viewer, at=request.at, draft=held, seen_version=seen, **values)
        return _address(row)

    return form_page(
        request, form, title=_("Agree this version?"), lead=held.title_en, back=_address(row), do=do,
        done=_("It was agreed, and holds from now."), template="panels/guidance_agree.html", draft=held, full=shown_of(held),
        easy=shown_of(held, easy=True),
    )  # fmt: skip


@may("panels.kinds")
def place(request: HttpRequest, code: str) -> HttpResponse:
    row = _page(request, code)
    stored = {name: getattr(row, name) for name in ("meant_for", "where", "to_read", "version")}
    form = PlaceForm(request.POST or None, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_page(by=request.viewer, at=request.at, page=row, seen_version=seen, **values)
        return _address(row)

    return form_page(
        request, form, title=_("For whom it is, and where it is shown"), lead=code, back=_address(row), do=do, done=_("It was changed.")
    )


@may("panels.kinds")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    row = _page(request, code)

    def do(_values: dict[str, Any]) -> str:
        operations.withdraw_page(by=request.viewer, at=request.at, page=row)
        return _address(row)

    return form_page(
        request, WithdrawForm(request.POST or None, initial=started()), title=_("Take this page out of use?"),
        lead=_("It stays on record with all its versions, and so does who has read it."), back=_address(row), do=do,
        done=_("It was taken out of use."),
    )  # fmt: skip


def _require(request: HttpRequest) -> None:
    request.viewer.require_national(queries.KEEPING)


def _page(request: HttpRequest, code: str) -> Guidance:
    _require(request)
    return get_or_404(request, code)


def _address(page: Guidance) -> str:
    return reverse("panels:guidance_page", args=[page.code])
