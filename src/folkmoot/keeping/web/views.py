"""The page about backups: how they stand, what to do, and what was done. Nothing is taken or brought back over the web."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.foundation import audit
from folkmoot.foundation.access import may
from folkmoot.keeping import queries
from folkmoot.keeping.web.presenters import lines_of, told


@may("everything.take")
def home(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        events = queries.events(request.viewer)
        if events:
            seen = [event.seq for event in events]
            audit.record(
                audit.Kind.CONSULTATION, by=request.viewer, at=request.at, subject="foundation.auditevent", ids=seen, route=request.path
            )
    return render(request, "keeping/home.html", {"told": told(request.viewer, request.at), "lines": lines_of(events)})
