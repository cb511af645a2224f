"""Pages of networks, standards, adjustments, mentoring and accreditations."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.workforce.culture import operations, queries
from folkmoot.workforce.culture.models import Accreditation, StaffNetwork
from folkmoot.workforce.culture.rules import Held
from folkmoot.workforce.culture.web.forms import AccreditationForm, EventForm, NetworkForm, StandardForm
from folkmoot.workforce.objectives.queries import answers
from folkmoot.workforce.objectives.rules import LEAST_STAFF
from folkmoot.workforce.objectives.web.presenters import panel_of
from folkmoot.workforce.queries import units

STATES = {
    Held.HELD: (_("Held"), "green"), Held.EXPIRES_SOON: (_("To be renewed soon"), "orange"), Held.EXPIRED: (_("Has run out"), "red"),
    Held.SOUGHT: (_("Sought"), "blue"), Held.ENDED: (_("No longer held"), "grey"),
}  # fmt: skip
NETWORK_FIELDS = ("name", "purpose", "champion", "since", "ended_on", "ended_why", "version")
STANDARD_FIELDS = ("name", "who", "behaviours", "issued_on", "review_on", "where", "version")
ACCREDITATION_FIELDS = ("name", "body", "level", "awarded_on", "expires_on", "evidence", "next_step", "ended_on", "version")


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    panels = [panel_of(answer) for answer in answers(viewer, "culture", today)]
    context = {
        "networks": list(queries.networks(viewer, today)), "standards": list(queries.standards(viewer)), "today": today,
        "awards": [(award, *STATES[award.state]) for award in queries.accreditations(viewer, today)], "panels": panels,
        "some": any(panel.answer.given for panel in panels), "may_write": viewer.sight(queries.WRITE).national, "least": LEAST_STAFF,
        "units": units(viewer).exists(),
    }  # fmt: skip
    return render(request, "workforce/culture.html", context)


@may("workforce.read")
def network(request: HttpRequest, pk: int) -> HttpResponse:
    row = _network(request, pk)
    context = {"row": row, "events": queries.events_of(row), "may_write": request.viewer.sight(queries.WRITE).national}
    return render(request, "workforce/culture_network.html", context)


@may("workforce.write")
def new_network(request: HttpRequest) -> HttpResponse:
    form = NetworkForm(request.POST or None, new=True, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _at(operations.add_network(by=request.viewer, at=request.at, **values))

    return form_page(request, form, title=_("Add a staff network"), back=_home(), do=do, done=_("The network was added."))


@may("workforce.write")
def change_network(request: HttpRequest, pk: int) -> HttpResponse:
    row = _network(request, pk)
    form = NetworkForm(request.POST or None, initial=started(**{name: getattr(row, name) for name in NETWORK_FIELDS}))

    def do(values: dict[str, Any]) -> str:
        operations.change_network(by=request.viewer, at=request.at, network=row, seen_version=values.pop("version"), **values)
        return _at(row)

    return form_page(request, form, title=_("Change the network"), lead=row.name, back=_at(row), do=do, done=_("It was changed."))


@may("workforce.write")
def record_event(request: HttpRequest, pk: int) -> HttpResponse:
    row = _network(request, pk)
    form = EventForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.record_event(by=request.viewer, at=request.at, network=row, **values)
        return _at(row)

    return form_page(request, form, title=_("Record an event"), lead=row.name, back=_at(row), do=do, done=_("The event was recorded."))


@may("workforce.write")
def standard(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = _kept(queries.standards(request.viewer).filter(pk=pk).first() if pk else None, pk)
    first = {name: getattr(row, name) for name in STANDARD_FIELDS} if row else {}
    form = StandardForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        operations.keep_standard(by=request.viewer, at=request.at, standard=row, seen_version=_seen(values), **values)
        return _home()

    title = _("Change the standard") if row else _("Add a capability standard")
    return form_page(request, form, title=title, back=_home(), do=do, done=_("The standard was kept."))


@may("workforce.write")
def accreditation(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = _kept(Accreditation.objects.filter(pk=pk).first() if pk else None, pk)
    first = {name: getattr(row, name) for name in ACCREDITATION_FIELDS} if row else {}
    form = AccreditationForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        operations.keep_accreditation(by=request.viewer, at=request.at, accreditation=row, seen_version=_seen(values), **values)
        return _home()

    title = _("Change the accreditation") if row else _("Add an accreditation")
    return form_page(request, form, title=title, back=_home(), do=do, done=_("The accreditation was kept."))


def _seen(values: dict[str, Any]) -> int | None:
    return values.pop("version", None)  # type: ignore[no-any-return]


def _kept(row: Any, pk: int | None) -> Any:
    if pk is not None and row is None:
        raise Http404
    return row


def _network(request: HttpRequest, pk: int) -> StaffNetwork:
    try:
        return queries.get_network(request.viewer, pk)
    except StaffNetwork.DoesNotExist:
        raise Http404 from None


def _at(row: StaffNetwork) -> str:
    return reverse("workforce:network", args=[row.pk])


def _home() -> str:
    return reverse("workforce:culture")
