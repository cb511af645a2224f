"""Where reports stand, in lines of text for the command line."""

from datetime import date

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.periods import HalfYear
from folkmoot.reports.models import Report
from folkmoot.reports.queries import list_reports
from folkmoot.reports.release import queries
from folkmoot.reports.release.models import STEP_NAMES
from folkmoot.reports.release.rules import Step, Verdict
from folkmoot.reports.review.queries import comments_of, late_on, review_of
from folkmoot.reports.rules import State

_STATES = {
    State.DRAFT: "a draft that nobody was asked to review", State.REVIEW: "open for review", State.REVIEWED: "reviewed, to be signed",
    State.RETURNED: "returned by somebody who is to sign it", State.SIGNED: "signed", State.RESTATED: "restated by a later report",
}  # fmt: skip


def told_of(viewer: Viewer, *, period: HalfYear, area_code: str, today: date) -> list[str]:
    """The reports of a half-year in sight, the latest first: state, comments, signatures, whom sent to, publication."""
    rows = list_reports(viewer).filter(period=str(period))
    rows = rows.filter(area__code=area_code) if area_code else rows
    return [line for report in rows for line in _lines(report, today)]


def _lines(report: Report, today: date) -> list[str]:
    scope = report.area.name if report.area else "England and Wales"
    lines = [f"Report {report.number}, {scope}: {_STATES[queries.state_of_report(report, today)]}"]
    review, comments = review_of(report), comments_of(report)
    if review:
        lines.append(f"  review: from {_day(timezone.localdate(review.opened_at))} to {_day(review.last_day)}")
    if comments:
        waiting = sum(one.challenge and not one.answers.all() for one in comments)
        lines.append(f"  comments: {len(comments)}; challenges without an answer: {waiting}")
    if late := late_on(report):
        lines.append(f"  late, kept for the next report: {len(late)}")
    for row in queries.signatories(report):
        said = queries.verdict_of(row)
        words = "not yet" if said is None else "signed" if said.verdict == Verdict.SIGNED else f"returned: {said.reason}"
        lines.append(f"  {row.office}, {row.account.name}: {words}")
    if number := report.distributions.count():
        lines.append(f"  sent to: {number}")
    if publication := queries.publication_of(report):
        lines.append(f"  publication: {str(STEP_NAMES[Step(publication.step)]).lower()}")
    return lines


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
