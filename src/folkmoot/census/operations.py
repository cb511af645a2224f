"""Writing: a published table is brought in whole or not at all; the one before it stays, marked as replaced."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Authority
from folkmoot.census.comparing import differences
from folkmoot.census.models import Count, PublishedTable, Score
from folkmoot.census.reading import Reading
from folkmoot.census.recognition import BadTable
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.foundation import audit
from folkmoot.foundation.saving import check

_AT_ONCE = 2000
_LISTED = 500  # changed figures named in the audit event; how many there were is always said


@dataclass(frozen=True)
class BroughtIn:
    """What bringing a table in did. `table` is the one in use now; `changed`: None for a first table, else how many figures differ."""

    table: PublishedTable
    nothing: bool
    changed: int | None


@transaction.atomic
def bring_in(*, by: Viewer, at: datetime, reading: Reading, file_name: str, sha256: str) -> BroughtIn:
    """Store what a table says, in the place of the earlier one of its subject. The same figures again change nothing.

    Raises NotAllowed, and BadTable for a table of a part where the whole is in already.
    """
    by.require("census.load")
    source, before = reading.source, _in_use(reading)
    if before and before.digest == reading.digest and before.source == source.name:
        return BroughtIn(before, True, 0)
    _refuse_part(reading, before, file_name)
    if before:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    table = PublishedTable(
        subject=source.subject, source=source.name, kind="counts" if source.scheme else "scores", year=source.year,
        scheme=Scheme.objects.get(code=source.scheme) if source.scheme else None, boundaries=reading.boundaries,
        partial=bool(reading.missing), cells=_cells(reading), file_name=file_name[:200], sha256=sha256, digest=reading.digest,
        brought_in_at=at,
    )  # fmt: skip
    check(table)
    table.save()
    _store(table, reading)
    changed = differences(before, reading) if before else None
    _record(by, at, table, before, changed)
    return BroughtIn(table, False, None if changed is None else len(changed))


def _in_use(reading: Reading) -> PublishedTable | None:
    return PublishedTable.objects.select_for_update().filter(subject=reading.source.subject, replaced_at__isnull=True).first()


def _refuse_part(reading: Reading, before: PublishedTable | None, file_name: str) -> None:
    if before and reading.missing and not before.partial:
        raise BadTable(
            _("%(file)s was not brought in.") % {"file": file_name},
            _("It holds a part of the authorities, and the table of all of them is in already."),
            _("Bring the whole table if there is a newer one."),
        )


def _cells(reading: Reading) -> int:
    """How many published numbers the stored ones add up: those of small areas, or those of the table itself."""
    categories = len({category for _code, category in reading.counts})
    return reading.source.small_areas * categories or len(reading.counts) or len(reading.scores)


def _store(table: PublishedTable, reading: Reading) -> None:
    authorities = dict(Authority.objects.filter(code__in=reading.authorities).values_list("code", "pk"))
    categories = dict(Category.objects.filter(scheme=table.scheme).values_list("code", "pk")) if table.scheme_id else {}
    counts = [
        Count(table=table, authority_id=authorities[code], category_id=categories[category], people=people)
        for (code, category), people in reading.counts.items()
    ]
    counts += [Count(table=table, authority_id=authorities[code], people=people) for code, people in reading.bases.items()]
    Count.objects.bulk_create(counts, batch_size=_AT_ONCE)
    Score.objects.bulk_create(
        Score(table=table, authority_id=authorities[code], average=average, share_worst=worst)
        for code, (average, worst) in reading.scores.items()
    )


def _record(by: Viewer, at: datetime, table: PublishedTable, before: PublishedTable | None, changed: dict[str, list[str]] | None) -> None:
    detail: dict[str, object] = {
        "source": table.source, "file": table.file_name, "sha256": table.sha256, "boundaries": table.boundaries, "cells": table.cells
    }  # fmt: skip
    if before and changed is not None:
        earlier = {"table": before.pk, "source": before.source, "file": before.file_name, "sha256": before.sha256}
        named = dict(list(changed.items())[:_LISTED])
        detail |= {"replaced": earlier, "figures_changed": len(changed), "changed": named}
    kind = audit.Kind.ALTERATION if before else audit.Kind.COLLECTION
    audit.record(kind, by=by, at=at, subject=table, detail=detail)
