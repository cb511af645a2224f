"""Storing the guidance that ships.

What headquarters has written or agreed itself is its own: loading again leaves it as it is.
"""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store, withdraw_others
from folkmoot.foundation.saving import check
from folkmoot.panels.guidance.models import Guidance, GuidanceVersion
from folkmoot.panels.guidance.tables import FOLDER, read_guidance


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = FOLDER) -> list[Changes]:
    """Store the pages that ship, and new words as their next version. Loading them again changes nothing."""
    read = read_guidance(folder)
    own = set(Guidance.objects.filter(shipped=False).values_list("code", flat=True))
    changes = Changes(Guidance)
    wanted = [_page(line) for line, _words in read if line["code"] not in own]
    store(changes, ("code",), wanted)
    withdraw_others(changes, ("code",), [(line["code"],) for line, _words in read] + [(code,) for code in own], at.date())
    record_changes([changes], by=by, at=at)
    ids = dict(Guidance.objects.values_list("code", "pk"))
    for line, words in read:
        if _store_words(ids[line.text("code")], words, line.text("changed_what"), by, at):
            changes.changed.append(f"{line['code']}: new words")
    return [changes]


def _page(line: Line) -> dict[str, object]:
    return {"where": line.text("where"), **{name: line[name] for name in ("code", "order", "meant_for", "to_read")}}


def _store_words(page_id: int, words: dict[str, str], changed_what: str, by: Actor, at: datetime) -> bool:
    """Store a text that differs from what shipped last, unless anybody has written a version of their own."""
    versions = list(GuidanceVersion.objects.filter(page_id=page_id).order_by("number"))
    if any(each.drafted_by_id is not None for each in versions):
        return False
    if versions and all(getattr(versions[-1], name) == text for name, text in words.items()):
        return False
    said = (changed_what or "The words that ship with Folkmoot.") if versions else ""
    version = GuidanceVersion(page_id=page_id, number=len(versions) + 1, drafted_at=at, agreed_at=at, changed_what=said, **words)
    check(version)
    version.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=version, detail={"shipped": version.number})
    return True
