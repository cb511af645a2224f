"""Letters about a new password: written after the page has answered, so that no time tells whether there is an account.

Neither the account is looked for nor the letter made while somebody waits: an address that is known is answered by the same work as any.
"""

import contextvars
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections
from django.utils import translation

log = logging.getLogger("folkmoot.mail")
# One thread for each process, so that a mail server that hangs holds up letters and no pages. A process that is asked to stop waits for it.
HANDS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="folkmoot-password")


def write_later(write: Callable[[], object]) -> None:
    """Do this once the page has answered, in the same language; at once where PASSWORD_LETTER_AFTER is 0 seconds."""
    if not settings.PASSWORD_LETTER_AFTER:
        write()
        return
    due, language = time.monotonic() + settings.PASSWORD_LETTER_AFTER, translation.get_language()
    context = contextvars.copy_context()
    HANDS.submit(lambda: context.run(_write, write, due, language))


def _write(write: Callable[[], object], due: float, language: str | None) -> None:
    time.sleep(max(0.0, due - time.monotonic()))
    try:
        with translation.override(language):
            write()
    except Exception as error:
        log.error("a letter about a new password could not be written: %s", type(error).__name__)  # its text may name the recipient
    finally:
        connections.close_all()
