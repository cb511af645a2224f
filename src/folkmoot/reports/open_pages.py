"""What anybody may read of reports: those that were published, each at an address that stays, also once it is withdrawn.

These functions take no viewer, because everybody may see what they return: nothing that a second person has not published.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from folkmoot.areas.models import Area
from folkmoot.reports.models import ReportFile
from folkmoot.reports.release.models import PublishedReport
from folkmoot.reports.release.rules import Step
from folkmoot.reports.review.annex import Entry, annex


@dataclass(frozen=True)
class PublicReport:
    """A published report as a line: `period` as 2026-H1, `area` None for England and Wales, `address` its public page."""

    publication: PublishedReport
    number: int
    period: str
    area: Area | None
    published_on: date
    address: str

    @property
    def withdrawn(self) -> bool:
        return self.publication.step == Step.WITHDRAWN


def published_reports(area: Area | None = None, *, everywhere: bool = False) -> list[PublicReport]:
    """What is published of one Area, with None of England and Wales, with `everywhere` of all; the latest period first."""
    rows = _shown().filter(step=Step.PUBLISHED)
    rows = rows if everywhere else rows.filter(report__area=area)
    return [_line(row) for row in rows.order_by("-report__period", "report__area__name_en", "-report__number")]


def published_report(number: int) -> PublicReport | None:
    """One report by its number; a withdrawn one too, for the reason stands in its place. None for one that was never published."""
    row = _shown().filter(report__number=number).order_by("-pk").first()
    return _line(row) if row else None


def files_of(one: PublicReport) -> list[ReportFile]:
    """The signed files of a published report, without their bytes; none of one that was withdrawn."""
    if one.withdrawn:
        return []
    return list(ReportFile.objects.defer("content").filter(report=one.publication.report_id, signed=True).order_by("language", "kind"))


def comments_of(one: PublicReport) -> list[Entry]:
    """The comments and answers of a published report as they were frozen; nobody stands in them by name who did not agree to it."""
    return [] if one.withdrawn else annex(one.publication.report)


def _shown() -> QuerySet[PublishedReport]:
    return PublishedReport.objects.filter(step__in=(Step.PUBLISHED, Step.WITHDRAWN)).select_related("report__area", "report__restates")


def _line(row: PublishedReport) -> PublicReport:
    report = row.report
    on = timezone.localdate(row.published_at) if row.published_at else timezone.localdate(row.prepared_at)
    return PublicReport(row, report.number, report.period, report.area, on, reverse("our_reports:report", args=[report.number]))
