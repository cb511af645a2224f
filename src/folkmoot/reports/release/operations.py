"""Naming who signs, recording to whom a report was sent, publishing by a second person and withdrawing. Each leaves its audit event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.operations import notify, post
from folkmoot.accounts.notices.queries import preference_of
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check, claim
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.queries import is_restated, reports
from folkmoot.reports.release import queries
from folkmoot.reports.release.checking import check_report, published_fingerprint
from folkmoot.reports.release.models import Distribution, PublishedReport, Signatory
from folkmoot.reports.release.rules import Step, naming_problems, preparing_problem, publishing_problem, reason_problem
from folkmoot.reports.review.queries import is_open, review_of


@dataclass(frozen=True)
class Named:
    """Somebody who is to sign, and in which office."""

    account: Account
    office: str


@transaction.atomic
def name_signatories(
    *, by: Viewer, at: datetime, report: Report, named: Sequence[Named], seen_version: int | None = None
) -> list[Signatory]:
    """Say who signs a report, before its review ends; what was said before is replaced until somebody signs or returns it.

    Raises NotAllowed, Refused or ChangedMeanwhile.
    """
    by.require_for("reports.make", report.area_id)
    today = timezone.localdate(at)
    problems = naming_problems(
        [one.account.pk for one in named], maker_id=report.made_by_id,
        may_sign=set(queries.who_may_sign(report, today=today).values_list("pk", flat=True)),
        begun=any(one.said for one in queries.named_of(report)), review_over=is_open(review_of(report), today) is False,
    )  # fmt: skip
    if report.signed_at or is_restated(report):
        problems[""] = [_("This report is signed, or a later one restates it.")]
    if any(not one.office.strip() for one in named):
        problems.setdefault("who", []).append(_("Say of everybody who signs in which office they do: it stands on the report."))
    if problems:
        raise Refused(problems)
    claim(report, seen_version=seen_version)
    Signatory.objects.filter(report=report).delete()
    rows = [_named(by, at, report, one) for one in named]
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=report, detail={"signatories": len(rows)})
    return rows


def _named(by: Viewer, at: datetime, report: Report, one: Named) -> Signatory:
    row = Signatory(report=report, account=one.account, office=one.office.strip(), named_at=at, named_by_id=by.account_id)
    check(row)
    row.save()
    notify(
        by=by, at=at, account=one.account, kind="reports.sign", words=_("You are named to sign a report."),
        address=reverse("reports:detail", args=[report.pk]), key=f"reports.sign:{row.pk}",
    )  # fmt: skip
    return row


@transaction.atomic
def send(
    *, by: Viewer, at: datetime, report: Report, file: ReportFile, how: str, on: date, account: Account | None = None, recipient: str = ""
) -> Distribution:
    """Record that a file of a signed report went to somebody. By e-mail those with an account are written to with a link.

    Raises NotAllowed or Refused.
    """
    by.require_for("reports.make", report.area_id)
    if problems := _sending_problems(report, file, how, on, account, recipient, today=timezone.localdate(at)):
        raise Refused(problems)
    row = Distribution(
        report=report, file=file, sha256=file.sha256, account=account, recipient=(account.name if account else recipient.strip())[:160],
        how=how, on=on, at=at, by_id=by.account_id,
    )  # fmt: skip
    check(row)
    row.save()
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=report, recipient=row.recipient,
        detail={"how": how, "kind": file.kind, "language": file.language, "sha256": file.sha256},
    )  # fmt: skip
    if how == Distribution.How.EMAIL and account:
        _write_to(by, at, row, account)
    return row


def _sending_problems(
    report: Report, file: ReportFile, how: str, on: date, account: Account | None, recipient: str, *, today: date
) -> dict[str, list[str]]:
    if report.signed_at is None:
        return {"": [_("Only a signed report is sent. Drafts are opened for review instead.")]}
    if file.report_id != report.pk or not file.signed:
        return {"file": [_("This is not a signed file of this report. Choose one of its signed files.")]}
    if on > today or on < timezone.localdate(report.signed_at):
        return {"on": [_("Choose a day between the signature and today.")]}
    if how == Distribution.How.EMAIL and account is None:
        return {
            "account": [_("An e-mail goes to somebody with an account here, because it carries a link. Choose them, or send it by hand.")]
        }
    if how == Distribution.How.EMAIL and account and not reports(viewer_for(account, today)).filter(pk=report.pk).exists():
        return {"account": [_("This person may not open the report, so the link would lead them nowhere. Give it to them by hand.")]}
    if account is None and not recipient.strip():
        return {"recipient": [_("Say to whom it went.")]}
    return {}


def _write_to(by: Viewer, at: datetime, row: Distribution, account: Account) -> None:
    """A letter with a link to the report; no figure of it stands in the letter."""
    language = preference_of(account).language
    with translation.override("cy" if language == "cy" else "en-gb"):
        subject = _("A report to the Board is ready for you to read")
        text = _("Report %(number)s was signed and sent to you. Sign in to read it:") % {"number": row.report.number}
    link = f"{settings.PUBLIC_URL}{reverse('reports:detail', args=[row.report_id])}"
    post(
        by=by, at=at, to=account.email, subject=subject, text=f"{text}\n\n{link}\n", key=row.letter_key,
        about=f"reports.report {row.report_id}", language=language, account=account,
    )  # fmt: skip


@transaction.atomic
def prepare(*, by: Viewer, at: datetime, report: Report) -> PublishedReport:
    """Prepare a signed report for publication; a second person publishes it. Raises NotAllowed or Refused."""
    by.require_for("reports.publish", report.area_id)
    problem = preparing_problem(
        signed=report.signed_at is not None, restated=is_restated(report), ended=report.figures["ended"], step=queries.step_of(report)
    )
    if problem or by.account_id is None:
        raise Refused({"": [problem or _("A person prepares a publication, by name.")]})
    before = queries.publication_of(report)
    row = PublishedReport(report=report, prepared_by_id=by.account_id, prepared_at=at, explained=before.explained if before else {})
    check(row)
    row.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=report, detail={"publication": Step.PREPARED.value})
    return row


@transaction.atomic
def explain(*, by: Viewer, at: datetime, publication: PublishedReport, keys: Sequence[str], why: str) -> None:
    """Say why things that the check found may stay; some never may. Whoever may publish it reads the reasons, and gives none.

    Raises NotAllowed or Refused.
    """
    by.require_for("reports.publish", publication.area_id)
    if not publishing_problem(by_id=by.account_id, hands=queries.hands_of(publication)):
        problem = _(
            "You may be the second person, who reads the reasons and publishes. Ask whoever prepared it to say why, or send it back."
        )
        raise Refused({"": [problem]})
    if publication.step != Step.PREPARED:
        raise Refused({"": [_("What was found is explained before the report is published.")]})
    found = {one.key: one for one in check_report(publication.report, publication.explained, today=timezone.localdate(at))}
    asked = [found[key] for key in keys if key in found]
    if not asked or any(one.never for one in asked):
        raise Refused({"": [_("This is not among what was found, or it may never be published.")]})
    if problem := reason_problem(why):
        raise Refused({"why": [problem]})
    change(publication, {"explained": publication.explained | {one.key: why.strip() for one in asked}})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=publication.report, detail={"explained": len(asked)})


@transaction.atomic
def publish(*, by: Viewer, at: datetime, publication: PublishedReport, seen_version: int | None = None) -> None:
    """Publish what somebody else prepared: at once it is on the public page. Raises NotAllowed, Refused or ChangedMeanwhile."""
    by.require_for("reports.publish", publication.area_id)
    report = publication.report
    problem = publishing_problem(by_id=by.account_id, hands=queries.hands_of(publication))
    if publication.step != Step.PREPARED or is_restated(report):
        problem = _("It is no longer waiting to be published, or a later report restates it.")
    found = [] if problem else check_report(report, publication.explained, today=timezone.localdate(at))
    if not problem and any(one.blocks for one in found):
        problem = _("The check found something that nobody has explained, or that can never be published. Look at what it found.")
    if problem:
        raise Refused({"": [problem]})
    kept = [{"what": one.what, "kind": one.kind.value, "text": one.text, "why": one.explained} for one in found]
    change(
        publication,
        {"step": Step.PUBLISHED.value, "published_by_id": by.account_id, "published_at": at, "found": kept,
         "fingerprint": published_fingerprint(report)},
        seen_version=seen_version,
    )  # fmt: skip
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=report, recipient=_("everybody"), detail={"publication": Step.PUBLISHED.value}
    )


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, publication: PublishedReport, why: str) -> None:
    """Send back what was prepared, as the second person, with what has to change. Raises NotAllowed or Refused."""
    by.require_for("reports.publish", publication.area_id)
    problem = publishing_problem(by_id=by.account_id, hands=queries.hands_of(publication))
    if publication.step != Step.PREPARED:
        problem = _("It is no longer waiting to be published.")
    if problem or reason_problem(why):
        raise Refused({"": [problem]} if problem else {"why": [reason_problem(why)]})
    change(publication, {"step": Step.RETURNED.value, "returned_by_id": by.account_id, "returned_at": at, "returned_why": why.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=publication.report, detail={"publication": Step.RETURNED.value})


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, publication: PublishedReport, why: str, why_cy: str = "") -> None:
    """Take a report off the public page at once, with the reason in its place; one person may. Raises NotAllowed or Refused."""
    by.require_for("reports.publish", publication.area_id)
    if publication.step != Step.PUBLISHED:
        raise Refused({"": [_("Only what is published can be withdrawn.")]})
    if problem := reason_problem(why):
        raise Refused({"why": [problem]})
    change(
        publication,
        {"step": Step.WITHDRAWN.value, "withdrawn_by_id": by.account_id, "withdrawn_at": at, "withdrawn_why": why.strip(),
         "withdrawn_why_cy": why_cy.strip()},
    )  # fmt: skip
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=publication.report, detail={"publication": Step.WITHDRAWN.value})
