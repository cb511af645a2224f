"""How the production server runs: read by gunicorn as `-c python:folkmoot.config.server`. Loopback only unless told otherwise.

Threads suit pages that wait for a database; a worker is replaced after some thousand requests, so that a slow leak cannot grow.
Access is logged without the part of an address after "?", which can hold what somebody searched for, and without the secrets of links.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

_behind_proxy = os.environ.get("FOLKMOOT_BEHIND_PROXY", "").lower() in {"1", "true", "yes", "on"}

wsgi_app = "folkmoot.config.wsgi:application"
bind = f"{os.environ.get('FOLKMOOT_BIND', '127.0.0.1')}:{os.environ.get('FOLKMOOT_PORT', '8000')}"
workers = int(os.environ.get("FOLKMOOT_WORKERS", "2"))
threads = int(os.environ.get("FOLKMOOT_THREADS", "4"))
worker_class = "gthread"
preload_app = True
max_requests, max_requests_jitter = 5000, 500
timeout, graceful_timeout, keepalive = 60, 30, 5
# The heartbeat of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()  # noqa: S108
# Who came is taken from the connection; only a proxy that the operator named may say otherwise.
forwarded_allow_ips = os.environ.get("FOLKMOOT_PROXY_ADDRESS", "127.0.0.1") if _behind_proxy else ""
limit_request_line, limit_request_fields, limit_request_field_size = 4094, 60, 8190
logger_class = "folkmoot.config.access_log.MaskedLogger"
# As JSON the product writes the line of each request itself: it knows the pattern of the address, and who asked.
accesslog = None if os.environ.get("FOLKMOOT_LOG") == "json" else "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
errorlog = "-"
loglevel = "warning"
umask = 0o077
proc_name = "folkmoot"


def pre_fork(server: Any, worker: Any) -> None:
    """Give the new process the first place in the shared counters that no living one has."""
    taken = {getattr(other, "place", None) for other in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_worker_init(worker: Any) -> None:
    """Each process looks by itself whether letters wait or the day's job is due; the database lets one of them do it."""
    from folkmoot.overview.reminders.ticking import start
    from folkmoot.overview.running.counts import COUNTS

    COUNTS.take_place(worker.place)
    worker.ticker = start()


def worker_exit(server: Any, worker: Any) -> None:
    """Let the letter under way finish before the process ends."""
    if ticker := getattr(worker, "ticker", None):
        ticker.stop()
