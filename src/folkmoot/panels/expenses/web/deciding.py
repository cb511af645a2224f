"""Pages on which somebody else than who made a claim agrees or refuses it, and on which its payment is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.expenses import operations
from folkmoot.panels.expenses.models import Claim
from folkmoot.panels.expenses.web import forms
from folkmoot.panels.expenses.web.views import CAPABILITY, DOOR, claim_in_sight


@may(CAPABILITY)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    claim = claim_in_sight(request, pk)
    form = forms.AgreeForm(request.POST or None, lines=claim.lines.all(), initial=started(version=claim.version))

    def do(values: dict[str, Any]) -> None:
        operations.agree_claim(by=request.viewer, at=request.at, claim=claim, cuts=form.cuts, seen_version=values["version"])

    return _page(request, claim, form, _("Agree the claim"), do, _("The claim was agreed. Have it paid."))


@may(CAPABILITY)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    claim = claim_in_sight(request, pk)
    form = forms.RefuseForm(request.POST or None, initial=started(version=claim.version))

    def do(values: dict[str, Any]) -> None:
        operations.refuse_claim(by=request.viewer, at=request.at, claim=claim, why=values["why"], seen_version=values["version"])

    return _page(request, claim, form, _("Refuse the claim"), do, _("The claim was refused. The member sees why."))


@may(CAPABILITY)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    claim = claim_in_sight(request, pk)
    form = forms.PayForm(request.POST or None, initial=started(paid_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.pay_claim(by=request.viewer, at=request.at, claim=claim, **values)

    return _page(request, claim, form, _("Record that it was paid"), do, _("The payment was recorded."))


def _page(request: HttpRequest, claim: Claim, form: Any, title: Any, do: Any, done: Any) -> HttpResponse:
    address = DOOR.to("detail", claim.pk)

    def go(values: dict[str, Any]) -> str:
        do(values)
        return address

    return form_page(request, form, title=title, lead=claim.occasion, back=address, do=go, done=done)
