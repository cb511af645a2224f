"""What is recorded on an action: progress, evidence, reopening, handing over, asking a partner, and whether it worked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions import operations
from folkmoot.actions.web.figures import figures_around
from folkmoot.actions.web.forms import AskingForm, EndForm, EvidenceForm, HandOverForm, ProgressForm, ReopenForm, ReviewForm
from folkmoot.actions.web.views import address_of, in_sight


@may("actions.write")
def progress(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    form = ProgressForm(request.POST or None, initial=started(on=timezone.localdate(request.at), level="in_progress"))

    def do(values: dict[str, Any]) -> str:
        operations.record_progress(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Record progress"), lead=action.title, back=address_of(action), do=do, done=_("The progress was recorded.")
    )


@may("actions.write")
def evidence(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    form = EvidenceForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.add_evidence(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Add evidence"), lead=action.title, back=address_of(action), do=do, done=_("The evidence was added.")
    )


@may("actions.write")
def reopen(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    form = ReopenForm(request.POST or None, initial=started(on=timezone.localdate(request.at), level="substantial"))

    def do(values: dict[str, Any]) -> str:
        operations.reopen_action(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Reopen the action"), lead=action.title, back=address_of(action), do=do, done=_("The action was reopened.")
    )


@may("actions.write")
def hand_over(request: HttpRequest, action_id: int) -> HttpResponse:
    action, today = in_sight(request, action_id), timezone.localdate(request.at)
    owners = people_who_may("actions.write", action.area_id, today=today)
    form = HandOverForm(request.POST or None, initial=started(on=today), owners=owners)

    def do(values: dict[str, Any]) -> str:
        operations.hand_over(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    title = _("Hand the action over") if action.owner_id else _("Say who takes it on")
    return form_page(request, form, title=title, lead=action.title, back=address_of(action), do=do, done=_("The new owner was saved."))


@may("actions.write")
def end(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    form = EndForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.end_action(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("End an action that will not be done"), lead=action.title, back=address_of(action), do=do,
        done=_("The action was ended."),
    )  # fmt: skip


@may("actions.write")
def asking(request: HttpRequest, action_id: int) -> HttpResponse:
    action = in_sight(request, action_id)
    form = AskingForm(request.POST or None, initial=started(on=timezone.localdate(request.at), is_reply="asked"))

    def do(values: dict[str, Any]) -> str:
        operations.ask_partner(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Follow the partner up"), lead=action.title, back=address_of(action), do=do, done=_("It was saved.")
    )


@may("actions.write")
def review(request: HttpRequest, action_id: int) -> HttpResponse:
    """Did it work? The figures of the measure, where it moves one, stand above the form and fill it in."""
    action = in_sight(request, action_id)
    figures = figures_around(request.viewer, action) if action.moves_id else None
    form = ReviewForm(request.POST or None, initial=started(on=timezone.localdate(request.at), before=action.baseline))

    def do(values: dict[str, Any]) -> str:
        operations.review_action(by=request.viewer, at=request.at, action=action, **values)
        return address_of(action)

    return form_page(
        request, form, title=_("Did it work?"), lead=action.title, back=address_of(action), do=do, done=_("The review was saved."),
        template="actions/review.html", action=action, figures=figures,
    )  # fmt: skip
