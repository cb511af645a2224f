"""The secrets of links, masked in whatever is written to a log: whoever reads one can open nothing with it.

What an error says is left out too: a database names the values that it refused, and those may be somebody's name or address.
"""

import logging
import re
import traceback
from types import TracebackType

# Behind these a secret stands in the address itself: replies and calendars, questions, invitations, and what is mailed for signing in.
_SECRET = re.compile(r"(/(?:r|c|join|password/reset/key|confirm-email)/)[^\s#\"']+")
MASK = "***"


def masked(words: str) -> str:
    """The same words without what follows /r/, /c/, /join/ and the links that are mailed for signing in."""
    return _SECRET.sub(rf"\1{MASK}", words)


class MaskingFilter(logging.Filter):
    """Masks the finished line of a record, whatever it was put together from."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


class NamelessFormatter(logging.Formatter):
    """Of an error its kind and where it happened, never its words; of those behind it as well."""

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]) -> str:
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            kind = f"{type(error).__module__}.{type(error).__qualname__}: its words are left out, since they may name people"
            lines.insert(0, "".join([*traceback.format_tb(error.__traceback__), kind]))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)
