"""The log as JSON, one line each: for a collector that reads fields. Holds no address, no search words and no name of anybody."""

import json
import logging
from datetime import UTC, datetime

from folkmoot.config.masking import masked
from folkmoot.overview.running.middleware import REQUEST_ID


class JsonLines(logging.Formatter):
    """time, level, logger, message, the number of the request; what a line says in fields beside them (`extra={"said": …}`)."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname,
            "logger": record.name, "message": masked(record.getMessage()), "request": REQUEST_ID.get(),
        }  # fmt: skip
        said |= getattr(record, "said", {})
        if record.exc_info:
            said["trace"] = masked(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in said.items() if value not in ("", None)}, ensure_ascii=False, default=str)
