"""Making and signing reports. Each is one transaction with its audit event; the files are made in it, so that a report has them all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.product import product_version
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.reports import queries
from folkmoot.reports.figures.gathering import Gathered, Tell, gather
from folkmoot.reports.figures.scope import Scope
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.release import queries as release
from folkmoot.reports.release.models import Signatory, SignatoryVerdict
from folkmoot.reports.release.rules import Verdict, all_signed, reason_problem, signatures_in_words, turn_problem
from folkmoot.reports.rendering import rendered
from folkmoot.reports.review import annex
from folkmoot.reports.review.queries import review_of, said_of
from folkmoot.reports.review.rules import unanswered_problem
from folkmoot.reports.rules import State, differences, fingerprint, period_problem, position_on, same_figures, sign_problem


class CannotReport(FolkmootError):
    """There is nothing to report on yet."""


class CannotSign(FolkmootError):
    """This report may not be signed, or not by this person."""


@dataclass(frozen=True)
class Made:
    """The report that stands now. `new` is False where an earlier one already says the same."""

    report: Report
    new: bool


def make_report(
    *, by: Viewer, at: datetime, period: HalfYear, area: Area | None, reason: str = "", tell: Tell = lambda _step: None
) -> Made:
    """Make the report of a half-year for an Area (None: England and Wales) from live records.

    Where the figures are those of the report that stands already, that one is returned and nothing is written; where they differ,
    the new report restates it. Raises NotAllowed or CannotReport.
    """
    by.require_for("reports.make", area.pk if area else None)
    today = timezone.localdate(at)
    problem = period_problem(period, today)
    if problem:
        raise CannotReport(problem, "", "Choose an earlier half-year.")
    scope = Scope.of(by, area, period, position_on(period, today))
    with transaction.atomic():
        gathered = gather(
            scope,
            before=queries.report_before(by, period=period, area=area),
            reports_before=queries.count_periods_before(by, period=period, area=area),
            tell=tell,
        )
        standing = queries.standing_report(by, period=period, area=area)
        if standing and same_figures(gathered.figures, standing.figures):
            return Made(standing, new=False)
        report = _kept(by, at, scope, gathered, standing, reason)
        tell("files")
        _keep_files(report, at)
        audit.record(
            audit.Kind.COMBINATION, by=by, at=at, subject=report,
            detail={
                "period": report.period, "restates": standing is not None,
                "rows": {note["section"]: note["rows"] for note in gathered.inputs},
            },
        )  # fmt: skip
    return Made(report, new=True)


def _kept(by: Viewer, at: datetime, scope: Scope, gathered: Gathered, standing: Report | None, reason: str) -> Report:
    report = Report(
        period=str(scope.period), area=scope.area, number=(Report.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        made_at=at, made_by_id=by.account_id, maker_name=by.name[:120], product_version=product_version(),
        figures=gathered.figures, figures_sha256=fingerprint(gathered.figures),
        inputs={"sections": gathered.inputs, "case_files": gathered.case_files},
        restates=standing, reason=reason.strip() if standing else "",
        differences=differences(gathered.figures, standing.figures) if standing else [],
    )  # fmt: skip
    check(report)
    report.save()
    report.refresh_from_db()  # the files are made from what is stored, so that they can be made again from it
    return report


def _keep_files(report: Report, at: datetime) -> None:
    for language in ReportFile.Language:
        for kind in ReportFile.Kind:
            content = rendered(report, kind=kind, language=language)
            ReportFile.objects.create(
                report=report, kind=kind, language=language, signed=report.signed_at is not None, content=content,
                sha256=hashlib.sha256(content).hexdigest(), made_at=at,
            )  # fmt: skip


@transaction.atomic
def sign_report(*, by: Viewer, at: datetime, report: Report, seen_version: int | None = None) -> None:
    """Sign a report that somebody else made. Where several are named to sign, it is signed when the last of them has.

    Its files are made once more then, with the signatures, and its comments and answers are frozen. Raises NotAllowed or CannotSign.
    """
    by.require_for("reports.sign", report.area_id)
    if seen_version is not None and seen_version != report.version:
        raise ChangedMeanwhile(report)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    named = release.named_of(held)
    turn = turn_problem(named, by.account_id) if named else ""
    problem = _sign_problem(by, at, held) or turn or unanswered_problem(said_of(held))
    if problem:
        raise CannotSign("The report was not signed.", problem)
    if named:
        mine = Signatory.objects.get(report=held, account=by.account_id)
        SignatoryVerdict.objects.create(signatory=mine, verdict=Verdict.SIGNED, at=at)
    if not named or all_signed(release.named_of(held)):
        _complete(by, at, report)
    audit.record(
        audit.Kind.ALTERATION, by=by, at=at, subject=report,
        detail={"signed": report.figures_sha256, "state": (State.SIGNED if report.signed_at else State.REVIEWED).value},
    )  # fmt: skip


def _sign_problem(by: Viewer, at: datetime, report: Report) -> str | None:
    state = release.state_of_report(report, timezone.localdate(at))
    return sign_problem(
        state=state, maker_id=report.made_by_id, signer_id=by.account_id, ended=report.figures["ended"], national=report.area_id is None
    )


def _complete(by: Viewer, at: datetime, report: Report) -> None:
    """The last signature: written on the report, with the annex, and on every file of it."""
    names = release.signatures_of(report)
    signer = signatures_in_words(names) if names else by.name
    change(report, {"signed_by_id": by.account_id, "signer_name": signer[:800], "signed_at": at})
    if review_of(report) or said_of(report):
        annex.freeze(report, at)
    _keep_files(report, at)


@transaction.atomic
def return_report(*, by: Viewer, at: datetime, report: Report, reason: str) -> SignatoryVerdict:
    """Send a report back, as one of those named to sign it, with what has to change. Raises NotAllowed, CannotSign or Refused."""
    by.require_for("reports.sign", report.area_id)
    problem = _sign_problem(by, at, report) or turn_problem(release.named_of(report), by.account_id)
    if problem:
        raise CannotSign("The report was not returned.", problem)
    if vague := reason_problem(reason):
        raise Refused({"reason": [vague]})
    mine = Signatory.objects.get(report=report, account=by.account_id)
    row = SignatoryVerdict(signatory=mine, verdict=Verdict.RETURNED, reason=reason.strip(), at=at)
    check(row)
    row.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=report, detail={"returned": True, "state": State.RETURNED.value})
    if report.made_by:
        notify(
            by=by, at=at, account=report.made_by, kind="reports.returned", words=_("A report you made was returned, with reasons."),
            address=reverse("reports:detail", args=[report.pk]), key=f"reports.returned:{row.pk}",
        )  # fmt: skip
    return row


@transaction.atomic
def take_file(*, by: Viewer, at: datetime, report_id: int, kind: str, language: str, route: str) -> ReportFile:
    """A report as a file, to take away: a disclosure in the audit trail. Raises ReportFile.DoesNotExist for one out of sight."""
    by.require("reports.read")
    file = queries.get_file(by, report_id, kind=kind, language=language)
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=file.report, route=route, recipient=by.name,
        detail={"kind": file.kind, "language": file.language, "signed": file.signed, "sha256": file.sha256},
    )  # fmt: skip
    return file
