"""Sending what waits in the outbox: claimed, sent and marked in three steps, each stored before the next.

A crash between the steps leaves a letter that is “not certain”, which a person settles: none is ever sent twice by itself. The
connection to the mail server is opened before a letter is claimed, so that a server out of reach costs no letter an attempt.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.errors import MessageError
from smtplib import SMTPDataError, SMTPHeloError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.rules import KEPT, LEASE, State, after, wait_after
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.outbox import message_id

log = logging.getLogger("folkmoot.mail")
AT_ONCE = 500
PATIENCE = 30  # seconds that a mail server may take for one answer
# The mail server said no before it took the words: nothing can have been delivered. Anything else leaves it uncertain.
_CERTAINLY_NOT = (SMTPResponseException, SMTPRecipientsRefused, SMTPHeloError, SMTPNotSupportedError)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Posted:
    """What one run did; `out_of_reach` names the kind of error where the mail server could not be reached, and nothing was tried."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    uncertain: int = 0
    out_of_reach: str = ""


def send_waiting(*, by: Actor, clock: Clock, most: int = AT_ONCE) -> Posted:
    """Send the letters that are due, oldest first, each a message of its own. It may be called again at any time, after any crash.

    Two senders may run at once: each letter is claimed by one of them. `clock` gives the time anew for each letter.
    """
    done = Posted(uncertain=give_up_overrun(by=by, at=clock()))
    mail: BaseEmailBackend | None = None
    try:
        for _turn in range(most):
            if not _due(clock()).exists():
                break
            try:
                mail = mail or _opened()
            except OSError as error:  # its text may name the server's user
                log.error("the mail server could not be reached: %s", type(error).__name__)
                return replace(done, out_of_reach=type(error).__name__)
            if (letter := claim(by=by, at=clock())) is None:
                continue
            what, reason = _hand_over(letter, mail)
            state = mark(by=by, at=clock(), letter=letter, what=what, reason=reason)
            done = _counted(done, state)
            if what != "taken by the mail server":
                _close(mail)
                mail = None
    finally:
        _close(mail)
    return done


def claim(*, by: Actor, at: datetime) -> Letter | None:
    """Take the letter that has been due longest, and store that before anything is sent; None where there is none to take."""
    with transaction.atomic(durable=True):
        skip = database.features.has_select_for_update_skip_locked
        letter = _due(at).select_for_update(skip_locked=skip, of=("self",) if skip else ()).order_by("next_at", "pk").first()
        if letter is None:
            return None
        taken = Letter.objects.filter(pk=letter.pk, version=letter.version, state=State.WAITING.value)
        values = {"state": State.CLAIMED.value, "state_at": at, "lease_until": at + LEASE}
        if not taken.update(version=F("version") + 1, **values):
            return None
        audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=letter, recipient=letter.about, detail={"letter": "claim"})
    return Letter.objects.select_related("account").get(pk=letter.pk)


def mark(*, by: Actor, at: datetime, letter: Letter, what: str, reason: str = "") -> State:
    """Store what became of a letter that was claimed; returns its state now. One that a person settled meanwhile is left as it is."""
    with transaction.atomic(durable=True):
        held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        before, attempts = State(held.state), held.attempts
        if before not in (State.CLAIMED, State.UNCERTAIN) or held.lease_until != letter.lease_until:
            return before
        if what == "refused for now":
            attempts += 1
        wait = wait_after(attempts) if what == "refused for now" else None
        if what == "refused for now" and wait is None:
            what = "refused for good"
        state = after(before, what) or before
        Letter.objects.filter(pk=held.pk).update(
            state=state.value, state_at=at, reason=reason, attempts=attempts, version=F("version") + 1,
            next_at=at + wait if wait else held.next_at,
        )  # fmt: skip
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"letter": what})
    return state


def give_up_overrun(*, by: Actor, at: datetime) -> int:
    """Letters whose sender stopped before it said what became of them are not certain: a person looks. Returns how many."""
    with transaction.atomic():
        rows = Letter.objects.filter(state=State.CLAIMED.value, lease_until__lt=at)
        ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        reason = _("The sender stopped before it knew whether the letter left.")
        if ids:
            rows.filter(pk__in=ids).update(state=State.UNCERTAIN.value, state_at=at, reason=reason, version=F("version") + 1)
            audit.record(audit.Kind.ALTERATION, by=by, at=at, subject="accounts.letter", ids=ids, detail={"letter": "no answer"})
    return len(ids)


def forget_settled(*, by: Actor, at: datetime) -> int:
    """Erase address and words of letters that left or failed long enough ago; the bare record stays. Returns how many."""
    with transaction.atomic():
        rows = Letter.objects.filter(state__in=[State.SENT.value, State.FAILED.value], forgotten_at=None, state_at__lt=at - KEPT)
        ids = list(rows.values_list("pk", flat=True))
        if ids:
            Letter.objects.filter(pk__in=ids).update(to="", subject="", text="", forgotten_at=at, version=F("version") + 1)
            audit.record(audit.Kind.ERASURE, by=by, at=at, subject="accounts.letter", ids=ids, detail={"letters forgotten": len(ids)})
    return len(ids)


def _due(at: datetime):  # type: ignore[no-untyped-def]
    return Letter.objects.filter(state=State.WAITING.value, next_at__lte=at)


def _opened() -> BaseEmailBackend:
    mail: BaseEmailBackend = get_connection(timeout=PATIENCE)
    mail.open()
    return mail


def _close(mail: BaseEmailBackend | None) -> None:
    if mail is not None:
        try:
            mail.close()
        except OSError as error:
            log.warning("the mail server did not take its leave: %s", type(error).__name__)


def _hand_over(letter: Letter, mail: BaseEmailBackend) -> tuple[str, str]:
    """Give one letter to the mail server; returns what became of it and why. Of an error only its kind is kept: its text names people."""
    address = _address_now(letter)
    if not address:
        return "refused for good", _("The account is closed, so nothing is sent to it.")
    try:
        message = message_of(letter, address)
        message.message().as_bytes()  # some subjects are refused only as they are written out
    except (ValueError, UnicodeError, MessageError) as error:
        return "refused for good", _("It could not be made into a message (%(kind)s).") % {"kind": type(error).__name__}
    try:
        mail.send_messages([message])
    except _CERTAINLY_NOT as error:
        log.error("a letter could not be mailed: %s", type(error).__name__)
        words = _("The mail server would not take it (%(kind)s).") % {"kind": f"{type(error).__name__} {_code(error)}".strip()}
        return ("refused for good" if _for_good(error) else "refused for now"), words
    except OSError as error:
        log.error("it is not certain whether a letter was mailed: %s", type(error).__name__)
        return "no answer", _("The mail server did not say whether it took it (%(kind)s).") % {"kind": type(error).__name__}
    return "taken by the mail server", ""


def message_of(letter: Letter, address: str) -> EmailMessage:
    """The message of a letter. Its Message-ID is the same at every attempt, so that a mail system can know a second copy."""
    message = EmailMessage(letter.subject, letter.text, to=[address])
    message.extra_headers |= {
        "Message-ID": message_id(letter.message_id), "Content-Language": letter.language, "Auto-Submitted": "auto-generated",
    }  # fmt: skip
    return message


def _address_now(letter: Letter) -> str:
    """Our own people are written to at the address they have now, and only while their account is open."""
    if letter.account is None:
        return str(letter.to)
    return str(letter.account.email) if letter.account.is_active else ""


def _code(error: OSError) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return " ".join(str(code) for code, _words in error.recipients.values())
    return str(getattr(error, "smtp_code", ""))


def _for_good(error: OSError) -> bool:
    """Whether trying again is pointless: the address or the words were refused with a code from 500. What fails at sign-in may mend."""
    return isinstance(error, SMTPRecipientsRefused | SMTPDataError) and all(code >= "500" for code in _code(error).split())


def _counted(done: Posted, state: State) -> Posted:
    name = {State.SENT: "sent", State.WAITING: "later", State.FAILED: "failed", State.UNCERTAIN: "uncertain"}.get(state)
    return replace(done, **{name: getattr(done, name) + 1}) if name else done
