"""The register that anybody may open. It shows what was published and nothing else of the product."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.access import public
from folkmoot.decisions.assessments.models import AssessmentPublication
from folkmoot.decisions.assessments.queries import published_copy, published_register
from folkmoot.decisions.assessments.rules import RULE_SETS
from folkmoot.decisions.assessments.web.presenters import shown_parts
from folkmoot.webkit.by_address import in_language_of_address

A_PAGE = 50


@public
@in_language_of_address
def register(request: HttpRequest) -> HttpResponse:
    page = Paginator(published_register(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/assessments_public_register.html", {"page": page})


@public
@in_language_of_address
def read(request: HttpRequest, line: int) -> HttpResponse:
    """An assessment as it was published last, under the address of its first version."""
    try:
        copy = published_copy(line)
    except AssessmentPublication.DoesNotExist:
        raise Http404 from None
    row = copy.assessment
    context = {"copy": copy, "row": row, "parts": shown_parts(copy.parts), "rule_set": RULE_SETS[row.rule_set]}
    return render(request, "decisions/assessments_public.html", context)
