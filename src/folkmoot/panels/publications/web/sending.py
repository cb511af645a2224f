"""What is done with a publication once it is made: make it again, submit, agree and so publish, send back, discard, withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.errors import FolkmootError
from folkmoot.foundation.once import only_once
from folkmoot.panels.publications import operations
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.web.forms import ReturnForm, WithdrawForm
from folkmoot.panels.publications.web.views import address, detail_page, in_sight


def _again(request: HttpRequest, publication: Publication) -> str:
    operations.make_again(by=request.viewer, at=request.at, publication=publication)
    return address(publication)


def _again_whole(request: HttpRequest, publication: Publication) -> str:
    operations.make_again(by=request.viewer, at=request.at, publication=publication, over_hand=True)
    return address(publication)


def _submit(request: HttpRequest, publication: Publication) -> str:
    operations.submit(by=request.viewer, at=request.at, publication=publication)
    return address(publication)


def _agree(request: HttpRequest, publication: Publication) -> str:
    operations.agree(by=request.viewer, at=request.at, publication=publication, seen_hash=request.POST.get("hash", ""))
    return address(publication)


def _discard(request: HttpRequest, publication: Publication) -> str:
    operations.discard(by=request.viewer, at=request.at, publication=publication)
    return reverse("panels:publications")


# part of the address -> what it does, and the words once it is done
DOING: dict[str, tuple[Callable[[HttpRequest, Publication], str], Promise]] = {
    "again": (_again, _("What the records say now was taken in. Versions that somebody changed were left as they are: read them again.")),
    "whole": (_again_whole, _("Every version was made again.")),
    "submit": (_submit, _("It waits for a second person to agree.")),
    "agree": (_agree, _("Agreed. It is published as it stands, and frozen.")),
    "discard": (_discard, _("The draft was discarded.")),
}


@may("panels.read")
@require_POST
def do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step, taken once; what may not be done is said on the page of the publication. Each operation asks for its own right."""
    if what not in DOING:
        raise Http404
    publication = in_sight(request, pk)
    act, done = DOING[what]
    try:
        where = only_once(
            request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=lambda: act(request, publication)
        )
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(done))
    return redirect(where)


@may("panels.agree")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    publication = in_sight(request, pk)
    form = ReturnForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, publication=publication, **values)
        return address(publication)

    return form_page(request, form, title=_("Send it back"), back=address(publication), do=act, done=_("It was sent back."))


@may("panels.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    publication = in_sight(request, pk)
    form = WithdrawForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.withdraw(by=request.viewer, at=request.at, publication=publication, **values)
        return address(publication)

    return form_page(
        request, form, title=_("Withdraw what is published"), back=address(publication), do=act,
        done=_("It is withdrawn. The reason stands in its place."),
        lead=_("The words are gone from the public page at once. One person may do this, because it may be urgent."),
    )  # fmt: skip
