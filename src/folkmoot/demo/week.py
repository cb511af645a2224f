"""What fills a manager's week besides activities: the calendar and its invitations, casework bulletins, and the work of staff."""

from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.cast import STAFF
from folkmoot.demo.sayings import BULLETIN
from folkmoot.engagement.briefings.operations import add_unit, record_briefing
from folkmoot.engagement.bulletins.delivery.operations import change_recipient, choose, seal, settle
from folkmoot.engagement.bulletins.delivery.queries import candidates
from folkmoot.engagement.bulletins.models import Bulletin
from folkmoot.engagement.bulletins.operations import add_case, clear, explain, log_reply, submit, write_bulletin
from folkmoot.engagement.bulletins.queries import check_before_leaving, get_bulletin
from folkmoot.engagement.calendar import inviting, operations, taking
from folkmoot.engagement.calendar.models import ActivityInvitation
from folkmoot.engagement.calendar.queries import invitable
from folkmoot.engagement.conversations.operations import Heard, keep_interests, log_conversation
from folkmoot.engagement.models import Activity
from folkmoot.engagement.volunteering.operations import add_opportunity, log_time, take_up
from folkmoot.foundation import audit

EAST = "east-of-england"
UNITS = (("Magistrates’ court team", 42), ("Crown Court unit", 35), ("Rape and serious sexual offences", 24), ("Victim liaison", 7))
REPLIES = (("accepted", "A seat near the front", 1), ("accepted", "", 0), ("declined", "", 0), ("tentative", "Step-free way in", 0))


class Diary:
    """The calendar of one Area: times, communications, invitations with replies, and a draft that came as a file."""

    def __init__(self, area: Area, *, by: Viewer, comms: Viewer) -> None:
        self.area, self.by, self.comms = area, by, comms

    def fill(self, at: datetime) -> None:
        today = timezone.localdate(at)
        ahead = list(
            Activity.objects.filter(area=self.area, held_on=None, cancelled_on=None, planned_for__gt=today).order_by("planned_for", "pk")
        )
        for number, activity in enumerate(ahead):
            operations.set_timing(
                by=self.by, at=at, activity=activity, starts_at=time(9 + number % 8, 30 * (number % 2)), ends_at=time(11 + number % 8, 0)
            )
        for title, channel, days, length in (
            ("Hate crime: how to report, in five languages", "social", 3, 4), ("Interview on local radio", "interview", 2, 0),
            ("Know your courts", "campaign", 16, 2),
        ):  # fmt: skip
            first_on = today + timedelta(days=days)
            operations.add_communication(
                by=self.comms,
                at=at,
                area=self.area,
                title=title,
                channel=channel,
                first_on=first_on,
                last_on=first_on + timedelta(days=length),
            )
        if ahead:
            self._invite(ahead[0], at)
        taking.take_file(by=self.by, at=at, raw=_calendar_file(today + timedelta(days=9)))

    def _invite(self, activity: Activity, at: datetime) -> None:
        """Six people are invited; four have answered. The messages are taken to have gone: nothing leaves a fictional service."""
        people = [each.contact.pk for each in invitable(self.by, activity, today=timezone.localdate(at)) if not each.problem][:6]
        inviting.invite(by=self.by, at=at, activity=activity, contact_ids=people)
        sequence = inviting.edition_of(activity, at=at).sequence
        rows = ActivityInvitation.objects.filter(activity=activity).order_by("pk")
        rows.update(sent_at=at, sent_sequence=sequence, version=F("version") + 1)
        audit.record(
            audit.Kind.ALTERATION, by=self.by, at=at, subject="engagement.activityinvitation", ids=[row.pk for row in rows],
            area_id=self.area.pk, detail={"sent": "taken to have gone"},
        )  # fmt: skip
        for row, (reply, needs, companions) in zip(rows, REPLIES, strict=False):
            inviting.take_reply(at=at + timedelta(hours=3), invitation=row, reply=reply, way="link", needs=needs, companions=companions)


class Bulletins:
    """Three bulletins of one Area: one handed out, one with the lawyer, one being written."""

    def __init__(self, area: Area, *, by: Viewer, lawyer: Account) -> None:
        self.area, self.by, self.lawyer = area, by, lawyer

    def _write(self, title: str, at: datetime) -> Bulletin:
        bulletin = write_bulletin(by=self.by, at=at, area=self.area, title=title, body=BULLETIN, must_not_appear="Tom Marsh")
        add_case(
            by=self.by, at=at, bulletin=bulletin, finalised=True, finalised_on=timezone.localdate(at) - timedelta(days=30),
            outcome="Convicted; community order of 18 months, raised for hostility", court="Norwich Crown Court",
            source="https://www.example.org/news/one", words="A man shouted abuse at a Deaf woman on a bus. The court raised his sentence.",
        )  # fmt: skip
        return self._read(bulletin)

    def _read(self, bulletin: Bulletin) -> Bulletin:
        return get_bulletin(self.by, bulletin.pk)

    def _submit(self, title: str, at: datetime) -> Bulletin:
        bulletin = self._write(title, at)
        for found in check_before_leaving(bulletin, today=timezone.localdate(at)).unexplained:
            explain(by=self.by, at=at, bulletin=bulletin, key=found.hit.key, words="Our own address, for replies")
        submit(by=self.by, at=at, bulletin=self._read(bulletin), lawyer=self.lawyer)
        return self._read(bulletin)

    def hand_out(self, at: datetime) -> None:
        """Cleared by the lawyer, sealed, and handed to those it is for; one of them says something back."""
        today = timezone.localdate(at)
        bulletin = self._submit("Hate crime cases, summer", at)
        reader = viewer_for(self.lawyer, today)
        clear(by=reader, at=at, bulletin=bulletin, seen_hash=check_before_leaving(bulletin, today=today).hash)
        bulletin = self._read(bulletin)
        communities = list(Community.objects.filter(area=self.area, ends=None).order_by("pk")[:4])
        welcome = [each for each in candidates(self.by, bulletin, communities, today=today) if not each.problem]
        recipients = choose(by=self.by, at=at, bulletin=bulletin, chosen=[each for each in welcome if each.language == "en"][:5])
        for each in recipients:
            change_recipient(
                by=self.by, at=at, recipient=each, language="en", easy=False, way="paper", instead_why="We meet them this week"
            )
        seal(by=self.by, at=at, bulletin=self._read(bulletin))
        for each in recipients:
            each.refresh_from_db()
            settle(by=self.by, at=at, recipient=each, what="hand over", reason="Their secretary, at the meeting")
        recipients[0].refresh_from_db()
        log_reply(by=self.by, at=at, recipient=recipients[0], words="Please say what the judge said, too.", said_on=today, nature="idea")

    def submitted(self, at: datetime) -> None:
        self._submit("Hate crime cases, autumn", at)

    def being_written(self, at: datetime) -> None:
        self._write("Domestic abuse cases, autumn", at)


class StaffWork:
    """Staff units and what they are told, what staff do in their own communities, and what they hear there."""

    def __init__(self, area: Area, *, by: Viewer, staff: list[Account]) -> None:
        self.area, self.by, self.staff = area, by, staff

    def _communities(self) -> list[Community]:
        return list(Community.objects.filter(area=self.area, ends=None).order_by("pk")[:3])

    def begin(self, at: datetime) -> None:
        today = timezone.localdate(at)
        self.units = [
            add_unit(by=self.by, at=at, area=self.area, name=name, headcount=size, headcount_on=today - timedelta(days=20))
            for name, size in UNITS
        ]
        record_briefing(
            by=self.by, at=at, area=self.area, title="Gypsy, Roma and Traveller history", topic="Gypsy, Roma and Traveller people",
            held_on=today, came={self.units[0]: 12, self.units[1]: 20},
        )  # fmt: skip
        self.club = add_opportunity(
            by=self.by, at=at, area=self.area, title="Help at the homework club", about="Two hours on Thursdays: reading, maths and company.",
            starts=today, places=20, quarters=56, languages="Polish, Lithuanian", communities=self._communities()[:1],
            apply="Ring the club, then take it up here.",
        )  # fmt: skip

    def volunteer(self, at: datetime) -> None:
        today = timezone.localdate(at)
        communities = self._communities()
        for number, account in enumerate(self.staff):
            viewer = viewer_for(account, today)
            if number < 5:
                taken = take_up(by=viewer, at=at, opportunity=self.club, unit=self.units[number % 2])
                log_time(by=viewer, at=at, taken=taken, day=today - timedelta(days=number), quarters=6 + number)
            keep_interests(by=viewer, at=at, area=self.area, languages=["Polish"], communities=communities[:1], agreed=True)

    def brief_and_listen(self, at: datetime) -> None:
        today = timezone.localdate(at)
        record_briefing(
            by=self.by, at=at, area=self.area, title="Deaf witnesses: what helps", topic="Deaf people", held_on=today,
            came={self.units[0]: 18, self.units[3]: 5}, led_by="The Deaf club",
            evaluation="Book interpreters when the case is listed, not the week before.",
        )  # fmt: skip
        for account, theme, words in (
            (self.staff[0], "Reporting online", "I started the form and gave up at the third page."),
            (self.staff[-1], "Court interpreters", "The interpreter spoke another dialect."),
        ):
            log_conversation(
                by=viewer_for(account, today), at=at, area=self.area, held_on=today - timedelta(days=2), theme=theme, place="School gate",
                communities=self._communities()[:1], heard=[Heard(words)], noticed="Several others nodded.",
            )  # fmt: skip


def enter_week(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter the calendar, bulletins and staff work of the East of England, and a calendar and staff work of Wales, into the year."""
    day = timezone.localdate(first)
    east, wales = areas[EAST], areas["cymru-wales"]
    maya, nia = (viewer_for(accounts[f"{name}@example.org"], day) for name in ("maya.fenwick", "nia.rowe"))
    leo = viewer_for(accounts["leo.marchetti@example.org"], day)
    calendar.enter(calendar.until - timedelta(hours=9), Diary(east, by=maya, comms=leo).fill)
    calendar.enter(calendar.until - timedelta(hours=8), Diary(wales, by=nia, comms=nia).fill)
    bulletins = Bulletins(east, by=maya, lawyer=accounts["ines.marlow@example.org"])
    for days, happening in ((70, bulletins.hand_out), (12, bulletins.submitted), (2, bulletins.being_written)):
        calendar.enter(calendar.until - timedelta(days=days), happening)
    named = [accounts[name.lower().replace(" ", ".") + "@example.org"] for name in STAFF]
    for area, by, staff in ((east, maya, named), (wales, nia, [accounts["sian.bevan@example.org"]])):
        work = StaffWork(area, by=by, staff=staff)
        calendar.enter(first + timedelta(days=40), work.begin)
        calendar.enter(first + timedelta(days=90), work.volunteer)
        calendar.enter(calendar.until - timedelta(days=9), work.brief_and_listen)


def _calendar_file(day: date) -> bytes:
    """An invitation as another program's calendar writes it."""
    lines = (
        "BEGIN:VCALENDAR", "PRODID:-//Example//EN", "VERSION:2.0", "METHOD:REQUEST", "BEGIN:VEVENT", f"UID:{day}@example.org",
        "DTSTAMP:20260101T090000Z", "SEQUENCE:0", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", "SUMMARY:Open day of the interfaith forum",
        "LOCATION:Town hall", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()
