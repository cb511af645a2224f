"""Which edition of each entry is out, and what leaves of it: calendars elsewhere know a change by its number."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q

from folkmoot.engagement.calendar.ics import Published
from folkmoot.engagement.calendar.models import Edition
from folkmoot.engagement.calendar.queries import ACTIVITY, Entry, Numbered
from folkmoot.engagement.calendar.rules import fingerprint_of


def numbers_of(shown: Iterable[Entry], *, at: datetime) -> dict[str, Edition | Numbered]:
    """The edition of each entry by its key, whether it counts its own changes or is numbered here."""
    listed = list(shown)
    own: dict[str, Edition | Numbered] = {entry.key: entry.edition for entry in listed if entry.edition}
    return own | editions_of((entry for entry in listed if entry.edition is None), at=at)


def editions_of(shown: Iterable[Entry], *, at: datetime) -> dict[str, Edition]:
    """The edition of each entry as it is now, by its key; one that changed since it was last given out gets the next number.

    Three queries for any number of entries, and one more for each that changed.
    """
    wanted = {entry.key: (entry, _fingerprint(entry)) for entry in shown}
    known = _known(wanted)
    new = [
        Edition(**{entry.kind: entry.row}, fingerprint=print_, changed_at=at) for key, (entry, print_) in wanted.items() if key not in known
    ]
    if new:
        Edition.objects.bulk_create(new, ignore_conflicts=True)
        known = _known(wanted)
    changed = [(known[key], print_) for key, (_entry, print_) in wanted.items() if known[key].fingerprint != print_]
    for edition, print_ in changed:
        # Where another reader has numbered this very change already, nothing is left to raise.
        Edition.objects.filter(pk=edition.pk, fingerprint=edition.fingerprint).update(
            fingerprint=print_, sequence=F("sequence") + 1, changed_at=at
        )
    return _known(wanted) if changed else known


def published(entry: Entry, edition: Edition | Numbered, *, uid: str = "") -> Published:
    """What leaves of an entry: never a person, never what was said."""
    return Published(
        uid or f"{edition.uid}@{host()}", edition.sequence, edition.changed_at, entry.words, entry.day, entry.last_day, entry.start,
        entry.end, entry.place, entry.cancelled,
    )  # fmt: skip


def host() -> str:
    """The name that makes identifiers ours all over the world."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _fingerprint(entry: Entry) -> str:
    starts, ends = (each.time() if each else None for each in (entry.start, entry.end))
    return fingerprint_of(
        title=entry.words,
        first=entry.day,
        last=entry.last_day,
        starts_at=starts,
        ends_at=ends,
        place=entry.place,
        cancelled=entry.cancelled,
    )


def _known(wanted: dict[str, tuple[Entry, str]]) -> dict[str, Edition]:
    ids: dict[bool, list[int]] = {True: [], False: []}
    for entry, _print in wanted.values():
        ids[entry.kind == ACTIVITY].append(entry.row.pk)
    rows = Edition.objects.filter(Q(activity__in=ids[True]) | Q(communication__in=ids[False]))
    return {f"activity-{row.activity_id}" if row.activity_id else f"communication-{row.communication_id}": row for row in rows}
