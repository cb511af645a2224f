"""Carrying out a search: read the rows, find the pairs, keep them with their reasons, and say all the while how far it is.

A search is carried out in a process of its own, so that the pages stay quick: `launch` starts one, `folkmoot duplicates find` is one.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Model, Q

from folkmoot.stakeholders.duplicates import finding
from folkmoot.stakeholders.duplicates.keeping import entry_of, in_being, table_of
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun
from folkmoot.stakeholders.duplicates.queries import changed_since_put_aside
from folkmoot.stakeholders.duplicates.rules import WORTH_LISTING, Kind, possible, weigh

AT_ONCE = 1000
MOST = 50_000  # pairs kept, the likeliest
SAID_EVERY = timedelta(seconds=2)
BEAT = 30.0  # seconds

Clock = Callable[[], datetime]
State = DuplicateRun.State


def launch(run_id: int) -> None:
    """Start the process of a search and leave it to itself."""
    command = [sys.executable, "-m", "folkmoot.cli", "duplicates", "find", "--run", str(run_id)]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)  # noqa: S603
    threading.Thread(target=process.wait, daemon=True).start()  # so that no ended process is left over


def carry_out(run: DuplicateRun, *, clock: Clock, memory: str = finding.MEMORY) -> int:
    """Do the search of a run; returns how many pairs it kept. What goes wrong is noted on the run and raised again."""
    said = _Progress(run, clock)
    try:
        rows = in_being(run.kind).order_by("pk")
        rows = rows.filter(area=run.area_id) if run.area_id else rows
        said.begin(rows.count())
        entries = ((row.pk, entry_of(row)) for row in rows.iterator(chunk_size=AT_ONCE))
        found = finding.search(Kind(run.kind), entries, threshold=WORTH_LISTING, progress=said, memory=memory)
        kept = _keep(run, islice(found, MOST), at=clock(), said=said)
    except BaseException as error:
        said.end(State.FAILED, error=type(error).__name__)  # its words might hold a name
        raise
    said.end(State.DONE, pairs_found=kept)
    return kept


class _Progress:
    """Writes how far a search is, at most every two seconds."""

    def __init__(self, run: DuplicateRun, clock: Clock) -> None:
        self.run, self.clock, self.last = run, clock, clock()

    def begin(self, total: int) -> None:
        self._write(state=State.READING, rows_total=total, rows_done=0)

    def __call__(self, step: str, done: int) -> None:
        if step != self.run.state or self.clock() - self.last >= SAID_EVERY:
            self._write(state=step, rows_done=done)

    def end(self, state: str, *, pairs_found: int = 0, error: str = "") -> None:
        self._write(state=state, pairs_found=pairs_found, error=error[:300], ended_at=self.clock())

    def _write(self, **values: object) -> None:
        self.last = self.clock()
        for name, value in values.items():
            setattr(self.run, name, value)
        DuplicateRun.objects.filter(pk=self.run.pk).update(beat_at=self.last, **values)


@contextmanager
def alive(run: DuplicateRun, *, clock: Clock) -> Iterator[None]:
    """Say every half minute that the process is alive, also while it works on one long step."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            DuplicateRun.objects.filter(pk=run.pk, ended_at__isnull=True).update(beat_at=clock())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep(run: DuplicateRun, found: Iterator[finding.Scored], *, at: datetime, said: _Progress) -> int:
    """Put what was found in place of what the last search of the same rows found; pairs put aside stay aside."""
    kept = 0
    changed = set(changed_since_put_aside(run.kind).values_list("pk", flat=True))
    first = list(islice(found, AT_ONCE))  # nothing is taken away before the search has come to an end
    said(State.KEEPING, run.rows_total)
    with transaction.atomic():
        old = DuplicatePair.objects.filter(Q(put_aside_at__isnull=True) | Q(pk__in=changed), kind=run.kind)
        old = old.filter(left_area=run.area_id, right_area=run.area_id) if run.area_id else old
        old.delete()
        while first:
            kept += _keep_some(run, first, at)
            first = list(islice(found, AT_ONCE))
    return kept


def _keep_some(run: DuplicateRun, found: list[finding.Scored], at: datetime) -> int:
    rows = table_of(run.kind)._default_manager.in_bulk({pk for each in found for pk in (each.left, each.right)})
    entries = {pk: entry_of(row) for pk, row in rows.items()}
    both = [each for each in found if each.left in rows and each.right in rows]
    weighed = [(each, weigh(entries[each.left], entries[each.right])) for each in both]
    pairs = [_pair(run, each, rows, list(why.reasons), at) for each, why in weighed if possible(why)]
    before = DuplicatePair.objects.count()
    DuplicatePair.objects.bulk_create(pairs, ignore_conflicts=True)
    return DuplicatePair.objects.count() - before


def _pair(run: DuplicateRun, each: finding.Scored, rows: dict[int, Model], reasons: list[str], at: datetime) -> DuplicatePair:
    return DuplicatePair(
        kind=run.kind, left_id=each.left, right_id=each.right, probability=each.probability, found_at=at,
        left_area_id=rows[each.left].area_id, right_area_id=rows[each.right].area_id,  # type: ignore[attr-defined]
        reasons=reasons,
    )  # fmt: skip
