"""The pages on which a report leaves: who signs, returning it, whom it was sent to, and its publication."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.once import new_mark
from folkmoot.foundation.saving import Refused
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.operations import CannotSign, return_report
from folkmoot.reports.release import operations, queries
from folkmoot.reports.release.checking import check_report
from folkmoot.reports.release.leaks import Finding, Kind
from folkmoot.reports.release.models import STEP_NAMES, PublishedReport
from folkmoot.reports.release.operations import Named
from folkmoot.reports.release.rules import Step
from folkmoot.reports.release.web.forms import ExplainForm, ReturnForm, SendBackForm, SendForm, SignatoriesForm, WithdrawForm
from folkmoot.reports.release.web.presenters import STEP_COLOURS, found_words, people_of, suggested_office
from folkmoot.reports.web.sight import report_in_sight


@may("reports.make")
def signatories(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    held = {row.account_id: row.office for row in queries.signatories(report)}
    who = queries.who_may_sign(report, today=timezone.localdate(request.at))
    people = [(account, held.get(account.pk) or suggested_office(account, report)) for account in who]
    first = started(version=report.version, who=list(held))
    form = SignatoriesForm(request.POST or None, initial=first, people=people, chosen=held)
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        named = [Named(account, office) for account, office in form.named()]
        operations.name_signatories(by=request.viewer, at=request.at, report=report, named=named, seen_version=values["version"])
        return back

    return form_page(
        request, form, title=_("Who signs the report"), back=back, do=act, done=_("Those who sign were named, and told."),
        lead=_("The report is signed when everybody named here has signed. Whoever made it is not among them."),
    )  # fmt: skip


@may("reports.sign")
def give_back(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    form = ReturnForm(request.POST or None, initial=started())
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        try:
            return_report(by=request.viewer, at=request.at, report=report, reason=values["reason"])
        except CannotSign as problem:
            raise Refused({"": [str(problem)]}) from problem
        return back

    return form_page(request, form, title=_("Return the report"), back=back, do=act, done=_("It was returned. Whoever made it is told."))


@may("reports.make")
def send(request: HttpRequest, report_id: int) -> HttpResponse:
    report = report_in_sight(request, report_id)
    files = list(ReportFile.objects.defer("content").filter(report=report, signed=True).order_by("language", "kind"))
    people = people_of(report, today=timezone.localdate(request.at))
    form = SendForm(
        request.POST or None, initial=started(sent_on=timezone.localdate(request.at)),
        files=[(one.pk, f"{one.get_kind_display()}, {one.get_language_display()}") for one in files],
        people=[(one.pk, one.name) for one in people],
    )  # fmt: skip
    back = reverse("reports:detail", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        account = Account.objects.get(pk=values["account"]) if values["account"] else None
        file = next(one for one in files if one.pk == int(values["file"]))
        operations.send(
            by=request.viewer, at=request.at, report=report, file=file, how=values["how"], on=values["sent_on"], account=account,
            recipient=values["recipient"],
        )  # fmt: skip
        return back + "#sent"

    return form_page(
        request, form, title=_("Record whom the report is sent to"), back=back, do=act, done=_("It was recorded."),
        lead=_("Those with an account get a letter with a link and sign in to read it. What is given by hand is written down here."),
    )  # fmt: skip


@may("reports.publish")
def publication(request: HttpRequest, report_id: int) -> HttpResponse:
    """What the check finds in a report, why it may stay, and publishing it."""
    report, row = _held(request, report_id)
    found = _found(request, report, row)
    open_ones = [(one.key, f"{one.text} ({one.where})") for one in found if one.blocks and not one.never]
    asked = row and row.step == Step.PREPARED and open_ones and request.viewer.account_id in queries.hands_of(row)
    form = ExplainForm(request.POST or None, initial=started(), found=open_ones) if asked else None
    address = reverse("reports:publication", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        assert row is not None
        operations.explain(by=request.viewer, at=request.at, publication=row, keys=values["keys"], why=values["why"])
        return address

    context = _context(request, report, row, found)
    if form is None:
        return render(request, "reports/release_publication.html", context)
    return form_page(
        request, form, back=reverse("reports:detail", args=[report.pk]), do=act, done=_("The reason was kept."),
        template="reports/release_publication.html", **context,
    )  # fmt: skip


def _found(request: HttpRequest, report: Report, row: PublishedReport | None) -> list[Finding]:
    if report.signed_at is None or (row and row.step in (Step.PUBLISHED, Step.WITHDRAWN)):
        return []
    return check_report(report, row.explained if row else {}, today=timezone.localdate(request.at))


def _context(request: HttpRequest, report: Report, row: PublishedReport | None, found: list[Finding]) -> dict[str, Any]:
    viewer, step = request.viewer, Step(row.step) if row else None
    second = row is not None and step is Step.PREPARED and viewer.account_id not in queries.hands_of(row)
    ready = not any(one.blocks for one in found)
    return {
        "report": report, "row": row, "title": _("Publish report %(number)s") % {"number": report.number},
        "step_words": STEP_NAMES[step] if step else "", "step_colour": STEP_COLOURS[step] if step else "", "mark": new_mark(),
        "found": [(one, found_words(one)) for one in found], "tables": [one for one in found if one.kind is Kind.TABLE],
        "may_prepare": report.signed_at is not None and step in (None, Step.RETURNED, Step.WITHDRAWN),
        "may_publish": second and ready, "may_send_back": second, "own": step is Step.PREPARED and not second, "second": second,
        "may_withdraw": step is Step.PUBLISHED, "was_found": row.found if row else [],
    }  # fmt: skip


@may("reports.publish")
def send_back(request: HttpRequest, report_id: int) -> HttpResponse:
    report, row = _held(request, report_id)
    form = SendBackForm(request.POST or None, initial=started())
    back = reverse("reports:publication", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, publication=_there(row), why=values["why"])
        return back

    return form_page(request, form, title=_("Send it back"), back=back, do=act, done=_("It was sent back."))


@may("reports.publish")
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    report, row = _held(request, report_id)
    form = WithdrawForm(request.POST or None, initial=started())
    back = reverse("reports:publication", args=[report.pk])

    def act(values: dict[str, Any]) -> str:
        operations.withdraw(by=request.viewer, at=request.at, publication=_there(row), **values)
        return back

    return form_page(
        request, form, title=_("Withdraw the published report"), back=back, do=act,
        done=_("It is withdrawn. The reason stands in its place."),
        lead=_("The report is gone from the public page at once. One person may do this, because it may be urgent."),
    )  # fmt: skip


def prepare_now(request: HttpRequest, report: Report) -> str:
    """Prepare a report for publication, as one step."""
    operations.prepare(by=request.viewer, at=request.at, report=report)
    return reverse("reports:publication", args=[report.pk])


def publish_now(request: HttpRequest, report: Report) -> str:
    """Publish what somebody else prepared, as one step."""
    seen = request.POST.get("version", "")
    operations.publish(
        by=request.viewer,
        at=request.at,
        publication=_there(queries.publication_of(report)),
        seen_version=int(seen) if seen.isdigit() else None,
    )
    return reverse("reports:publication", args=[report.pk])


def _held(request: HttpRequest, report_id: int) -> tuple[Report, PublishedReport | None]:
    report = report_in_sight(request, report_id)
    return report, queries.publication_of(report)


def _there(row: PublishedReport | None) -> PublishedReport:
    if row is None:
        raise Http404
    return row
