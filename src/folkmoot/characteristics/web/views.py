"""The pages of category schemes: how each characteristic is recorded, and what happens between schemes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.characteristics import queries
from folkmoot.characteristics.web import presenters
from folkmoot.foundation.access import may


@may("reference.read")
def list_page(request: HttpRequest) -> HttpResponse:
    return render(request, "characteristics/list.html", {"groups": presenters.by_characteristic(queries.list_schemes(request.viewer))})


@may("reference.read")
def detail_page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        scheme = queries.get_scheme(request.viewer, code)
    except queries.NoSuchScheme as error:
        raise Http404 from error
    context = {
        "scheme": scheme,
        "characteristic": presenters.characteristic_name(scheme.characteristic),
        "categories": presenters.category_rows(scheme, queries.list_labels(request.viewer, scheme)),
        "untranslated": presenters.untranslated(scheme),
        "mappings": queries.list_mappings(request.viewer, scheme),
        "mapped_from": queries.mapped_from(request.viewer, scheme),
    }
    return render(request, "characteristics/detail.html", context)
