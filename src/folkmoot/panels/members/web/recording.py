"""Pages on which undertakings, vetting, training and interests of a member are recorded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import started
from folkmoot.panels.members import operations
from folkmoot.panels.members.web import forms
from folkmoot.panels.members.web.seating import seat_page
from folkmoot.panels.members.web.views import CAPABILITY, seat_in_sight
from folkmoot.panels.queries import agreed_terms, terms_on


@may(CAPABILITY)
def undertaking(request: HttpRequest, pk: int) -> HttpResponse:
    member, today = seat_in_sight(request, pk), timezone.localdate(request.at)
    terms = terms_on(member.panel, today)
    form = forms.UndertakingForm(request.POST or None, terms=agreed_terms(member.panel), initial=started(signed_on=today, terms=terms))

    def do(values: dict[str, Any]) -> None:
        operations.record_undertaking(by=request.viewer, at=request.at, member=member, **values)

    title, done = _("Record a signed undertaking"), _("The undertaking was recorded.")
    return seat_page(request, member, form, title, do, done, template="panels/members_undertaking.html", terms=terms)


@may(CAPABILITY)
def vetting(request: HttpRequest, pk: int) -> HttpResponse:
    member, today = seat_in_sight(request, pk), timezone.localdate(request.at)
    terms = terms_on(member.panel, today)
    form = forms.VettingForm(request.POST or None, initial=started(on=today, level=terms.vetting if terms else ""))

    def do(values: dict[str, Any]) -> None:
        operations.record_vetting(by=request.viewer, at=request.at, member=member, **values)

    return seat_page(request, member, form, _("Record how the vetting stands"), do, _("The vetting was recorded."))


@may(CAPABILITY)
def training(request: HttpRequest, pk: int) -> HttpResponse:
    member, today = seat_in_sight(request, pk), timezone.localdate(request.at)
    terms = terms_on(member.panel, today)
    form = forms.TrainingForm(request.POST or None, initial=started(done_on=today, what=terms.training if terms else ""))

    def do(values: dict[str, Any]) -> None:
        operations.record_training(by=request.viewer, at=request.at, member=member, **values)

    return seat_page(request, member, form, _("Record training"), do, _("The training was recorded."))


@may(CAPABILITY)
def interest(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form = forms.InterestForm(request.POST or None, initial=started(declared_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.declare_interest(by=request.viewer, at=request.at, member=member, **values)

    return seat_page(request, member, form, _("Record a declaration of interests"), do, _("The declaration was recorded."))


@may(CAPABILITY)
def end_interest(request: HttpRequest, pk: int, interest_id: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    row = member.interests.filter(pk=interest_id).first()
    if row is None:
        raise Http404
    form = forms.EndInterestForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.end_interest(by=request.viewer, at=request.at, interest=row, **values)

    return seat_page(request, member, form, _("Record that an interest ended"), do, _("It was recorded."))
