"""The pages of reports."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.areas.models import Area
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.periods import parse_half_year
from folkmoot.foundation.saving import ChangedMeanwhile
from folkmoot.reports import operations, queries
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.operations import CannotReport, CannotSign
from folkmoot.reports.render_html import shown, words_of
from folkmoot.reports.rules import AREA_SIGNER, NATIONAL_SIGNER, State, sign_problem
from folkmoot.reports.web.forms import MakeForm, SignForm
from folkmoot.reports.web.linking import with_addresses
from folkmoot.reports.web.presenters import STATE_COLOURS, STATE_WORDS, Line, half_years, later_report, line_of, state_of_row
from folkmoot.reports.wording.fairness import headline_words as fairness_words
from folkmoot.reports.wording.places import area_words
from folkmoot.reports.wording.voice import headline_words
from folkmoot.reports.wording.words import Words, half_year_words
from folkmoot.reports.wording.writing import document_of

CONTENT_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


@may("reports.read")
def listing(request: HttpRequest) -> HttpResponse:
    return _listing(request, _make_form(request))


@may("reports.make")
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    form = _make_form(request, request.POST)
    if form is None or not form.is_valid():
        return _listing(request, form)
    try:
        address = only_once(
            form.cleaned_data["mark"], account_id=request.viewer.account_id, at=request.at, do=lambda: _make(request, form.cleaned_data)
        )
    except CannotReport as problem:
        form.add_error("period", str(problem))
        return _listing(request, form)
    return redirect(address)


def _listing(request: HttpRequest, form: MakeForm | None) -> HttpResponse:
    lines = [line_of(report) for report in queries.list_reports(request.viewer)]
    context = {"lines": lines, "form": form, "without": _without_report(request, lines)}
    return render(request, "reports/list.html", context, status=422 if form and form.errors else 200)


def _without_report(request: HttpRequest, lines: list[Line]) -> list[Area]:
    """For whoever reads the reports of some Areas alone: those Areas that have none."""
    if request.viewer.sight("reports.read").national:
        return []
    covered = {line.report.area_id for line in lines}
    areas = areas_for(request.viewer, "reports.read", today=timezone.localdate(request.at))
    return [area for area in areas if area.pk not in covered]


def _make_form(request: HttpRequest, sent: Any = None) -> MakeForm | None:
    """The form for whoever may make a report somewhere; None for all others."""
    sight = request.viewer.sight("reports.make")
    if sight.nothing:
        return None
    today = timezone.localdate(request.at)
    areas = [(area.code, area.name) for area in areas_for(request.viewer, "reports.make", today=today)]
    scopes = [(WHOLE_SERVICE, _("England and Wales")), *areas] if sight.national else areas
    return MakeForm(sent, periods=half_years(today), scopes=scopes, initial={"mark": new_mark()})


def _make(request: HttpRequest, values: dict[str, Any]) -> str:
    area = None if values["scope"] == WHOLE_SERVICE else Area.objects.get(code=values["scope"])
    period = parse_half_year(values["period"])
    made = operations.make_report(by=request.viewer, at=request.at, period=period, area=area, reason=values["reason"])
    words = _("Report %(number)s was made.") if made.new else _("Nothing has changed since report %(number)s: it stands.")
    messages.success(request, words % {"number": made.report.number})
    return reverse("reports:detail", args=[made.report.pk])


@may("reports.read")
def detail(request: HttpRequest, report_id: int) -> HttpResponse:
    report = _in_sight(request, report_id)
    state = state_of_row(report)
    document = with_addresses(shown(document_of(report, "cy" if get_language() == "cy" else "en")), request.viewer)
    context = {
        "report": report, "document": document, "state_words": STATE_WORDS[state], "state_colour": STATE_COLOURS[state],
        "later": later_report(report), "may_sign": _may_sign(request, report) and _why_not(request, report, state) is None,
        "why_not": _who_signs(request, report, state) if state is State.DRAFT else "",
        "files": [(kind, language) for language in ReportFile.Language for kind in ReportFile.Kind],
    }  # fmt: skip
    return render(request, "reports/detail.html", context)


@may("reports.sign")
def sign(request: HttpRequest, report_id: int) -> HttpResponse:
    report = _in_sight(request, report_id)
    form = SignForm(request.POST or None, initial={"mark": new_mark(), "version": report.version})
    address = reverse("reports:detail", args=[report.pk])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def do() -> str:
            operations.sign_report(by=request.viewer, at=request.at, report=report, seen_version=values["version"])
            messages.success(request, _("The report was signed. Its files carry the signature."))
            return address

        try:
            return redirect(only_once(values["mark"], account_id=request.viewer.account_id, at=request.at, do=do))
        except (CannotSign, ChangedMeanwhile) as problem:
            form.add_error(None, str(problem))
    title = _("Sign report %(number)s") % {"number": report.number}
    context = {"form": form, "title": title, "back": address, "lead": _what_is_signed(report)}
    return render(request, "webkit/form_page.html", context, status=422 if form.errors else 200)


@may("reports.read")
def download(request: HttpRequest, report_id: int, language: str, kind: str) -> HttpResponse:
    if kind not in ReportFile.Kind.values or language not in ReportFile.Language.values:
        raise Http404
    _in_sight(request, report_id)
    try:
        file = operations.take_file(by=request.viewer, at=request.at, report_id=report_id, kind=kind, language=language, route=request.path)
    except ReportFile.DoesNotExist:
        raise Http404 from None
    answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[file.kind])
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _in_sight(request: HttpRequest, report_id: int) -> Report:
    try:
        return queries.get_report(request.viewer, report_id)
    except Report.DoesNotExist:
        raise Http404 from None


def _may_sign(request: HttpRequest, report: Report) -> bool:
    return bool(request.viewer.sight("reports.sign").holds(report.area_id))


def _what_is_signed(report: Report) -> SafeString:
    """The scope, the period and the headlines, so that nobody signs another report than they mean to."""
    figures = report.figures
    headlines = (headline_words(figures["voice"]), Words(" "), fairness_words(figures["fairness"]))
    return words_of((area_words(figures["scope"]), Words(", "), half_year_words(figures["period"]), Words(". "), *headlines))


def _who_signs(request: HttpRequest, report: Report, state: State) -> str:
    """Who can sign a draft that this viewer cannot; empty where the viewer can."""
    if _may_sign(request, report):
        return _why_not(request, report, state) or ""
    return _(NATIONAL_SIGNER) if report.area_id is None else _(AREA_SIGNER)


def _why_not(request: HttpRequest, report: Report, state: State) -> str | None:
    return sign_problem(
        state=state, maker_id=report.made_by_id, signer_id=request.viewer.account_id, ended=report.figures["ended"],
        national=report.area_id is None,
    )  # fmt: skip
