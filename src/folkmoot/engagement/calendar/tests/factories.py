"""The invented cast in the calendar."""

from datetime import date, time

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant
from folkmoot.engagement.calendar.models import Communication, Timing
from folkmoot.engagement.models import Activity

LATER = date(2026, 4, 2)


def comms(email: str = "tess.calder@example.org", name: str = "Tess Calder") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def communication(title: str = "Hate crime awareness week", **over: object) -> Communication:
    values = {"area": area(), "channel": "campaign", "first_on": LATER, "last_on": LATER} | over
    communities = values.pop("communities", ())
    row = Communication.objects.create(title=title, **values)
    row.communities.set(communities)
    return row


def timed(activity: Activity, starts: time = time(10), ends: time | None = time(12), link: str = "") -> Activity:
    Timing.objects.create(activity=activity, starts_at=starts, ends_at=ends, online_link=link)
    return activity


def account_of(viewer: Viewer) -> Account:
    return Account.objects.get(pk=viewer.account_id)


def ics(*lines: str, method: str = "REQUEST", uid: str = "one@example.org", when: tuple[str, ...] = (), **over: str) -> bytes:
    """A calendar file as other programs write it."""
    times = when or ("DTSTART;TZID=Europe/London:20260402T100000", "DTEND;TZID=Europe/London:20260402T120000")
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "DTSTART:19960331T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000",
        "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip
    head = ("BEGIN:VCALENDAR", "PRODID:-//Elsewhere//EN", "VERSION:2.0", f"METHOD:{method}", *zone, "BEGIN:VEVENT", f"UID:{uid}")
    values = {"SUMMARY": "Visit to the mosque", "SEQUENCE": "0", "DTSTAMP": "20260301T090000Z", "LOCATION": "Wisbech"} | over
    body = tuple(f"{name}:{value}" for name, value in values.items())
    return "\r\n".join((*head, *times, *body, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


def letter(calendar: bytes | None, sender: str = "nia.rowe@example.org", **headers: str) -> bytes:
    """A message as a mail program writes it, with an invitation in it."""
    from email.message import EmailMessage

    message = EmailMessage()
    for name, value in (
        {"From": f"Somebody <{sender}>", "To": "calendar@example.org", "Subject": "Invitation", "Message_ID": "<1@x>"} | headers
    ).items():
        message[name.replace("_", "-")] = value
    message.set_content("See the invitation.")
    if calendar is not None:
        message.add_attachment(calendar, maintype="text", subtype="calendar", filename="invite.ics")
    return message.as_bytes()


__all__ = ["LATER", "NOW", "TODAY", "account_of", "comms", "communication", "ics", "letter", "timed"]
