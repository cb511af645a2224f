"""Pages on which the service looks at claims, enters them for members without a sign-in, and sets rates."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.expenses import operations, queries
from folkmoot.panels.expenses.models import Claim, Rate
from folkmoot.panels.expenses.rules import deciding_problem
from folkmoot.panels.expenses.web import pages
from folkmoot.panels.expenses.web.forms import ClaimsFilter, RateForm
from folkmoot.panels.expenses.web.presenters import claim_shown, rate_words
from folkmoot.panels.members.web.views import seat_in_sight
from folkmoot.panels.papers.rules import MOST_BYTES

CAPABILITY = "panels.members"
A_PAGE = 40
ROUTES = {
    "listing": "expenses", "detail": "claim", "add": "add_expense", "send": "send_claim", "take_back": "take_claim_back",
    "take_out": "take_out_expense", "receipt": "receipt",
}  # fmt: skip


def _to(name: str, *numbers: int) -> str:
    return reverse(f"panels:{ROUTES[name]}", args=numbers)


DOOR = pages.Door(own=False, to=_to)


@may(CAPABILITY)
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = ClaimsFilter(request.GET, areas_for(viewer, CAPABILITY, today=today))
    asked = filters.chosen
    names = {"area_id": "member__panel__area", "state": "state"}
    rows = queries.claims(viewer).filter(**{names[name]: value for name, value in asked.items()})
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown(request, page.object_list)
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "filters": filters, "asked": asked, "lines": [claim_shown(claim) for claim in page.object_list], "page": page,
        "rest": address.urlencode(),
    }  # fmt: skip
    return render(request, "panels/expenses_list.html", context)


@may(CAPABILITY)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    claim = claim_in_sight(request, pk)
    problem = deciding_problem(
        state=claim.state, decider=request.viewer.account_id, entered_by=claim.recorded_by_id, member=claim.member.account_id
    )  # fmt: skip
    waits = claim.state == Claim.State.SENT
    mine = claim.recorded_by_id == request.viewer.account_id
    return pages.detail_page(request, DOOR, claim, may_decide=not problem, why_not=problem if waits else "", may_correct=mine)


@may(CAPABILITY)
def begin(request: HttpRequest, member: int) -> HttpResponse:
    return pages.begin_page(request, DOOR, seat_in_sight(request, member))


@may(CAPABILITY)
@takes_file(MOST_BYTES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.add_page(request, DOOR, claim_in_sight(request, pk))


@may(CAPABILITY)
def take_out(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    return pages.take_out_page(request, DOOR, claim_in_sight(request, pk), line)


@may(CAPABILITY)
def receipt(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    return pages.receipt_page(request, claim_in_sight(request, pk), line)


@may(CAPABILITY)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.send_page(request, DOOR, claim_in_sight(request, pk))


@may(CAPABILITY)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.take_back_page(request, DOOR, claim_in_sight(request, pk))


@may(CAPABILITY)
def rates(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    held = {rate.pk for rate in queries.rates_now(today)}
    lines = [(rate, rate_words(rate), rate.pk in held) for rate in Rate.objects.all()]
    may_set = request.viewer.sight("panels.kinds").national
    return render(request, "panels/expenses_rates.html", {"lines": lines, "may_set": may_set})


@may("panels.kinds")
def new_rate(request: HttpRequest) -> HttpResponse:
    form = RateForm(request.POST or None, initial=started(starts=timezone.localdate(request.at)))
    address = reverse("panels:expense_rates")

    def do(values: dict[str, Any]) -> str:
        operations.set_rate(by=request.viewer, at=request.at, **values)
        return address

    return form_page(request, form, title=_("Set a rate"), back=address, do=do, done=_("The rate was set."))


def claim_in_sight(request: HttpRequest, pk: int) -> Claim:
    """One claim, where the viewer keeps the members of its panel. Raises Http404."""
    try:
        return queries.get_claim(request.viewer, pk)
    except Claim.DoesNotExist:
        raise Http404 from None
