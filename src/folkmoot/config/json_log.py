"""The log as JSON, one line each: for a collector that reads fields. Holds no address, no search words and no name of anybody."""

import json
import logging
import traceback
from datetime import UTC, datetime

from folkmoot.config.masking import masked
from folkmoot.overview.running.counts import NO_ROUTE
from folkmoot.overview.running.middleware import REQUEST_ID


class JsonLines(logging.Formatter):
    """time, level, logger, message, the number of the request; what a line says in fields beside them (`extra={"said": …}`)."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname,
            "logger": record.name, "message": masked(_message(record)), "request": REQUEST_ID.get(),
        }  # fmt: skip
        said |= getattr(record, "said", {})
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__  # its text may hold what somebody wrote
            said["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps({name: value for name, value in said.items() if value not in ("", None)}, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The words of a record; where Django names the address of a request in them, the pattern of it."""
    request = getattr(record, "request", None)
    if request is None or not hasattr(request, "path"):
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    return record.getMessage().replace(request.path, match.route if match else NO_ROUTE)
