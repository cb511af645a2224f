"""The pages of signals: the list, one with all that was added to it, the list as a file, and the action that follows."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.casework.signals import queries
from folkmoot.casework.signals.files import as_csv
from folkmoot.casework.signals.found import found_about
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.rules import State, Waits, capability
from folkmoot.casework.signals.web import presenters
from folkmoot.casework.signals.web.forms import SignalFilter
from folkmoot.communities.web.consultation import read, shown
from folkmoot.foundation import audit
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("casework.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = SignalFilter(request.GET, areas_for(viewer, "casework.read", today=today))
    asked = filters.chosen
    found = queries.list_signals(viewer, today=today, **asked)
    page = Pages(found, A_PAGE).get_page(request.GET.get("page"))
    shown(request, [one.row for one in page])
    waiting = [
        (words, sum(one.waits is waits for one in found)) for waits, words in presenters.WAITS_WORDS.items() if waits is not Waits.NOTHING
    ]
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [line_of(each) for each in page],
        "waiting": [(words, number) for words, number in waiting if number], "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "casework/signals.html", context)


def line_of(standing: queries.Standing) -> tuple[queries.Standing, object, str, object, str]:
    """A signal as a line of a list: its state in words and colour, what it waits for, and where it is."""
    state = standing.state
    place = presenters.place_of(standing.row)
    return standing, presenters.STATE_WORDS[state], presenters.STATE_COLOURS[state], presenters.WAITS_WORDS[standing.waits], place


@may("casework.read")
@transaction.atomic
def download(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    asked = SignalFilter(request.GET, areas_for(viewer, "casework.read", today=today)).chosen
    found = queries.list_signals(viewer, today=today, **asked)
    audit.record(
        audit.Kind.DISCLOSURE, by=viewer, at=request.at, subject="casework.signal", ids=[one.row.pk for one in found],
        recipient=viewer.name, detail={"kind": "csv"},
    )  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="signals.csv"'}
    return HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)


@may("casework.read", "workforce.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer, today = in_sight(request, pk), request.viewer, timezone.localdate(request.at)
    standing, history = queries.standing_of(row, today), list(row.history.all())
    raised = list(actions_from(viewer, queries.ORIGIN, pk)) if viewer.may("actions.read") else []
    of_cases, accepted = row.subject == Signal.Subject.CASEWORK, standing.state is State.ACCEPTED
    context = {
        "row": row, "standing": standing, "words": presenters.STATE_WORDS[standing.state],
        "colour": presenters.STATE_COLOURS[standing.state], "seen": presenters.seen_words(row),
        "since": presenters.since_words(row, history), "next": presenters.next_words(standing), "place": presenters.place_of(row),
        "figures": presenters.figures_of(row), "history": presenters.history_lines(history),
        "trend": presenters.trend_picture(row, history),
        "adjusted": presenters.adjusted_words(history), "answers": list(reversed(row.answers.all())), "hypotheses": queries.hypotheses(row),
        "elsewhere": presenters.elsewhere_lines(queries.elsewhere(viewer, row, today)), "origin": presenters.origin_address(row),
        "areas": presenters.areas_address(row),
        "retests": list(reversed(row.retests.all())), "owners": list(row.owners.all()),
        "found": found_about(viewer, pk) if of_cases else [],
        "accepted": accepted, "of_cases": of_cases,
        "actions": [line_of_action(one, state_of_row(one, today), today) for one in raised],
        **_may(request, row, standing),
    }  # fmt: skip
    return render(request, "casework/signal.html", context)


def _may(request: HttpRequest, row: Signal, standing: queries.Standing) -> dict[str, bool]:
    """What this person may do to the signal."""
    viewer = request.viewer
    author = standing.answer.by_id if standing.answer else None
    reviews = standing.waits is Waits.REVIEW and viewer.sight(capability(row.subject, "review")).holds(row.area_id)
    return {
        "may_write": viewer.sight(capability(row.subject, "write")).holds(row.area_id), "may_act": viewer.may("actions.write", row.area_id),
        "may_review": reviews and author != viewer.account_id,
        "may_scrutinise": row.subject == Signal.Subject.CASEWORK and viewer.may("scrutiny.prepare", row.area_id),
    }  # fmt: skip


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row, today, title = in_sight(request, pk), timezone.localdate(request.at), _("Raise an action from this signal")
    area = row.area
    if area is None:
        place = place_of_form(request, "actions.write", today=today, national_too=True)
        if place is None:
            return choose_area(request, "actions.write", title=title, back=address_of(row), today=today, national_too=True)
        area = place.area
    return raising_page(request, origin_kind=queries.ORIGIN, origin_id=pk, area=area, title=title, back=address_of(row), lead=str(row))


def in_sight(request: HttpRequest, pk: int) -> Signal:
    """A signal in sight, else 404. Which capability opens it follows from its subject."""
    try:
        return read(request, queries.get_signal(request.viewer, pk))
    except Signal.DoesNotExist:
        raise Http404 from None


def address_of(row: Signal) -> str:
    return reverse("casework:signal", args=[row.pk])
