"""The pages of Areas: how the service, its forces and its counties fit together."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.areas import queries
from folkmoot.areas.web import presenters
from folkmoot.foundation.access import may


@may("reference.read")
def list_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    everything = queries.list_areas(request.viewer, kind=None)
    context = {
        "groups": presenters.groups(everything, today),
        "past": presenters.past(everything, today),
        "totals": queries.totals(request.viewer, on=today),
        "loaded": bool(everything) and queries.list_forces(request.viewer).exists(),
    }
    return render(request, "areas/list.html", context)


@may("reference.read")
def detail_page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        area = queries.get_area(request.viewer, code)
    except queries.NoSuchArea as error:
        raise Http404 from error
    context = {
        "area": area,
        "dates": presenters.dates_of(area),
        "successions": queries.list_successions(request.viewer, area),
        "before": queries.areas_before(request.viewer, area),
        "after": [later for later in queries.areas_after(request.viewer, area) if later != area],
        "now": presenters.now_words(area, timezone.localdate(request.at)),
    }
    return render(request, "areas/detail.html", context)
