"""Killing a whole server and looking at what it left: every row that was acknowledged, whole, once, with its audit event and its file."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trust.checks.writing import Crowd, Sent, integrity
from trust.places import Place, free_port, start

KINDS = ("contact", "organisation", "point", "paper")
UP_AGAIN = 10.0  # seconds


@dataclass
class Looked:
    """What was found wrong, and how long each start took: by the clock, and without what the processes waited for a free processor."""

    wrong: list[str] = field(default_factory=list)
    kills: int = 0
    cut: int = 0
    clock: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    seen_seq: int = 0
    events: set[tuple[str, int]] = field(default_factory=set)


def kill_and_look(
    place: Place, crowd: Crowd, *, kills: int, writes: int, environment: dict[str, str], and_then: Callable[[], None] = lambda: None
) -> Looked:
    """Start, write, kill the whole tree, start, send again what was not answered, look; so many times. The server is gone at the end.

    `and_then` is done after each kill, before the server is started again.
    """
    looked = Looked()
    place.address = f"http://localhost:{free_port()}"
    server = _started(place, looked, environment)
    try:
        crowd.sign_in()
        look(crowd.book, looked, whole=False)  # from here on, every new event counts
        for _turn in range(kills):
            before = len(crowd.book)
            _write_and_kill(server.pid, crowd, random.randint(1, 2 * max(1, writes // kills)))
            server.wait()
            looked.kills += 1
            and_then()
            server = _started(place, looked, environment)
            looked.cut += crowd.send_again()
            look(crowd.book[before:], looked, whole=True)
            _sound(place, looked)
        look(crowd.book, looked, whole=True)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    looked.wrong += [f"{each.kind} was refused: {each.refused}" for each in crowd.book if each.refused]
    looked.wrong += [f"{each.tag}: sent again, and not taken" for _writer, each in crowd.unanswered]
    looked.wrong = list(dict.fromkeys(looked.wrong))  # what is lost once is found lost at every look
    return looked


def _write_and_kill(group: int, crowd: Crowd, enough: int) -> None:
    """Kill the process group at a random moment after so many more acknowledged writes, while all go on writing."""
    aim, gone = crowd.acknowledged() + enough, threading.Event()

    def kill() -> None:
        last = time.monotonic() + 60
        while crowd.acknowledged() < aim and time.monotonic() < last:
            time.sleep(0.005)
        time.sleep(random.random() * 0.15)
        os.killpg(group, signal.SIGKILL)
        gone.set()

    killer = threading.Thread(target=kill)
    killer.start()
    crowd.write_until(gone.is_set)
    killer.join()


def _started(place: Place, looked: Looked, environment: dict[str, str]) -> Any:
    begun = time.monotonic()
    server = start(place, **environment)
    took = time.monotonic() - begun
    looked.clock.append(took)
    looked.own.append(took - waited(server.pid))
    if looked.own[-1] > UP_AGAIN:
        looked.wrong.append(f"up again only after {took:.1f} s")
    return server


def waited(pid: int) -> float:
    """Seconds that a process stood ready and found no processor free: what a busy machine took, not the product."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def _sound(place: Place, looked: Looked) -> None:
    """The database file is whole, and the last of the audit chain holds."""
    from folkmoot.foundation import audit

    said = "ok" if place.database else integrity(str(place.home / "folkmoot.sqlite3"))
    looked.wrong += [] if said == "ok" else [f"integrity_check: {said}"]
    looked.wrong += [f"audit: {fault}" for fault in audit.faults(last=400)]
    _leave()


def look(book: list[Sent], looked: Looked, *, whole: bool) -> None:
    """Each acknowledged form is there once, and whatever is there is whole: its points, its audit events, its file."""
    from folkmoot.foundation.models import AuditEvent

    for seq, kind, ids in (
        AuditEvent.objects.filter(seq__gt=looked.seen_seq).values_list("seq", "subject_kind", "subject_ids").order_by("seq")
    ):
        looked.seen_seq = seq
        looked.events |= {(kind, each) for each in ids}
    found = rows_of(book) if whole else {}
    for each in book if whole else []:
        rows = found.get(each.tag, [])
        if each.acknowledged and not rows:
            looked.wrong.append(f"{each.tag}: acknowledged, and lost")
        if len(rows) > 1:
            looked.wrong.append(f"{each.tag}: there {len(rows)} times")
        faults = dict.fromkeys(fault for row in rows for fault in _faults(each, row, looked))
        looked.wrong += [f"{each.tag}: {', '.join(faults)}"] if faults else []
    _leave()


def rows_of(book: list[Sent]) -> dict[str, list[Any]]:
    """The rows that are there of each form, by its tag."""
    from folkmoot.engagement.models import Activity
    from folkmoot.engagement.papers.models import Paper
    from folkmoot.stakeholders.models import Organisation
    from folkmoot.voice.models import Point

    found: dict[str, list[Any]] = {}
    where = {"contact": (Activity, "title"), "organisation": (Organisation, "name"), "point": (Point, "words"), "paper": (Paper, "title")}
    for kind, (model, name) in where.items():
        wanted = {each.values[name]: each.tag for each in book if each.kind == kind}
        words = list(wanted)
        for at in range(0, len(words), 500):
            for row in model.objects.filter(**{f"{name}__in": words[at : at + 500]}):
                found.setdefault(wanted[getattr(row, name)], []).append(row)
    return found


def _faults(sent: Sent, row: Any, looked: Looked) -> list[str]:
    from folkmoot.engagement.papers import files
    from folkmoot.voice.models import Point

    parts = [row]
    wrong = []
    if sent.kind == "contact":
        points = list(Point.objects.filter(words__in=[f"{sent.tag} one", f"{sent.tag} two"], origin_id=row.pk))
        wrong += [] if Counter(each.words for each in points) == {f"{sent.tag} one": 1, f"{sent.tag} two": 1} else ["torn: its points"]
        parts += points
    if sent.kind == "paper":
        try:
            wrong += [] if files.read(row) == sent.file else ["its file is another"]
        except (OSError, ValueError) as error:
            wrong.append(f"torn: its file ({type(error).__name__})")
    wrong += ["torn: no audit event" for part in parts if (part._meta.label_lower, part.pk) not in looked.events]
    return wrong


def _leave() -> None:
    from django.db import connections

    connections.close_all()
