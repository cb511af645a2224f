"""Which panel a page of the members' own is about: each such page passes through here, and this asks `space.seats`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.space.seats import seat_of, seats

SeatView = Callable[..., HttpResponse]
_REMEMBERED = "panel"


def for_a_seat(view: SeatView) -> SeatView:
    """Give the view the seat that its address names (`?panel=code`), or the only one; whoever has several chooses once and may change it.

    Without a seat the page says why nothing is there. Stands under `@may("panel.home")`.
    """

    @wraps(view)
    def seated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate(request.at)
        code = request.GET.get("panel", "")
        if code:
            seat = _named(request, code)
            request.session[_REMEMBERED] = code
            return view(request, seat, *args, **kwargs)
        held = seats(request.viewer, today)
        if len(held) == 1:
            return view(request, held[0], *args, **kwargs)
        return _choose(request, held)

    return seated


def _named(request: HttpRequest, code: str) -> Member:
    try:
        return seat_of(request.viewer, code, timezone.localdate(request.at))
    except Member.DoesNotExist:
        raise Http404 from None


def _choose(request: HttpRequest, held: list[Member]) -> HttpResponse:
    remembered = request.session.get(_REMEMBERED)
    if request.method == "GET" and remembered in {seat.panel.code for seat in held}:
        return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'panel': remembered})}")
    if not held:
        return render(request, "panels/space_no_seat.html", {"none": True})
    return render(request, "panels/space_choose.html", {"seats": held, "path": request.path})


def own(request: HttpRequest, rows: Callable[[Member], QuerySet[Any]], pk: int) -> tuple[Member, Any]:
    """One row that belongs to a seat of this person, with that seat. `rows` gives those of a seat. Raises Http404."""
    for seat in seats(request.viewer, timezone.localdate(request.at)):
        found: Model | None = rows(seat).filter(pk=pk).first()
        if found is not None:
            return seat, found
    raise Http404


def address(route: str, seat: Member, *args: Any) -> str:
    """The address of a page of one panel's member."""
    return f"{reverse(f'my_panel:{route}', args=args)}?{urlencode({'panel': seat.panel.code})}"


def choose_panel(request: HttpRequest, rows: QuerySet[Panel], *, title: object, back: str) -> HttpResponse:
    """The service's page that asks which panel a form is about."""
    return render(request, "panels/space_service_choose.html", {"panels": rows, "title": title, "back": back})
