"""Check 40, for long: people who read and write for hours; what the processes hold and what a request costs stay what they were."""

import threading
import time
from dataclasses import dataclass

import requests

from trust.checks import busy
from trust.checks.breaking import broken
from trust.checks.c39_load import cast_of
from trust.checks.killing import rows_of
from trust.checks.trying import workers
from trust.checks.writing import Crowd
from trust.figures import Figure, Size, check, control
from trust.places import Place, fictional, folder, served, use

KINDS = ("contact", "organisation", "point")
MOST_GROWTH, MOST_DRIFT = 0.05, 0.25
_LEAK = """
_right, _kept = viewer_for, []
def viewer_for(*said):
    _kept.append(b"x" * 1_000_000)
    return _right(*said)
"""
_SLOWER = """
import os, time
_right = viewer_for
def viewer_for(*said):
    until = time.thread_time() + (0.2 if os.path.exists(os.path.join(os.environ["FOLKMOOT_HOME"], "later")) else 0)
    while time.thread_time() < until:
        pass
    return _right(*said)
"""


@dataclass
class Stretch:
    """Some minutes of it: what was asked, processor seconds spent, bytes held at its end."""

    asked: busy.Asked
    written: int
    spent: float
    held: int

    @property
    def each_ms(self) -> float:
        return 1000 * self.spent / max(1, len(self.asked.all) + self.written)


@dataclass(frozen=True)
class Plan:
    """So many stretches of so many seconds, with so long between two requests of one; people of these roles (none named: all)."""

    stretches: int
    seconds: float
    think: float
    roles: tuple[str, ...] = ()


_SMALL, _WHOLE = Plan(3, 6, 0.25, ("icem", "hq")), Plan(12, 600, 2)


@check(
    40, "Hours of reading and writing let neither the memory nor the cost of a request grow", part="m",
    target="eight hours: memory grows by less than 5 %, processor time a request by less than 25 %; 0 errors, 0 acknowledged lost",
)  # fmt: skip
def soak(size: Size) -> Figure:
    return _soaked(_WHOLE if size is Size.WHOLE else _SMALL, {})


@control("40m", "each request leaves a megabyte behind in the memory")
def leaking(size: Size) -> Figure:
    return _soaked(_SMALL, broken(folder(), "folkmoot.accounts.middleware", _LEAK))


@control("40m", "after a while each request takes 200 ms of a processor more")
def slower(size: Size) -> Figure:
    return _soaked(_SMALL, broken(folder(), "folkmoot.accounts.middleware", _SLOWER))


def _soaked(plan: Plan, environment: dict[str, str]) -> Figure:
    place = fictional()
    use(place)
    with served(place, **environment) as server:
        crowd = Crowd(place, KINDS, writers=1)
        crowd.sign_in()
        for writer in crowd.writers:  # each form is open before anything is measured
            for kind in KINDS:
                writer.form(kind)
        people = _people(place, plan.roles)
        before = set(workers(server.pid))
        for person in 2 * people:  # whatever a process keeps from the first time on it has then
            for address in [each for kind in person.pages.values() for each in kind]:
                person.browser.get(place.address + address, timeout=60)
        told = [_stretch(server.pid, people, crowd, plan) for _each in range(plan.stretches - 1)]
        (place.home / "later").touch()  # for a control
        told.append(_stretch(server.pid, people, crowd, plan))
        replaced = len(before - set(workers(server.pid)))
    return _figure(told, crowd, seconds=plan.seconds * plan.stretches, replaced=replaced)


def _people(place: Place, roles: tuple[str, ...]) -> list[busy.Person]:
    from django.conf import settings
    from django.db import connections

    from trust.checks.costing import signed_in

    people = []
    for role, email in cast_of(place).items():
        if roles and role not in roles:
            continue
        browser = requests.Session()
        browser.cookies.set(settings.SESSION_COOKIE_NAME, signed_in(email).cookies[settings.SESSION_COOKIE_NAME].value)
        pages = busy.opened_by(place, browser)
        if pages["list"]:
            people.append(busy.Person(place, role, browser, pages))
    connections.close_all()
    return people


def _stretch(server: int, people: list[busy.Person], crowd: Crowd, plan: Plan) -> Stretch:
    before, written, last = busy.processor_seconds(server), len(crowd.book), time.monotonic() + plan.seconds
    writing = threading.Thread(target=_write, args=(crowd, last, plan.think))
    writing.start()
    asked = busy.let_loose(people, seconds=plan.seconds, think=plan.think)
    writing.join()
    return Stretch(asked, len(crowd.book) - written, busy.processor_seconds(server) - before, busy.memory(server))


def _write(crowd: Crowd, last: float, think: float) -> None:
    while time.monotonic() < last:
        sent = crowd.writers[0].form(KINDS[len(crowd.book) % len(KINDS)])
        crowd.writers[0].send(sent)
        crowd.book.append(sent)
        time.sleep(think)


def _figure(told: list[Stretch], crowd: Crowd, *, seconds: float, replaced: int) -> Figure:
    found, first, last = rows_of(crowd.book), told[0], told[-1]
    wrong = [each for stretch in told for each in stretch.asked.failed]
    wrong += [f"{each.tag}: not taken, or lost" for each in crowd.book if not each.acknowledged or len(found.get(each.tag, ())) != 1]
    growth, drift = last.held / first.held - 1, last.each_ms / first.each_ms - 1
    wrong += [f"the memory grew by {growth:.1%}"] if growth >= MOST_GROWTH else []
    wrong += [f"a request costs {drift:.0%} more than at first"] if drift >= MOST_DRIFT else []
    number = sum(len(each.asked.all) + each.written for each in told)
    more = {
        "hours": f"{seconds / 3600:.2f} of the eight", "memory at first and at last, MB": f"{first.held >> 20}, {last.held >> 20}",
        "processor ms a request at first and at last": f"{first.each_ms:.0f}, {last.each_ms:.0f}",
        "half of all pages within, s, at first and at last": f"{first.asked.seconds(0.5):.2f}, {last.asked.seconds(0.5):.2f}",
        "writes": len(crowd.book), "processes replaced after their thousands of requests": replaced,
    }  # fmt: skip
    return Figure(len(wrong), number, "requests", more, tuple(wrong), least=100)
