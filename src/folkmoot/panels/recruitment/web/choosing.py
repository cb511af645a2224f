"""The pages on which an application is read, marked, decided and answered. Until it is past the sift, who sent it is not shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.recruitment import applying, queries
from folkmoot.panels.recruitment import choosing as operations
from folkmoot.panels.recruitment.models import Application, Interview, Step
from folkmoot.panels.recruitment.rules import OVER, State, step_problem
from folkmoot.panels.recruitment.web.forms import (
    AppointForm,
    EraseForm,
    HeldForm,
    InterviewForm,
    PersonForm,
    SaidByHandForm,
    SiftForm,
    StepForm,
    TellingForm,
)
from folkmoot.panels.recruitment.web.presenters import STATE_COLOURS, STATE_WORDS
from folkmoot.panels.recruitment.web.views import address_of as address_of_campaign
from folkmoot.panels.recruitment.web.views import communities_offered
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.queries import contacts_like, organisations
from folkmoot.webkit.forms import GovukForm

MAY = queries.CAPABILITY
STEP_TITLES: dict[str, Promise] = {
    "shortlisted": _("Shortlist them"),
    "reserved": _("Put them on the reserve list"),
    "offered": _("Offer them a seat"),
    "turned_down": _("Tell them that it did not work out"),
}
SAID = ("accepted", "declined", "withdrew")


@may(MAY)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One application. At the sift it stands without name and address, unless somebody asks who it is (a caller, say): that is logged."""
    row: Any = application_in_sight(request, pk)
    state = queries.state_now(row)
    mine = any(each.by_id == request.viewer.account_id for each in row.siftings.all())
    named = state is not State.RECEIVED or request.GET.get("who") == "yes"
    shown(request, [row])
    context = {
        "application": row, "campaign": row.campaign, "state": state.value, "words": STATE_WORDS[state], "colour": STATE_COLOURS[state],
        "named": named, "mine": mine, "marks": _marks(row) if mine or state is not State.RECEIVED else [],
        "marked": len(row.siftings.all()), "steps": list(row.steps.all()), "next": _next_steps(row, state),
        "said": [step for step in SAID if _follows(row, state, step)], "erased_after": queries.erased_after(row, state),
        "ahead": _ahead(row), "held": [each for each in row.interviews.all() if each.held_on], "over": state in OVER,
        "needs": _needs(row),
    }  # fmt: skip
    return render(request, "panels/recruitment_application.html", context)


def _marks(row: Application) -> list[tuple[str, list[tuple[str, int]], str]]:
    """Who marked it, each mark beside what it is for, and the words to it. Marks of an erased application are gone."""
    looked_for = queries.criteria_of(row.campaign)
    return [(str(each.by), list(zip(looked_for, each.marks, strict=False)), each.words) for each in row.siftings.all()]


def _follows(row: Application, state: State, step: str) -> bool:
    return step_problem(state=state, step=step, interviews=row.campaign.interviews) is None


def _next_steps(row: Application, state: State) -> list[tuple[str, Any]]:
    return [(step, title) for step, title in STEP_TITLES.items() if _follows(row, state, step)]


def _ahead(row: Application) -> Interview | None:
    return next((each for each in row.interviews.all() if not each.held_on and not each.cancelled_on), None)


def _needs(row: Application) -> list[str]:
    chosen = [*(dict(Contact.Need.choices)[each] for each in row.needs), *(dict(Contact.Format.choices)[each] for each in row.formats)]
    return [str(each) for each in chosen]


@may(MAY)
def sift(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    form = SiftForm(request.POST or None, criteria=queries.criteria_of(row.campaign), initial=started())
    shown(request, [row])

    def do(values: dict[str, Any]) -> str:
        operations.sift(by=request.viewer, at=request.at, application=row, marks=form.marks, words=values["words"])
        return address_of_campaign(row.campaign)

    return form_page(
        request, form, title=_("Mark the application"), back=_address(row), do=do, done=_("Your marks were kept."),
        template="panels/recruitment_sift.html", application=row,
    )  # fmt: skip


@may(MAY)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    row = application_in_sight(request, pk)
    if step not in STEP_TITLES:
        raise Http404
    title = STEP_TITLES[step]
    form = StepForm(request.POST or None, send_label=title, said_needed=step == "turned_down", initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.take_step(by=request.viewer, at=request.at, application=row, step=step, **values)

    return _page(request, row, form, title, do, template="panels/recruitment_step.html", application=row)


@may(MAY)
def said(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    steps = [each for each in SAID if _follows(row, queries.state_now(row), each)]
    form = SaidByHandForm(request.POST or None, steps=steps, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.take_step(by=request.viewer, at=request.at, application=row, **values)

    return _page(request, row, form, _("Record what they said"), do)


@may(MAY)
def told(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    untold = next((each for each in queries.to_be_told(request.viewer, row.campaign) if each.pk == step), None)
    if untold is None or untold.application_id != pk:
        raise Http404

    def do(values: dict[str, Any]) -> None:
        operations.record_telling(by=request.viewer, at=request.at, step=untold, **values)

    form = TellingForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))
    return _page(request, row, form, _("Record that they were told"), do)


@may(MAY)
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.arrange_interview(by=request.viewer, at=request.at, application=row, **values)

    form = InterviewForm(request.POST or None, initial=started(lasts=45))
    return _page(
        request, row, form, _("Arrange an interview"), do, template="panels/recruitment_interview.html", application=row, needs=_needs(row)
    )  # fmt: skip


@may(MAY)
def held(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    ahead = _ahead(row)
    if ahead is None:
        raise Http404
    begun = started(held_on=timezone.localdate(ahead.starts_at))
    form = HeldForm(request.POST or None, criteria=queries.criteria_of(row.campaign), initial=begun)

    def do(values: dict[str, Any]) -> None:
        operations.record_interview(
            by=request.viewer, at=request.at, interview=ahead, held_on=values["held_on"], marks=form.marks, words=values["words"]
        )

    return _page(request, row, form, _("Record the interview"), do)


@may(MAY)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    ahead = _ahead(row)
    if ahead is None:
        raise Http404

    def do(values: dict[str, Any]) -> None:
        operations.cancel_interview(by=request.viewer, at=request.at, interview=ahead)

    return _page(request, row, GovukForm(request.POST or None, initial=started()), _("Call the interview off?"), do)


@may(MAY)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    if not _follows(row, queries.state_now(row), Step.Kind.APPOINTED):
        raise Http404
    knows = list(row.knows.all())
    offered = communities_offered(request, row.campaign.panel, also=knows)
    begun = started(person="new", starts=timezone.localdate(request.at), position="member", speaks_for=[each.pk for each in knows])
    form = AppointForm(
        request.POST or None, likely=_likely(request, row), areas=_areas(request, row), offered=offered,
        organisations=organisations(request.viewer), initial=begun,
    )  # fmt: skip

    def do(values: dict[str, Any]) -> None:
        given = {name: values[name] for name in ("starts", "position", "why", "speaks_for", "organisation")}
        operations.appoint_applicant(by=request.viewer, at=request.at, application=row, **given, **form.who)

    return _page(request, row, form, _("Appoint them"), do, template="panels/recruitment_appoint.html", application=row)


@may(MAY)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)
    form = PersonForm(
        request.POST or None, likely=_likely(request, row), areas=_areas(request, row), initial=started(person="new")
    )  # fmt: skip

    def do(values: dict[str, Any]) -> None:
        operations.keep_for_later(by=request.viewer, at=request.at, application=row, **form.who)

    return _page(request, row, form, _("Keep them for later campaigns"), do)


@may(MAY)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    row = application_in_sight(request, pk)

    def do(values: dict[str, Any]) -> None:
        applying.erase_application(by=request.viewer, at=request.at, application=row)

    return _page(request, row, EraseForm(request.POST or None, initial=started()), _("Erase the application"), do)


def _likely(request: HttpRequest, row: Application) -> list[Contact]:
    """People known already who may be this person; that they were shown is logged."""
    area = row.campaign.panel.area
    if area is None:
        return []
    found: list[Any] = [
        each.row for each in contacts_like(request.viewer, area_id=area.pk, name=row.name, email=row.email, phone=row.phone)
    ]
    shown(request, found)
    return found


def _areas(request: HttpRequest, row: Application) -> Any:
    if row.campaign.panel.area_id:
        return None
    return areas_for(request.viewer, MAY, today=timezone.localdate(request.at))


def _page(request: HttpRequest, row: Application, form: Any, title: Any, do: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return _address(row)

    lead = f"{row.reference}: {row.campaign.title}"
    return form_page(request, form, title=title, lead=lead, back=_address(row), do=go, **more)


def application_in_sight(request: HttpRequest, pk: int) -> Application:
    try:
        return queries.get_application(request.viewer, pk)
    except Application.DoesNotExist:
        raise Http404 from None


def _address(row: Application) -> str:
    return reverse("panels:application", args=[row.pk])
