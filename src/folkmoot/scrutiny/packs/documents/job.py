"""Carrying out the reading of a document, apart from the request that brought it, and saying how far it is."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from folkmoot.errors import FolkmootError
from folkmoot.scrutiny.identities.keeping import known_of
from folkmoot.scrutiny.packs.documents import files, process
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackNames, PackSuggestion
from folkmoot.scrutiny.packs.documents.rules import STALE, cuts_of
from folkmoot.scrutiny.packs.documents.texts import sealed, unsealed
from folkmoot.scrutiny.packs.models import Pack

log = logging.getLogger("folkmoot.packs")
SAID_EVERY = timedelta(seconds=2)
AT_ONCE = 2  # documents read at the same time by one process of the service: each may take as much memory as `child.MEMORY`
WAITED = 4.0  # seconds that the page waits for a short document

Clock = Callable[[], datetime]
State = PackDocument.State
_room = threading.BoundedSemaphore(AT_ONCE)


def launch(document_id: int) -> None:
    """Read a document in a thread of its own, waiting a moment for a short one; the next page says how far it is."""
    thread = threading.Thread(target=_in_thread, args=(document_id,), daemon=True)
    thread.start()
    thread.join(WAITED)


def _in_thread(document_id: int) -> None:
    close_old_connections()
    try:
        following: int | None = document_id
        while following:
            with _room:
                if not carry_out(following):
                    break
            following = _next(following)
    finally:
        connection.close()


def _next(document_id: int) -> int | None:
    """The document of the same pack that waits longest: one at a time, so that nobody gets two names in one pack."""
    rows = PackDocument.objects.filter(pack__documents=document_id, state=State.WAITING).order_by("number")
    return rows.values_list("pk", flat=True).first()


def carry_out(document_id: int, *, clock: Clock = timezone.now) -> bool:
    """Read one document that waits, and keep its text and what is to be replaced in it; whether it was this call that read it.

    What goes wrong is said on the document in a plain sentence that quotes nothing of it.
    """
    if not _take(document_id, clock()):
        return False
    document = PackDocument.objects.select_related("pack__drawn__case__identity").get(pk=document_id)
    try:
        names = _names_of(document.pack)
        read = process.read(files.read(document), known_of(document.pack.drawn.case.identity), names, _Said(document, clock))
        keep(document, read, clock())
    except FolkmootError as error:
        _refuse(document, " ".join(part for part in (error.what, error.why, error.do) if part))
    except Exception as error:
        log.error("a document of a pack could not be read: %s", type(error).__name__)  # its words might hold a name
        _refuse(document, str(process._died()))
    return True


@transaction.atomic
def _take(document_id: int, at: datetime) -> bool:
    """Claim a document that waits, unless another of its pack is being read: that one's process takes this one next."""
    document = PackDocument.objects.get(pk=document_id)
    Pack.objects.select_for_update().get(pk=document.pack_id)
    busy = PackDocument.objects.filter(pack=document.pack_id, state=State.READING, beat_at__gt=at - STALE).exists()
    waiting = PackDocument.objects.filter(pk=document_id, state=State.WAITING)
    return not busy and bool(waiting.update(state=State.READING, beat_at=at, problem=""))


@transaction.atomic
def keep(document: PackDocument, read: process.Read, at: datetime) -> None:
    """Keep what came of a document. What people marked or decided before stays; what the machine suggests is put around it."""
    held = PackDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if held.state == State.REMOVED:
        return
    kept = [(row.start, row.end) for row in held.suggestions.exclude(state=PackSuggestion.State.OPEN)]
    held.suggestions.filter(state=PackSuggestion.State.OPEN).delete()
    new = [one for one in read.suggestions if not any(one.start < end and start < one.end for start, end in kept)]
    PackSuggestion.objects.bulk_create(_row(held, one) for one in new)
    taken = [*kept, *((one.start, one.end) for one in new)]
    PackDocument.objects.filter(pk=held.pk).update(
        state=State.READ, sealed_text=sealed(read.text), kind=read.kind or held.kind, pages=read.pages, pages_done=read.pages,
        hazards=[{"kind": kind, "where": where, "count": count} for kind, where, count in read.hazards] or held.hazards,
        cuts=cuts_of(read.text, taken), by_model=read.by_model, beat_at=at, problem="",
    )  # fmt: skip
    PackNames.objects.update_or_create(pack=held.pack, defaults={"sealed": sealed(read.pseudonyms)})


def _row(document: PackDocument, one: process.Suggested) -> PackSuggestion:
    words = one.replacement[:120]
    return PackSuggestion(
        document=document, start=one.start, end=one.end, kind=one.kind, replacement=words, suggested=words, confidence=one.confidence,
        rule=one.rule[:200],
    )  # fmt: skip


def _names_of(pack: Pack) -> str:
    row = PackNames.objects.filter(pack=pack).first()
    return unsealed(row.sealed) if row else ""


def _refuse(document: PackDocument, problem: str) -> None:
    PackDocument.objects.filter(pk=document.pk).exclude(state=State.REMOVED).update(state=State.REFUSED, problem=problem[:600])


class _Said:
    """Writes how far the reading is, at most every two seconds."""

    def __init__(self, document: PackDocument, clock: Clock) -> None:
        self.pk, self.clock, self.last = document.pk, clock, clock()

    def __call__(self, done: int, total: int) -> None:
        if self.clock() - self.last >= SAID_EVERY:
            self.last = self.clock()
            PackDocument.objects.filter(pk=self.pk).update(pages_done=done, pages=total, beat_at=self.last)
