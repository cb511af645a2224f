"""What a member sees of their own seat: what is kept about them, the undertaking to sign, the interests to declare."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.members import operations, queries
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.web import forms
from folkmoot.panels.queries import terms_on
from folkmoot.panels.space.seats import seat_of


@may("panel.home")
def seat(request: HttpRequest, code: str) -> HttpResponse:
    member, today = _seat(request, code), timezone.localdate(request.at)
    undertakings = queries.undertakings_of(member)
    shown(request, [member, *undertakings])
    context = {
        "member": member, "today": today, "problem": queries.papers_problem(member, today), "undertakings": undertakings,
        "interests": queries.interests_of(member), "signs": bool(terms_on(member.panel, today)) and queries.signs(member),
    }  # fmt: skip
    return render(request, "panels/members_mine.html", context)


@may("panel.home")
def sign(request: HttpRequest, code: str) -> HttpResponse:
    member, today = _seat(request, code), timezone.localdate(request.at)
    terms = terms_on(member.panel, today)
    if terms is None:
        raise Http404
    form = forms.SignForm(request.POST or None, initial=started(terms=terms.pk))

    def do(values: dict[str, Any]) -> str:
        read = member.panel.terms.filter(pk=values["terms"]).first()
        operations.sign_undertaking(by=request.viewer, at=request.at, member=member, terms=read or terms)
        return _address(code)

    return form_page(
        request, form, title=_("Undertaking of confidentiality"), lead=member.panel.name, back=_address(code), do=do,
        done=_("You have signed. Thank you."), template="panels/members_sign.html", terms=terms,
    )  # fmt: skip


@may("panel.home")
def declare(request: HttpRequest, code: str) -> HttpResponse:
    member = _seat(request, code)
    form = forms.InterestForm(request.POST or None, initial=started(declared_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.declare_interest(by=request.viewer, at=request.at, member=member, **values)
        return _address(code)

    lead = _("Tell us of work, offices, family or friends that could touch what the panel discusses. It is no bar to being a member.")
    return form_page(request, form, title=_("Declare your interests"), lead=lead, back=_address(code), do=do, done=_("Thank you."))


@may("panel.home")
def end_interest(request: HttpRequest, code: str, interest_id: int) -> HttpResponse:
    member = _seat(request, code)
    row = queries.interests_of(member).filter(pk=interest_id).first()
    if row is None:
        raise Http404
    form = forms.EndInterestForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.end_interest(by=request.viewer, at=request.at, interest=row, **values)
        return _address(code)

    title = _("Say that an interest ended")
    return form_page(request, form, title=title, lead=row.what, back=_address(code), do=do, done=_("It was recorded."))


def _seat(request: HttpRequest, code: str) -> Member:
    try:
        return seat_of(request.viewer, code, timezone.localdate(request.at))
    except Member.DoesNotExist:
        raise Http404 from None


def _address(code: str) -> str:
    return reverse("panels:my_seat", args=[code])
