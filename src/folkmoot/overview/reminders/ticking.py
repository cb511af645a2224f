"""The daily job and the post, run by the server itself: a thread in each of its processes, one of which takes each day.

The database decides which: the job of a day is one row, and a letter is claimed before it is sent.
"""

import logging
import threading
from datetime import datetime, time

from django.conf import settings
from django.db import connections
from django.utils import timezone

from folkmoot.accounts import sign_in_events
from folkmoot.accounts.notices.sending import send_waiting
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.foundation.fence import lifted
from folkmoot.overview.reminders.daily import do_day, take_day

log = logging.getLogger("folkmoot.daily")
EVERY = 60.0  # seconds
PATIENCE = 20.0  # seconds that a stopping process waits for a letter under way


def daily_at(words: str) -> time | None:
    """The hour of the daily job from a setting such as “06:00”; None for “off”. Raises ValueError for anything else."""
    return None if words.strip().lower() in {"", "off", "no"} else time.fromisoformat(words.strip())


class Ticker(threading.Thread):
    """Looks every minute whether letters wait or the day's job is due. `stop` lets the letter under way finish."""

    def __init__(self, hour: time) -> None:
        super().__init__(name="folkmoot-daily", daemon=True)
        self.hour = hour
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                with lifted():
                    tick(timezone.now(), self.hour)
            except Exception as error:
                log.error("the daily job stopped: %s; it is tried again", type(error).__name__)  # its text may name people
            finally:
                connections.close_all()

    def stop(self) -> None:
        self._stopped.set()
        self.join(PATIENCE)


def tick(at: datetime, hour: time) -> list[str]:
    """Do what is due now: the day's job once its hour has come, otherwise the post. Returns what was done, a line each."""
    today = timezone.localdate(at)
    sign_in_events.settle(at=at)
    if timezone.localtime(at).time() >= hour and take_day(today, at=at):
        lines, _whole = do_day(at=at)
        for line in lines:
            log.info("%s", line)
        return lines
    posted = send_waiting(by=THE_PRODUCT, clock=timezone.now, most=50)
    return [f"{posted.sent} sent"] if posted.sent else []


def start() -> Ticker | None:
    """Start the thread, unless it is turned off or the data are fictional: invented people get no letters by themselves."""
    hour = daily_at(settings.DAILY_AT)
    if hour is None or settings.FICTIONAL:
        return None
    ticker = Ticker(hour)
    ticker.start()
    return ticker
