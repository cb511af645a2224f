"""The page on which anybody checks a draw in their own browser: no sign-in, and nothing is sent to this service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from folkmoot.accounts.access import public
from folkmoot.sampling.page import verifier_page
from folkmoot.scrutiny.draws.web.presenters import NOT_PROVED
from folkmoot.webkit.by_address import in_language_of_address


@public
@in_language_of_address
def check_a_draw(request: HttpRequest) -> HttpResponse:
    return render(request, "scrutiny/draws_check.html", {"not_proved": NOT_PROVED})


@public
def the_page(request: HttpRequest) -> HttpResponse:
    """One page to be saved, that checks a draw without this service and without a network."""
    headers = {
        "Content-Disposition": content_disposition_header(True, "check-a-draw.html") or "attachment", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(verifier_page(), content_type="text/html; charset=utf-8", headers=headers)
