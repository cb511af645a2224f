"""The pages of data quality: every field of a source, one field by place and month, two sources side by side, the sheet for a force."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.casework.quality import operations, plans, queries
from folkmoot.casework.quality.queries import Opening
from folkmoot.casework.quality.web import presenters, sheets
from folkmoot.casework.sources.models import Source
from folkmoot.casework.workbench.answering import TooNearTheWhole
from folkmoot.casework.workbench.rules import NotInSource
from folkmoot.disparity.analysis.document import NothingToCompare
from folkmoot.foundation import audit


@may("quality.read")
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    late = [(one, presenters.STATE_WORDS[one.state], presenters.STATE_COLOURS[one.state]) for one in plans.late(request.viewer, today)]
    context = {"sources": queries.sources(request.viewer), "late": late}
    return render(request, "casework/quality_home.html", context)


@may("quality.read")
@transaction.atomic
def source(request: HttpRequest, source: int) -> HttpResponse:
    opening = opened(request, source)
    fields = opening.every_field
    agreed = [(one, opening.shape.title(one.officer_defined), presenters.sentence_of_agreement(one), presenters.lines_of_agreement(one))
              for one in opening.ethnicities()]  # fmt: skip
    others = [one for one in queries.sources(request.viewer) if one.pk != source] if opening.shape.area and opening.shape.month else []
    audit.consulted(by=request.viewer, at=request.at, rows=[opening.source], route=request.path)
    context = {
        "opening": opening, "row": opening.source, "said": presenters.sentences_of_fields(fields),
        "lines": presenters.lines_of_fields(fields),

        "headings": presenters.HEADINGS, "agreed": agreed, "others": others, "kinds": list(sheets.KINDS),
        "data_as_of": opening.opened.data_as_of,
    }  # fmt: skip
    return render(request, "casework/quality_source.html", context)


@may("quality.read")
@transaction.atomic
def field(request: HttpRequest, source: int) -> HttpResponse:
    """One field (`?name=`): by Area and force, by month (of one place: `&area=…&force=…`), and what the missing could do (`&stage=`)."""
    opening = opened(request, source)
    name = field_of(request, opening)
    area, force = place_of(request, opening)
    places, months = opening.places(name), opening.months(name, area, force)
    stage = request.GET.get("stage") or next(iter(opening.shape.stage_names), "")
    effects, problem = effects_in(opening, name, stage)
    audit.consulted(by=request.viewer, at=request.at, rows=[opening.source], route=request.path)
    context = {
        "opening": opening, "row": opening.source, "name": name, "title": opening.shape.title(name), "headings": presenters.HEADINGS,
        "said": [*presenters.sentences_of_places(places), *presenters.sentences_of_months(months)], "area": area, "force": force,
        "places": presenters.lines_of_places(places), "months": presenters.lines_of_months(months), "stages": opening.shape.stages,
        "stage": stage, "effects": effects, "effect_said": presenters.sentence_of_effects(effects) if effects else "", "problem": problem,
        "may_plan": request.viewer.may("quality.review"), "data_as_of": opening.opened.data_as_of,
        "denominator": next((one.denominator for one in opening.shape.stages if one.name == stage), ""),
    }  # fmt: skip
    return render(request, "casework/quality_field.html", context)


def effects_in(opening: Opening, name: str, stage: str) -> tuple[list[presenters.Effect], str]:
    """What the missing could change at a stage, or why it cannot be said."""
    if not stage:
        return [], _("This source has no stage, so there is no rate that the missing could change.")
    try:
        return presenters.effects_of(opening.effects(name, stage)), ""
    except (NotInSource, NothingToCompare, TooNearTheWhole) as error:
        return [], str(error)


@may("quality.read")
@transaction.atomic
def beside(request: HttpRequest, source: int, other: int) -> HttpResponse:
    opening, theirs = opened(request, source), _source(request, other)
    found = opening.beside(theirs)
    audit.consulted(by=request.viewer, at=request.at, rows=[opening.source, theirs], route=request.path)
    context = {
        "row": opening.source, "other": theirs, "found": found,
        "said": presenters.sentences_of_sources(found)
        if found
        else [_("One of the two says no Area or no month, so they cannot be compared.")],
        "by_area": presenters.lines_of_beside(found.by_area) if found else [],
        "by_month": presenters.lines_of_beside(found.by_month) if found else [],
    }  # fmt: skip
    return render(request, "casework/quality_beside.html", context)


@may("quality.read")
@transaction.atomic
def force_sheet(request: HttpRequest, source: int) -> HttpResponse:
    """One page to print and give to a force: every field as shares, and what is agreed with it."""
    opening, today = opened(request, source), timezone.localdate(request.at)
    area, force = place_of(request, opening)
    if not force:
        raise Http404
    sheet = sheets.force_sheet(opening, area, force, plans.list_plans(request.viewer, today=today))
    place = opening.area_of(area)
    operations.give_sheet(
        by=request.viewer, at=request.at, source=opening.source, force=force, area_id=place.pk if place else None, lines=sheet.lines,
        names=sheet.names,
    )  # fmt: skip
    return render(request, "casework/quality_sheet.html", {"row": opening.source, "sheet": sheet, "data_as_of": opening.opened.data_as_of})


@may("quality.read")
def download(request: HttpRequest, source: int, kind: str) -> HttpResponse:
    if kind not in sheets.KINDS:
        raise Http404
    opening = opened(request, source)
    content = sheets.as_file(kind, opening)
    operations.take_away(by=request.viewer, at=request.at, source=opening.source, kind=kind)
    name = f"{slugify(opening.source.title)[:60] or 'source'}-quality.{kind}"
    return HttpResponse(content, content_type=sheets.KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def opened(request: HttpRequest, pk: int) -> Opening:
    return Opening(request.viewer, _source(request, pk))


def _source(request: HttpRequest, pk: int) -> Source:
    try:
        return queries.get_source(request.viewer, pk)
    except Source.DoesNotExist:
        raise Http404 from None


def field_of(request: HttpRequest, opening: Opening) -> str:
    name = request.GET.get("name", "")
    if name not in opening.fields:
        raise Http404
    return name


def place_of(request: HttpRequest, opening: Opening) -> tuple[str, str]:
    """The Area and the force that the address names, as the source calls them; Http404 for what is not there or out of sight."""
    area, force = request.GET.get("area", ""), request.GET.get("force", "")
    if area and (area not in opening.shape.levels(opening.shape.area) or not opening.sees(area)):
        raise Http404
    if force and (force not in opening.shape.levels(opening.shape.force) or (opening.areas_seen is not None and not area)):
        raise Http404
    return area, force


def address_of_field(source: int, name: str, **more: str) -> str:
    from urllib.parse import urlencode

    return f"{reverse('casework:quality_field', args=[source])}?{urlencode({'name': name, **more})}"
