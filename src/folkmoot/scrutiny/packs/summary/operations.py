"""Writing the summary of a case and who is in it. Each is one transaction with its audit event."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.characteristics.models import Category
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.scrutiny.packs.claiming import locked_for_preparing
from folkmoot.scrutiny.packs.claiming import person as account_of
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.summary.models import PackPerson, PackSummary
from folkmoot.scrutiny.packs.summary.queries import summary_of
from folkmoot.scrutiny.packs.summary.rules import FIELDS, summary_problems

WRITTEN = (*(name for name, _label in FIELDS), "vps_words")


@transaction.atomic
def write_summary(*, by: Viewer, at: datetime, pack: Pack, values: Mapping[str, str], seen_version: int | None = None) -> PackSummary:
    """Write the summary of a case, or change it; `values` by field. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    held = locked_for_preparing(pack, by, at)
    said = {name: str(values.get(name, "")).strip() for name in WRITTEN}
    problems = summary_problems(said)
    if problems:
        raise Refused(problems)
    row = summary_of(held)
    if row is None:
        row = PackSummary(pack=held, written_by_id=account_of(by), written_at=at, **said)
        check(row)
        row.save()
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"pack": held.pk})
        return row
    changed = change(row, said, seen_version=seen_version)
    if changed:
        change(row, {"written_by_id": account_of(by), "written_at": at})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"pack": held.pk, "fields": changed})
    return row


@transaction.atomic
def tell_of_person(
    *, by: Viewer, at: datetime, pack: Pack, called: str, traits: Iterable[Category] = (), words: str = "", kept_why: str = "",
    person: PackPerson | None = None, seen_version: int | None = None,
) -> PackPerson:  # fmt: skip
    """Say what members must know of somebody, who is called `called`. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    held = locked_for_preparing(pack, by, at)
    values = {"called": called.strip(), "words": words.strip(), "kept_why": kept_why.strip()}
    wanted = list(traits)
    row = person or PackPerson(pack=held, **values)
    if person is None:
        check(row)
        row.save()
        row.traits.set(wanted)
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"pack": held.pk})
        return row
    if row.pack_id != held.pk:
        raise Refused({"": [_("This person is in another case.")]})
    changed = change_with_links(row, values, {"traits": wanted}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"pack": held.pk, "fields": changed})
    return row


@transaction.atomic
def forget_person(*, by: Viewer, at: datetime, pack: Pack, person: PackPerson) -> None:
    """Tell members nothing of somebody any more. Raises Refused or NotAllowed."""
    held = locked_for_preparing(pack, by, at)
    if person.pack_id != held.pk:
        raise Refused({"": [_("This person is in another case.")]})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=person, detail={"pack": held.pk})
    person.delete()
