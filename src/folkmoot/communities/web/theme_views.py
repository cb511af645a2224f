"""Which themes which community raised. It shows no words, so nothing is logged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.communities.themes import MONTHS, themes_by_community
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD
from folkmoot.webkit.paging import Pages

A_PAGE = 50


@may("voice.read")
def themes(request: HttpRequest) -> HttpResponse:
    lines = themes_by_community(request.viewer, today=timezone.localdate(request.at))
    page = Pages(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "communities/themes.html", {"page": page, "months": MONTHS, "most_small": DEFAULT_THRESHOLD - 1})
