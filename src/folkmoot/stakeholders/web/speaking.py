"""Pages where it is recorded for whom somebody can speak, and how much influence and interest they have."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.rules import MARKS
from folkmoot.stakeholders.web import people, views
from folkmoot.stakeholders.web.standing_forms import AssessmentForm, EndOnForm, SpeaksForForm

Stakeholder = Contact | Organisation


@may("stakeholders.write")
def speak_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return _speak(request, views.to_write(request, pk))


@may("stakeholders.write")
def speak_person(request: HttpRequest, pk: int) -> HttpResponse:
    return _speak(request, people.to_write(request, pk))


def _speak(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    shown(request, [stakeholder])
    offered = views.communities_offered(request, stakeholder.area)
    form = SpeaksForForm(request.POST or None, communities=offered, initial=started(attested_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.attest(by=request.viewer, at=request.at, stakeholder=stakeholder, **values)
        return _address(stakeholder)

    return form_page(
        request, form, title=_("For which community they can speak"), lead=str(stakeholder), back=_address(stakeholder), do=do,
        done=_("It was recorded."),
    )  # fmt: skip


@may("stakeholders.write")
def end_speaking(request: HttpRequest, pk: int) -> HttpResponse:
    row = queries.speakers(request.viewer).filter(pk=pk).first()
    stakeholder = (row.contact or row.organisation) if row else None
    if row is None or stakeholder is None or not views.may_write(request, stakeholder):
        raise Http404
    shown(request, [stakeholder])
    form = EndOnForm(request.POST or None, initial=started(version=row.version, on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.end_attestation(by=request.viewer, at=request.at, speaks_for=row, on=values["on"], seen_version=values["version"])
        return _address(stakeholder)

    return form_page(
        request, form, title=_("Until when they can speak for this community"), lead=str(row), back=_address(stakeholder), do=do,
        done=_("It was recorded."),
    )  # fmt: skip


@may("stakeholders.write")
def assess_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return _assess(request, views.to_write(request, pk))


@may("stakeholders.write")
def assess_person(request: HttpRequest, pk: int) -> HttpResponse:
    return _assess(request, people.to_write(request, pk))


def _assess(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    shown(request, [stakeholder])
    assessed = list(queries.assessments_of(stakeholder))
    today = next((one for one in assessed if one.on == timezone.localdate(request.at)), None)
    first = {"influence": today.influence, "interest": today.interest, "reason": today.reason} if today else {}
    form = AssessmentForm(request.POST or None, initial=started(version=today.version if today else 0, **first))

    def do(values: dict[str, Any]) -> str:
        operations.assess(by=request.viewer, at=request.at, stakeholder=stakeholder, seen_version=values.pop("version"), **values)
        return _address(stakeholder)

    return form_page(
        request, form, title=_("Influence and interest"), lead=str(stakeholder), back=_address(stakeholder), do=do,
        done=_("The assessment was recorded."), template="stakeholders/assess.html", assessed=assessed,
    )  # fmt: skip


@may("stakeholders.read")
def standing(request: HttpRequest) -> HttpResponse:
    """The table of influence by interest: who stands where, in words and numbers, without a verdict."""
    today = timezone.localdate(request.at)
    filters = FilterForm(request.GET, areas_for(request.viewer, "stakeholders.read", today=today))
    found = queries.latest_assessments(request.viewer, area_id=filters.chosen.get("area_id"))
    shown(request, [one.latest.contact for one in found if one.latest.contact])
    cells: dict[tuple[int, int], list[Stakeholder]] = defaultdict(list)
    for one in found:
        if one.stakeholder is not None:
            cells[one.latest.influence, one.latest.interest].append(one.stakeholder)
    rows = [(influence, [cells[influence, interest] for interest in MARKS]) for influence in reversed(MARKS)]
    addressed = [(one, _address(one.stakeholder)) for one in found if one.stakeholder is not None]
    context = {"filters": filters, "asked": filters.chosen, "rows": rows, "marks": list(MARKS), "found": addressed}
    return render(request, "stakeholders/standing.html", context)


def _address(stakeholder: Stakeholder) -> str:
    name = "stakeholders:person" if isinstance(stakeholder, Contact) else "stakeholders:detail"
    return reverse(name, args=[stakeholder.pk])
