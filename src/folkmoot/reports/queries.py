"""Reading reports. Every query starts from the viewer's scope: an Area's reports in that Area and nationally, national ones nationally."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.accounts.rules import ROLE_MAY, Role
from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.foundation.periods import HalfYear
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.review.models import Reviewer


def reports(viewer: Viewer) -> QuerySet[Report]:
    """The reports in sight, the latest first."""
    rows = Report.objects.select_related("area", "made_by", "signed_by", "restates", "restated_by", "review")
    seen = within(viewer, rows, "reports.read")
    if not is_outside(viewer):
        return seen
    # An outside member sees what the Board was given, and the drafts that were opened to them: nothing else.
    asked = Reviewer.objects.filter(review__report=OuterRef("pk"), account=viewer.account_id)
    return seen.filter(Q(signed_at__isnull=False, area__isnull=True) | Exists(asked))


def is_outside(viewer: Viewer) -> bool:
    """Whether reports are open to this viewer as an external governance member alone, and by no role of the service."""
    giving = {grant.role for grant in viewer.grants if "reports.read" in ROLE_MAY[grant.role]}
    return not viewer.everything and giving == {Role.GOVERNANCE_MEMBER}


def list_reports(viewer: Viewer) -> QuerySet[Report]:
    """As `reports`, without the figures: for a list."""
    return reports(viewer).defer("figures", "inputs", "differences")


def get_report(viewer: Viewer, report_id: int) -> Report:
    """One report in sight. Raises Report.DoesNotExist for one out of sight, as for one that does not exist."""
    return reports(viewer).get(pk=report_id)


def standing_report(viewer: Viewer, *, period: HalfYear, area: Area | None) -> Report | None:
    """The report of a period and scope that no later one restates; None where none was made."""
    return reports(viewer).filter(period=str(period), area=area, restated_by__isnull=True).first()


def report_before(viewer: Viewer, *, period: HalfYear, area: Area | None) -> Report | None:
    """The latest report of an earlier period and the same scope, as restated since; None where there is none."""
    rows = reports(viewer).filter(area=area, period__lt=str(period), restated_by__isnull=True)
    return rows.order_by("-period").first()


def count_periods_before(viewer: Viewer, *, period: HalfYear, area: Area | None) -> int:
    """How many earlier periods of the same scope were reported on."""
    return reports(viewer).filter(area=area, period__lt=str(period), restated_by__isnull=True).count()


def get_file(viewer: Viewer, report_id: int, *, kind: str, language: str) -> ReportFile:
    """A report as a file: the signed one where it is signed. Raises ReportFile.DoesNotExist for one out of sight."""
    seen = reports(viewer).order_by().values("pk")
    rows = ReportFile.objects.select_related("report").filter(report_id=report_id, report__in=seen, kind=kind, language=language)
    file = rows.order_by("-signed").first()
    if file is None:
        raise ReportFile.DoesNotExist
    return file


def is_restated(report: Report) -> bool:
    """Whether a later report restates this one, asked of the database and not of the row in hand."""
    return Report.objects.filter(restates=report).exists()
