"""Writing and reading notes on how somebody may safely be contacted. Each reading is logged with its reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change
from folkmoot.stakeholders.duplicates.relinking import forget_moves
from folkmoot.stakeholders.models import Contact, SafeContactNote, SafeContactReading
from folkmoot.stakeholders.rules import reason_problem


@transaction.atomic
def write_note(*, by: Viewer, at: datetime, contact: Contact, words: str, seen_version: int | None = None) -> SafeContactNote:
    """Write the note, or write it anew (`seen_version` 0: there was none). Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require("safe_contact.write", contact.area_id)
    if contact.erased_on or contact.merged_into_id:
        raise Refused({"": [_("These details were erased, or joined with another person’s.")]})
    if not words.strip():
        raise Refused({"words": [_("Write how to contact them safely.")]})
    given = {"words": words.strip(), "written_on": timezone.localdate(at), "written_by_id": by.account_id}
    note = SafeContactNote.objects.filter(contact=contact).first()
    if seen_version is not None and seen_version != (note.version if note else 0):
        raise ChangedMeanwhile(note or SafeContactNote(contact=contact))
    if note:
        changed = change(note, given, seen_version=seen_version)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=note, detail={"fields": changed})
        return note
    note = SafeContactNote.objects.create(contact=contact, **given)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=note)
    return note


@transaction.atomic
def remove_note(*, by: Viewer, at: datetime, contact: Contact) -> None:
    """Take the note away, where there is one, also from what was joined with this person. Raises NotAllowed."""
    by.require("safe_contact.write", contact.area_id)
    ids = [contact.pk, *contact.merged_from.values_list("pk", flat=True)]
    for note in SafeContactNote.objects.filter(contact__in=ids):
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject=note)
        note.delete()
    forget_moves(SafeContactNote, ids)


@transaction.atomic
def read_note(*, by: Viewer, at: datetime, contact: Contact, reason: str, route: str = "") -> SafeContactNote | None:
    """The note, for a reason that is kept beside who read it and when; None where there is none. Raises Refused or NotAllowed."""
    by.require("safe_contact.read", contact.area_id)
    if problem := reason_problem(reason):
        raise Refused({"reason": [problem]})
    note = SafeContactNote.objects.filter(contact=contact).select_related("written_by").first()
    if note is None:
        return None
    reading = SafeContactReading.objects.create(contact=contact, reason=reason.strip(), read_by_id=by.account_id, read_at=at)
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=note, route=route, detail={"reading": reading.pk})
    return note
