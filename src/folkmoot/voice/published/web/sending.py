"""What is done with an entry once it is written: submit, agree, send back, publish, begin a new version, discard, withdraw."""

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
from folkmoot.voice.published import operations
from folkmoot.voice.published.models import Edition
from folkmoot.voice.published.web.forms import ReturnForm, WithdrawForm
from folkmoot.voice.published.web.views import address, detail_page, in_sight, newest


def _submit(request: HttpRequest, edition: Edition) -> str:
    operations.submit(by=request.viewer, at=request.at, edition=edition)
    return address(edition.entry)


def _agree(request: HttpRequest, edition: Edition) -> str:
    operations.agree(by=request.viewer, at=request.at, edition=edition, seen_hash=request.POST.get("hash", ""))
    return address(edition.entry)


def _publish(request: HttpRequest, edition: Edition) -> str:
    operations.publish(by=request.viewer, at=request.at, edition=edition)
    return address(edition.entry)


def _begin(request: HttpRequest, edition: Edition) -> str:
    operations.begin_version(by=request.viewer, at=request.at, entry=edition.entry)
    return reverse("voice:published-about", args=[edition.entry_id])


def _discard(request: HttpRequest, edition: Edition) -> str:
    gone = operations.discard(by=request.viewer, at=request.at, edition=edition)
    return reverse("voice:published") if gone else address(edition.entry)


# part of the address -> what it does, and the words once it is done
DOING: dict[str, tuple[Callable[[HttpRequest, Edition], str], Promise]] = {
    "submit": (_submit, _("It waits for a second person to agree.")),
    "agree": (_agree, _("Agreed. It may now be published as it stands.")),
    "publish": (_publish, _("It is published.")),
    "begin": (_begin, _("A new version is begun. The published one stands until this one replaces it.")),
    "discard": (_discard, _("The draft was discarded.")),
}


@may("voice.read")
@require_POST
def do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step, taken once; what may not be done is said on the page of the entry. Each operation asks for its own right."""
    if what not in DOING:
        raise Http404
    edition = newest(in_sight(request, pk))
    act, done = DOING[what]
    try:
        where = only_once(
            request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=lambda: act(request, edition)
        )
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(done))
    return redirect(where)


@may("you_said.agree")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    edition = newest(in_sight(request, pk))
    form = ReturnForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, edition=edition, **values)
        return address(edition.entry)

    return form_page(request, form, title=_("Send it back"), back=address(edition.entry), do=act, done=_("It was sent back."))


@may("you_said.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    entry = in_sight(request, pk)
    form = WithdrawForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.withdraw(by=request.viewer, at=request.at, entry=entry, **values)
        return address(entry)

    return form_page(
        request, form, title=_("Withdraw what is published"), back=address(entry), do=act,
        done=_("It is withdrawn. The reason stands in its place."),
        lead=_("The words are gone from the public page at once. One person may do this, because it may be urgent."),
    )  # fmt: skip
