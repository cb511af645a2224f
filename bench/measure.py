"""What a whole process costs: wall seconds and its own peak memory. Ratios are what to look at, because machines differ."""

import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Wall seconds and peak megabytes of one process, or the medians of several."""

    seconds: float
    megabytes: float


class Failed(Exception):
    """A measured process ended with an error; the message is the last line it wrote."""


def measured(command: list[str], out: Path | None = None) -> Cost:
    """Run one process to its end; what it prints goes to `out`, or nowhere. Raises Failed."""
    errors = subprocess.PIPE
    started = time.perf_counter()
    with open(out or os.devnull, "wb") as printed:
        process = subprocess.Popen(command, stdout=printed, stderr=errors)
        written = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed((written.decode(errors="replace").strip().splitlines() or [f"ended with {process.returncode}"])[-1])
    return Cost(seconds, usage.ru_maxrss / 1024)


def median(costs: list[Cost]) -> Cost:
    """The medians of seconds and of megabytes, each by itself."""
    return Cost(statistics.median(cost.seconds for cost in costs), statistics.median(cost.megabytes for cost in costs))
