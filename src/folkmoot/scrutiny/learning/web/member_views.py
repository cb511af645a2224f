"""What came of what a panel found, for its members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.web.gate import for_a_seat
from folkmoot.scrutiny.learning.queries import for_seat
from folkmoot.scrutiny.learning.web.presenters import line_of


@may("case.judge")
@for_a_seat
def came_of_it(request: HttpRequest, seat: Member) -> HttpResponse:
    """What the panel learned, the replies, and what was done: no case stands in it, so it stays when packs have expired."""
    lines = [line_of(each) for each in for_seat(seat, timezone.localdate(request.at))]
    return render(request, "scrutiny/learning_member.html", {"seat": seat, "lines": lines})
