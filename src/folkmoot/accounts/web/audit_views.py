"""The audit trail on a page. Reading it is itself recorded."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts import queries
from folkmoot.accounts.access import may
from folkmoot.accounts.web.forms import AuditFilterForm
from folkmoot.accounts.web.presenters import event_line
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Kind

PAGE = 50


@may("audit.read")
def audit_trail(request: HttpRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    filters = sorted(name for name, value in asked.items() if value)
    before = request.GET.get("before", "")
    with transaction.atomic():
        found = queries.audit_events(
            request.viewer, person=asked.get("person", ""), kind=asked.get("kind", ""), subject=asked.get("subject", ""),
            before=int(before) if before.isdecimal() and len(before) < 19 else None,
        )  # fmt: skip
        rows = list(found[: PAGE + 1])
        shown, more = rows[:PAGE], len(rows) > PAGE
        audit.record(
            Kind.CONSULTATION, by=request.viewer, at=request.at, subject="foundation.auditevent", ids=[event.seq for event in shown],
            route=request.path, detail={"filters": filters} if filters else None,
        )  # fmt: skip
    context = {"form": form, "lines": [event_line(event) for event in shown], "older": shown[-1].seq if more else None, "asked": asked}
    return render(request, "accounts/audit.html", context)
