"""Check 40: workers killed, the database away, the disk full: plain answers, what was typed kept, nothing acknowledged lost."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from trust.checks import breaking, trying
from trust.checks.breaking import broken
from trust.checks.c11_killed import _people
from trust.checks.killing import KINDS, Looked, look
from trust.checks.trying import BACK, Answered
from trust.checks.writing import Crowd, integrity, told_by, until
from trust.figures import Figure, Size, check, control
from trust.places import empty, fictional, folder, postgresql, served, use

_NO_TRYING = """
def passes(error):
    return False
"""
_NOTHING_KEPT = """
def _sent(request):
    return None
"""


@check(
    40, "Nothing acknowledged is lost when processes that answer are killed while people write; the others go on, and new ones come",
    target="0 of 10,000 writes over 200 kills; as many processes again within 10 s; 0 requests cut by a restart that was asked for",
)  # fmt: skip
def workers_killed(size: Size) -> Figure:
    whole = size is Size.WHOLE
    return _killed(KINDS, kills=200 if whole else 4, seconds=8 if whole else 1.0, least=10_000 if whole else 20)


@control(40, "the answer is given before what was sent is stored")
def answered_first(size: Size) -> Figure:
    environment = broken(folder(), "folkmoot.foundation.once", breaking.ANSWERED_FIRST)
    return _killed(("organisation",), kills=3, seconds=1.0, least=1, environment=environment)


def _killed(kinds: tuple[str, ...], *, kills: int, seconds: float, least: int, environment: dict[str, str] | None = None) -> Figure:
    place = fictional()
    use(place)
    crowd, looked = Crowd(place, kinds), Looked()
    with served(place, **(environment or {})) as server:
        crowd.sign_in()
        look(crowd.book, looked, whole=False)  # from here on, every new event counts
        for _turn in range(kills):
            before, number = len(crowd.book), len(trying.workers(server.pid))
            _while_writing(crowd, seconds, lambda: trying.kill(random.choice(trying.workers(server.pid))))
            looked.kills += 1
            looked.clock.append(_as_many(server.pid, number))
            looked.cut += crowd.send_again()
            look(crowd.book[before:], looked, whole=True)
        cut = _restarted(server.pid, crowd)
        look(crowd.book, looked, whole=True)
        looked.wrong += [f"integrity_check: {said}" for said in [integrity(str(place.home / "folkmoot.sqlite3"))] if said != "ok"]
    wrong = list(dict.fromkeys(looked.wrong))
    wrong += [f"as many processes again only after {each:.1f} s" for each in looked.clock if each > BACK]
    wrong += [f"{sent.tag}: sent again, and not taken" for _writer, sent in crowd.unanswered]
    wrong += [f"{cut} requests cut by a restart that was asked for"] if cut else []
    more = {
        "processes killed": looked.kills, "cut connections sent again with the same mark": looked.cut,
        "as many processes again, seconds at most": f"{max(looked.clock):.1f}", "cut by a restart that was asked for": cut,
    }  # fmt: skip
    return Figure(len(wrong), len(told_by(crowd.book)), "acknowledged writes", more, tuple(wrong), least=least)


def _while_writing(crowd: Crowd, seconds: float, act: Callable[[], None]) -> None:
    """Everybody writes for so long; `act` is done at a random moment of it."""
    timer = threading.Timer(random.uniform(0.3, 0.8) * seconds, act)
    timer.start()
    crowd.write_until(until(time.monotonic() + seconds))
    timer.join()


def _as_many(server: int, number: int) -> float:
    """Seconds until there are as many processes as before."""
    began = time.monotonic()
    while len(trying.workers(server)) < number and time.monotonic() < began + 30:
        time.sleep(0.05)
    return time.monotonic() - began


def _restarted(server: int, crowd: Crowd) -> int:
    """New processes take the place of the old ones, which finish what they have begun; returns how many requests were cut."""
    for writer in crowd.writers:
        writer.browser.close()
        writer.browser.headers["Connection"] = "close"  # a connection kept open after an answer may be closed at any time
    before = len(crowd.unanswered)
    _while_writing(crowd, 4.0, lambda: os.kill(server, signal.SIGHUP))
    cut = len(crowd.unanswered) - before
    crowd.send_again()
    return cut


@check(
    40, "While the database is away every page asks to try again and keeps what was typed; then all goes on (PostgreSQL)", part="b",
    target="away for 60 s: every answer plain, what was typed in it; back within 10 s; all taken that is sent again, nothing twice",
)  # fmt: skip
def database_away(size: Size) -> Figure:
    return _away(60 if size is Size.WHOLE else 3, {})


@control("40b", "a database that is away counts as a fault of the product")
def away_not_plain(size: Size) -> Figure:
    return _away(1, broken(folder(), "folkmoot.webkit.trouble", _NO_TRYING))


@control("40b", "what was typed is not given back")
def away_not_kept(size: Size) -> Figure:
    return _away(1, broken(folder(), "folkmoot.webkit.trouble", _NOTHING_KEPT))


def _away(seconds: float, environment: dict[str, str]) -> Figure:
    with postgresql(durable=True) as address:
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"  # while its tables are made, and no longer
        place = empty(address)
        del os.environ["PGOPTIONS"]
        use(place)
        _people()
        space, answered, looked = Path(os.environ["FOLKMOOT_POSTGRES_FOLDER"]), Answered(), Looked()
        crowd = Crowd(place, KINDS)
        with served(place, **environment):
            _before(crowd, looked)
            with trying.stopped(space):
                ends = time.monotonic() + seconds
                while time.monotonic() < ends or not answered.asked:
                    trying.ask_in_trouble(crowd, KINDS, answered)
            trying.come_back(crowd, answered, looked)
        return _figure(answered, looked, crowd, seconds=seconds)


def _before(crowd: Crowd, looked: Looked) -> None:
    """Everybody has signed in, and each form was open before the trouble began."""
    crowd.sign_in()
    look(crowd.book, looked, whole=False)
    for writer in crowd.writers:
        for kind in KINDS:
            sent = writer.form(kind)
            writer.send(sent)
            crowd.book.append(sent)


def _figure(answered: Answered, looked: Looked, crowd: Crowd, **others: object) -> Figure:
    wrong = [*answered.wrong, *dict.fromkeys(looked.wrong)]
    more = {
        "asked in the trouble": answered.asked, "of these got through": answered.through, "sent again after it": looked.cut,
        "back, seconds": f"{answered.back:.1f}", "acknowledged in all": len(told_by(crowd.book)),
    }  # fmt: skip
    return Figure(len(wrong), answered.asked + len(crowd.book), "requests and writes", more | others, tuple(wrong), least=60)


@check(
    40, "While the disk is full every page asks to try again and keeps what was typed; then all goes on (SQLite)", part="f",
    target="every answer plain, what was typed in it; back within 10 s; all taken that is sent again, nothing twice, nothing torn",
)  # fmt: skip
def disk_full(size: Size) -> Figure:
    return _full(3 if size is Size.WHOLE else 1, {})


@control("40f", "a full disk counts as a fault of the product")
def full_not_plain(size: Size) -> Figure:
    return _full(1, broken(folder(), "folkmoot.webkit.trouble", _NO_TRYING))


def _full(rounds: int, environment: dict[str, str]) -> Figure:
    place = trying.on_a_small_disk(fictional(), spare=16 << 20)
    use(place)
    crowd, answered, looked = Crowd(place, KINDS), Answered(), Looked()
    with served(place, **environment):
        _before(crowd, looked)
        for _round in range(rounds):
            with trying.filled(place.home.parent):
                trying.ask_in_trouble(crowd, KINDS, answered)
            trying.come_back(crowd, answered, looked)
    looked.wrong += [f"integrity_check: {said}" for said in [integrity(str(place.home / "folkmoot.sqlite3"))] if said != "ok"]
    chain = place.run("audit", "verify", code=None).strip().splitlines()[-1].partition(";")[0]
    return _figure(answered, looked, crowd, **{"times full": rounds, "audit chain": chain})
