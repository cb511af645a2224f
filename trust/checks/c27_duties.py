"""The daily job, taken by several processes under clocks that jump: each day that a server saw its hour has the job once, no day twice.

The clock is given to the product as it gives it to itself; what a day's job does is replaced by a mark that it was done, since each part of
the job says of itself what is due and is measured by its own tests.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from trust.figures import Figure, Size, check, control
from trust.places import fictional, folder, use

HERE = ZoneInfo("Europe/London")
HOURS = (time(6), time(1, 30), time(0), time(23))  # 01:30 is skipped in spring and comes twice in autumn
FIRST = date(2026, 1, 1)
OFF = {date(2026, 2, 10), date(2026, 2, 11), date(2026, 2, 12), date(2026, 5, 1)}  # nights missed
KILLED = {date(2026, 3, 5), date(2026, 6, 1)}  # the process that took the job was killed in the middle of it


def _moments(days: int) -> Iterator[datetime]:
    """Every half hour of the night and every third hour of the day, so many days long.

    Now and then the clock is set back two hours, or jumps a day ahead and comes back.
    """
    start = datetime.combine(FIRST, time(0), HERE).astimezone(UTC)
    for half_hour in range(days * 48 + 2):
        at = start + half_hour * timedelta(minutes=30)
        if half_hour % 48 in range(8) or half_hour % 6 == 5:
            yield at
        if half_hour % 211 == 210:
            yield at - timedelta(hours=2)
        if half_hour % 997 == 996:
            yield at + timedelta(days=1)


def _measured(size: Size, break_it: Callable[[], None] | None = None) -> Figure:
    use(fictional())
    from folkmoot.overview.reminders import daily, ticking
    from folkmoot.overview.reminders.models import DailyRun

    if break_it:
        break_it()
    days, hours = (366, HOURS) if size is Size.WHOLE else (92, HOURS[1:2])
    done: Counter[date] = Counter()
    stopped: set[date] = set()

    def do_day(*, at: datetime) -> tuple[list[str], bool]:
        day = at.astimezone(HERE).date()
        if day in KILLED and day not in stopped:
            stopped.add(day)
            raise KeyboardInterrupt
        done[day] += 1
        daily._finished(day, at)
        return ["done"], True

    ticking.do_day = do_day
    ticking.send_waiting = lambda **_said: daily.Posted()
    wrong, tried = [], 0
    for hour in hours:
        DailyRun.objects.all().delete()
        done.clear()
        stopped.clear()
        due = _ticked(ticking.tick, hour, days)
        tried += len(due)
        wrong += [f"{hour:%H:%M}: {day} done {done[day]} times" for day in sorted(due | set(done)) if done[day] != 1]
    raced = _raced(40 if size is Size.WHOLE else 6)
    wrong += [f"two processes at once: {took} took the job of {day}" for day, took in raced.items() if took != 1]
    changes = "29 March, 25 October" if days > 300 else "29 March"
    more = {"hours of the job": len(hours), "changes of the clocks among the days": changes, "days raced for by 4 processes": len(raced)}
    return Figure(len(wrong), tried + len(raced), "daily jobs", more, tuple(wrong), least=50)


def _ticked(tick: Callable[[datetime, time], Any], hour: time, days: int) -> set[date]:
    """Two processes look at every moment; the days of which a running server saw the hour."""
    due = set()
    for at in _moments(days):
        here = at.astimezone(HERE)
        if here.date() in OFF:
            continue
        for _process in range(2):
            with suppress(KeyboardInterrupt):
                tick(at, hour)
        if here.time() >= hour:
            due.add(here.date())
    # A job that was killed in the last hours of its day has no hour left in which it is begun anew; what is due stands till tomorrow.
    return due - (KILLED if hour >= time(23) else set())


def _raced(days: int) -> dict[date, int]:
    """How many of four processes that try at the same moment took each day."""
    from django.db import connections

    from folkmoot.overview.reminders import ticking

    took, first, book = {}, date(2030, 1, 1), folder()
    for number in range(days):
        day, at = first + timedelta(days=number), datetime(2030, 1, 1, 7, tzinfo=UTC) + timedelta(days=number)
        connections.close_all()
        children = []
        for each in range(4):
            child = os.fork()
            if child == 0:
                with suppress(BaseException):
                    if ticking.take_day(day, at=at):
                        (book / f"{number} {each}").touch()
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        took[day] = len(list(book.glob(f"{number} *")))
    return took


@check(
    27, "The daily job runs once a day, under clock changes, several processes, missed nights and a killed process",
    target="each day of a year once, for 4 hours of the day and 2 processes; 0 twice",
)  # fmt: skip
def duties(size: Size) -> Figure:
    return _measured(size)


@control(27, "nothing keeps which days were taken")
def nothing_kept(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.overview.reminders import ticking

        ticking.take_day = lambda _day, at: True  # noqa: ARG005

    return _measured(Size.GATE, break_it)


@control(27, "a job whose process was killed is not begun anew")
def not_begun_anew(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.overview.reminders import daily

        daily.BEGUN_ANEW = timedelta(days=3650)

    return _measured(Size.GATE, break_it)
