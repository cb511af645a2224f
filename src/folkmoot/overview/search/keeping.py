"""Keeping the index: read from the audit trail, since every write leaves an event there in its own transaction.

Nothing has to remember to tell the index, and nothing that was erased can linger in it: the trail is read before every answer.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import models, transaction

from folkmoot.foundation.fence import lifted
from folkmoot.foundation.models import AuditEvent
from folkmoot.overview.search import index
from folkmoot.overview.search.models import Found, ReadSoFar
from folkmoot.overview.search.sources import BY_LABEL, SOURCES, Source
from folkmoot.overview.search.words import kept_words, scope_of

CHUNK = 2000
WRITES = [kind for kind in AuditEvent.Kind if kind not in (AuditEvent.Kind.CONSULTATION, AuditEvent.Kind.DISCLOSURE)]
Say = Callable[[str, int, int], None]


def waiting() -> bool:
    """Whether rows were written since the index last read the trail."""
    return _unread(_mark()).exists()


def catch_up(most: int = CHUNK) -> bool:
    """Take in what was written since; returns whether the index is level with the trail. At most `most` events at a time."""
    if not waiting():
        return True
    with lifted(), transaction.atomic():
        mark, _made = ReadSoFar.objects.select_for_update().get_or_create(pk=1)
        events = list(_unread(mark.seq).order_by("seq").values_list("seq", "subject_kind", "subject_ids", "kind")[:most])
        for source, ids in _touched(events).items():
            _renew(BY_LABEL[source], ids)
        if any(kind == AuditEvent.Kind.ERASURE for *_rest, kind in events):
            index.forget()
        if events:
            mark.seq = events[-1][0]
            mark.save(update_fields=["seq"])
    return len(events) < most


def rebuild(say: Say = lambda _source, _done, _total: None) -> int:
    """Make the index anew from the rows; returns how many may be found. Safe to run while the product is in use."""
    total = 0
    with transaction.atomic():
        index.drop()
        mark, _made = ReadSoFar.objects.select_for_update().get_or_create(pk=1)
        mark.seq = AuditEvent.objects.aggregate(last=models.Max("seq"))["last"] or 0
        mark.save(update_fields=["seq"])
        Found.objects.all()._raw_delete(Found.objects.db)
        for source in SOURCES:
            rows = source.model._default_manager.filter(**source.gone).order_by("pk")
            number, done = rows.count(), 0
            for piece in _pieces(rows.iterator(chunk_size=CHUNK)):
                Found.objects.bulk_create([_found(source, row) for row in piece])
                done += len(piece)
                say(source.label, done, number)
            total += number
        index.create()
    return total


def _mark() -> int:
    return ReadSoFar.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


def _unread(seq: int) -> models.QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(seq__gt=seq, kind__in=WRITES, subject_kind__in=list(BY_LABEL))


def _touched(events: Iterable[tuple[int, str, list[int], str]]) -> dict[str, set[int]]:
    """The rows that were written, and those that are seen by others now because of it."""
    touched: dict[str, set[int]] = {}
    for _seq, kind, ids, _event in events:
        touched.setdefault(kind, set()).update(ids)
    for source in SOURCES:
        for kind, hanging in source.hangs_on.items():
            if kind in touched and (hang := hanging(touched[kind])):
                touched.setdefault(source.label, set()).update(hang)
    return touched


def _renew(source: Source, ids: set[int]) -> None:
    Found.objects.filter(source=source.label, row_id__in=ids).delete()
    rows = source.model._default_manager.filter(pk__in=ids, **source.gone)
    Found.objects.bulk_create([_found(source, row) for row in rows.iterator(chunk_size=CHUNK)])


def _found(source: Source, row: models.Model) -> Found:
    return Found(
        source=source.label, row_id=row.pk, title=kept_words(source.title(row)), body=kept_words(source.body(row)), day=source.day(row),
        scope=scope_of(source.capability_of(row), source.area(row), everywhere=source.opens_everywhere(row)),
    )  # fmt: skip


def _pieces(rows: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    while piece := list(islice(rows, CHUNK)):
        yield piece
