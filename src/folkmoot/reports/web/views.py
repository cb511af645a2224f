"""The pages of reports."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.actions.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.areas.models import Area
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.periods import parse_half_year
from folkmoot.foundation.saving import ChangedMeanwhile
from folkmoot.reports import operations, queries
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.operations import CannotReport, CannotSign
from folkmoot.reports.render_html import shown
from folkmoot.reports.rules import State, sign_problem
from folkmoot.reports.web.forms import MakeForm, SignForm
from folkmoot.reports.web.linking import with_addresses
from folkmoot.reports.web.presenters import STATE_COLOURS, STATE_WORDS, half_years, later_report, line_of, state_of_row
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
    context = {"lines": [line_of(report) for report in queries.list_reports(request.viewer)], "form": form}
    return render(request, "reports/list.html", context, status=422 if form and form.errors else 200)


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
        "why_not": _why_not(request, report, state) if _may_sign(request, report) and state is State.DRAFT else "",
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
    return render(request, "webkit/form_page.html", {"form": form, "title": title, "back": address}, status=422 if form.errors else 200)


@may("reports.read")
def download(request: HttpRequest, report_id: int, language: str, kind: str) -> HttpResponse:
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


def _why_not(request: HttpRequest, report: Report, state: State) -> str | None:
    return sign_problem(state=state, maker_id=report.made_by_id, signer_id=request.viewer.account_id, ended=report.figures["ended"])
