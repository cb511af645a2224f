"""What the server needs around it: processes enough, one clock that starts the daily job, scanning of files, watching."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from folkmoot.cli.health.finding import Finding, look, ok, wrong
from folkmoot.overview.reminders.ticking import daily_at

TIMERS = ("folkmoot-daily.timer", "folkmoot-post.timer")
WAITED = timedelta(hours=1)


def processes() -> Finding:
    """Two processes at least: while one is replaced, or busy, the other answers."""
    said = os.environ.get("FOLKMOOT_WORKERS", "2")
    if not said.isdecimal() or int(said) < 1:
        return wrong(f"FOLKMOOT_WORKERS is “{said}”, which is no number of processes.", "Use 2, or one for each processor.")
    have = os.cpu_count() or 1
    if int(said) > 4 * have:
        return look(f"{said} processes share {have} processors.", "Use at most twice as many processes as processors.")
    return ok(f"The server runs {said} processes on {have} processors.")


def daily_hour() -> Finding:
    """The hour is read; and either the server or a timer does the daily job, not both and not neither."""
    try:
        hour = daily_at(settings.DAILY_AT)
    except ValueError:
        return wrong(f"FOLKMOOT_DAILY_AT is “{settings.DAILY_AT}”, which is no hour.", "Use an hour such as 06:00, or off.")
    timers = _timers()
    if hour is not None and timers:
        return look(
            f"The server does the daily job at {hour:%H:%M}, and so do timers ({', '.join(timers)}).",
            "Nothing is done twice, but keep one: set FOLKMOOT_DAILY_AT=off, or disable the timers.",
        )
    if hour is None and timers is not None and set(timers) != set(TIMERS):
        missing = ", ".join(sorted(set(TIMERS) - set(timers)))
        return look(f"The server leaves the daily job to timers, and these are not active: {missing}.", "systemctl enable --now them.")
    return ok(f"The daily job is done at {hour:%H:%M} by the server." if hour else "The daily job is left to timers.")


def _timers() -> list[str] | None:
    """Which of our timers systemd has active; None where it cannot be asked."""
    if not shutil.which("systemctl"):
        return None
    done = subprocess.run(["systemctl", "is-active", *TIMERS], capture_output=True, text=True, check=False)  # noqa: S603, S607
    states = done.stdout.split()
    return [name for name, state in zip(TIMERS, states, strict=False) if state == "active"] if len(states) == len(TIMERS) else None


def time_zone() -> Finding:
    try:
        now = datetime.now(UTC).astimezone(ZoneInfo(settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        return wrong(f"The time zone {settings.TIME_ZONE} is not known here.", "Install the package tzdata.")
    return ok(f"People are told times as in {settings.TIME_ZONE}, where it is {now:%H:%M}.")


def watching() -> Finding:
    if not settings.METRICS_TOKEN:
        return look("Nothing can read the figures of the service.", "Set FOLKMOOT_METRICS_TOKEN, or watch /health/ready alone.")
    if len(settings.METRICS_TOKEN) < 24:
        return wrong("FOLKMOOT_METRICS_TOKEN is short enough to be guessed.", "Use 24 random characters or more.")
    return ok("The figures of the service can be read with the token.")


def attempts() -> Finding:
    """Sign-in attempts that failed wait in files until they are events of the audit trail."""
    folder = settings.HOME / "attempts"
    old = datetime.now(UTC) - WAITED
    left = [file for file in folder.iterdir() if datetime.fromtimestamp(file.stat().st_mtime, UTC) < old] if folder.is_dir() else []
    if left:
        return look(f"Failed sign-ins of {len(left)} quarters of an hour are not in the audit trail yet.", "Run: folkmoot post")
    return ok("Failed sign-ins are in the audit trail, but for the last quarters of an hour.")
