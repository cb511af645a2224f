"""Writing to those who are asked to a meeting: each by a letter of their own with their own link. Nobody sees another's address."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import post
from folkmoot.engagement.calendar import ics
from folkmoot.engagement.calendar.editions import host
from folkmoot.foundation.audit import Actor
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import entry_of, name_of
from folkmoot.panels.meetings.rules import State, one_line
from folkmoot.panels.members.queries import person_of
from folkmoot.stakeholders.models import Contact

UID = "pm-"  # begins the identifier of every invitation to a meeting of a panel


@dataclass(frozen=True)
class Told:
    """Who was written to, and who must be told in another way, each with one sentence why."""

    written: list[Attendance] = field(default_factory=list)
    by_hand: list[tuple[Attendance, str]] = field(default_factory=list)


def tell(*, by: Actor, at: datetime, rows: list[Attendance], what: str, mark: str = "") -> Told:
    """Write to these people of one meeting. `what`: "call", "change", "cancel" or "remind"; `mark` tells one reminder from the next."""
    told = Told()
    for row in rows:
        problem = address_problem(row)
        if problem:
            told.by_hand.append((row, problem))
            continue
        language = language_of(person_of(row.member) if row.member else None)
        subject, text = wording(row, what, language)
        key = f"panels.meeting:{what}{mark}:{row.meeting.edition}:{row.key.hex}"
        post(
            by=by,
            at=at,
            to=address_of(row),
            subject=subject,
            text=text,
            key=key,
            about=f"panels.meeting {row.meeting_id}",
            language=language,
        )
        told.written.append(row)
    return told


def address_of(row: Attendance) -> str:
    return person_of(row.member).email if row.member else row.email


def language_of(contact: Contact | None) -> str:
    """The language in which somebody is written to: "cy" or "en"."""
    return "cy" if contact is not None and contact.language == Contact.Language.WELSH else "en"


def address_problem(row: Attendance) -> str:
    """Why somebody cannot be written to by e-mail, or ""."""
    if row.member is None:
        return "" if row.email else _("No e-mail address is known.")
    return contact_problem(person_of(row.member))


def contact_problem(contact: Contact) -> str:
    if contact.erased_on is not None:
        return _("Their details were erased.")
    if not contact.email:
        return _("No e-mail address is known.")
    if contact.channel != Contact.Channel.EMAIL:
        return _("They asked to hear from us in another way: ring or write.")
    return ""


def wording(row: Attendance, what: str, language: str) -> tuple[str, str]:
    """The subject and the words of a letter, in English or Welsh."""
    meeting = row.meeting
    with translation.override("cy" if language == "cy" else "en-gb"):
        panel = one_line(str(meeting.panel))
        subject = {
            "call": _("Meeting: %(panel)s"), "change": _("Changed: %(panel)s"), "cancel": _("Called off: %(panel)s"),
            "remind": _("Please answer: %(panel)s"),
        }[what] % {"panel": panel}  # fmt: skip
        context = {"row": row, "meeting": meeting, "panel": panel, "what": what, "entry": entry_of(meeting), "name": name_of(row)}
        text = render_to_string("panels/meetings_letter.txt", context | {"link": link_of(row), "file": file_of(row)})
    return subject[:200], text.strip() + "\n"


def link_of(row: Attendance) -> str:
    """The address by which one person answers, and no other can."""
    from folkmoot.panels.meetings.replying import token_of  # it reads who is answered to, and so stands above the letters

    return f"{settings.PUBLIC_URL}{reverse('dates:answer', args=[token_of(row)])}"


def file_of(row: Attendance) -> str:
    return f"{link_of(row)}meeting.ics"


def service_address() -> str:
    """The address of the service's own mailbox, to which a calendar's replies come."""
    return parseaddr(getattr(settings, "MAILBOX_ADDRESS", "") or settings.DEFAULT_FROM_EMAIL)[1]


def calendar_file(row: Attendance, *, at: datetime) -> bytes:
    """The invitation for one person's calendar; of a meeting that was called off its withdrawal. It can be answered by mail."""
    meeting = row.meeting
    event = _published(meeting, f"{UID}{row.key}@{host()}")
    if not address_of(row):
        return ics.feed([event], name=str(meeting.panel))
    guest = ics.Guest(address_of(row).lower(), service_address(), one_line(str(meeting.panel)))
    words = "\n\n".join(part for part in (meeting.theme, meeting.access, _("Reply: %(link)s") % {"link": link_of(row)}) if part)
    return ics.invitation(event, guest, at=at, words=words, link=meeting.link)


def public_calendar_file(meeting: Meeting) -> bytes:
    """A meeting for the calendar of whoever may see it: no person, nothing to answer."""
    return ics.feed([_published(meeting, f"panel-meeting-{meeting.pk}@{host()}")], name=str(meeting.panel))


def _published(meeting: Meeting, uid: str) -> ics.Published:
    entry = entry_of(meeting)
    return ics.Published(
        uid, meeting.edition, meeting.changed_at or meeting.drafted_at, entry.words, entry.day, entry.last_day, entry.start, entry.end,
        entry.place, meeting.state == State.CANCELLED,
    )  # fmt: skip
