"""For whoever manages accounts: letters that wait, failed or are not certain, and settling those. Their words are never shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.notices import operations, queries
from folkmoot.accounts.notices.models import STATE_NAMES, Letter
from folkmoot.accounts.notices.rules import SAID_BY_A_PERSON, State, after
from folkmoot.foundation.audit import consulted
from folkmoot.foundation.outbox import messages_reach_nobody
from folkmoot.foundation.saving import Refused
from folkmoot.webkit.paging import Pages

PAGE = 50
COLOURS = {
    State.WAITING: "blue", State.CLAIMED: "light-blue", State.SENT: "green", State.FAILED: "red", State.UNCERTAIN: "orange",
}  # fmt: skip
# A person's saying, in the address -> in the table of transitions, and on the button.
SAYINGS = {"arrived": ("say it arrived", _("It arrived")), "again": ("send again", _("Send it again"))}


@dataclass(frozen=True)
class Line:
    """A letter without its words: to whom (an address only in part), what it tells of, and what may be said of it."""

    letter: Letter
    to: str
    state: str | Promise
    colour: str
    sayings: Sequence[tuple[str, Promise]]


@may("accounts.manage")
def letters(request: HttpRequest) -> HttpResponse:
    rows = queries.letters(request.viewer).select_related("account")
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    with transaction.atomic():
        consulted(by=request.viewer, at=request.at, rows=list(page.object_list), route=request.path)
    counts = queries.count_letters(request.viewer)
    context = {
        "page": page, "lines": [_line(row) for row in page.object_list], "no_server": messages_reach_nobody(),
        "counts": [(STATE_NAMES[state], number) for state, number in counts.items()],
    }  # fmt: skip
    return render(request, "accounts/notices_letters.html", context)


@may("accounts.manage")
@require_POST
def settle(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    try:
        letter, said = queries.get_letter(request.viewer, pk), SAYINGS[what][0]
    except (Letter.DoesNotExist, KeyError) as error:
        raise Http404 from error
    try:
        operations.settle(by=request.viewer, at=request.at, letter=letter, what=said)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: it arrived.") if what == "arrived" else _("It will be sent again with the next post."))
    return redirect("accounts:letters")


def _line(letter: Letter) -> Line:
    state = State(letter.state)
    sayings = [(slug, words) for slug, (said, words) in SAYINGS.items() if said in SAID_BY_A_PERSON and after(state, said)]
    return Line(letter, _in_part(letter), STATE_NAMES[state], COLOURS[state], sayings)


def _in_part(letter: Letter) -> str:
    """Our own people by name; of anybody else's address only enough to know it again."""
    if letter.account is not None:
        return str(letter.account)
    name, _at, host = letter.to.partition("@")
    return f"{name[:1]}…@{host}" if host else ""
