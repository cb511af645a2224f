"""Opening, adding to and erasing whose case it is. Every look by a person is recorded with the reason; nothing is shown without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.redaction.spans import Known
from folkmoot.scrutiny.identities.keeping import add_known, known_of, sealed_of
from folkmoot.scrutiny.identities.models import CaseIdentity

CAPABILITY = "scrutiny.identities"
REASON_WORDS = 3
A_TIME = 1_000


@dataclass(frozen=True)
class Opened:
    """Which case it is: its reference, and its own names and other things that tell who it is about."""

    reference: str
    known: tuple[Known, ...]


@transaction.atomic
def open_identity(*, by: Viewer, at: datetime, identity: CaseIdentity, why: str, route: str = "") -> Opened:
    """Show somebody which case it is. `why` in a few words is recorded with it. Raises Refused, NotAllowed, Erased or KeyLost."""
    by.require_for(CAPABILITY, identity.area_id)
    if len(why.split()) < REASON_WORDS:
        raise Refused({"why": [_("Say in a few words why you need to know which case it is. It is recorded with your name.")]})
    sealed = sealed_of(identity)
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=identity, area_id=identity.area_id, route=route, recipient=by.name,
        detail={"why": why.strip()[:300]},
    )  # fmt: skip
    return Opened(sealed.reference, sealed.known)


@transaction.atomic
def add_details(*, by: Viewer, at: datetime, identity: CaseIdentity, known: Iterable[Known]) -> int:
    """Add names and other things that the case's documents hold; returns how many were new. Raises NotAllowed, Erased or KeyLost."""
    by.require_for("scrutiny.prepare", identity.area_id)
    row = CaseIdentity.objects.select_for_update().get(pk=identity.pk)
    added = add_known(row, known)
    identity.sealed = row.sealed
    if added:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.area_id, detail={"details added": added})
    return added


@transaction.atomic
def known_for(*, by: Viewer, at: datetime, identity: CaseIdentity, use: str) -> list[Known]:
    """What the case is known to hold, for a machine that looks for it in documents. Recorded once for each `use` ("pack 7, edition 2").

    Raises NotAllowed, Erased or KeyLost.
    """
    if not any(by.sight(each).holds(identity.area_id) for each in ("scrutiny.prepare", "scrutiny.review")):
        by.require_for("scrutiny.prepare", identity.area_id)
    found = known_of(identity)
    kind = CaseIdentity._meta.label_lower
    if not AuditEvent.objects.filter(subject_kind=kind, subject_ids=[identity.pk], detail__use=use).exists():
        audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=identity, area_id=identity.area_id, detail={"use": use})
    return found


@transaction.atomic
def erase_due(*, by: Viewer, at: datetime) -> int:
    """Erase whose cases they were once their day is over; returns of how many. Made to be repeated each day.

    The mark stays, so that a case already scrutinised is known without anything being kept of it.
    """
    by.require_national("scrutiny.prepare")
    due = CaseIdentity.objects.filter(erase_on__lte=timezone.localdate(at), erased_at__isnull=True)
    by_area: dict[int | None, list[int]] = {}
    for pk, of_area in due.order_by("pk").values_list("pk", "area_id"):
        by_area.setdefault(of_area, []).append(pk)
    for area_id, ids in by_area.items():
        for first in range(0, len(ids), A_TIME):
            some = ids[first : first + A_TIME]
            CaseIdentity.objects.filter(pk__in=some).update(sealed="", erased_at=at)
            audit.record(
                audit.Kind.ERASURE, by=by, at=at, subject="scrutiny.caseidentity", ids=some, area_id=area_id,
                detail={"kept long enough": "which case it is"},
            )  # fmt: skip
    return sum(len(ids) for ids in by_area.values())
