"""Who answers for a commitment, and where it stands: both dated, both kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.strategy import operations
from folkmoot.strategy.web.forms import OwnerForm, StandingForm
from folkmoot.strategy.web.keeping import line_to_write


@may("strategy.write")
def give_owner(request: HttpRequest, pk: int) -> HttpResponse:
    commitment, today, back = line_to_write(request, pk), timezone.localdate(request.at), reverse("actions:commitment", args=[pk])
    people = people_who_may("strategy.write", commitment.strategy.area_id, today=today)
    form = OwnerForm(request.POST or None, initial=started(since=today), people=people)

    def do(values: dict[str, Any]) -> str:
        operations.give_owner(by=request.viewer, at=request.at, commitment=commitment, **values)
        return back

    return form_page(request, form, title=_("Say who answers for it"), lead=commitment.words, back=back, do=do, done=_("Saved."))


@may("strategy.write")
def report_standing(request: HttpRequest, pk: int) -> HttpResponse:
    commitment, back = line_to_write(request, pk), reverse("actions:commitment", args=[pk])
    form = StandingForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.report_standing(by=request.viewer, at=request.at, commitment=commitment, **values)
        return back

    return form_page(
        request, form, title=_("Report where it stands"), lead=commitment.words, back=back, do=do, done=_("The report was saved.")
    )
