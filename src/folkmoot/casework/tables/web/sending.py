"""What is done with an edition once it is filled: check, agree, publish, take a table out, discard, send back, withdraw."""

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
from folkmoot.casework.tables import operations
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.web.forms import ReturnForm, WithdrawForm
from folkmoot.casework.tables.web.views import address, detail_page, in_sight
from folkmoot.errors import FolkmootError
from folkmoot.foundation.once import only_once
from folkmoot.foundation.typed import number


def _check(request: HttpRequest, edition: Edition) -> str:
    operations.run_check(by=request.viewer, at=request.at, edition=edition)
    return f"{address(edition)}#check"


def _agree(request: HttpRequest, edition: Edition) -> str:
    operations.agree(by=request.viewer, at=request.at, edition=edition, seen=request.POST.get("seen", ""))
    return address(edition)


def _publish(request: HttpRequest, edition: Edition) -> str:
    operations.publish(by=request.viewer, at=request.at, edition=edition)
    return address(edition)


def _remove(request: HttpRequest, edition: Edition) -> str:
    operations.remove_content(by=request.viewer, at=request.at, edition=edition, place=number(request.POST.get("place", "")) or 0)
    return address(edition)


def _discard(request: HttpRequest, edition: Edition) -> str:
    operations.discard(by=request.viewer, at=request.at, edition=edition)
    return reverse("casework:tables")


# part of the address -> what it does, and the words once it is done
DOING: dict[str, tuple[Callable[[HttpRequest, Edition], str], Promise]] = {
    "check": (_check, _("It was checked beside everything ever released. Read what the check found.")),
    "agree": (_agree, _("Agreed. It can be published now.")),
    "publish": (_publish, _("Published. Every set of its cells is on the register.")),
    "remove": (_remove, _("The table was taken out.")),
    "discard": (_discard, _("The draft was discarded.")),
}


@may("tables.read")
@require_POST
def do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step, taken once; what may not be done is said on the page of the edition. Each operation asks for its own right."""
    if what not in DOING:
        raise Http404
    edition = in_sight(request, pk)
    act, done = DOING[what]
    mark, account = request.POST.get("mark", ""), request.viewer.account_id
    try:
        where = only_once(mark, account_id=account, at=request.at, do=lambda: act(request, edition))
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(done))
    return redirect(where)


@may("tables.agree")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    edition = in_sight(request, pk)
    form = ReturnForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, edition=edition, **values)
        return address(edition)

    return form_page(request, form, title=_("Send it back"), back=address(edition), do=act, done=_("It was sent back."))


@may("tables.publish")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    edition = in_sight(request, pk)
    form = WithdrawForm(request.POST or None, initial=started())

    def act(values: dict[str, Any]) -> str:
        operations.withdraw(by=request.viewer, at=request.at, edition=edition, **values)
        return address(edition)

    lead = _("One person may do this, because it may be urgent. What was released stays on the register: it cannot be called back.")
    return form_page(
        request, form, title=_("Withdraw what is published"), lead=lead, back=address(edition), do=act,
        done=_("It is withdrawn. The reason stands with it."),
    )  # fmt: skip
