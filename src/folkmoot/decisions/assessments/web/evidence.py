"""Pages on which evidence is offered, taken, added from elsewhere and put into one's own words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.decisions.assessments import queries
from folkmoot.decisions.assessments.evidence import operations
from folkmoot.decisions.assessments.evidence.offers import Offer, find, offers
from folkmoot.decisions.assessments.models import Assessment, TakenEvidence
from folkmoot.decisions.assessments.rules import Step
from folkmoot.decisions.assessments.screening import NAMES, Characteristic
from folkmoot.decisions.assessments.web.forms import OutsideForm, OwnWordsForm, TakeForm
from folkmoot.decisions.assessments.web.views import to_edit
from folkmoot.errors import FolkmootError


@may("assessments.write")
def offered(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What the product knows today of one characteristic; what is ticked is taken as it stands."""
    row = to_edit(request, pk)
    if code not in set(Characteristic):
        raise Http404
    about = Characteristic(code)
    found = offers(request.viewer, row, about, today=timezone.localdate(request.at))
    already = {one.key for one in queries.evidence_of(row)}
    free = [offer for offer in found if offer.key not in already]
    form = TakeForm(request.POST or None, initial=started(), offered=[(offer.key, _label(offer)) for offer in free])

    def do(values: dict[str, Any]) -> str:
        operations.take(by=request.viewer, at=request.at, assessment=row, offers=find(free, values["keys"]))
        return _step(row)

    return form_page(
        request, form, title=_("Evidence: what the product knows"), lead=NAMES[about], back=_step(row), do=do,
        done=_("The evidence was taken."),
        template="decisions/assessments_offers.html", offers=[(offer, offer.key in already) for offer in found], free=free,
        kinds=dict(TakenEvidence.Source.choices),
    )  # fmt: skip


def _label(offer: Offer) -> str:
    return f"{offer.title}: {offer.words[:80]}{'…' if len(offer.words) > 80 else ''}"


@may("assessments.write")
def outside(request: HttpRequest, pk: int) -> HttpResponse:
    row = to_edit(request, pk)
    form = OutsideForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_outside(by=request.viewer, at=request.at, assessment=row, **values)
        return _step(row)

    return form_page(
        request, form, title=_("Add a source from elsewhere"), lead=row.title, back=_step(row), do=do, done=_("The source was added.")
    )


@may("assessments.write")
def words(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    held, evidence = _taken(request, pk, row)
    form = OwnWordsForm(request.POST or None, initial=started(own_words=evidence.own_words, version=evidence.version))

    def do(values: dict[str, Any]) -> str:
        operations.add_words(
            by=request.viewer, at=request.at, evidence=evidence, own_words=values["own_words"], seen_version=values["version"]
        )  # fmt: skip
        return _step(held)

    return form_page(request, form, title=evidence.title, lead=evidence.words, back=_step(held), do=do, done=_("Your words were saved."))


@may("assessments.write")
@require_POST
def leave_out(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    held, evidence = _taken(request, pk, row)
    try:
        operations.leave_out(by=request.viewer, at=request.at, evidence=evidence)
    except FolkmootError as refused:
        messages.error(request, str(refused))
        return redirect(_step(held))
    messages.success(request, str(_("The evidence was left out.")))
    return redirect(_step(held))


def _taken(request: HttpRequest, pk: int, row: int) -> tuple[Assessment, TakenEvidence]:
    held = to_edit(request, pk)
    found = held.evidence.filter(pk=row).first()
    if found is None:
        raise Http404
    return held, found


def _step(row: Assessment) -> str:
    return reverse("decisions:assessment_step", args=[row.pk, Step.EVIDENCE.value])
