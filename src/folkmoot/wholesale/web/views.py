"""The page about taking everything out: what it is, how it is done, and when it was done. It hands nothing over itself."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.foundation import audit
from folkmoot.foundation.access import may
from folkmoot.wholesale import queries
from folkmoot.wholesale.web.presenters import lines_of


@may("everything.take")
def home(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        events = queries.taken_and_brought(request.viewer)
        if events:
            seen = [event.seq for event in events]
            audit.record(
                audit.Kind.CONSULTATION, by=request.viewer, at=request.at, subject="foundation.auditevent", ids=seen, route=request.path
            )
    return render(request, "wholesale/home.html", {"lines": lines_of(events)})
