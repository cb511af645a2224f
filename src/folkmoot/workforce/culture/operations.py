"""Writing networks, events, standards and accreditations. Each is one transaction with its audit event."""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.workforce.culture.models import Accreditation, NetworkEvent, StaffNetwork, Standard
from folkmoot.workforce.culture.queries import WRITE
from folkmoot.workforce.culture.rules import accreditation_problems, event_problems

AnyRow = TypeVar("AnyRow", bound=Row)
_STATED = ("awarded_on", "expires_on", "evidence", "next_step")


@transaction.atomic
def add_network(*, by: Viewer, at: datetime, name: str, purpose: str, champion: str = "", since: date | None = None) -> StaffNetwork:
    """Add a staff network. Raises Refused or NotAllowed."""
    return _added(by, at, StaffNetwork(name=name.strip(), purpose=purpose.strip(), champion=champion.strip(), since=since))


@transaction.atomic
def change_network(*, by: Viewer, at: datetime, network: StaffNetwork, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is said of a network, or end it with the reason. Raises Refused, ChangedMeanwhile or NotAllowed."""
    return _changed(by, at, network, values, seen_version)


@transaction.atomic
def record_event(
    *, by: Viewer, at: datetime, network: StaffNetwork, on: date, title: str, came: int | None = None, outcome: str = ""
) -> NetworkEvent:
    """Record what a network held. Raises Refused or NotAllowed."""
    problems = event_problems(on=on, title=title, today=timezone.localdate(at))
    if problems:
        raise Refused(problems)
    row = NetworkEvent(network=network, on=on, title=title.strip(), came=came, outcome=outcome.strip(), by_id=by.account_id)
    return _added(by, at, row)


@transaction.atomic
def keep_standard(
    *, by: Viewer, at: datetime, standard: Standard | None = None, seen_version: int | None = None, **values: object
) -> Standard:
    """Add a capability standard, or change one. Raises Refused, ChangedMeanwhile or NotAllowed."""
    if standard is None:
        return _added(by, at, Standard(**values))
    _changed(by, at, standard, values, seen_version)
    return standard


@transaction.atomic
def keep_accreditation(
    *, by: Viewer, at: datetime, accreditation: Accreditation | None = None, seen_version: int | None = None, **values: object
) -> Accreditation:
    """Add an accreditation held or sought, or change one. Raises Refused, ChangedMeanwhile or NotAllowed."""
    row = accreditation or Accreditation()
    said = {name: values.get(name, getattr(row, name)) for name in _STATED}
    problems = accreditation_problems(**said, today=timezone.localdate(at))  # type: ignore[arg-type]  # the form gives days and words
    if problems:
        raise Refused(problems)
    if accreditation is None:
        return _added(by, at, Accreditation(**values))
    _changed(by, at, accreditation, values, seen_version)
    return accreditation


def _added(by: Viewer, at: datetime, row: AnyRow) -> AnyRow:
    by.require_national(WRITE)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row)
    return row


def _changed(by: Viewer, at: datetime, row: Row, values: dict[str, object], seen_version: int | None) -> list[str]:
    by.require_national(WRITE)
    changed = change(row, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fields": changed})
    return changed
