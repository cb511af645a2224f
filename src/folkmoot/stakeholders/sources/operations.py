"""Writing sources and receipts. Each is one transaction with its audit event."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.stakeholders.sources.models import Receipt, Source
from folkmoot.stakeholders.sources.rules import receipt_problem, source_problems

CHECKED = ("name", "tells", "every_months", "first_due_on")


@transaction.atomic
def add_source(*, by: Viewer, at: datetime, area: Area | None, owner: Account, **values: object) -> Source:
    """Add a source of an Area, or of the whole service. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", area.pk if area else None)
    source = Source(area=area, owner=owner, **values)
    _refuse(source)
    check(source)
    source.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=source)
    return source


@transaction.atomic
def change_source(*, by: Viewer, at: datetime, source: Source, seen_version: int | None = None, **values: object) -> list[str]:
    """Change a source; returns the fields that changed. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for("stakeholders.write", source.area_id)
    _refuse(Source(**{name: values.get(name, getattr(source, name)) for name in CHECKED}))
    changed = change(source, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=source, detail={"fields": changed})
    return changed


@transaction.atomic
def log_receipt(*, by: Viewer, at: datetime, source: Source, on: date, covers: str, words: str = "", kept_at: str = "") -> Receipt:
    """Record that something came from a source. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", source.area_id)
    problem = receipt_problem(on, timezone.localdate(at))
    if problem:
        raise Refused({"on": [problem]})
    receipt = Receipt(source=source, on=on, covers=covers.strip(), words=words.strip(), kept_at=kept_at.strip(), by_id=by.account_id)
    check(receipt)
    receipt.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=receipt, area_id=source.area_id)
    return receipt


@transaction.atomic
def end_source(*, by: Viewer, at: datetime, source: Source) -> None:
    """Say that nothing more is expected from a source; its receipts stay. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", source.area_id)
    if source.ended_on:
        raise Refused({"": [_("Nothing is expected from it already.")]})
    change(source, {"ended_on": timezone.localdate(at)})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=source, detail={"fields": ["ended_on"]})


@transaction.atomic
def expect_again(*, by: Viewer, at: datetime, source: Source) -> None:
    """Expect something from a source again. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", source.area_id)
    if source.ended_on is None:
        raise Refused({"": [_("It is expected already.")]})
    change(source, {"ended_on": None})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=source, detail={"fields": ["ended_on"]})


def _refuse(source: Source) -> None:
    problems = source_problems(name=source.name, tells=source.tells, every_months=source.every_months, first_due_on=source.first_due_on)
    if problems:
        raise Refused(problems)
