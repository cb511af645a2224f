"""Parts of the daily job that cannot be done: tried five times, given up, and no hindrance to the others."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from folkmoot.overview.reminders import daily
from folkmoot.overview.reminders.daily import Done, do_day
from folkmoot.overview.reminders.models import DailyPart, DailyRun
from folkmoot.overview.reminders.parts import MOST_TRIES, STOPPED_ITS_PROCESS, parked, take_part
from folkmoot.overview.reminders.ticking import tick

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 20)


class Ended(BaseException):
    """As if the process had been ended: nothing of the product catches it."""


def at(hour: float) -> datetime:
    return timezone.make_aware(datetime.combine(DAY, time(0))) + timedelta(hours=hour)


@pytest.fixture
def did(monkeypatch):
    """Three parts of which the second goes wrong as the test says; the list of what was done."""
    done, wrong = [], {}

    def part(name):
        def do(_at, _clock):
            done.append(name)
            if name in wrong:
                raise wrong[name]
            return Done([f"{name}: done"])

        return name, do

    monkeypatch.setattr(daily, "PARTS", (part("First"), part("Second"), part("Third")))
    return done, wrong


def hours(number, monkeypatch):
    for hour in range(number):
        now = at(6) + timedelta(minutes=61 * hour)
        monkeypatch.setattr("folkmoot.overview.reminders.ticking.do_day", lambda at: do_day(at=at, clock=lambda at=at: at))
        with suppress(Ended):
            tick(now, at(6).time())


def test_a_part_that_fails_is_given_up_after_five_tries_and_the_day_is_finished(did, monkeypatch):
    done, wrong = did
    wrong["Second"] = ValueError("Mrs Owusu")
    hours(9, monkeypatch)
    assert (done.count("First"), done.count("Second"), done.count("Third")) == (1, MOST_TRIES, 1)
    (row,) = parked(DAY)
    assert (row.name, row.tries, row.reason) == ("Second", MOST_TRIES, "ValueError")
    assert DailyRun.objects.get(day=DAY).finished_at is not None


def test_a_part_that_ends_its_process_is_taken_last_the_next_time_and_given_up(did, monkeypatch):
    """The control: without the tries stored before it began, the third part would never have been done."""
    done, wrong = did
    wrong["Second"] = Ended()
    hours(2, monkeypatch)
    assert done == ["First", "Second", "Third", "Second"]
    hours(9, monkeypatch)
    assert (done.count("Second"), [row.reason for row in parked(DAY)]) == (MOST_TRIES, [STOPPED_ITS_PROCESS])


def test_what_was_given_up_is_done_by_hand_or_on_a_later_day(did, monkeypatch):
    _done, wrong = did
    wrong["Second"] = ValueError()
    hours(6, monkeypatch)
    assert parked(DAY)
    wrong.clear()
    assert do_day(at=at(20), clock=lambda: at(20), by_hand=True) == (["First: done", "Second: done", "Third: done"], True)
    assert not parked(DAY)
    DailyPart.objects.filter(name="Second").update(done_at=None, parked_at=at(20))
    do_day(at=at(30), clock=lambda: at(30))
    assert not parked(DAY + timedelta(days=1))


def test_what_was_not_there_outside_is_no_fault_of_the_part(did, monkeypatch):
    _done, _wrong = did
    said = [Done(["Letters: the mail server could not be reached"], whole=False)] * 7 + [Done(["Letters: sent"])]
    monkeypatch.setattr(daily, "PARTS", (("Letters", lambda _at, _clock: said.pop(0)),))
    hours(8, monkeypatch)
    assert not said
    assert DailyPart.objects.get().done_at is not None


def test_one_process_at_a_time_has_a_part():
    assert take_part(DAY, "Signals", at=at(6))
    assert not take_part(DAY, "Signals", at=at(6.5))
    assert not take_part(DAY, "Signals", at=at(6.9), by_hand=True)
    assert take_part(DAY, "Signals", at=at(7.1))
    assert DailyPart.objects.get().tries == 2
