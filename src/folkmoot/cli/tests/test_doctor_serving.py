"""What `folkmoot doctor` says of the server and what stands around it; each is broken once on purpose."""

import os
import time

import pytest

from folkmoot.cli.health import serving
from folkmoot.cli.health.finding import State


@pytest.mark.parametrize(("said", "state"), [("2", State.OK), ("0", State.WRONG), ("many", State.WRONG), ("999", State.LOOK)])
def test_the_number_of_processes(monkeypatch, said, state):
    monkeypatch.setenv("FOLKMOOT_WORKERS", said)
    assert serving.processes().state is state


@pytest.mark.parametrize(
    ("hour", "timers", "state"),
    [
        ("06:00", [], State.OK), ("06:00", None, State.OK), ("06:00", list(serving.TIMERS), State.LOOK), ("soon", [], State.WRONG),
        ("off", [], State.LOOK), ("off", list(serving.TIMERS), State.OK), ("off", None, State.OK),
    ],
)  # fmt: skip
def test_one_clock_starts_the_daily_job(settings, monkeypatch, hour, timers, state):
    settings.DAILY_AT = hour
    monkeypatch.setattr(serving, "_timers", lambda: timers)
    assert serving.daily_hour().state is state


@pytest.mark.parametrize(("token", "state"), [("", State.LOOK), ("short", State.WRONG), ("x" * 32, State.OK)])
def test_the_token_of_the_figures(settings, token, state):
    settings.METRICS_TOKEN = token
    assert serving.watching().state is state


def test_failed_sign_ins_that_nobody_took_into_the_trail(settings, tmp_path):
    settings.HOME = tmp_path
    assert serving.attempts().state is State.OK
    (tmp_path / "attempts").mkdir()
    file = tmp_path / "attempts" / "1"
    file.touch()
    assert serving.attempts().state is State.OK
    os.utime(file, (time.time() - 7200,) * 2)
    assert serving.attempts().state is State.LOOK


def test_the_time_zone():
    assert serving.time_zone().state is State.OK
