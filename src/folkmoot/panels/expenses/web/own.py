"""The pages on which a member claims expenses: their own, of their own panel, and nobody else's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.expenses import queries
from folkmoot.panels.expenses.models import Claim
from folkmoot.panels.expenses.web import pages
from folkmoot.panels.expenses.web.presenters import claim_shown, rate_words
from folkmoot.panels.members.models import Member
from folkmoot.panels.papers.rules import MOST_BYTES
from folkmoot.panels.space.seats import seat_of

ROUTES = {
    "listing": "my_claims", "detail": "my_claim", "add": "my_add_expense", "send": "my_send_claim", "take_back": "my_take_claim_back",
    "take_out": "my_take_out_expense", "receipt": "my_receipt",
}  # fmt: skip


def _door(code: str) -> pages.Door:
    return pages.Door(own=True, to=lambda name, *numbers: reverse(f"panels:{ROUTES[name]}", args=[code, *numbers]))


@may("panel.home")
def listing(request: HttpRequest, code: str) -> HttpResponse:
    seat = _seat(request, code)
    lines = [claim_shown(claim) for claim in queries.own_claims(request.viewer, seat)]
    rates = [(str(rate.get_kind_display()), rate_words(rate)) for rate in queries.rates_now(timezone.localdate(request.at))]
    return render(request, "panels/expenses_mine.html", {"seat": seat, "lines": lines, "rates": rates})


@may("panel.home")
def begin(request: HttpRequest, code: str) -> HttpResponse:
    return pages.begin_page(request, _door(code), _seat(request, code))


@may("panel.home")
def detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return pages.detail_page(request, _door(code), _claim(request, code, pk), may_correct=True)


@may("panel.home")
@takes_file(MOST_BYTES)
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return pages.add_page(request, _door(code), _claim(request, code, pk))


@may("panel.home")
def take_out(request: HttpRequest, code: str, pk: int, line: int) -> HttpResponse:
    return pages.take_out_page(request, _door(code), _claim(request, code, pk), line)


@may("panel.home")
def receipt(request: HttpRequest, code: str, pk: int, line: int) -> HttpResponse:
    return pages.receipt_page(request, _claim(request, code, pk), line)


@may("panel.home")
def send(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return pages.send_page(request, _door(code), _claim(request, code, pk))


@may("panel.home")
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return pages.take_back_page(request, _door(code), _claim(request, code, pk))


def _seat(request: HttpRequest, code: str) -> Member:
    try:
        return seat_of(request.viewer, code, timezone.localdate(request.at))
    except Member.DoesNotExist:
        raise Http404 from None


def _claim(request: HttpRequest, code: str, pk: int) -> Claim:
    try:
        return queries.get_own_claim(request.viewer, _seat(request, code), pk)
    except Claim.DoesNotExist:
        raise Http404 from None
