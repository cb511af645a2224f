"""What the pages of a claim have in common, whoever opens them: the member on their own pages, or the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.saving import Refused
from folkmoot.panels.expenses import operations
from folkmoot.panels.expenses.models import Claim, ClaimLine
from folkmoot.panels.expenses.queries import rates_now
from folkmoot.panels.expenses.web import forms
from folkmoot.panels.expenses.web.presenters import claim_shown, expense_shown, rate_words
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.papers.web.handing import as_download, sent_with_files


@dataclass(frozen=True)
class Door:
    """From where a claim is looked at: `to(name, *numbers)` gives the address of its pages; `own` on the member's own."""

    own: bool
    to: Callable[..., str]


def detail_page(request: HttpRequest, door: Door, claim: Claim, **more: Any) -> HttpResponse:
    shown(request, [claim])
    lines = [expense_shown(line) for line in claim.lines.all()]
    links = {name: door.to(name, claim.pk) for name in ("add", "send", "take_back")}
    context = {
        "claim": claim, "one": claim_shown(claim), "own": door.own, "back": door.to("listing"), **links,
        "lines": [(each, door.to("take_out", claim.pk, each.line.pk), door.to("receipt", claim.pk, each.line.pk)) for each in lines],
    }  # fmt: skip
    return render(request, "panels/expenses_claim.html", context | more)


def begin_page(request: HttpRequest, door: Door, member: Member) -> HttpResponse:
    year = request.at - timedelta(days=366)
    held = Meeting.objects.filter(panel=member.panel, starts_at__range=(year, request.at)).exclude(state=Meeting.State.CANCELLED)
    form = forms.ClaimForm(request.POST or None, meetings=held.order_by("-starts_at"), initial=started())

    def do(values: dict[str, Any]) -> str:
        return door.to("add", operations.begin_claim(by=request.viewer, at=request.at, member=member, **values).pk)

    return form_page(request, form, title=_("Claim expenses"), lead=member.panel.name, back=door.to("listing"), do=do)


def add_page(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    today = timezone.localdate(request.at)
    form = forms.ExpenseForm(**sent_with_files(request), initial=started(on=today))

    def do(values: dict[str, Any]) -> str:
        values["receipt"] = values.pop("file")
        try:
            operations.add_expense(by=request.viewer, at=request.at, claim=claim, **values)
        except Refused as refused:
            problems = dict(refused.problems)
            if "receipt" in problems:
                problems["file"] = problems.pop("receipt")
            raise Refused(problems) from refused
        return door.to("detail", claim.pk)

    rates = [(str(rate.get_kind_display()), rate_words(rate)) for rate in rates_now(today)]
    return form_page(
        request, form, title=_("Add an expense"), lead=claim.occasion, back=door.to("detail", claim.pk), do=do,
        done=_("The expense was added. Add another, or send the claim."), template="panels/expenses_add.html", rates=rates,
    )  # fmt: skip


def take_out_page(request: HttpRequest, door: Door, claim: Claim, line_id: int) -> HttpResponse:
    line = line_of(claim, line_id)

    def do(values: dict[str, Any]) -> None:
        operations.take_out_expense(by=request.viewer, at=request.at, line=line)

    form = forms.TakeOutForm(request.POST or None, initial=started())
    return _page(request, door, claim, form, _("Take the expense out?"), do, _("The expense was taken out."), lead=str(line))


def send_page(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    form = forms.SendForm(request.POST or None, initial=started(version=claim.version))

    def do(values: dict[str, Any]) -> None:
        operations.send_claim(by=request.viewer, at=request.at, claim=claim, seen_version=values["version"])

    return _page(request, door, claim, form, _("Send the claim?"), do, _("The claim was sent. Somebody will look at it."))


def take_back_page(request: HttpRequest, door: Door, claim: Claim) -> HttpResponse:
    form = forms.TakeBackForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.take_claim_back(by=request.viewer, at=request.at, claim=claim)

    return _page(request, door, claim, form, _("Take the claim back to correct it?"), do, _("Correct it, then send it again."))


def receipt_page(request: HttpRequest, claim: Claim, line_id: int) -> HttpResponse:
    line = line_of(claim, line_id)
    if line.receipt_id is None:
        raise Http404
    return as_download(operations.open_receipt(by=request.viewer, at=request.at, line=line, route=request.path))


def line_of(claim: Claim, line_id: int) -> ClaimLine:
    """One line of a claim. Raises Http404."""
    for line in claim.lines.all():
        if line.pk == line_id:
            return line
    raise Http404


def _page(
    request: HttpRequest, door: Door, claim: Claim, form: Any, title: Any, do: Any, done: Any, lead: Any = None
) -> HttpResponse:  # fmt: skip
    address = door.to("detail", claim.pk)

    def go(values: dict[str, Any]) -> str:
        do(values)
        return address

    return form_page(request, form, title=title, lead=lead or claim.occasion, back=address, do=go, done=done)
