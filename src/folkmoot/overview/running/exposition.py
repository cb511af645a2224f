"""The figures of a running service in the text form that Prometheus reads.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django.utils import timezone

from folkmoot.foundation import audit
from folkmoot.overview.reminders.parts import parked
from folkmoot.overview.running import state
from folkmoot.overview.running.counts import BOUNDS, COUNTS, Totals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


def exposition(at: datetime) -> str:
    """Every figure as lines; those of the database are left out where it does not answer."""
    found = state.readings(at)
    lines = [*_requests(COUNTS.totals()), *_family("folkmoot_ready", "gauge", "1 where the service can work.", [({}, state.ready(found))])]
    lines += _family("folkmoot_disk_free_bytes", "gauge", "Free where the data folder lies.", [({}, state.free_bytes())])
    if any(each.name == "migrations" and each.ok for each in found):
        lines += _of_the_database(at)
    return "\n".join([*lines, ""])


def _requests(totals: Totals) -> Iterator[str]:
    by_route = [({"route": route, "status": status}, number) for (route, status), number in sorted(totals.requests.items())]
    yield from _family("folkmoot_requests_total", "counter", "Requests by the pattern of their address and status.", by_route)
    name, reached = "folkmoot_request_duration_seconds", 0
    yield f"# HELP {name} How long requests took.\n# TYPE {name} histogram"
    for bound, number in zip((*map(str, BOUNDS), "+Inf"), totals.buckets, strict=True):
        reached += number
        yield f'{name}_bucket{{le="{bound}"}} {reached}'
    yield f"{name}_sum {totals.seconds}\n{name}_count {reached}"


def _of_the_database(at: datetime) -> Iterator[str]:
    queue, last = state.letters(at), state.last_daily()
    yield from _family("folkmoot_letters_waiting", "gauge", "Letters that are due and have not left.", [({}, queue.waiting)])
    yield from _family("folkmoot_letters_oldest_seconds", "gauge", "Since when the oldest of them is due.", [({}, queue.oldest_seconds)])
    given_up = len(parked(timezone.localdate(at)))
    yield from _family("folkmoot_daily_parts_parked", "gauge", "Parts of the daily job given up and not done since.", [({}, given_up)])
    if last:
        day = timezone.make_aware(datetime.combine(last, time())).timestamp()
        yield from _family("folkmoot_daily_job_last_day_seconds", "gauge", "The last day whose job was finished (Unix time).", [({}, day)])
    yield from _family("folkmoot_audit_events_total", "counter", "Events in the audit trail.", [({}, audit.head().seq)])
    yield from _family("folkmoot_database_bytes", "gauge", "Size of the database.", [({}, state.database_bytes())])


def _family(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}\n# TYPE {name} {kind}"
    for labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{inside}}} {_number(value)}" if inside else f"{name} {_number(value)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
