"""The members' pages of a draw: the list's code, their own phrase, the cases, and how to check it all. Each works without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.web.gate import for_a_seat, own
from folkmoot.scrutiny.draws import operations, queries
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.draws.rules import State
from folkmoot.scrutiny.draws.web.downloads import list_file, receipt_file
from folkmoot.scrutiny.draws.web.forms import OpenForm, PhraseForm, TieForm
from folkmoot.scrutiny.draws.web.presenters import NOT_PROVED, ceremony
from folkmoot.scrutiny.frames.operations import declare_tie


@may("case.judge")
@for_a_seat
def listing(request: HttpRequest, seat: Member) -> HttpResponse:
    """The draws of the panel, and what the member can do about each."""
    waits = {draw.pk: what for what, draw in queries.waits_for(seat)}
    lines = [(draw, waits.get(draw.pk, "")) for draw in queries.draws_of_seat(seat)]
    return render(request, "scrutiny/draws_mine.html", {"seat": seat, "lines": lines})


@may("case.judge")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    seat, row = own(request, queries.draws_of_seat, pk)
    held = queries.own_contribution(seat, row)
    over = row.seals_until is not None and request.at >= row.seals_until
    context = {
        "seat": seat, "said": ceremony(row, own=held), "held": held, "not_proved": NOT_PROVED,
        "may_seal": row.state == State.COMMITTED and not over,
        "may_open": held is not None and held.opened_at is None and (row.state == State.OPENING or (row.state == State.COMMITTED and over)),
        "tied": set(row.drawn.filter(case__ties__member=seat).values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "scrutiny/draws_member.html", context)


@may("case.judge")
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal a phrase: in the member's browser where JavaScript runs, else by this service, which the page says."""
    seat, row = own(request, queries.draws_of_seat, pk)
    form = PhraseForm(request.POST or None, initial=started())
    back = reverse("my_cases:draw", args=[pk])

    def do(values: dict[str, Any]) -> str:
        given = {"seal": values["seal"]} if values["seal"] else {"phrase": values["phrase"]}
        operations.seal_phrase(by=request.viewer, at=request.at, draw=row, member=seat, **given)
        return back

    held = queries.own_contribution(seat, row)
    return form_page(
        request, form, title=_("Seal your phrase"), lead=row.title, back=back, do=do, done=_("Your phrase is sealed."),
        template="scrutiny/draws_seal.html", draw=row, held=held,
    )  # fmt: skip


@may("case.judge")
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    seat, row = own(request, queries.draws_of_seat, pk)
    form = OpenForm(request.POST or None, initial=started())
    back = reverse("my_cases:draw", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.open_phrase(by=request.viewer, at=request.at, draw=row, member=seat, phrase=values["phrase"], salt=values["salt"])
        return back

    return form_page(
        request, form, title=_("Open your phrase"), lead=row.title, back=back, do=do, done=_("Your phrase is open. It counts."),
        template="scrutiny/draws_open.html", draw=row,
    )  # fmt: skip


@may("case.judge")
def the_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list in canonical form: pseudonyms and codes, nothing of any case."""
    _seat, row = own(request, queries.draws_of_seat, pk)
    return list_file(row)


@may("case.judge")
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    _seat, row = own(request, queries.draws_of_seat, pk)
    return receipt_file(row)


@may("case.judge")
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """A member says that they are tied to a drawn case: from then on they are not shown it and do not judge it."""
    seat, row = own(request, _drawn_of_seat, pk)
    form = TieForm(request.POST or None, initial=started())
    back = reverse("my_cases:draw", args=[row.draw_id])

    def do(values: dict[str, Any]) -> str:
        declare_tie(by=request.viewer, at=request.at, member=seat, case=row.case, what=values["what"])
        return back

    title = _("Say that you are tied to a case")
    return form_page(
        request, form, title=title, lead=row.case.pseudonym, back=back, do=do, done=_("Thank you. You will not be shown this case.")
    )


def _drawn_of_seat(seat: Member) -> Any:
    rows = DrawnCase.objects.filter(draw__in=queries.draws_of_seat(seat), draw__state=Draw.State.DRAWN, replaced_at__isnull=True)
    return rows.select_related("case__frame__panel", "draw")
