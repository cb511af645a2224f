"""A person's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts import queries
from folkmoot.accounts.access import public, signed_in
from folkmoot.accounts.web.presenters import role_words


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    roles = [role_words(grant, today) for grant in queries.own_grants(request.viewer)]
    return render(request, "accounts/me.html", {"account": request.user, "roles": [role for role in roles if role.in_force]})


@public
def no_role(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_role.html")
