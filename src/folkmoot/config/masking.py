"""The secrets of links, masked in whatever is written to a log: whoever reads one can open nothing with it."""

import logging
import re

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
