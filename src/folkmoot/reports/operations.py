"""Making and signing reports. Each is one transaction with its audit event; the files are made in it, so that a report has them all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.saving import change, check
from folkmoot.reports import queries
from folkmoot.reports.figures.gathering import Gathered, Tell, gather
from folkmoot.reports.figures.scope import Scope
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.product import product_version
from folkmoot.reports.rendering import rendered
from folkmoot.reports.rules import State, differences, fingerprint, period_problem, position_on, same_figures, sign_problem, state_of


class CannotReport(FolkmootError):
    """There is nothing to report on yet."""


class CannotSign(FolkmootError):
    """This report may not be signed, or not by this person."""


@dataclass(frozen=True)
class Made:
    """The report that stands now. `new` is False where an earlier one already says the same."""

    report: Report
    new: bool


def make_report(*, by: Viewer, at: datetime, period: HalfYear, area: Area | None, reason: str = "", tell: Tell = lambda _: None) -> Made:
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
    """Sign a report that somebody else made. Its files are made once more, with the signature. Raises NotAllowed or CannotSign."""
    by.require_for("reports.sign", report.area_id)
    state = state_of(signed=report.signed_at is not None, restated=Report.objects.filter(restates=report).exists())
    problem = sign_problem(
        state=state, maker_id=report.made_by_id, signer_id=by.account_id, ended=report.figures["ended"], national=report.area_id is None
    )
    if problem:
        raise CannotSign("The report was not signed.", problem)
    change(report, {"signed_by_id": by.account_id, "signer_name": by.name[:120], "signed_at": at}, seen_version=seen_version)
    _keep_files(report, at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=report, detail={"signed": report.figures_sha256, "state": State.SIGNED.value})


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
