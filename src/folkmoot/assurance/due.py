"""What is due in assurance and to whom it may be said: rows for the reminders of a higher room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.assurance.certificates.models import CertificateLine
from folkmoot.assurance.certificates.queries import standings
from folkmoot.assurance.certificates.rules import State as CertificateState
from folkmoot.assurance.certificates.rules import due_day
from folkmoot.assurance.rounds.models import AreaAssessment
from folkmoot.assurance.rounds.queries import state_of_row
from folkmoot.assurance.rounds.rules import State
from folkmoot.foundation.periods import half_year_of

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """One thing that waits. `kind`: "assess", "validate", "reply", "moderate", "certificate" or "sign"; `area_id` whose people do it,
    None for headquarters; `pk` the assessment or certificate, None for a certificate nobody began; `account_id` the one person who
    signs."""

    kind: str
    area_id: int | None
    due_on: date
    pk: int | None
    account_id: int | None = None


def due(today: date) -> Iterator[Due]:
    """Everything due within two weeks or past its day."""
    yield from _assessments(today)
    yield from _certificates(today)


def _assessments(today: date) -> Iterator[Due]:
    rows = AreaAssessment.objects.filter(settled_at__isnull=True).select_related("round").order_by("pk")
    for row in rows:
        held = row.round
        kind, area_id, day = {
            State.DRAFT: ("assess", row.area_id, held.self_due),
            State.SUBMITTED: ("validate", row.validator_id, held.validation_due),
            State.VALIDATED: ("reply", row.area_id, held.reply_due),
            State.TO_MODERATE: ("moderate", None, held.moderation_due),
        }[state_of_row(row)]
        if day <= today + SOON:
            yield Due(kind, area_id, day, row.pk)


def _certificates(today: date) -> Iterator[Due]:
    period = half_year_of(today).previous
    if due_day(period) > today + SOON or not CertificateLine.objects.exists():
        return
    for one in standings(THE_PRODUCT, period, today=today):
        if one.state is CertificateState.SIGNED:
            continue
        ready = one.row is not None and not one.open_lines
        lead = one.row.lead_id if one.row and ready else None
        yield Due("sign" if ready else "certificate", one.area.pk if one.area else None, one.due_on, one.row.pk if one.row else None, lead)
