"""Where a report stands on its way out: who is to sign and who has, to whom it went, what is published and what waits."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.reports.models import Report
from folkmoot.reports.queries import reports
from folkmoot.reports.release.models import Distribution, PublishedReport, Signatory, SignatoryVerdict
from folkmoot.reports.release.rules import Named, Step, Verdict
from folkmoot.reports.review.models import Review
from folkmoot.reports.review.queries import is_open
from folkmoot.reports.rules import State, state_of


def signatories(report: Report) -> list[Signatory]:
    """Those named to sign, in the order they were named, with what they said."""
    verdicts = Prefetch("verdicts", SignatoryVerdict.objects.order_by("at", "pk"))
    return list(Signatory.objects.select_related("account").filter(report=report).prefetch_related(verdicts).order_by("pk"))


def hands_of(publication: PublishedReport) -> tuple[int | None, int | None]:
    """Who had a hand in what a second person publishes: who prepared it, and who made the report (None: nobody by name)."""
    return publication.prepared_by_id, publication.report.made_by_id


def verdict_of(row: Signatory) -> SignatoryVerdict | None:
    """What a signatory said last; None while they said nothing."""
    said = list(row.verdicts.all())
    return said[-1] if said else None


def named_of(report: Report) -> list[Named]:
    """What rules need of those named to sign."""
    return [Named(row.account_id, said.verdict if (said := verdict_of(row)) else "") for row in signatories(report)]


def signatures_of(report: Report) -> list[tuple[str, str]]:
    """Name and office of each who is named to sign."""
    return [(row.account.name, row.office) for row in signatories(report)]


def state_of_report(report: Report, today: date) -> State:
    """Where a report stands today."""
    return states_of([report], today)[report.pk]


def states_of(among: Sequence[Report], today: date) -> dict[int, State]:
    """Where each of these reports stands today, by id; three queries for any number of them."""
    reviews = {row.report_id: row for row in Review.objects.filter(report__in=among)}
    restated = set(Report.objects.filter(restates__in=among).values_list("restates_id", flat=True))
    verdicts = SignatoryVerdict.objects.filter(signatory__report__in=among).order_by("at", "pk")
    last = {who: (report, said) for who, report, said in verdicts.values_list("signatory_id", "signatory__report_id", "verdict")}
    returned = {report for report, said in last.values() if said == Verdict.RETURNED}
    return {
        one.pk: state_of(
            signed=one.signed_at is not None, restated=one.pk in restated, returned=one.pk in returned,
            review_open=is_open(reviews.get(one.pk), today),
        )
        for one in among
    }  # fmt: skip


def who_may_sign(report: Report, *, today: date) -> QuerySet[Account]:
    """The people whose role lets them sign a report of this scope, without its maker."""
    return people_who_may("reports.sign", report.area_id, today=today).exclude(pk=report.made_by_id or 0)


def waiting_for_signature(viewer: Viewer, *, today: date) -> list[Report]:
    """Reports that name this viewer, who has not signed yet, and that can be signed by now; one that they returned waits no longer."""
    rows = Signatory.objects.filter(account=viewer.account_id or 0, report__signed_at__isnull=True, verdicts__isnull=True)
    found = reports(viewer).filter(pk__in=rows.values("report"), restated_by__isnull=True)
    return [one for one in found if state_of_report(one, today) is not State.REVIEW]


def distributions(report: Report) -> list[tuple[Distribution, Letter | None]]:
    """To whom a report was sent, the latest first, each with its letter where one was written."""
    rows = list(Distribution.objects.select_related("file", "account", "by").filter(report=report))
    letters = {one.key: one for one in Letter.objects.filter(key__in=[row.letter_key for row in rows])}
    return [(row, letters.get(row.letter_key)) for row in rows]


def publication_of(report: Report) -> PublishedReport | None:
    """The latest publication of a report, whatever became of it."""
    rows = PublishedReport.objects.select_related("report__area", "prepared_by", "published_by", "withdrawn_by")
    return rows.filter(report=report).order_by("-pk").first()


def step_of(report: Report) -> str:
    row = publication_of(report)
    return row.step if row else ""


def waiting_to_be_published(viewer: Viewer) -> list[PublishedReport]:
    """What was prepared by somebody else and waits for this viewer as the second person."""
    sight = viewer.sight("reports.publish")
    rows = PublishedReport.objects.select_related("report__area").filter(
        step=Step.PREPARED, report__in=reports(viewer).order_by().values("pk")
    )
    mine = (viewer.account_id,)
    return [row for row in rows if sight.holds(row.area_id) and row.prepared_by_id not in mine and row.report.made_by_id not in mine]
