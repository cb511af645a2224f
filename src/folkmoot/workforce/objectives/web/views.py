"""Pages on which units' counts stand side by side, and on which they are entered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.saving import Refused
from folkmoot.workforce.models import Unit
from folkmoot.workforce.objectives import operations, queries
from folkmoot.workforce.objectives.rules import BY_KEY, LEAST_STAFF, pasted
from folkmoot.workforce.objectives.web.forms import CountForm, TableForm
from folkmoot.workforce.objectives.web.presenters import panel_of
from folkmoot.workforce.queries import units


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    panels = [panel_of(answer) for answer in queries.answers(viewer, "objectives", today)]
    context = {
        "panels": panels, "units": units(viewer).exists(), "may_write": viewer.may(queries.WRITE), "least": LEAST_STAFF,
        "some": any(panel.answer.given for panel in panels),
    }  # fmt: skip
    return render(request, "workforce/objectives.html", context)


@may("workforce.write")
def record(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    first = {name: request.GET[name] for name in ("unit", "question", "about") if request.GET.get(name)}
    form = CountForm(request.POST or None, today=today, units=_writable(request), initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        return _page_of(operations.record_count(by=request.viewer, at=request.at, **values).question)

    title, done = gettext_lazy("Record a unit’s count"), gettext_lazy("The count was kept.")
    return form_page(request, form, title=title, back=reverse("workforce:objectives"), do=do, done=done)


@may("workforce.write")
def record_table(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    first = {name: request.GET[name] for name in ("question", "about") if request.GET.get(name)}
    form = TableForm(request.POST or None, today=today, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        lines = _lines(request, values.pop("lines"))
        try:
            operations.record_table(by=request.viewer, at=request.at, lines=lines, **values)
        except Refused as refused:
            raise Refused({"lines" if name == "file" else name: told for name, told in refused.problems.items()}) from refused
        return _page_of(values["question"])

    title, done = gettext_lazy("Record the counts of many units"), gettext_lazy("The counts were kept.")
    return form_page(request, form, title=title, back=reverse("workforce:objectives"), do=do, done=done)


def _lines(request: HttpRequest, text: str) -> list[operations.Line]:
    """The lines pasted, with their units. Raises Refused that names each line that is wrong."""
    found, problems = pasted(text)
    named = {unit.name.casefold(): unit for unit in _writable(request)}
    for line in found:
        if line.unit.casefold() not in named:
            problems.append(_("Line %(number)d: no unit is called “%(unit)s”.") % {"number": line.number, "unit": line.unit[:60]})
    if not found and not problems:
        problems = [_("Paste at least one line.")]
    if problems:
        raise Refused({"lines": problems[:10]})
    return [
        operations.Line(_("Line %(number)d") % {"number": line.number}, named[line.unit.casefold()], line.whole, line.part)
        for line in found
    ]


def _writable(request: HttpRequest) -> Any:
    """Units for which the viewer may enter counts."""
    sight = request.viewer.sight(queries.WRITE)
    rows = units(request.viewer)
    return rows if sight.national else rows.filter(area_id__in=sight.area_ids) if sight.area_ids else Unit.objects.none()


def _page_of(question: str) -> str:
    return reverse(f"workforce:{BY_KEY[question].page}")
