"""Joining by an invitation. The link's token moves from the address into the session at once, so that it stays in no log."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import public
from folkmoot.accounts.operations import InvitationClosed, accept_invitation
from folkmoot.accounts.queries import invitation_by_token
from folkmoot.accounts.scope import NOBODY
from folkmoot.accounts.web.forms import JoinForm
from folkmoot.accounts.web.presenters import invitation_words
from folkmoot.foundation.saving import Refused

KEPT = "joining"


@public
def join(request: HttpRequest) -> HttpResponse:
    if "key" in request.GET:
        request.session[KEPT] = request.GET["key"][:100]
        return redirect("accounts:join")
    token = request.session.get(KEPT, "")
    invitation = invitation_by_token(token, at=request.at)
    if invitation is None:
        raise InvitationClosed
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid() and _accepted(request, form, token):
        logout(request)
        messages.success(request, _("Your account is ready. Sign in with your email address and the password you chose."))
        return redirect("account_login")
    role = invitation_words(invitation, timezone.localdate(request.at))
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation, "role": role})


def _accepted(request: HttpRequest, form: JoinForm, token: str) -> bool:
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    try:
        accept_invitation(by=NOBODY, at=request.at, token=token, name=name, password=password)
    except Refused as refused:
        form.add_problems(refused.problems)
        return False
    return True
