"""Taking rows out as files, and empty files to fill in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.foundation.importing import exporting
from folkmoot.overview.importing.kinds import KINDS, taken_out


@may("exports.run")
def choose(request: HttpRequest) -> HttpResponse:
    areas = areas_for(request.viewer, "exports.run", today=timezone.localdate(request.at))
    context = {"kinds": KINDS.values(), "formats": exporting.FORMATS, "areas": areas, "area": chosen_area(request.GET, areas)}
    return render(request, "overview/importing/export.html", context)


@may("exports.run")
def export(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    _exists(kind, ending)
    area = chosen_area(request.GET, areas_for(request.viewer, "exports.run", today=timezone.localdate(request.at)))
    if request.GET.get("area") and area is None:
        raise Http404
    taken = taken_out(kind, ending, by=request.viewer, at=request.at, area=area, route=request.get_full_path())
    return _download(taken.data, f"{kind}.{ending}", ending)


@may("imports.run")
def template(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    _exists(kind, ending)
    return _download(exporting.template(KINDS[kind], ending), f"{kind}-to-fill-in.{ending}", ending)


def _exists(kind: str, ending: str) -> None:
    if kind not in KINDS or ending not in exporting.FORMATS:
        raise Http404


def _download(data: bytes, name: str, ending: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=exporting.FORMATS[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip
