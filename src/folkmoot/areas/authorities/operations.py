"""Bringing in a published file of places: all of it or nothing; the same file again changes nothing."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.areas.authorities.reading import read_facts
from folkmoot.areas.authorities.trial import Summary, held_for, stored, summary_of
from folkmoot.areas.models import BroughtIn, PostcodeSector
from folkmoot.foundation import audit
from folkmoot.foundation.reference.rows import record_changes
from folkmoot.foundation.saving import constraints_left_to_the_database


def load_file(*, path: Path, name: str, by: audit.Actor, at: datetime, source: str = "", edition: str = "") -> Summary:
    """Bring a published file in. Which one it is shows in its content; `source` refuses any other, `edition` names it where the
    file does not. Raises BadPlaces or TableError; then nothing is stored.
    """
    code, facts = read_facts(path, name, held_for(by), source=source)
    edition = facts.edition or edition.strip()[:20]
    with transaction.atomic(), constraints_left_to_the_database():
        changes = stored(facts, name, edition, at)
        summary = summary_of(code, edition, facts, changes)
        _keep_record(summary, path, name, by=by, at=at)
        record_changes([each for each in changes if each.model is not PostcodeSector], by=by, at=at)
        if facts.sectors and not changes[-1].nothing:
            detail: dict[str, object] = {"sectors": len(changes[-1].added), "edition": edition}
            audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=PostcodeSector._meta.label_lower, detail=detail)
    return summary


def _keep_record(summary: Summary, path: Path, name: str, *, by: audit.Actor, at: datetime) -> None:
    """One row for each file that was brought in; none where the last of its kind was the same and changed nothing."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    last = BroughtIn.objects.filter(source=summary.source).order_by("-at", "-pk").first()
    if last and last.sha256 == sha256 and not summary.did:
        return
    row = BroughtIn.objects.create(
        source=summary.source, edition=summary.edition, file_name=name[:200], sha256=sha256, rows=summary.rows, by_name=by.name[:254],
        did={told.table: [told.added, told.changed, told.withdrawn] for told in summary.did}, notes=summary.notes, at=at,
    )  # fmt: skip
    detail: dict[str, object] = {"source": summary.source, "edition": summary.edition, "rows": summary.rows, "sha256": sha256}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail=detail)
