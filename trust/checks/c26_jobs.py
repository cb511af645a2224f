"""Work that waits: the parts of the daily job and the letters, done by processes that are killed, that poison kills, that run at once.

What the real parts of the job leave behind is compared with what they leave where nobody was killed. Poison and racing are tried with
parts that only mark that they were done; the taking, counting and parking are the product's own.
"""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as hour_of
from pathlib import Path
from typing import Any

from trust.checks.mailing import Server, mail_server, without_letters
from trust.figures import Figure, Size, check, control
from trust.places import empty, fictional, folder, postgresql, use

HOUR = hour_of(6)
MOST_IN_A_DAY = 4  # a fifth killed try of one part would rightly park it
POISON_TRIES = 5
ALERT = timedelta(minutes=5)
BESIDES = {"foundation", "sessions", "overview"}  # the trail, what is read from it, and the account of the parts themselves


@dataclass
class Seen:
    """What was tried and what went wrong, over all trials of one check."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def that(self, right: bool, otherwise: str) -> None:
        self.tried += 1
        if not right:
            self.wrong.append(otherwise)


def _measured(size: Size, break_it: Callable[[], None] | None = None, *, kills: int | None = None) -> Figure:
    whole = size is Size.WHOLE
    kills = kills if kills is not None else 200 if whole else 6
    seen, book = Seen(), folder() / "unharmed.json"
    days = -(-kills // MOST_IN_A_DAY)
    if kills:
        _forked(lambda: _unharmed(days, book))
    if whole and not break_it:
        _on_postgresql(seen)
    with _at_work(break_it) as server:
        _raced(seen, server, days=40 if whole else 4, letters=200 if whole else 24)
        _poisoned(seen, server)
        _waiting_too_long(seen)
        if kills:
            _killed(seen, server, kills, json.loads(book.read_text()))
    return Figure(len(seen.wrong), seen.tried, "jobs and alerts", seen.more, tuple(seen.wrong), least=30)


@contextmanager
def _at_work(break_it: Callable[[], None] | None = None, place: Any = None) -> Iterator[Server]:
    use(place or fictional())
    from django.conf import settings

    with mail_server(folder() / "taken") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        without_letters()
        if break_it:
            break_it()
        yield server


def _forked(work: Callable[[], Any], *, killed_after: float | None = None) -> bool:
    """Do something in a process of its own; False where it was killed, by us or by itself."""
    _leave()
    child = os.fork()
    if child == 0:
        try:
            work()
        except Exception as error:
            print(f"{type(error).__name__}: {error}", flush=True)
        finally:
            os._exit(0)
    if killed_after is not None:
        time.sleep(killed_after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return not os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _at_once(number: int, work: Callable[[], Any]) -> None:
    """So many processes that begin at the same moment."""
    _leave()
    begin = time.monotonic() + 0.1
    children = []
    for _each in range(number):
        child = os.fork()
        if child == 0:
            with suppress(Exception):
                time.sleep(max(0.0, begin - time.monotonic()))
                work()
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _tick(at: datetime) -> None:
    """The server's own look at what is due, as if it were `at`."""
    from folkmoot.accounts.notices.sending import send_waiting
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.overview.reminders import daily, ticking

    ticking.do_day = lambda *, at: daily.do_day(at=at, clock=lambda: at)
    ticking.send_waiting = lambda **_said: send_waiting(by=THE_PRODUCT, clock=lambda: at, most=50)
    ticking.tick(at, HOUR)


# -- killed in the middle of the real work


def _first_day() -> datetime:
    """Six in the morning of the day after the fictional year's last audit event."""
    from django.utils import timezone

    from folkmoot.foundation.models import AuditEvent

    last = timezone.localtime(AuditEvent.objects.latest("seq").at)
    return (last + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)


def _unharmed(days: int, book: Path) -> None:
    """What the same days leave where nobody is killed, and how long one takes."""
    with _at_work() as server:
        first, begun = _first_day(), time.monotonic()
        for day in range(days):
            _forked(lambda day=day: _tick(first + timedelta(days=day)))  # type: ignore[misc]
        lasted = (time.monotonic() - begun) / days
        book.write_text(json.dumps({"seconds": lasted, "left": _left_behind(server)}))


def _killed(seen: Seen, server: Server, kills: int, unharmed: dict[str, Any]) -> None:
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.overview.reminders.models import DailyPart, DailyRun

    for model in (Letter, DailyPart, DailyRun):
        model.objects.all().delete()
    server.book.unlink(missing_ok=True)
    first, done, day, in_the_middle = _first_day(), 0, 0, 0
    while done < kills:
        at = first + timedelta(days=day)
        for hour in range(MOST_IN_A_DAY):
            if done < kills and not _forked(
                lambda at=at, hour=hour: _tick(at + hour * timedelta(minutes=61)),  # type: ignore[misc]
                killed_after=random.random() * unharmed["seconds"],
            ):
                done += 1
        in_the_middle += DailyPart.objects.filter(day=at.date(), ended_at=None).count()
        for hour in range(MOST_IN_A_DAY, MOST_IN_A_DAY + 3):  # what was under way is taken up an hour after
            _forked(lambda at=at, hour=hour: _tick(at + hour * timedelta(minutes=61)))  # type: ignore[misc]
        run = DailyRun.objects.filter(day=at.date()).first()
        seen.that(bool(run and run.finished_at), f"the job of {at.date()} was never finished")
        day += 1
    while day < unharmed["left"]["daily"]:  # days on which a kill came too late
        _forked(lambda at=first + timedelta(days=day): _tick(at))  # type: ignore[misc]
        day += 1
    uncertain = _settle(first + timedelta(days=day))
    left = _left_behind(server)
    for name, number in unharmed["left"]["rows"].items():
        seen.that(left["rows"].get(name) == number, f"{name}: {left['rows'].get(name)} rows, {number} where nobody was killed")
    for subject, times in unharmed["left"]["letters"].items():
        seen.that(left["letters"].get(subject) == times, f"letters “{subject}”: {left['letters'].get(subject)}, unharmed {times}")
    twice = [key for key, number in left["delivered"].items() if number > 1]
    seen.that(len(twice) <= uncertain, f"{len(twice)} letters left twice, {uncertain} were sent again by a person")
    tries = Counter(DailyPart.objects.values_list("tries", flat=True))
    seen.that(not DailyPart.objects.exclude(parked_at=None).exists(), "a part that is no poison was parked")
    seen.more |= {
        "processes killed": done, "of these within a part": in_the_middle, "days": day, "parts done, by tries": dict(sorted(tries.items())),
        "kinds of rows compared": len(unharmed["left"]["rows"]), "letters": sum(left["letters"].values()),
        "letters not certain, left for a person": uncertain,
    }  # fmt: skip


def _settle(at: datetime) -> int:
    """An administrator has what is not certain sent again; how many."""
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.accounts.notices.operations import settle
    from folkmoot.accounts.notices.sending import give_up_overrun
    from folkmoot.accounts.scope import THE_PRODUCT

    give_up_overrun(by=THE_PRODUCT, at=at)
    rows = list(Letter.objects.filter(state="uncertain"))
    for row in rows:
        settle(by=THE_PRODUCT, at=at, letter=row, what="send again")
    while Letter.objects.filter(state="waiting", next_at__lte=at).exists():
        _forked(lambda at=at: _tick(at.replace(hour=5)))  # type: ignore[misc]
        at += timedelta(days=1)
    return len(rows)


def _left_behind(server: Server) -> dict[str, Any]:
    """How many rows there are of every kind, letters by their subject and state, and how often each message was delivered."""
    from django.apps import apps

    from folkmoot.accounts.notices.models import Letter
    from folkmoot.overview.reminders.models import DailyRun

    rows = {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.app_label not in BESIDES}
    letters = Counter(f"{subject} ({state})" for subject, state in Letter.objects.values_list("subject", "state"))
    delivered = Counter(each["id"] for each in server.taken())
    return {"rows": rows, "letters": letters, "delivered": delivered, "daily": DailyRun.objects.count()}


# -- poison


def _marks(book: Path, names: list[str], poison: dict[str, Callable[[], None]] | None = None) -> tuple[Any, ...]:
    """Parts that leave a mark in a folder each time they are begun, and are then done or are poison."""
    from folkmoot.overview.reminders.daily import Done

    def part(name: str) -> tuple[str, Any]:
        def do(at: datetime, _clock: Any) -> Any:
            (book / f"{name} {at:%Y%m%d} {time.monotonic_ns()} {os.getpid()}").touch()
            time.sleep(0.002)
            if poison and name in poison:
                poison[name]()
            return Done([name])

        return name, do

    return tuple(part(name) for name in names)


def _begun(book: Path) -> Counter[str]:
    return Counter(mark.name.rsplit(" ", 2)[0] for mark in book.iterdir())


def _end_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise ValueError("poison")


def _poisoned(seen: Seen, server: Server) -> None:
    from django.utils import timezone

    from folkmoot.cli.health import post
    from folkmoot.overview.reminders import daily
    from folkmoot.overview.reminders.models import DailyPart, DailyRun
    from folkmoot.overview.running import exposition, state

    book, now = folder(), timezone.localtime()
    daily.PARTS, real = _marks(book, ["before", "fails", "ends", "after"], {"fails": _fail, "ends": _end_oneself}), daily.PARTS
    six = now.replace(hour=6, minute=0, second=0, microsecond=0)
    for hour in range(12):
        _forked(lambda hour=hour: _tick(six + hour * timedelta(minutes=61)))  # type: ignore[misc]
    daily.PARTS = real
    begun = {name.split()[0]: number for name, number in _begun(book).items()}
    for name, number in (("before", 1), ("after", 1), ("fails", POISON_TRIES), ("ends", POISON_TRIES)):
        seen.that(begun.get(name) == number, f"the part that {name}: begun {begun.get(name)} times, not {number}")
    run = DailyRun.objects.filter(day=now.date()).first()
    seen.that(bool(run and run.finished_at), "a day with poison in it was never finished")
    found = post.daily_parts()
    for name in ("fails", "ends"):
        seen.that(name in found.words, f"the doctor does not name the part that {name}: {found.words}")
    readings = {each.name: each for each in state.readings(now)}
    seen.that(not readings["daily_parts"].ok, "/health/ready does not say that a part was given up")
    seen.that("folkmoot_daily_parts_parked 2" in exposition.exposition(now), "/metrics does not say that two parts were given up")
    DailyPart.objects.all().delete()
    DailyRun.objects.all().delete()
    _poisonous_letter(seen, server)
    seen.more["tries of a part that fails"] = begun.get("fails")
    seen.more["tries of a part that ends its process"] = begun.get("ends")


def _poisonous_letter(seen: Seen, server: Server) -> None:
    """A letter whose sending ends the process: it is taken once, a person is told, and the others leave."""
    from django.utils import timezone

    from folkmoot.accounts.notices import sending
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.cli.health import post

    right = sending.message_of

    def message_of(letter: Letter, address: str) -> Any:
        if letter.subject == "poison":
            _end_oneself()
        return right(letter, address)

    sending.message_of = message_of
    _write(["poison", *(f"beside poison {number}" for number in range(8))])
    died = sum(not _forked(lambda turn=turn: _tick(_at_five(timezone.now() + turn * timedelta(days=1)))) for turn in range(1, 8))  # type: ignore[misc]
    sending.message_of = right
    states = dict(Letter.objects.values_list("subject", "state"))
    seen.that(died <= POISON_TRIES, f"a letter ended {died} processes")
    seen.that(states["poison"] in ("uncertain", "failed"), f"a letter that ends its process is {states['poison']}")
    seen.that("may not have arrived" in post.letters().words, "the doctor does not say that a letter needs a person")
    for subject, state in states.items():
        seen.that(subject == "poison" or state == "sent", f"{subject}: {state}")
    seen.more["processes that a poisonous letter ended"] = died
    Letter.objects.all().delete()


def _at_five(at: datetime) -> datetime:
    """Before the hour of the daily job, so that the look is at the post."""
    from django.utils import timezone

    return timezone.localtime(at).replace(hour=5)


def _write(subjects: list[str]) -> None:
    from django.utils import timezone

    from folkmoot.accounts.notices.operations import post
    from folkmoot.accounts.scope import THE_PRODUCT

    for number, subject in enumerate(subjects):
        words = {"subject": subject, "text": "Something waits.", "to": f"person{number}@example.org"}
        post(by=THE_PRODUCT, at=timezone.now(), key=f"trial:{subject}", **words)


# -- several at once


def _raced(seen: Seen, server: Server, *, days: int, letters: int, workers: int = 4) -> None:
    """Four processes do the same days and send the same letters at the same moment: each part once, each letter once."""
    from django.utils import timezone

    from folkmoot.accounts.notices.models import Letter
    from folkmoot.accounts.notices.sending import send_waiting
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.overview.reminders import daily
    from folkmoot.overview.reminders.models import DailyPart, DailyRun

    book, first, names = folder(), timezone.now() + timedelta(days=400), [f"part{number}" for number in range(6)]
    daily.PARTS, real = _marks(book, names), daily.PARTS
    for day in range(days):
        at = first + timedelta(days=day)
        _at_once(workers, lambda at=at: daily.do_day(at=at, clock=lambda: at))  # type: ignore[misc]
    daily.PARTS = real
    begun = _begun(book)
    for day in range(days):
        for name in names:
            key = f"{name} {first + timedelta(days=day):%Y%m%d}"
            seen.that(begun[key] == 1, f"{key}: done {begun[key]} times by {workers} processes at once")
    DailyPart.objects.all().delete()
    DailyRun.objects.all().delete()
    subjects = [f"race {number}" for number in range(letters)]
    _write(subjects)
    _at_once(workers, lambda: send_waiting(by=THE_PRODUCT, clock=timezone.now))
    _forked(lambda: send_waiting(by=THE_PRODUCT, clock=timezone.now))
    taken = Counter(each["subject"] for each in server.taken())
    for subject in subjects:
        seen.that(taken[subject] == 1, f"{subject}: delivered {taken[subject]} times by {workers} senders at once")
    Letter.objects.all().delete()
    said = f"{days} days of {len(names)} parts, {letters} letters, {workers} processes at once"
    seen.more["raced for"] = "; ".join(filter(None, (seen.more.get("raced for"), said)))


def _on_postgresql(seen: Seen) -> None:
    """The race again where rows are locked by the database; what it saw comes back through a file."""
    book = folder() / "raced.json"
    with postgresql() as address:
        place = empty(address)

        def race() -> None:
            with _at_work(place=place) as server:
                there = Seen()
                _raced(there, server, days=40, letters=200)
                book.write_text(json.dumps([there.tried, there.wrong]))

        _forked(race)
    tried, wrong = json.loads(book.read_text())
    seen.tried += tried
    seen.wrong += [f"PostgreSQL: {each}" for each in wrong]
    seen.more["raced on PostgreSQL too"] = tried


# -- the alert


def _waiting_too_long(seen: Seen) -> None:
    """What the operator is told while a letter has been due for four minutes, and once it has been for more than five."""
    from django.utils import timezone

    from folkmoot.accounts.notices.models import Letter
    from folkmoot.cli.health import post
    from folkmoot.overview.running import exposition, state

    _write(["waits"])
    for minutes in (1, 4, 6, 60, 3000):
        now, late = timezone.now(), timedelta(minutes=minutes) > ALERT
        Letter.objects.update(next_at=now - timedelta(minutes=minutes))
        reading = next(each for each in state.readings(now) if each.name == "letters")
        seen.that(reading.ok is not late, f"/health/ready: after {minutes} minutes the queue is {'in order' if reading.ok else 'late'}")
        named = "wait to be sent" in post.letters().words
        seen.that(named is late, f"the doctor: after {minutes} minutes it is {'named' if named else 'not named'}")
        seconds = minutes * 60
        told = f"folkmoot_letters_oldest_seconds {seconds}\n" in exposition.exposition(now)
        seen.that(told, f"/metrics does not say {seconds} seconds")
    Letter.objects.all().delete()


def _leave() -> None:
    from django.db import connections

    if "DJANGO_SETTINGS_MODULE" in os.environ:
        connections.close_all()


@check(
    26, "Work that waits is done exactly once though its processes are killed; what cannot be done is given up and shown; waiting is said",
    target="200 processes killed in the middle: each job done once in effect; poison given up after 5 tries and shown; 4 processes at once "
    "take nothing twice; more than 5 minutes of waiting are said",
)  # fmt: skip
def jobs(size: Size) -> Figure:
    return _measured(size)


@control(26, "a part of the job is done whoever else has it")
def part_without_lock(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.overview.reminders import daily

        right = daily.take_part

        def take_part(*said: Any, **more: Any) -> bool:
            with suppress(Exception):
                right(*said, **more)
            return True

        daily.take_part = take_part

    return _measured(Size.GATE, break_it, kills=0)


@control(26, "a letter is taken without a look at whether another process has it")
def letter_without_lock(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.accounts.notices import sending
        from folkmoot.accounts.notices.models import Letter
        from folkmoot.accounts.notices.rules import LEASE

        def claim(*, by: Any, at: datetime) -> Any:
            letter = sending._due(at).order_by("next_at", "pk").first()
            if letter:
                time.sleep(0.005)
                Letter.objects.filter(pk=letter.pk).update(state="claimed", state_at=at, lease_until=at + LEASE)
                letter.refresh_from_db()
            return letter

        sending.claim = claim

    return _measured(Size.GATE, break_it, kills=0)


@control(26, "nothing is ever given up")
def never_given_up(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.overview.reminders import parts

        parts.MOST_TRIES = 10**6

    return _measured(Size.GATE, break_it, kills=0)


@control(26, "waiting is said after a day only")
def said_after_a_day(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.overview.running import state

        state.LETTER_LATE = timedelta(days=1)

    return _measured(Size.GATE, break_it, kills=0)
