"""The pages of reports."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for
from folkmoot.areas.models import Area
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.periods import parse_half_year
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.reports import operations, queries
from folkmoot.reports.formats.segments import offer
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.operations import CannotReport, CannotSign
from folkmoot.reports.release.queries import named_of
from folkmoot.reports.release.rules import Named, turn_problem
from folkmoot.reports.release.web.views import prepare_now, publish_now
from folkmoot.reports.render_html import shown, words_of
from folkmoot.reports.review.queries import drafts_for, said_of
from folkmoot.reports.review.rules import unanswered_problem
from folkmoot.reports.review.web.views import be_named, end_now
from folkmoot.reports.rules import AREA_SIGNER, NATIONAL_SIGNER, State, sign_problem
from folkmoot.reports.web.forms import MakeForm, SignForm
from folkmoot.reports.web.linking import with_addresses
from folkmoot.reports.web.presenters import CONTENT_TYPES, STATE_COLOURS, STATE_WORDS, Line, half_years, later_report, lines_of
from folkmoot.reports.web.sight import report_in_sight
from folkmoot.reports.web.steps import next_steps, standing_of
from folkmoot.reports.web.way import files_of, way_of
from folkmoot.reports.wording.fairness import headline_words as fairness_words
from folkmoot.reports.wording.places import area_words
from folkmoot.reports.wording.voice import headline_words
from folkmoot.reports.wording.words import Words, half_year_words
from folkmoot.reports.wording.writing import document_of


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
    today = timezone.localdate(request.at)
    lines = lines_of(list(queries.list_reports(request.viewer)), today)
    context = {
        "lines": lines, "form": form, "without": _without_report(request, lines), "may_review": request.viewer.may("reports.review"),
        "drafts": drafts_for(request.viewer, today=today), "outside": queries.is_outside(request.viewer),
    }  # fmt: skip
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
    return _detail(request, report_in_sight(request, report_id))


def _detail(request: HttpRequest, report: Report, refused: str = "") -> HttpResponse:
    """The page of a report: what it needs of this viewer, its way to the Board and the public, and the report itself."""
    standing = standing_of(request.viewer, report, today=timezone.localdate(request.at))
    written = document_of(report, "cy" if get_language() == "cy" else "en")
    named, why_not = named_of(report), _why_not(request, report, standing.state)
    mine = _may_sign(request, report, named)
    may_sign = mine and not why_not
    context = {
        "report": report, "document": with_addresses(shown(written), request.viewer), "state_words": STATE_WORDS[standing.state],
        "state_colour": STATE_COLOURS[standing.state], "later": later_report(report), "may_sign": may_sign, "refused": refused,
        "why_not": _who_signs(report, named, mine, why_not) if report.signed_at is None else "",
        "steps": next_steps(request.viewer, standing, may_sign=may_sign), "files": files_of(report),
        **way_of(request.viewer, standing, written), "mark": new_mark(),
    }  # fmt: skip
    return render(request, "reports/detail.html", context, status=422 if refused else 200)


def _offer_now(request: HttpRequest, report: Report) -> str:
    """Offer a signed report to the translators, as one step."""
    if report.signed_at is None:
        raise Refused({"": [_("A draft still changes. Offer the report to the translators once it is signed.")]})
    document = offer(by=request.viewer, at=request.at, report=report)
    return reverse("languages:document", args=[document.pk])


# part of the address -> what it does, and the words once it is done
DOING: dict[str, tuple[Callable[[HttpRequest, Report], str], Promise]] = {
    "end-review": (end_now, gettext_lazy("The review was ended.")),
    "named": (partial(be_named, named=True), gettext_lazy("You stand in the report by name and office.")),
    "unnamed": (partial(be_named, named=False), gettext_lazy("You stand in the report by your office alone.")),
    "prepare": (prepare_now, gettext_lazy("It was prepared. A second person checks and publishes it.")),
    "translators": (_offer_now, gettext_lazy("The translators have it. Ask for the languages and forms you want.")),
    "publish": (publish_now, gettext_lazy("It is published, and stands on the public page.")),
}


@may("reports.read")
@require_POST
def do(request: HttpRequest, report_id: int, what: str) -> HttpResponse:
    """One step, taken once; what may not be done is said on the report's page. Each operation asks for its own right."""
    if what not in DOING:
        raise Http404
    report = report_in_sight(request, report_id)
    act, done = DOING[what]
    try:
        where = only_once(
            request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=lambda: act(request, report)
        )
    except (Refused, ChangedMeanwhile) as refused:
        return _detail(request, report_in_sight(request, report_id), str(refused))
    messages.success(request, str(done))
    return redirect(where)


@may("reports.sign")
def sign(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    form = SignForm(request.POST or None, initial={"mark": new_mark(), "version": report.version})
    address = reverse("reports:detail", args=[report.pk])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def do() -> str:
            operations.sign_report(by=request.viewer, at=request.at, report=report, seen_version=values["version"])
            report.refresh_from_db(fields=["signed_at"])
            whole = _("The report was signed. Its files carry the signature.")
            messages.success(request, whole if report.signed_at else _("You signed. The report is signed when everybody named has."))
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
    report_in_sight(request, report_id)
    try:
        file = operations.take_file(by=request.viewer, at=request.at, report_id=report_id, kind=kind, language=language, route=request.path)
    except ReportFile.DoesNotExist:
        raise Http404 from None
    answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[file.kind])
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _may_sign(request: HttpRequest, report: Report, named: list[Named]) -> bool:
    """Whether this viewer's role lets them sign here and, where people are named, they are one of them and have not signed yet."""
    if not request.viewer.sight("reports.sign").holds(report.area_id):
        return False
    return not named or not turn_problem(named, request.viewer.account_id)


def _what_is_signed(report: Report) -> SafeString:
    """The scope, the period and the headlines, so that nobody signs another report than they mean to."""
    figures = report.figures
    headlines = (headline_words(figures["voice"]), Words(" "), fairness_words(figures["fairness"]))
    return words_of((area_words(figures["scope"]), Words(", "), half_year_words(figures["period"]), Words(". "), *headlines))


def _who_signs(report: Report, named: list[Named], mine: bool, why_not: str | None) -> str:
    """Who can sign a draft that this viewer cannot; empty where the viewer can, or where those named stand on the page."""
    if mine:
        return why_not or ""
    if named:
        return ""
    return _(NATIONAL_SIGNER) if report.area_id is None else _(AREA_SIGNER)


def _why_not(request: HttpRequest, report: Report, state: State) -> str | None:
    problem = sign_problem(
        state=state, maker_id=report.made_by_id, signer_id=request.viewer.account_id, ended=report.figures["ended"],
        national=report.area_id is None,
    )  # fmt: skip
    return problem or unanswered_problem(said_of(report))
