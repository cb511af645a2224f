"""The pages of the rule with its versions, and of what each run looked at."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.signals.runs import operations, queries
from folkmoot.casework.signals.runs.models import Run, SignalReading
from folkmoot.casework.signals.runs.web.forms import RuleForm, asked_of, first_values
from folkmoot.casework.sources.cubes import NothingLoaded
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.queries import get_source, sources
from folkmoot.casework.workbench.opening import open_source
from folkmoot.webkit.paging import Pages

A_PAGE = 24
WHY: dict[str, Promise] = {
    "withheld": _("Groups whose numbers are too small to be shown"),
    "too_few": _("Groups with too few people or events to judge"),
    "missing": _("Groups where too much is not recorded"),
    "place": _("Not even the totals of this place may be shown"),
    "no_area": _("This name is that of no Area: nothing was looked at there"),
    "no_data": _("No complete period of data, or months are missing"),
    "stopped": _("It could not be read"),
}


@may("casework.read")
def rules(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    versions = list(queries.rules(viewer))
    latest = {row.source_id: row for row in reversed(versions)}
    without = [row for row in sources(viewer).filter(retired_on=None) if row.pk not in latest]
    context = {"versions": versions, "latest": list(latest.values()), "without": without, "may_load": viewer.may("casework.load")}
    return render(request, "casework/signal_rules.html", context)


@may("casework.load")
def rule(request: HttpRequest, source: int) -> HttpResponse:
    """Issue the next version of a source's rule."""
    row = _source(request, source)
    request.viewer.require_for("casework.load", row.area_id)
    try:
        shape = open_source(request.viewer, row.pk).shape
    except NothingLoaded as error:
        return render(request, "casework/signal_rule_not_yet.html", {"row": row, "problem": error})
    held = queries.rule_of(row)
    form = RuleForm(request.POST or None, initial=started(**first_values(held)), shape=shape)

    def do(values: dict[str, Any]) -> str:
        asked = asked_of(values, held.references if held else {})
        operations.issue_rule(by=request.viewer, at=request.at, source=row, **asked)
        return reverse("casework:signal_rules")

    lead = _("A difference is listed only where all of this holds. What was listed stays listed whatever the rule becomes.")
    return form_page(
        request, form, title=_("The rule for signals: %(source)s") % {"source": row.title}, lead=lead, do=do,
        done=_("The rule was issued."),
        back=reverse("casework:signal_rules"),
    )  # fmt: skip


@may("casework.read")
def runs(request: HttpRequest) -> HttpResponse:
    page = Pages(queries.runs(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/signal_runs.html", {"page": page})


@may("casework.read")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = queries.runs(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return render(request, "casework/signal_run.html", {"row": row, "lines": _lines(request, row), "read": _read(request, row)})


def _lines(request: HttpRequest, row: Run) -> list[dict[str, Any]]:
    """What could not be judged, of sources in sight and, for those of some Areas, in England and Wales and their own."""
    viewer = request.viewer
    titles, sight = set(sources(viewer).values_list("title", flat=True)), viewer.sight(queries.READ)
    names = {""} if not sight.national else None
    if names is not None:
        names |= set(queries.area_names(sight.area_ids))
    seen = [one for one in row.report if one["source"] in titles and (names is None or one["where"] in names)]
    return [{**one, "said": WHY.get(one["why"], one["why"])} for one in seen]


def _read(request: HttpRequest, row: Run) -> list[SignalReading]:
    """The readings of the run, of signals in sight."""
    return list(queries.readings_of(request.viewer, row))


def _source(request: HttpRequest, pk: int) -> Source:
    try:
        return get_source(request.viewer, pk)
    except Source.DoesNotExist:
        raise Http404 from None
