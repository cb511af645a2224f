"""The message that carries an invitation, its change or its withdrawal: words for people, a calendar part for their program."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.engagement.calendar import ics
from folkmoot.engagement.calendar.editions import host, published
from folkmoot.engagement.calendar.models import ActivityInvitation, Edition
from folkmoot.engagement.calendar.queries import Entry, entry_of_activity, timing_of
from folkmoot.engagement.models import Activity


@dataclass(frozen=True)
class Message:
    """What a message is made from; `token` is the secret of the reply link."""

    invitation: ActivityInvitation
    activity: Activity
    edition: Edition
    token: str
    at: datetime


def send(message: Message) -> None:
    """Send it. Raises OSError (smtplib's errors among them)."""
    email(message).send()


def email(message: Message) -> EmailMultiAlternatives:
    """The message to one person alone. In Welsh where they prefer it and Welsh words were written."""
    row, entry = message.invitation, entry_of_activity(message.activity)
    in_welsh = speaks_welsh(row)
    with translation.override("cy" if in_welsh else "en-gb"):
        words = row.words_cy if in_welsh else row.words
        body = render_to_string("engagement/email/activity_invitation.txt", _context(message, entry, words))
        made = EmailMultiAlternatives(
            _subject(message), body, to=[row.contact.email], reply_to=[service_address()],
            headers={"Message-ID": f"<{row.key}.{message.edition.sequence}@{host()}>", "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        file = _calendar(message, entry, words)
    method = "CANCEL" if entry.cancelled else "REQUEST"
    made.attach_alternative(file.decode(), f"text/calendar; method={method}")
    made.attach("invitation.ics", file, "application/ics")
    return made


def speaks_welsh(row: ActivityInvitation) -> bool:
    return row.contact.language == "cy" and bool(row.words_cy)


def link_of(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('reply', args=[token])}"


def service_address() -> str:
    """The address of the service's own mailbox, to which replies come."""
    return parseaddr(getattr(settings, "MAILBOX_ADDRESS", "") or settings.DEFAULT_FROM_EMAIL)[1]


def _subject(message: Message) -> str:
    title = " ".join(message.activity.title.split())
    if message.activity.cancelled_on:
        return _("Called off: %(title)s") % {"title": title}
    changed = message.invitation.sent_at is not None
    return (_("Changed: %(title)s") if changed else _("Invitation: %(title)s")) % {"title": title}


def _context(message: Message, entry: Entry, words: str) -> dict[str, Any]:
    row = message.invitation
    known = bool(row.contact.access_needs or row.contact.needs or row.needs)
    return {
        "row": row, "activity": message.activity, "entry": entry, "words": words, "link": link_of(message.token), "knows_needs": known,
        "changed": row.sent_at is not None, "online_link": timing_of(message.activity).online_link, "service": message.activity.area.name,
    }  # fmt: skip


def _calendar(message: Message, entry: Entry, words: str) -> bytes:
    row = message.invitation
    guest = ics.Guest(row.contact.email, service_address(), message.activity.area.name)
    link = timing_of(message.activity).online_link
    event = published(entry, message.edition, uid=f"{row.key}@{host()}")
    said = "\n\n".join(part for part in (words, _("Reply: %(link)s") % {"link": link_of(message.token)}) if part)
    return ics.invitation(event, guest, at=message.at, words=said, link=link)
