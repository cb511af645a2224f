"""Pages on which somebody is appointed, renewed, leaves, takes the chair, and is asked to sign in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.invitation_mail import link_of, send
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.members import operations, sign_in
from folkmoot.panels.members.models import Member, SignIn
from folkmoot.panels.members.queries import person_of, sitting
from folkmoot.panels.members.rules import chair_rule_words
from folkmoot.panels.members.web import forms
from folkmoot.panels.members.web.views import CAPABILITY, SHOWN_ONCE, seat_in_sight
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import terms_on
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries import contacts, list_contacts

FOUND_AT_MOST = 25


@may(CAPABILITY)
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Whom: among the people known to the panel's Area."""
    panel = panel_in_sight(request, code, CAPABILITY)
    words = request.GET.get("words", "").strip()
    found = list(list_contacts(request.viewer, search=words, area_id=panel.area_id)[:FOUND_AT_MOST]) if words else []
    seated = set(sitting(panel, timezone.localdate(request.at)).values_list("contact_id", flat=True))
    shown(request, found)
    context = {"panel": panel, "words": words, "found": [(row, row.pk in seated) for row in found], "back": _panel_address(panel)}
    return render(request, "panels/members_choose.html", context)


@may(CAPABILITY)
def appoint(request: HttpRequest, code: str, contact: int) -> HttpResponse:
    panel, today = panel_in_sight(request, code, CAPABILITY), timezone.localdate(request.at)
    person = contacts(request.viewer).filter(pk=contact).first()
    if person is None:
        raise Http404
    form = forms.AppointForm(
        request.POST or None, organisations=_organisations_of(person), initial=started(starts=today, organisation=person.organisation_id)
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        return _address(operations.appoint(by=request.viewer, at=request.at, panel=panel, contact=person, **values))

    title = _("Appoint %(name)s") % {"name": person.name}
    back = reverse("panels:choose_member", args=[panel.code])
    return form_page(request, form, title=title, lead=panel.name, back=back, do=do, done=_("They were appointed."))


@may(CAPABILITY)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    values = {"version": member.version, "organisation": member.organisation_id, "ends": member.ends}
    form = forms.ChangeForm(
        request.POST or None, organisations=_organisations_of(member.contact) | _own_organisation(member), initial=started(**values)
    )  # fmt: skip

    def do(values: dict[str, Any]) -> None:
        seen = values.pop("version")
        operations.change_seat(by=request.viewer, at=request.at, member=member, seen_version=seen, **values)

    return seat_page(request, member, form, _("Change the seat"), do, _("The seat was changed."))


@may(CAPABILITY)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form = forms.RenewForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.renew(by=request.viewer, at=request.at, member=member, **values)

    return seat_page(request, member, form, _("Renew the seat"), do, _("The seat was renewed."))


@may(CAPABILITY)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form = forms.LeaveForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.leave(by=request.viewer, at=request.at, member=member, **values)

    done = _("It is recorded that they left. They can no longer open the panel’s pages.")
    return seat_page(request, member, form, _("Record that they leave"), do, done, template="panels/members_leave.html")


@may(CAPABILITY)
def step_down(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form = forms.StepDownForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.step_down(by=request.viewer, at=request.at, member=member, **values)

    return seat_page(request, member, form, _("Record that they step down and stay a member"), do, _("It was recorded."))


@may(CAPABILITY)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    panel, today = panel_in_sight(request, code, CAPABILITY), timezone.localdate(request.at)
    terms, seats = terms_on(panel, today), sitting(panel, today)
    shown(request, seats)
    form = forms.HandOverForm(request.POST or None, sitting=seats, initial=started(on=today, position="chair"))

    def do(values: dict[str, Any]) -> str:
        operations.hand_over_chair(by=request.viewer, at=request.at, panel=panel, **values)
        return _panel_address(panel)

    return form_page(
        request, form, title=_("Chair and deputy"), lead=chair_rule_words(terms.chair_rule) if terms else panel.name,
        back=_panel_address(panel), do=do, done=_("It was recorded."),
    )  # fmt: skip


@may(CAPABILITY)
def ask_to_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form, made = forms.SignInForm(request.POST or None, initial=started()), list[tuple[SignIn, str]]()

    def do(values: dict[str, Any]) -> str:
        made.append(sign_in.ask_to_sign_in(by=request.viewer, at=request.at, member=member))
        return _address(member)

    answer = form_page(
        request, form, title=_("Ask %(name)s to sign in") % {"name": person_of(member)}, lead=member.panel.name, back=_address(member),
        do=do, template="panels/members_sign_in.html", person=person_of(member), member=member,
    )  # fmt: skip
    for row, token in made:
        _deliver(request, row, token)
    return answer


def _deliver(request: HttpRequest, row: SignIn, token: str) -> None:
    """Mail the link; where no mail goes out, it is shown once, to be handed on."""
    if row.invitation is None:
        messages.success(request, str(_("They had an account already and can open the panel’s pages from now on. Tell them.")))
    elif send(row.invitation, link_of(token)):
        messages.success(request, str(_("The invitation is on its way.")))
    else:
        request.session[SHOWN_ONCE] = {"seat": row.member_id, "link": link_of(token)}


@may(CAPABILITY)
def take_back_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    member = seat_in_sight(request, pk)
    form = forms.TakeBackForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> None:
        sign_in.take_back_sign_in(by=request.viewer, at=request.at, member=member)

    return seat_page(request, member, form, _("End their sign-in? The seat stays."), do, _("They can no longer open the panel’s pages."))


def _organisations_of(person: Contact) -> Any:
    return Organisation.objects.filter(pk__in=person.affiliations.filter(organisation__isnull=False).values("organisation"))


def _own_organisation(member: Member) -> Any:
    return Organisation.objects.filter(pk=member.organisation_id or 0)


def seat_page(request: HttpRequest, member: Member, form: Any, title: Any, do: Any, done: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return _address(member)

    lead = f"{person_of(member)}, {member.panel.name}"
    return form_page(request, form, title=title, lead=lead, back=_address(member), do=go, done=done, **more)


def _address(member: Member) -> str:
    return reverse("panels:member", args=[member.pk])


def _panel_address(panel: Panel) -> str:
    return reverse("panels:panel_members", args=[panel.code])
