"""Pages of local authorities: which there are, and each by itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.areas import queries
from folkmoot.areas.authorities.web import presenters
from folkmoot.areas.authorities.web.presenters import Chosen
from folkmoot.foundation.access import may


@may("reference.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas, counties, forces = queries.list_areas(viewer, on=today), list(queries.list_counties(viewer)), list(queries.list_forces(viewer))
    chosen = Chosen(
        area=next((each for each in areas if each.code == request.GET.get("area")), None),
        county=next((each for each in counties if each.code == request.GET.get("county")), None),
        force=next((each for each in forces if each.code == request.GET.get("force")), None),
    )
    rows = list(queries.with_parts(queries.list_authorities(viewer, on=today, **chosen.wanted())))
    served = queries.areas_of(viewer, rows, today)
    where = ", ".join(chosen.names) or _("England and Wales")
    context = {
        "areas": areas, "counties": counties, "forces": forces, "chosen": chosen, "rows": presenters.listed(rows, served),
        "map": presenters.map_of(viewer, rows, title=_("Local authorities of %(where)s") % {"where": where}),
        "shared": any(each.shared for served_by in served.values() for each in served_by),
        "policed": queries.any_policed(viewer), "may_load": viewer.may("census.load"),
    }  # fmt: skip
    return render(request, "areas/authorities_list.html", context)


@may("reference.read")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    try:
        authority = queries.get_authority(viewer, code)
    except queries.NoSuchAuthority as error:
        raise Http404 from error
    around = list(queries.list_authorities(viewer, county=authority.county, on=today)) if authority.county else [authority]
    around = around if authority in around else [authority]
    steps = list(queries.list_steps(viewer, authority))
    context = {
        "authority": authority, "served": queries.areas_of(viewer, [authority], today)[authority.code],
        "before": [step for step in steps if step.to_authority_id == authority.pk],
        "after": [step for step in steps if step.from_authority_id == authority.pk],
        "map": presenters.map_of(
            viewer, around, chosen=authority.code, title=_("%(name)s among its neighbours") % {"name": authority.name}
        ),
        "ended": authority.ends is not None and authority.ends < today,
        "forces": sorted({part.force.name for part in authority.parts.all()}),
    }  # fmt: skip
    return render(request, "areas/authorities_detail.html", context)
