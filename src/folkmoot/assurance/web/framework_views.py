"""Frameworks: every version, its criteria and levels, and drafting the next one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks import operations, queries
from folkmoot.assurance.frameworks.models import Criterion, Framework
from folkmoot.assurance.frameworks.rules import LEVELS
from folkmoot.assurance.web import forms
from folkmoot.assurance.web.assessing import confirm


@may("assurance.read")
def listing(request: HttpRequest) -> HttpResponse:
    rows = list(queries.frameworks(request.viewer))
    may_draft = request.viewer.sight("assurance.moderate").national and not any(row.draft for row in rows)
    return render(request, "assurance/frameworks.html", {"rows": rows, "may_draft": may_draft})


@may("assurance.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    groups = [
        (name, [(one, [FIGURES[code] for code in one.figures if code in FIGURES]) for one in among])
        for name, among in queries.by_group(row.criteria.all())
    ]
    may_write = row.draft and request.viewer.sight("assurance.moderate").national
    return render(request, "assurance/framework.html", {"row": row, "groups": groups, "may_write": may_write})


@may("assurance.moderate")
def new(request: HttpRequest) -> HttpResponse:
    latest = queries.frameworks(request.viewer).first()
    first = {name: getattr(latest, name) for name in ("title", "about", "source")} if latest else {}
    form = forms.DraftForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        made = operations.begin_draft(by=request.viewer, at=request.at, **values)
        return reverse("assurance:framework", args=[made.pk])

    lead = _("The draft begins with the criteria and levels of the latest version. Nothing changes for rounds that are open.")
    return form_page(request, form, title=_("Begin the next version"), lead=lead, back=reverse("assurance:frameworks"), do=do)


@may("assurance.moderate")
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a criterion, or changes the one that the address names (`?code=`)."""
    row = _draft(request, pk)
    known = row.criteria.prefetch_related("levels").filter(code=request.GET.get("code", "")).first()
    form = forms.CriterionForm(request.POST or None, initial=started(**_first(known, row)))
    back = reverse("assurance:framework", args=[row.pk])

    def do(values: dict[str, Any]) -> str:
        levels = {number: (values.pop(f"name_{number}"), values.pop(f"words_{number}")) for number in LEVELS}
        seen = values.pop("version")
        operations.keep_criterion(by=request.viewer, at=request.at, framework=row, levels=levels, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Change the criterion") if known else _("Add a criterion"), back=back, do=do)


def _first(known: Criterion | None, row: Framework) -> dict[str, object]:
    if known is None:
        return {"order": row.criteria.count() + 1}
    kept = {name: getattr(known, name) for name in ("version", "code", "order", "group", "title", "asks", "guidance", "figures")}
    levels = {level.number: level for level in known.levels.all()}
    return kept | {f"name_{n}": one.name for n, one in levels.items()} | {f"words_{n}": one.words for n, one in levels.items()}


@may("assurance.moderate")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = Criterion.objects.select_related("framework").filter(pk=pk).first()
    if one is None:
        raise Http404
    back = reverse("assurance:framework", args=[_draft(request, one.framework_id).pk])

    def do(values: dict[str, Any]) -> str:
        operations.drop_criterion(by=request.viewer, at=request.at, criterion=one)
        return back

    return confirm(request, one.version, _("Take this criterion out of the draft?"), one.title, _("Take it out"), back, do)


@may("assurance.moderate")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    row = _draft(request, pk)
    back = reverse("assurance:framework", args=[row.pk])

    def do(values: dict[str, Any]) -> str:
        operations.issue_framework(by=request.viewer, at=request.at, framework=row)
        return back

    lead = _("From then on its words never change, and rounds that are opened use it.")
    return confirm(request, row.version, _("Issue this version"), lead, _("Issue it"), back, do, done=_("It is issued."))


def _in_sight(request: HttpRequest, pk: int) -> Framework:
    try:
        return queries.get_framework(request.viewer, pk)
    except Framework.DoesNotExist:
        raise Http404 from None


def _draft(request: HttpRequest, pk: int) -> Framework:
    request.viewer.require_national("assurance.moderate")
    row = _in_sight(request, pk)
    if not row.draft:
        raise Http404
    return row
