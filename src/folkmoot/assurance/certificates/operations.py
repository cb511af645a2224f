"""Beginning a certificate, answering its lines, saying what became of the last one's exceptions, naming the lead, and signing."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.assurance.certificates.models import Certificate, CertificateEntry, CertificateFollowUp, CertificateLine
from folkmoot.assurance.certificates.queries import earlier_exceptions, possible_leads
from folkmoot.assurance.certificates.record import found_now, record_of
from folkmoot.assurance.certificates.rules import (
    EXCEPTION,
    Line,
    answering_problems,
    beginning_problem,
    due_day,
    following_problems,
    signing_problems,
)
from folkmoot.assurance.place import Place
from folkmoot.assurance.rounds.rules import fingerprint_of
from folkmoot.foundation import audit
from folkmoot.foundation.periods import HalfYear, parse_half_year
from folkmoot.foundation.saving import Refused, change, check

WRITE, SIGN = "assurance.write", "certificates.sign"


@transaction.atomic
def begin_certificate(*, by: Viewer, at: datetime, area: Area | None, period: HalfYear, lead: Account) -> Certificate:
    """Begin the certificate of an Area, or of head office, with every line that applies and every exception of the last one.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for(WRITE, area.pk if area else None)
    today = timezone.localdate(at)
    problems: dict[str, list[str]] = {}
    if problem := beginning_problem(period, today):
        problems["period"] = [problem]
    if Certificate.objects.filter(area=area, period=str(period)).exists():
        problems["period"] = [_("There is a certificate of this half-year already. Open it and go on with it.")]
    _refuse_lead(problems, area, lead, today)
    if problems:
        raise Refused(problems)
    made = Certificate(area=area, period=str(period), due_on=due_day(period), lead=lead, prepared_by_id=by.account_id, prepared_at=at)
    check(made)
    made.save()
    _lend_a_hand(by, made)
    CertificateEntry.objects.bulk_create(
        CertificateEntry(certificate=made, code=line.code, order=line.order, asks=line.asks, pulls=line.pulls) for line in _lines_for(area)
    )
    for exception in earlier_exceptions(made):
        CertificateFollowUp.objects.create(certificate=made, exception=exception)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail={"period": str(period)})
    return made


@transaction.atomic
def answer_line(
    *, by: Viewer, at: datetime, entry: CertificateEntry, answer: str, words: str = "", doing: str = "", owner: Account | None = None,
    by_on: date | None = None, seen_version: int | None = None,
) -> CertificateEntry:  # fmt: skip
    """Say that a line has nothing to report, or report an exception; the records are asked anew.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    certificate = _open(by, entry.certificate)
    row = CertificateEntry.objects.select_for_update().get(pk=entry.pk)
    today = timezone.localdate(at)
    found = found_now(row.pulls, _place_of(certificate, today))
    problems = answering_problems(
        answer=answer, words=words, doing=doing, has_owner=owner is not None, by_on=by_on, late=bool(found.get("late")), today=today
    )
    if problems:
        raise Refused(problems)
    is_exception = answer == EXCEPTION
    values = {
        "answer": answer, "words": words.strip(), "doing": doing.strip() if is_exception else "", "owner": owner if is_exception else None,
        "by_on": by_on if is_exception else None, "found": found, "answered_at": at,
    }  # fmt: skip
    change(row, values, seen_version=seen_version)
    _lend_a_hand(by, certificate)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=certificate.area_id, detail={"line": row.code, "answer": answer})
    return row


@transaction.atomic
def say_what_became(
    *, by: Viewer, at: datetime, follow_up: CertificateFollowUp, became: str, words: str, seen_version: int | None = None
) -> CertificateFollowUp:
    """Say what became of an exception of the last certificate. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    certificate = _open(by, follow_up.certificate)
    row = CertificateFollowUp.objects.select_for_update().get(pk=follow_up.pk)
    problems = following_problems(became=became, words=words, known=CertificateFollowUp.Became.values)
    if problems:
        raise Refused(problems)
    change(row, {"became": became, "words": words.strip()}, seen_version=seen_version)
    _lend_a_hand(by, certificate)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=certificate.area_id, detail={"became": became})
    return row


@transaction.atomic
def name_lead(*, by: Viewer, at: datetime, certificate: Certificate, lead: Account, seen_version: int | None = None) -> Certificate:
    """Name another lead, who then signs. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    row = _open(by, certificate)
    problems: dict[str, list[str]] = {}
    _refuse_lead(problems, row.area, lead, timezone.localdate(at))
    if problems:
        raise Refused(problems)
    change(row, {"lead": lead}, seen_version=seen_version)
    _lend_a_hand(by, row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"lead": lead.pk})
    return row


@transaction.atomic
def sign_certificate(
    *, by: Viewer, at: datetime, certificate: Certificate, statement: str = "", seen_version: int | None = None
) -> Certificate:
    """Sign as the named lead: the records are asked once more, and everything is fixed with its fingerprint.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    by.require_for(SIGN, row.area_id)
    place = _place_of(row, timezone.localdate(at))
    now = {entry.pk: found_now(entry.pulls, place) for entry in row.entries.all()}
    problems = signing_problems(
        [Line(entry.asks, entry.answer, entry.words, bool(now[entry.pk].get("late"))) for entry in row.entries.all()],
        followed=not row.follow_ups.filter(became="").exists(), is_lead=row.lead_id == by.account_id,
        had_a_hand=row.hands.filter(pk=by.account_id).exists() or row.prepared_by_id == by.account_id, signed=row.signed_at is not None,
    )  # fmt: skip
    if problems:
        raise Refused({"": problems})
    for entry in row.entries.all():
        change(entry, {"found": now[entry.pk]})
    record = record_of(row, statement.strip(), by, at)
    values = {
        "statement": statement.strip(), "signed_by_id": by.account_id, "signed_at": at, "record": record,
        "fingerprint": fingerprint_of(record),
    }  # fmt: skip
    change(row, values, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"signed": row.fingerprint})
    return row


def _lines_for(area: Area | None) -> list[CertificateLine]:
    kind = CertificateLine.Applies.AREA if area else CertificateLine.Applies.HEADQUARTERS
    return list(CertificateLine.objects.filter(withdrawn_on__isnull=True, applies__in=[kind, CertificateLine.Applies.BOTH]))


def _refuse_lead(problems: dict[str, list[str]], area: Area | None, lead: Account, today: date) -> None:
    if not possible_leads(area.pk if area else None, today=today).filter(pk=lead.pk).exists():
        problems["lead"] = [_("This person may not sign for it. Choose somebody who holds the lead’s role there.")]


def _place_of(row: Certificate, today: date) -> Place:
    return Place.of(row.area, parse_half_year(row.period), today)


def _open(by: Viewer, certificate: Certificate) -> Certificate:
    by.require_for(WRITE, certificate.area_id)
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.signed_at:
        raise Refused({"": [_("It was signed, and what was signed stays. What came of it belongs in the next one.")]})
    return row


def _lend_a_hand(by: Viewer, row: Certificate) -> None:
    if by.account_id is not None:
        row.hands.add(by.account_id)
