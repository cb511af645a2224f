"""Sign-ins in the audit trail: who came and went at once; failed attempts as one event for each account and quarter of an hour.

An attempt that fails adds one line to a file, whether or not an account has the address: the answer takes equally long, the trail has no
writer that a stranger commands, and a flood of attempts becomes a few events. What was typed, and from which device, is never kept.
The kinds of event are those of the Data Protection Act 2018, section 62: that somebody came is *collected*, how an account is
protected is *altered*.
"""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Actor, Kind
from folkmoot.foundation.models import AuditEvent

WINDOW = timedelta(minutes=15)
MOST_BYTES = 2_000_000  # of one quarter of an hour; beyond it attempts are limited as ever, and no longer counted
MOST_NAMED = 200  # accounts of one quarter of an hour that have an event of their own; the others share one
BEGUN_ANEW = timedelta(minutes=5)  # a process that took a file and left it so long has died
SUBJECT = "accounts.account"


class Missed(StrEnum):
    """How an attempt to sign in failed."""

    WRONG = "password"
    SECOND_STEP = "second step"
    LIMIT = "refused by the limit"


def record(what: str, *, account: Account, at: datetime, kind: AuditEvent.Kind = Kind.COLLECTION) -> None:
    """One event of an account: signed in, signed out, how it is protected. `what` is of the product's own words."""
    with transaction.atomic():
        audit.record(kind, by=Actor(account.pk, str(account)), at=at, subject=account, detail={"sign-in": what})


def missed(why: Missed, *, account_id: int | None, at: datetime) -> None:
    """Note a failed attempt; `account_id` is None where no account has the address. Costs the same for both."""
    descriptor = os.open(_file_of(at), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.fstat(descriptor).st_size < MOST_BYTES:
            os.write(descriptor, f"{account_id or 0} {why}\n".encode())  # short, and appended in one step
    finally:
        os.close(descriptor)


def settle(*, at: datetime) -> int:
    """Turn every quarter of an hour that is over into events; returns how many. One of several processes does it, once."""
    return sum(_settled(taken, at) for taken in _taken(at))


def _folder() -> Path:
    folder = Path(settings.HOME) / "attempts"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _file_of(at: datetime) -> Path:
    return _folder() / str(int(at.timestamp() // WINDOW.total_seconds()))


def _taken(at: datetime) -> list[Path]:
    """The files of past quarters, renamed so that no other process takes them; also those that a dead process left."""
    now, mine = int(_file_of(at).name), []
    for file in sorted(_folder().iterdir()):
        window, _, taken = file.name.partition(".")
        if not window.isdecimal() or int(window) >= now:
            continue
        if taken and datetime.fromtimestamp(file.stat().st_ctime, UTC) > at - BEGUN_ANEW:
            continue
        target = file.with_name(f"{window}.{os.getpid()}")
        try:
            file.rename(target)
        except FileNotFoundError:
            continue
        mine.append(target)
    return mine


def _settled(file: Path, at: datetime) -> int:
    window = int(file.name.partition(".")[0])
    began = datetime.fromtimestamp(window * WINDOW.total_seconds(), UTC)
    counted = _counted(file.read_text())
    with transaction.atomic():
        # A process may have died between its events and the removal of the file: then they are there already.
        if AuditEvent.objects.filter(subject_kind=SUBJECT, at__gte=began, route=_route(window)).exists():
            counted = []
        for account_id, reasons in counted:
            audit.record(
                Kind.COLLECTION, by=SYSTEM, at=at, subject=SUBJECT, ids=[account_id] if account_id else [], route=_route(window),
                detail={"sign-in": "failed", "from": began.isoformat(timespec="minutes"), **reasons},
            )  # fmt: skip
    file.unlink(missing_ok=True)
    return len(counted)


def _route(window: int) -> str:
    return f"sign-in attempts {window}"


def _counted(lines: str) -> list[tuple[int, dict[str, object]]]:
    """For each account (0: none has the address, or one of the many beyond `MOST_NAMED`) how many attempts failed, and why."""
    counts: dict[int, Counter[str]] = {}
    for line in lines.splitlines():
        account, _, why = line.partition(" ")
        if account.isdecimal():
            counts.setdefault(int(account), Counter())[why] += 1
    named = sorted((each for each in counts if each), key=lambda each: -counts[each].total())
    rest = sum((counts[each] for each in named[MOST_NAMED:]), start=counts.get(0, Counter()))
    found: list[tuple[int, dict[str, object]]] = [(each, dict(counts[each])) for each in named[:MOST_NAMED]]
    return found + ([(0, dict(rest))] if rest else [])
