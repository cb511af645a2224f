"""Guidance as a member reads it, and that they have read it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.guidance.operations import mark_read
from folkmoot.panels.guidance.queries import guidance_for
from folkmoot.panels.guidance.web.presenters import shown_of
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.web.forms import ReadForm
from folkmoot.panels.space.web.gate import address, for_a_seat


@may("panel.home")
@for_a_seat
def listing(request: HttpRequest, seat: Member) -> HttpResponse:
    lines = [(each, shown_of(each.version)) for each in guidance_for(seat)]
    context = {"seat": seat, "panel_query": f"?panel={seat.panel.code}", "lines": lines}
    return render(request, "panels/space_guidance.html", context)


@may("panel.home")
@for_a_seat
def page(request: HttpRequest, seat: Member, code: str) -> HttpResponse:
    """One page; at its end the member says that they have read it."""
    found = next((each for each in guidance_for(seat) if each.version.page.code == code), None)
    if found is None:
        raise Http404
    back = address("guidance", seat)
    shown = shown_of(found.version, easy=request.GET.get("easy") == "yes")
    form = ReadForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        mark_read(by=request.viewer, at=request.at, member=seat, version=found.version)
        return back

    return form_page(
        request, form, title=shown.title, back=back, do=do, done=_("Thank you. We keep that you have read it."),
        template="panels/space_guidance_page.html", seat=seat, shown=shown, found=found, panel_query=f"?panel={seat.panel.code}",
    )  # fmt: skip
