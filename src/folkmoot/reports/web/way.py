"""A report on its way, as its page shows it: its parts with their state, comments and answers, signatures, whom it went to."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.reports.formats.segments import offered_of
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.queries import is_outside
from folkmoot.reports.release import queries as release
from folkmoot.reports.release.models import STEP_NAMES, VERDICT_NAMES
from folkmoot.reports.release.rules import Step, Verdict
from folkmoot.reports.review import queries as review
from folkmoot.reports.review.models import Annex
from folkmoot.reports.review.web.presenters import lines_of, sections_of
from folkmoot.reports.rules import State
from folkmoot.reports.web.steps import Standing
from folkmoot.reports.wording.document import Document


@dataclass(frozen=True)
class Part:
    """A part of the report: from how many records (None: it is written from other parts), whether it changed, what was said of it."""

    key: str
    heading: str
    records: int | None
    since: str | Promise
    comments: int
    waiting: int


def way_of(viewer: Viewer, standing: Standing, document: Document) -> dict[str, Any]:
    """Everything about the way of a report, for its page. People inside see who said what; outside members see offices."""
    report = standing.report
    inside = not is_outside(viewer)
    comments = [review.standing_of(row) for row in standing.comments]
    makes = viewer.sight("reports.make").holds(report.area_id)
    row, signing = release.publication_of(report), _signatories(report)
    return {
        "standing": standing, "inside": inside, "parts": _parts(standing, document), "comments": lines_of(comments),
        "late": lines_of([review.standing_of(one) for one in review.late_on(report)]), "annex": Annex.objects.filter(report=report).first(),
        "reviewers": list(standing.review.reviewers.select_related("account")) if standing.review else [],
        "signatories": signing, "sent": release.distributions(report) if inside else [], "publication": row,
        "step_words": STEP_NAMES[Step(row.step)] if row else "", "makes": makes,
        "may_publish": viewer.sight("reports.publish").holds(report.area_id),
        "in_review": standing.state is State.REVIEW, "may_move_day": makes and standing.state in (State.REVIEW, State.REVIEWED),
        "may_name": makes and standing.state in (State.DRAFT, State.REVIEW), "may_send": makes and report.signed_at is not None,
        "may_offer": viewer.may("languages.ask") and report.signed_at is not None, "offered": offered_of(report),
        "may_return": any(one["row"].account_id == viewer.account_id and not one["signed"] for one in signing)
        and standing.state in (State.DRAFT, State.REVIEWED, State.RETURNED),
    }  # fmt: skip


def _signatories(report: Report) -> list[dict[str, Any]]:
    found = []
    for row in release.signatories(report):
        said = release.verdict_of(row)
        words = VERDICT_NAMES[Verdict(said.verdict)] if said else _("Not yet")
        found.append({"row": row, "said": said, "words": words, "signed": bool(said and said.verdict == Verdict.SIGNED)})
    return found


def _parts(standing: Standing, document: Document) -> list[Part]:
    report = standing.report
    records = {note["section"]: note["rows"] for note in report.inputs.get("sections", ())}
    earlier = (report.figures.get("since") or {}).get("earlier")
    before = Report.objects.filter(number=earlier["number"]).first() if earlier else None
    found = []
    for key, heading in sections_of(report, document):
        said = [one for one in standing.comments if one.section == key]
        since = _since(report, before, key) if key in report.figures else ""
        found.append(Part(key, heading, records.get(key), since, len(said), sum(not one.answers.all() for one in said)))
    return found


def _since(report: Report, before: Report | None, key: str) -> Promise:
    if before is None:
        return _("First report")
    if key not in before.figures:
        return _("New in this report")
    return _("As in the last report") if before.figures[key] == report.figures[key] else _("Changed since the last report")


def files_of(report: Report) -> list[ReportFile]:
    """The files that can be taken away: the signed ones where it is signed."""
    rows = ReportFile.objects.defer("content").filter(report=report, signed=report.signed_at is not None)
    return list(rows.order_by("language", "kind"))
