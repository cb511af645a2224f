"""The first page of case scrutiny: what each panel's meeting needs next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.access import may
from folkmoot.scrutiny.queries import needs
from folkmoot.scrutiny.web.presenters import line_of


@may("scrutiny.read")
def home(request: HttpRequest) -> HttpResponse:
    may_prepare = request.viewer.may("scrutiny.prepare")
    lines = [line_of(each, may_prepare=may_prepare, at=request.at) for each in needs(request.viewer, request.at)]
    context = {"lines": lines, "may_prepare": may_prepare}
    return render(request, "scrutiny/home.html", context)
