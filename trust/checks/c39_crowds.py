"""Check 39, served: people of ten roles who read, search and write at once, on a service of national volume, on both databases."""

import os
import threading
import time
from dataclasses import dataclass
from typing import Any

from trust.checks import busy
from trust.checks.breaking import broken
from trust.checks.costing import BUDGETS
from trust.checks.killing import rows_of
from trust.checks.writing import Crowd, Sent
from trust.figures import Figure, Size, check, control
from trust.places import Place, empty, folder, postgresql, served, use

P95, P99, KINDS = 0.5, 1.5, ("contact", "organisation", "point")
TARGET = "{} users, 5 s between two requests, 500,000 records: 95 % within 0.5 s, 99 % within 1.5 s, 0 errors; 20 writes a second"
_SLOW = """
import time
_right = viewer_for
def viewer_for(*said):
    until = time.thread_time() + 0.2
    while time.thread_time() < until:
        pass
    return _right(*said)
"""
_IMPATIENT = """
_right = options
def options(version):
    return {**_right(version), "timeout": 0}
"""


@dataclass(frozen=True)
class Load:
    """How many use it, how long each thinks, for how long, on how much (share of 6.2 million records), writes a second."""

    people: int
    think: float
    seconds: float
    scale: float
    writes: float


_SMALL = Load(people=12, think=1.0, seconds=10, scale=0.002, writes=4)
_WHOLE = {"SQLite": Load(50, 5, 600, 0.081, 20), "PostgreSQL": Load(200, 5, 600, 0.081, 20)}


@check(39, "Fifty who work at once are answered soon, and every write is taken (SQLite)", part="s", target=TARGET.format(50))
def on_sqlite(size: Size) -> Figure:
    return _of(empty(), _load("SQLite", size), {})


@control("39s", "finding out what somebody may do takes 200 ms of a processor")
def slow_on_sqlite(size: Size) -> Figure:
    return _of(empty(), _SMALL, broken(folder(), "folkmoot.accounts.middleware", _SLOW))


@control("39s", "a write does not wait for the one before it")
def impatient(size: Size) -> Figure:
    return _of(empty(), Load(6, 1, 8, 0.001, 60), broken(folder(), "folkmoot.config.sqlite", _IMPATIENT))


@check(39, "Two hundred who work at once are answered soon, and every write is taken (PostgreSQL)", part="p", target=TARGET.format(200))
def on_postgresql(size: Size) -> Figure:
    return _of_postgresql(_load("PostgreSQL", size), {})


@control("39p", "finding out what somebody may do takes 200 ms of a processor")
def slow_on_postgresql(size: Size) -> Figure:
    return _of_postgresql(_SMALL, broken(folder(), "folkmoot.accounts.middleware", _SLOW))


def _load(engine: str, size: Size) -> Load:
    return _WHOLE[engine] if size is Size.WHOLE else _SMALL


def _of_postgresql(load: Load, environment: dict[str, str]) -> Figure:
    with postgresql(durable=True) as address:
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"  # while its tables are made, and no longer
        place = empty(address)
        del os.environ["PGOPTIONS"]
        return _of(place, load, environment)


def _of(place: Place, load: Load, environment: dict[str, str]) -> Figure:
    use(place)
    busy.national(load.scale)
    with served(place, **environment) as server:
        writers = Crowd(place, KINDS)
        writers.sign_in()
        for writer in writers.writers:  # each form is open before anything is measured
            for kind in KINDS:
                writer.form(kind)
        people = busy.crowd(place, load.people)
        waiting, before, began = _others(), busy.processor_seconds(server.pid), time.monotonic()
        writing = threading.Thread(target=_write, args=(writers, load, began + load.seconds))
        writing.start()
        asked = busy.let_loose(people, seconds=load.seconds, think=load.think)
        writing.join()
        took, spent = time.monotonic() - began, busy.processor_seconds(server.pid) - before
    return _figure(load, asked, writers.book, took=took, spent=spent, waiting=waiting)


def _write(crowd: Crowd, load: Load, last: float) -> None:
    """The writers send so many forms a second together, each one after the other."""
    pause, lock = len(crowd.writers) / load.writes, threading.Lock()

    def write(number: int) -> None:
        due, turn = time.monotonic() + pause * number / len(crowd.writers), 0
        while due < last:
            time.sleep(max(0.0, due - time.monotonic()))
            sent = crowd.writers[number].form(KINDS[(turn := turn + 1) % len(KINDS)])
            crowd.writers[number].send(sent)
            with lock:
                crowd.book.append(sent)
            due += pause

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(crowd.writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _figure(load: Load, asked: busy.Asked, book: list[Sent], *, took: float, spent: float, waiting: float) -> Figure:
    """Wrong: what failed; what came later than half a second beyond the 5 % that may, or later than 1.5 s beyond the 1 %."""
    found = rows_of(book)
    wrong = [*asked.failed, *(f"{each.kind} was not taken: {each.refused or 'an error'}" for each in book if not each.acknowledged)]
    wrong += [f"{each.tag}: acknowledged, and there {len(found.get(each.tag, ()))} times" for each in book
              if each.acknowledged and len(found.get(each.tag, ())) != 1]  # fmt: skip
    number = len(asked.all) + len(book)
    late = [sum(each[1] > most for each in asked.all) - int(len(asked.all) * share) for most, share in ((P95, 0.05), (P99, 0.01))]
    if max(late) > 0:
        wrong.append(f"95 % took up to {asked.seconds(0.95):.2f} s, 99 % up to {asked.seconds(0.99):.2f} s")
    each_ms, allowed = 1000 * spent / max(1, number), _allowed(asked, len(book))
    if each_ms > allowed:
        wrong.append(f"{each_ms:.0f} processor ms a request, where the budgets of this mix allow {allowed:.0f}")
    more: dict[str, Any] = {
        "people": load.people, "seconds between two requests of one": load.think, "records": f"{load.scale * 6_200_000:,.0f}",
        "median, 95 %, 99 % of pages within, ms": ", ".join(f"{1000 * asked.seconds(share):.0f}" for share in (0.5, 0.95, 0.99)),
        "writes acknowledged": f"{sum(each.acknowledged for each in book)} of {len(book)}, {len(book) / took:.1f} a second",
        "processor ms a request (web processes)": f"{each_ms:.0f}, of {allowed:.0f} that the budgets allow",
        "processes that wanted a processor before it began": waiting,
    }  # fmt: skip
    expected = 0.5 * took * load.people / (load.think + P95)
    return Figure(len(wrong) + max(0, *late), number, "requests", more, tuple(wrong), least=int(expected))


def _allowed(asked: busy.Asked, writes: int) -> float:
    """Processor ms of an average request, if each cost its whole budget."""
    reads = [BUDGETS[kind] for kind, _seconds in asked.all]
    return (sum(reads) + writes * BUDGETS["save"]) / max(1, len(reads) + writes)


def _others() -> float:
    """The load of the machine in the last minute: what others wanted of it, beside filling the database."""
    return round(os.getloadavg()[0], 1)
