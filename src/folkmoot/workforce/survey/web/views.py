"""The gaps of the survey: one year and characteristic, one score over the years, the table as a file, and an action raised from a gap."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.actions.queries import actions_from
from folkmoot.actions.web.raising import raising_page
from folkmoot.foundation import audit
from folkmoot.published.survey.catalogue import items
from folkmoot.workforce.survey import queries
from folkmoot.workforce.survey.queries import ORIGIN, Gaps
from folkmoot.workforce.survey.rules import closing_of
from folkmoot.workforce.survey.web import presenters
from folkmoot.workforce.survey.web.forms import GapFilter
from folkmoot.workforce.survey.web.sheets import FORMATS, gaps_file, notes
from folkmoot.workforce.survey.web.words import CHARACTERISTICS, ITEMS, break_words, group_words


@may("workforce.read")
def home(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    held = queries.asked(viewer)
    context: dict[str, Any] = {"organisation": queries.organisation(viewer), "may_write": viewer.sight("workforce.write").national}
    chosen = _chosen(request, held)
    if chosen is None:
        return render(request, "workforce/survey_home.html", context | {"loaded": queries.loads(viewer).exists()})
    gaps = queries.gaps(viewer, *chosen)
    narrow, wide = presenters.picture(gaps.rows)
    context |= {
        "filters": GapFilter({"year": str(gaps.year), "by": gaps.characteristic}, held), "gaps": gaps, "narrow": narrow, "wide": wide,
        "by": CHARACTERISTICS[gaps.characteristic], "sentences": presenters.sentences(gaps), "rows": presenters.shown(gaps.rows, gaps),
        "alone": presenters.shown(gaps.alone, gaps), "totals": _totals(gaps), "notes": notes(gaps), "query": _query(gaps),
        "elsewhere": [(one, CHARACTERISTICS[one], years[0]) for one, years in held.items() if one != gaps.characteristic],
        "is_asked": gaps.year in held[gaps.characteristic], "held_years": held[gaps.characteristic],
    }  # fmt: skip
    return render(request, "workforce/survey_home.html", context)


def _chosen(request: HttpRequest, held: dict[str, list[int]]) -> tuple[int, str] | None:
    """The year and characteristic asked for, else the latest year of the first; None where nothing is in."""
    if not held:
        return None
    asked = GapFilter(request.GET, held).chosen
    by = asked.get("by") or next(iter(held))
    return asked.get("year") or held[by][0], by


def _query(gaps: Gaps) -> str:
    return f"?year={gaps.year}&by={gaps.characteristic}"


def _totals(gaps: Gaps) -> list[tuple[str, str, str, str]]:
    """Everybody in the service beside the mean of all civil servants and the median of organisations, for each score published."""
    found = []
    for item in items().values():
        scores = [gaps.totals.get((whose, item.code)) for whose in ("organisation", "mean", "median")]
        if scores[0] is not None:
            said = [presenters.score_words(score, item.kind) if score else "" for score in scores]
            found.append((str(ITEMS[item.code]), said[0], said[1], said[2]))
    return found


@may("workforce.read")
def item(request: HttpRequest, code: str) -> HttpResponse:
    viewer, known = request.viewer, items().get(code)
    held = queries.asked(viewer)
    chosen = _chosen(request, held)
    if known is None or chosen is None:
        raise Http404
    gaps = queries.gaps(viewer, *chosen)
    series = queries.trend(viewer, gaps.characteristic, code)
    groups = [
        {"group": group_words(gaps.characteristic, group), "years": presenters.years_shown(years, gaps)[::-1],
         "closing": presenters.closing_words(closing_of(years)), **_now(request, years[-1].row.score.figure_id)}
        for group, years in series.items()
    ]  # fmt: skip
    context = {
        "item": known, "name": ITEMS[code], "by": CHARACTERISTICS[gaps.characteristic], "gaps": gaps, "groups": groups,
        "breaks": [(one.year, break_words(one.code, one.year)) for one in queries.breaks(code, gaps.characteristic)],
        "filters": GapFilter({"year": str(gaps.year), "by": gaps.characteristic}, held), "query": _query(gaps),
        "may_act": viewer.sight("actions.write").national,
    }  # fmt: skip
    return render(request, "workforce/survey_item.html", context)


def _now(request: HttpRequest, figure_id: int | None) -> dict[str, Any]:
    """The latest figure of a group, and the actions raised from it."""
    viewer = request.viewer
    actions = list(actions_from(viewer, ORIGIN, figure_id)) if figure_id and viewer.may("actions.read") else []
    return {"figure": figure_id, "actions": actions}


@may("workforce.read")
@transaction.atomic
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The table of one year and characteristic as a file; recorded as a disclosure."""
    chosen = _chosen(request, queries.asked(request.viewer))
    if kind not in FORMATS or chosen is None:
        raise Http404
    gaps = queries.gaps(request.viewer, *chosen)
    title = _("People Survey %(year)s") % {"year": gaps.year}
    data = gaps_file(gaps, kind, title)
    audit.record(
        audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject="workforce.surveyload", ids=[load.pk for load in gaps.loads],
        route=request.path, recipient=request.viewer.name, detail={"format": kind, "year": gaps.year, "by": gaps.characteristic},
    )  # fmt: skip
    name = f"people-survey-{gaps.year}-{gaps.characteristic}.{kind}"
    return HttpResponse(data, content_type=FORMATS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@may("actions.write")
def action(request: HttpRequest, figure: int) -> HttpResponse:
    row = queries.figure_in_sight(request.viewer, figure) if request.viewer.may("workforce.read") else None
    if row is None or not row.characteristic:
        raise Http404
    back = f"{reverse('workforce:survey_item', args=[row.item])}?year={row.year}&by={row.characteristic}"
    lead = f"{row.year}: {ITEMS[row.item]}, {group_words(row.characteristic, row.group)}"
    title = _("Raise an action to close a gap")
    return raising_page(request, origin_kind=ORIGIN, origin_id=row.pk, area=None, title=title, lead=lead, back=back)
