"""The whole server killed while six people write: nothing that was acknowledged is lost or torn."""

import os
import random
import shlex
import signal
import statistics
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tools.with_postgres import as_owner, find_programs

from trust.checks import breaking
from trust.checks.breaking import broken
from trust.checks.killing import KINDS, Looked, kill_and_look
from trust.checks.writing import PASSWORD, WRITERS, Crowd, told_by
from trust.figures import Figure, Size, check, control
from trust.places import Place, empty, fictional, folder, postgresql, use


def _measured(size: Size, kinds: tuple[str, ...] = KINDS, *, kills: int = 0, environment: dict[str, str] | None = None) -> Figure:
    whole = size is Size.WHOLE
    kills, writes = kills or (200 if whole else 3), 10_500 if whole and not environment else 60
    place = fictional()
    use(place)
    crowd = Crowd(place, kinds)
    looked = kill_and_look(place, crowd, kills=kills, writes=writes, environment=environment or {})
    return _figure(place, crowd, looked, least=(10_000 if whole else 30) if not environment else 1)


def _figure(place: Place, crowd: Crowd, looked: Looked, least: int, **others: object) -> Figure:
    chain = place.run("audit", "verify", code=None)
    more = {
        "kills of the whole tree": looked.kills, "cut connections sent again with the same mark": looked.cut,
        "up again, seconds by the clock (median, longest)": f"{statistics.median(looked.clock):.1f}, {max(looked.clock):.1f}",
        "without waiting for a processor that others used": f"{statistics.median(looked.own):.1f}, {max(looked.own):.1f}",
        "audit chain": chain.strip().splitlines()[-1].partition(";")[0],
    }  # fmt: skip
    return Figure(len(looked.wrong), len(told_by(crowd.book)), "acknowledged writes", more | others, tuple(looked.wrong), least=least)


@check(
    11, "Nothing acknowledged is lost or torn when the whole server is killed (SQLite)",
    target="0 of 10,000 writes over 200 kills of the whole tree; integrity_check ok; up again within 10 s",
)  # fmt: skip
def killed(size: Size) -> Figure:
    return _measured(size)


@control(11, "audit events are written a moment later, by a thread, outside the transaction")
def audit_later(size: Size) -> Figure:
    return _measured(size, ("contact", "point"), kills=1, environment=broken(folder(), "folkmoot.foundation.audit", breaking.AUDIT_LATER))


@control(11, "the answer is given before what was sent is stored")
def answered_first(size: Size) -> Figure:
    environment = broken(folder(), "folkmoot.foundation.once", breaking.ANSWERED_FIRST)
    return _measured(size, ("organisation",), kills=1, environment=environment)


@control(11, "a file is written a moment after its row")
def file_later(size: Size) -> Figure:
    return _measured(size, ("paper",), kills=1, environment=broken(folder(), "folkmoot.engagement.papers.files", breaking.FILE_LATER))


@check(
    11, "Nothing acknowledged is lost or torn when the whole server, or PostgreSQL itself, is killed (PostgreSQL)", part="b",
    target="0 of 2,000 writes over 40 kills of the whole tree, PostgreSQL killed with every second of them",
)  # fmt: skip
def killed_on_postgresql(size: Size) -> Figure:
    return _measured_on_postgresql(size)


@control("11b", "audit events are written a moment later, by a thread, outside the transaction")
def audit_later_on_postgresql(size: Size) -> Figure:
    return _measured_on_postgresql(size, ("contact", "point"), broken(folder(), "folkmoot.foundation.audit", breaking.AUDIT_LATER))


def _measured_on_postgresql(size: Size, kinds: tuple[str, ...] = KINDS, environment: dict[str, str] | None = None) -> Figure:
    whole, ended = size is Size.WHOLE and not environment, Counter({"kills of PostgreSQL": 0})
    with postgresql(durable=True) as address:
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"  # while its tables are made, and no longer
        place = empty(address)
        del os.environ["PGOPTIONS"]
        use(place)
        _people()

        def and_then() -> None:
            if random.random() < 0.5:
                _kill_postgresql(Path(os.environ["FOLKMOOT_POSTGRES_FOLDER"]))
                ended["kills of PostgreSQL"] += 1

        crowd = Crowd(place, kinds)
        looked = kill_and_look(
            place, crowd, kills=40 if whole else 4, writes=2_200 if whole else 80, environment=environment or {}, and_then=and_then
        )  # fmt: skip
        return _figure(place, crowd, looked, least=1 if environment else 2_000 if whole else 30, **ended)


def _people() -> None:
    """The writers, in a service that is empty otherwise."""
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant
    from folkmoot.areas.models import Area

    for email, code in WRITERS.items():
        account = Account.objects.create_user(email, email.partition("@")[0], PASSWORD)
        grant = RoleGrant.objects.create(account=account, role="icem", starts=timezone.localdate())
        grant.areas.add(Area.objects.get(code=code))


def _kill_postgresql(folder: Path) -> None:
    """Kill the server and each of its processes, none of them asked first, and start it again as it was started."""
    data, programs = folder / "data", find_programs()
    assert programs is not None
    main = int((data / "postmaster.pid").read_text().split()[0])
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True, check=False).stdout.split()
    for pid in (main, *map(int, listed)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for _wait in range(200):  # the memory they share is free once the last of them is gone
        if not any(Path(f"/proc/{pid}").exists() for pid in (main, *map(int, listed))):
            break
        time.sleep(0.05)
    options = shlex.split((data / "postmaster.opts").read_text())[1:]
    kept = " ".join(shlex.quote(word) for word in options if word not in ("-D", str(data)))
    as_owner([programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-s", "start", "-o", kept])
