"""Check 15: whatever is done to the audit trail behind the product's back is found, and the place is named."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from trust.checks import trail
from trust.figures import Figure, Size, check, control
from trust.places import Place, folder

EVENTS = 120
EACH = {Size.GATE: 10, Size.WHOLE: 1000}
IN_A_PROCESS = {Size.GATE: 0, Size.WHOLE: 5}
TARGET = "7 kinds of tampering × 1,000: 7,000 of 7,000 found with the place named; a cut tail and a rewriting against the kept head"


@check(15, "Whatever is done to the audit trail behind the product’s back is found", target=TARGET, gate=True)
def tampering(size: Size) -> Figure:
    return _measured(size, with_head=True)


@control(15, "verification without the head that was kept elsewhere")
def without_head(size: Size) -> Figure:
    return _measured(size, with_head=False)


@control(15, "the hash of an event leaves out to whom it was disclosed")
def hash_without_recipient(size: Size) -> Figure:
    return _measured(size, with_head=True, broken=_leave_out_recipient)


def _leave_out_recipient() -> Any:
    from folkmoot.foundation import audit

    whole = audit.digest

    def digest(event: Any) -> str:
        kept, event.recipient = event.recipient, ""
        try:
            return whole(event)
        finally:
            event.recipient = kept

    return patch.object(audit, "digest", digest)


def _measured(size: Size, *, with_head: bool, broken: Callable[[], Any] | None = None) -> Figure:
    place = trail.bare()
    rand = random.Random(15)
    if broken:
        broken().start()
    trail.write_events(EVENTS, rand)
    kept = folder() / "head.json"
    place.run("audit", "head", "--out", str(kept))
    head = _head(kept) if with_head else None
    rows, missed, tried, found = trail.stored(), Counter[str](), Counter[str](), []
    for kind, deed_of in trail.KINDS.items():
        for _ in range(EACH[size]):
            deed = deed_of(rows, rand)
            told = _told(deed, head)
            tried[kind] += 1
            if not any(number in deed.places for number in told):
                missed[kind] += 1
                found.append(f"{kind}: told of {told[:3] or 'nothing'}, done at {sorted(deed.places)[:4]}")
    in_a_process, quiet = (0, []) if broken or not with_head else _by_the_command(place, kept, rows, rand, IN_A_PROCESS[size])
    more = {"found": f"{sum(tried.values()) - sum(missed.values()):,} of {sum(tried.values()):,}", "events in the trail": len(rows)}
    more |= {"by the command in a process of its own": in_a_process} if in_a_process else {}
    wrong = sum(missed.values()) + len(quiet) + _alarm_without_cause(head)
    return Figure(wrong, sum(tried.values()) + in_a_process, "deeds not found", more, (*quiet, *found), least=7 * EACH[size])


def _head(file: Path) -> Any:
    from folkmoot.foundation.audit import Head

    kept = json.loads(file.read_text())
    return Head(kept["seq"], kept["hash"])


def _told(deed: trail.Deed, head: Any) -> list[int]:
    """The numbers of events that verification tells of as it stands then."""
    from folkmoot.foundation import audit

    with trail.tampered(deed.rows):
        faults = list(audit.faults(head))
    return [int(number) for fault in faults for number in re.findall(r"event (\d+)", fault)]


def _alarm_without_cause(head: Any) -> int:
    from folkmoot.foundation import audit

    return len(list(audit.faults(head)))


def _by_the_command(place: Place, kept: Path, rows: list[trail.Row], rand: random.Random, each: int) -> tuple[int, list[str]]:
    """`folkmoot audit verify --head` on copies of the service: (how many were tried, which were not found)."""
    from django.db import connection

    tried, quiet = 0, []
    for kind, deed_of in trail.KINDS.items() if each else ():
        for _ in range(each):
            trail_before = trail.stored()
            trail.store(deed_of(rows, rand).rows)
            connection.close()
            copy = Place(folder() / "copy")
            shutil.copytree(place.home, copy.home)
            trail.store(trail_before)
            said = copy.run("audit", "verify", "--head", str(kept), code=None)
            shutil.rmtree(copy.home)
            tried += 1
            if " 0 faults" in said:
                quiet.append(f"{kind}: the command found nothing")
    return tried, quiet
