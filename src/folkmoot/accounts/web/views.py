"""The administrator's pages: people, invitations, roles."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts import operations, queries
from folkmoot.accounts.access import may
from folkmoot.accounts.invitation_mail import link_of, send
from folkmoot.accounts.models import Account, Invitation, RoleGrant
from folkmoot.accounts.web.forms import InviteForm, RoleForm
from folkmoot.accounts.web.presenters import every_role, invitation_words, person_line, role_words
from folkmoot.foundation.audit import consulted
from folkmoot.foundation.once import only_once
from folkmoot.foundation.saving import Refused

PAGE = 50
SHOWN_ONCE = "invitation_link"
View = Callable[..., HttpResponse]


def managing(view: View) -> View:
    """For whoever manages accounts; an account, role or invitation that is not there answers 404."""

    @may("accounts.manage")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Account.DoesNotExist, RoleGrant.DoesNotExist, Invitation.DoesNotExist) as error:
            raise Http404 from error

    return guarded


@managing
def people(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    words = request.GET.get("words", "").strip()
    rows = queries.find_people(request.viewer, words) if words else queries.people(request.viewer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    invitations = list(queries.open_invitations(request.viewer, at=request.at))
    with transaction.atomic():
        consulted(by=request.viewer, at=request.at, rows=[*page.object_list, *invitations], route=request.path)
    context = {
        "page": page, "words": words, "lines": [person_line(account, today) for account in page.object_list],
        "invitations": [(row, invitation_words(row, today)) for row in invitations],
        "link": request.session.pop(SHOWN_ONCE, None),
    }  # fmt: skip
    return render(request, "accounts/people.html", context)


@managing
def invite(request: HttpRequest) -> HttpResponse:
    form, sent = InviteForm(request.POST or None), []

    def send_invitation() -> str:
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        sent.append(operations.invite(by=request.viewer, at=request.at, email=email, name=name, work=form.work))
        return reverse("accounts:people")

    if request.method == "POST" and form.is_valid():
        try:
            address = only_once(form.cleaned_data["mark"], account_id=request.viewer.account_id, at=request.at, do=send_invitation)
        except Refused as refused:
            form.add_problems(refused.problems)
        else:
            for invitation, token in sent:
                _deliver(request, invitation, link_of(token))
            return redirect(address)
    return render(request, "accounts/role_form.html", _role_page(_("Invite a person"), form, reverse("accounts:people")))


def _deliver(request: HttpRequest, invitation: Invitation, link: str) -> None:
    """Mail the link; where no mail goes out, show it to the administrator once, to hand on."""
    if send(invitation, link):
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": invitation.name})
    else:
        request.session[SHOWN_ONCE] = {"name": invitation.name, "link": link}


@managing
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = queries.open_invitations(request.viewer, at=request.at).get(pk=pk)
    operations.withdraw_invitation(by=request.viewer, at=request.at, invitation=invitation)
    messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    return redirect("accounts:people")


@managing
def person(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_person(request.viewer, pk)
    today = timezone.localdate(request.at)
    with transaction.atomic():
        consulted(by=request.viewer, at=request.at, rows=[account], route=request.path)
    roles = [role_words(grant, today) for grant in account.grants.all()]
    context = {"line": person_line(account, today), "roles": roles, "self": account.pk == request.viewer.account_id}
    return render(request, "accounts/person.html", context)


@managing
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_person(request.viewer, pk)
    form = RoleForm(request.POST or None)
    back = reverse("accounts:person", args=[pk])
    if request.method == "POST" and form.is_valid():

        def give() -> str:
            operations.give_role(by=request.viewer, at=request.at, account=account, work=form.work, starts=timezone.localdate(request.at))
            messages.success(request, _("The role is given. It holds from the next page that the person opens."))
            return back

        try:
            return redirect(only_once(form.cleaned_data["mark"], account_id=request.viewer.account_id, at=request.at, do=give))
        except Refused as refused:
            form.add_problems(refused.problems)
    return render(request, "accounts/role_form.html", _role_page(_("Give %(name)s a role") % {"name": account.name}, form, back))


@managing
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    grant = queries.get_grant(request.viewer, pk)
    operations.end_role(by=request.viewer, at=request.at, grant=grant)
    messages.success(request, _("The role is ended. It opens nothing from the next page on."))
    return redirect("accounts:person", pk=grant.account_id)


@managing
@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    operations.disable_account(by=request.viewer, at=request.at, account=queries.get_person(request.viewer, pk))
    messages.success(request, _("The account is disabled. The person is signed out everywhere."))
    return redirect("accounts:person", pk=pk)


@managing
@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    operations.enable_account(by=request.viewer, at=request.at, account=queries.get_person(request.viewer, pk))
    messages.success(request, _("The account is open again."))
    return redirect("accounts:person", pk=pk)


def _role_page(title: str, form: RoleForm, back: str) -> dict[str, Any]:
    return {"title": title, "form": form, "back": back, "every_role": every_role()}
