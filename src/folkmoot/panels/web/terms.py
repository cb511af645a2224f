"""Terms of reference: every version that held, the draft, and agreeing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels import operations, queries
from folkmoot.panels.models import Panel, Terms
from folkmoot.panels.web.forms import AgreeTermsForm, ConfirmForm, TermsForm
from folkmoot.panels.web.presenters import differences, said_in, ways_in_words
from folkmoot.panels.web.sight import panel_in_sight


@may("panels.read")
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version, the latest first, and which of them holds today."""
    panel, today = panel_in_sight(request, code), timezone.localdate(request.at)
    context = {
        "panel": panel, "agreed": list(queries.agreed_terms(panel)), "draft": queries.draft_terms(panel),
        "holding": queries.terms_on(panel, today),
        "may_write": queries.may_in(request.viewer, panel, "panels.write") and panel.ended_on is None,
    }  # fmt: skip
    return render(request, "panels/terms.html", context)


@may("panels.read")
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version, and in what it differs from the one before."""
    panel = panel_in_sight(request, code)
    terms = _of(panel, number)
    before = queries.agreed_terms(panel).filter(number__lt=number).first()
    context = {
        "panel": panel, "terms": terms, "ways": ways_in_words(terms), "differences": differences(before, terms) if before else [],
        **{name: said_in(terms, name) for name in ("scope", "conduct", "confidentiality")},
        "before": before, "holds": terms == queries.terms_on(panel, timezone.localdate(request.at)),
        "may_write": queries.may_in(request.viewer, panel, "panels.write") and panel.ended_on is None,
    }  # fmt: skip
    return render(request, "panels/terms_version.html", context)


@may("panels.write")
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft, begun by one press where there is none."""
    panel = panel_in_sight(request, code, "panels.write")
    terms = queries.draft_terms(panel)
    if terms is None:
        return _begin(request, panel)
    first = started(**{name: getattr(terms, name) for name in (*operations.DRAFTABLE, "version")})
    form = TermsForm(request.POST or None, initial=first)

    def do(values: dict[str, Any]) -> str:
        operations.change_terms(by=request.viewer, at=request.at, terms=terms, seen_version=values.pop("version"), **values)
        return _address(terms)

    title, done = _("Draft the terms of reference"), _("The draft was saved.")
    return form_page(request, form, title=title, lead=panel.name, back=reverse("panels:terms", args=[code]), do=do, done=done)


def _begin(request: HttpRequest, panel: Panel) -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial=started(), send_label=_("Begin a draft"))

    def do(_values: dict[str, Any]) -> str:
        operations.draft_terms(by=request.viewer, at=request.at, panel=panel)
        return reverse("panels:draft_terms", args=[panel.code])

    return form_page(
        request, form, title=_("Draft a new version of the terms of reference?"), back=reverse("panels:terms", args=[panel.code]), do=do,
        lead=_("It begins as a copy of the version that was agreed last. That version holds until the new one is agreed."),
    )  # fmt: skip


@may("panels.write")
def agree(request: HttpRequest, code: str) -> HttpResponse:
    panel, today = panel_in_sight(request, code, "panels.write"), timezone.localdate(request.at)
    terms = queries.draft_terms(panel)
    if terms is None:
        return redirect("panels:terms", code)
    form = AgreeTermsForm(request.POST or None, initial=started(version=terms.version, on=today, holds_from=today))

    def do(values: dict[str, Any]) -> str:
        operations.agree_terms(by=request.viewer, at=request.at, terms=terms, seen_version=values.pop("version"), **values)
        return _address(terms)

    return form_page(
        request, form, title=_("Record that the terms of reference were agreed"), back=_address(terms), do=do,
        lead=_("From then on this version stays as it is, and everybody may read it."), done=_("The terms of reference were agreed."),
    )  # fmt: skip


def _of(panel: Panel, number: int) -> Terms:
    terms = Terms.objects.filter(panel=panel, number=number).select_related("panel").first()
    if terms is None:
        raise Http404
    return terms


def _address(terms: Terms) -> str:
    return reverse("panels:terms_version", args=[terms.panel.code, terms.number])
