"""Reading the mailbox: each message is taken in one transaction, its sender told where it failed, and only then is it marked."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage

from folkmoot.accounts.scope import Viewer
from folkmoot.adapters.mailbox.protocol import Mailbox
from folkmoot.engagement.calendar.editions import host
from folkmoot.engagement.calendar.invitation_mail import service_address
from folkmoot.engagement.calendar.letters import MOST_BYTES
from folkmoot.engagement.calendar.taking import Taken, mark_answered, take_letter
from folkmoot.foundation import scanner
from folkmoot.foundation.uploads import refused_by_scanner

log = logging.getLogger("folkmoot.mail")
MOST = 200


def read_mailbox(mailbox: Mailbox, *, by: Viewer, clock: Callable[[], datetime], most: int = MOST) -> Counter[str]:
    """Take every waiting message, `most` at a time; returns how many came to each result. Raises MailboxUnreachable.

    A run that is cut short loses nothing and doubles nothing: the message comes again, and is known. Each is scanned before it is read:
    one with something harmful in it is passed over, and where the scanner does not answer, all wait (raises ScannerSilent).
    """
    own = frozenset({service_address().lower()})
    results: Counter[str] = Counter()
    for message in mailbox.waiting(most=most, largest=MOST_BYTES):
        if message.raw is None:
            results["too large"] += 1
        elif not _passes(message.raw, by=by, at=clock()):
            results["refused by the scanner"] += 1
        else:
            taken = take_letter(by=by, at=clock(), raw=message.raw, trusted_server=settings.MAILBOX_TRUSTS, own_addresses=own)
            results[taken.message.result] += 1
            if taken.answer and _answer(taken):
                mark_answered(by=by, at=clock(), message=taken.message)
        mailbox.done(message.number)
    return results


def _passes(raw: bytes, *, by: Viewer, at: datetime) -> bool:
    """Whether the scanner lets a message through. Raises ScannerSilent where it does not say."""
    try:
        scanner.scan([raw])
    except scanner.ScannerSilent:
        raise
    except scanner.NotPassed as refused:
        refused_by_scanner(refused, by=by, at=at, route="mailbox")
        return False
    return True


def _answer(taken: Taken) -> bool:
    """Tell the sender why. It says itself to be written by a machine (RFC 3834), so that no machine answers it."""
    message = EmailMessage(
        f"Not taken: {taken.subject or 'your message'}"[:150], _words(taken), to=[taken.message.sender],
        headers={
            "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Message-ID": make_msgid(domain=host()),
            **({"In-Reply-To": taken.message_id, "References": taken.message_id} if taken.message_id else {}),
        },
    )  # fmt: skip
    try:
        message.send()
    except OSError as error:  # its text may name the recipient
        log.error("a sender could not be told why a message was not taken: %s", type(error).__name__)
        return False
    return True


def _words(taken: Taken) -> str:
    return (
        f"Hello,\n\nyour message to Folkmoot did not become a draft activity.\n\n{taken.message.reason}\n\n"
        "Nothing was stored of what it said. This answer was written by a machine; nobody reads answers to it.\n"
    )
