"""The panels of the fictional year, in every state of health: one thriving, one losing its chair, one behind, one not yet begun."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.demo import panels_said as said
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.known import Known
from folkmoot.demo.panels_said import Held, Recommended
from folkmoot.demo.panels_told import enter_panels_told
from folkmoot.panels.agenda.backlog import fill
from folkmoot.panels.agenda.models import Item, Minutes
from folkmoot.panels.agenda.operations import add_item, agree_minutes, carry_the_rest, circulate_minutes, put_on_agenda, write_minutes
from folkmoot.panels.meetings.attending.operations import record_attendance, record_reply
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.operations import call_meeting, close_meeting, draft_meeting, open_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import appoint, declare_interest, record_training, record_undertaking, record_vetting
from folkmoot.panels.members.queries import chair_of, sitting
from folkmoot.panels.members.sign_in import ask_to_sign_in
from folkmoot.panels.models import Panel, PanelKind, Remit
from folkmoot.panels.operations import agree_terms, change_terms, set_up_panel
from folkmoot.panels.queries import draft_terms, terms_on
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.operations import add_evidence, answer, finish, recommend, record_progress
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact, attest

EAST, WALES, WESSEX = "east-of-england", "cymru-wales", "wessex"
ASKED_BEFORE = timedelta(days=28)
ANSWERED_AFTER = timedelta(days=24)
TALKED_FOR = timedelta(minutes=50)  # what else a meeting does falls into this time
Person = tuple[Contact, Organisation | None]


@dataclass
class Year:
    """One panel's year as whoever runs it lives it."""

    panel: Panel
    by: Viewer
    lead: Viewer
    owner: Account
    calendar: Calendar

    def seat(self, people: list[Person], at: datetime, *, chair: str = "", months: int | None = None) -> None:
        """Appoint members who sign, are trained and vetted; the last one chairs (`chair`: their position)."""
        today = timezone.localdate(at)
        for number, (contact, organisation) in enumerate(people):
            last = number == len(people) - 1
            member = appoint(
                by=self.by, at=at, panel=self.panel, contact=contact, organisation=organisation, how="invited" if number % 2 else "nominated",
                why="Knows the community at first hand and is listened to in it.", starts=today, position=chair if chair and last else "member",
                ends=today + timedelta(days=30 * months) if months and last else None,
            )  # fmt: skip
            self._clear(member, at)

    def _clear(self, member: Member, at: datetime) -> None:
        today = timezone.localdate(at)
        terms = terms_on(self.panel, today)
        assert terms
        if terms.confidentiality_en:
            record_undertaking(by=self.by, at=at, member=member, signed_on=today, terms=terms, kept_at="Locked cabinet, panel file")
        if terms.training:
            record_training(by=self.by, at=at, member=member, what="Induction day for panel members", done_on=today)
        if terms.vetting:
            record_vetting(
                by=self.by, at=at, member=member, level="Non-police personnel vetting, level 1", state="cleared", on=today,
                valid_until=today + timedelta(days=1000),
            )  # fmt: skip
        declare_interest(by=self.by, at=at, member=member, kind="none")

    def sign_again(self, forgotten: int, at: datetime) -> None:
        """Undertakings hold for a year: each member signs again, but for so many who were forgotten."""
        today = timezone.localdate(at)
        terms = terms_on(self.panel, today)
        assert terms
        for member in list(sitting(self.panel, today))[forgotten:]:
            record_undertaking(by=self.by, at=at, member=member, signed_on=today, terms=terms, kept_at="Locked cabinet, panel file")

    def meet(self, held: Held, at: datetime) -> None:
        """Call one meeting four weeks before, if it could be called then; everything else follows from that."""
        called = at - ASKED_BEFORE
        self.calendar.enter(called, partial(self._call, held, at))

    def _call(self, held: Held, starts: datetime, at: datetime) -> None:
        meeting = draft_meeting(
            by=self.by, at=at, panel=self.panel, starts_at=starts, theme=held.theme, where="both", place="Old Corn Exchange, Ely",
            link="https://meet.example.org/panel", access="Level from the street; a hearing loop; parking at the door.",
        )  # fmt: skip
        call_meeting(by=self.by, at=at, meeting=meeting, despite=True)
        self.calendar.enter(at + timedelta(days=9), partial(self._prepare, held, meeting.pk))
        self.calendar.enter(starts, partial(self._hold, held, meeting.pk))

    def _prepare(self, held: Held, meeting_id: int, at: datetime) -> None:
        meeting = Meeting.objects.get(pk=meeting_id)
        fill(self.panel, by=self.by, at=at)
        for item in Item.objects.filter(panel=self.panel, state=Item.State.WAITING):
            put_on_agenda(by=self.by, at=at, item=item, meeting=meeting)
        for one in held.items:
            remit = Remit.objects.filter(kind=self.panel.kind, code=one.remit).first()
            add_item(by=self.by, at=at, panel=self.panel, title_en=one.title, remit=remit, lasts=20, meeting=meeting)
        rows = list(Attendance.objects.filter(meeting=meeting, member__isnull=False).order_by("pk"))
        for number, row in enumerate(rows):
            reply = "no" if number < held.absent else "online" if number % 3 == 0 else "yes"
            if number != len(rows) - 2:  # one never answers
                record_reply(by=self.by, at=at, attendance=row, reply=reply)

    def _hold(self, held: Held, meeting_id: int, at: datetime) -> None:
        meeting = Meeting.objects.get(pk=meeting_id)
        open_meeting(by=self.by, at=at, meeting=meeting, chaired_by=chair_of(self.panel, timezone.localdate(at)))
        self._attend(meeting, held, at)
        self._agree_earlier(meeting, at)
        self.calendar.enter(at + TALKED_FOR, partial(self._end, held, meeting_id))

    def _end(self, held: Held, meeting_id: int, at: datetime) -> None:
        meeting = Meeting.objects.get(pk=meeting_id)
        self._minute(meeting, held, at)
        self._finish(meeting, held, at + timedelta(minutes=70))

    def _attend(self, meeting: Meeting, held: Held, at: datetime) -> None:
        for number, row in enumerate(Attendance.objects.filter(meeting=meeting).order_by("pk")):
            present = "apologies" if number < held.absent else "online" if number % 3 == 0 else "room"
            record_attendance(by=self.by, at=at, attendance=row, present=present)

    def _agree_earlier(self, meeting: Meeting, at: datetime) -> None:
        earlier = Minutes.objects.filter(meeting__panel=self.panel, state=Minutes.State.CIRCULATED)
        if meeting.attendances.filter(present__in=["room", "online"], votes=True).count() >= _quorum(self.panel, at):
            for minutes in earlier:
                agree_minutes(by=self.by, at=at, minutes=minutes, at_meeting=meeting)

    def _minute(self, meeting: Meeting, held: Held, at: datetime) -> None:
        words = {one.title: one for one in held.items}
        for item in Item.objects.filter(meeting=meeting, state=Item.State.ON_AGENDA, words="", outcome=""):
            one = words.get(item.title_en)
            if one and one.unfinished:
                continue
            write_minutes(
                by=self.by, at=at, item=Item.objects.get(pk=item.pk), words=one.words if one else "The panel heard how it stands.",
                outcome=one.outcome if one else "Noted.",
            )  # fmt: skip
        for recommended in held.recommended:
            made = recommend(
                by=self.by, at=at, meeting=meeting, words_en=recommended.words, to=recommended.to, to_whom=recommended.whom,
                names_nobody=True,
            )  # fmt: skip
            self.calendar.enter(at + ANSWERED_AFTER, partial(self._answer, recommended, made.pk))

    def _finish(self, meeting: Meeting, held: Held, at: datetime) -> None:
        carry_the_rest(by=self.by, at=at, meeting=Meeting.objects.get(pk=meeting.pk))
        closed = close_meeting(
            by=self.by,
            at=at,
            meeting=Meeting.objects.get(pk=meeting.pk),
            why="Members had come a long way, so it was held as a talk without votes.",
        )
        if held.circulated:
            self.calendar.enter(at + timedelta(days=6), partial(self._circulate, closed.pk))

    def _circulate(self, meeting_id: int, at: datetime) -> None:
        circulate_minutes(by=self.by, at=at, minutes=Minutes.objects.get(meeting_id=meeting_id))

    def _answer(self, recommended: Recommended, pk: int, at: datetime) -> None:
        row = Recommendation.objects.get(pk=pk)
        if recommended.fate == "unanswered":
            return
        given = {"going_on": "accepted", "done": "accepted"}.get(recommended.fate, recommended.fate)
        answer(
            by=self.lead, at=at, recommendation=row, answer=given, reason=recommended.reason, owner=None if given == "rejected" else self.owner,
            due=None if given == "rejected" else timezone.localdate(at) + timedelta(days=120),
        )  # fmt: skip
        if given != "rejected":
            self.calendar.enter(at + timedelta(days=30), partial(self._progress, recommended, pk))

    def _progress(self, recommended: Recommended, pk: int, at: datetime) -> None:
        row = Recommendation.objects.get(pk=pk)
        record_progress(by=self.by, at=at, recommendation=row, words="Agreed with the units; the first month has been looked at.")
        if recommended.fate == "done":
            self.calendar.enter(at + timedelta(days=45), partial(self._done, pk))

    def _done(self, pk: int, at: datetime) -> None:
        row = Recommendation.objects.get(pk=pk)
        add_evidence(
            by=self.by, at=at, recommendation=row, what="Sample of thirty files: done in twenty-seven", lies="Quality folder of the unit"
        )
        finish(by=self.by, at=at, recommendation=row, words="Done, and checked by sample.")


def _quorum(panel: Panel, at: datetime) -> int:
    terms = terms_on(panel, timezone.localdate(at))
    return terms.quorum if terms else 1


def begin_panel(
    by: Viewer, at: datetime, *, kind: str, area: Area | None, code: str, name: str, name_cy: str = "", parent: Panel | None = None,
    owner: Account, agreed: bool = True, **ways: Any,
) -> Panel:  # fmt: skip
    """Set up a panel and, unless it is only planned, agree its first terms of reference."""
    row = PanelKind.objects.get(code=kind)
    today = timezone.localdate(at)
    panel = set_up_panel(
        by=by, at=at, kind=row, area=area, code=code, starts=today, name_en=name, name_cy=name_cy, owner=owner, parent=parent
    )
    if agreed:
        terms = draft_terms(panel)
        assert terms
        change_terms(
            by=by, at=at, terms=terms, scope_en=row.purpose_en + said.SCOPE, conduct_en=said.CONDUCT,
            confidentiality_en=said.CONFIDENTIALITY if terms.undertaking_months else "", **ways,
        )  # fmt: skip
        agree_terms(
            by=by, at=at, terms=terms, how="By the panel's first members and the Chief Crown Prosecutor", on=today, holds_from=today
        )
    return panel


class Beginnings:
    """How each panel began: its people, its terms, and the meetings that follow."""

    def __init__(self, areas: dict[str, Area], known: dict[str, Known], accounts: dict[str, Account], calendar: Calendar) -> None:
        self.areas, self.known, self.accounts, self.calendar = areas, known, accounts, calendar
        self.today = timezone.localdate(calendar.until)

    def account(self, name: str) -> Account:
        return self.accounts[f"{name}@example.org"]

    def viewer(self, name: str) -> Viewer:
        return viewer_for(self.account(name), self.today)

    def people(self, code: str, first: int, many: int) -> list[Person]:
        """People met by an Area, from the `first` on; whoever withdrew or was joined to another record is no longer asked."""
        met = [(contact, organisation) for organisation, _community, contact in self.known[code].organisations if contact]
        found: list[Person] = []
        for contact, organisation in met[first:]:
            contact.refresh_from_db()
            if contact.basis != Contact.Basis.WITHDRAWN and contact.erased_on is None and contact.merged_into_id is None:
                found.append((contact, organisation))
        return found[:many]

    def year(self, panel: Panel, by: str, lead: str) -> Year:
        return Year(panel, self.viewer(by), self.viewer(lead), self.account(by), self.calendar)

    def outsider(self, by: Viewer, at: datetime, area: Area, name: str, role: str) -> Person:
        """Somebody of no organisation we know, such as an independent facilitator."""
        address = name.lower().replace(" ", ".") + "@example.org"
        return add_contact(
            by=by,
            at=at,
            area=area,
            organisation=None,
            name=name,
            role=role,
            email=address,
            purposes=("engagement", "invitations"),
            how="voice",
            basis_on=timezone.localdate(at),
            another=True,
        ), None

    def meetings(self, year: Year, held: tuple[Held, ...]) -> None:
        for each in held:
            year.meet(each, _at_two(self.today - timedelta(days=each.days)))

    def east(self, at: datetime) -> None:
        """The involvement panel, and two scrutiny panels that report to it."""
        maya, area = self.viewer("maya.fenwick"), self.areas[EAST]
        owner = self.account("maya.fenwick")
        involvement = begin_panel(
            maya, at, kind="community-involvement", area=area, code="eastern-involvement", name="Eastern Community Involvement Panel",
            owner=owner, chair_rule="elected",
        )  # fmt: skip
        year = self.year(involvement, "maya.fenwick", "priya.chandran")
        year.seat(self.people(EAST, 5, 6), at, chair="chair")
        self.meetings(year, said.INVOLVEMENT)
        hate = begin_panel(
            maya, at, kind="hate-crime-scrutiny", area=area, code="eastern-hate-crime", name="Eastern Hate Crime Scrutiny Panel",
            owner=owner, parent=involvement,
        )  # fmt: skip
        year = self.year(hate, "maya.fenwick", "priya.chandran")
        ruth = self._ruth(maya, at, area)
        year.seat(
            [*self.people(EAST, 0, 5), ruth, self.outsider(maya, at, area, "Isla Renwick", "Lecturer in law")], at, chair="facilitator"
        )
        ask_to_sign_in(by=maya, at=at, member=Member.objects.get(panel=hate, contact=ruth[0]))
        self.meetings(year, said.HATE_CRIME)
        self.calendar.enter(at + timedelta(days=350), partial(year.sign_again, 1))
        self._next(year, at)
        violence = begin_panel(
            maya, at, kind="vawg-scrutiny", area=area, code="eastern-vawg", name="Eastern Violence Against Women and Girls Scrutiny Panel",
            owner=owner, parent=involvement, chair_rule="elected",
        )  # fmt: skip
        year = self.year(violence, "maya.fenwick", "priya.chandran")
        months = ((self.today - timezone.localdate(at)).days + 45) // 30  # the chair's seat ends some six weeks from now
        year.seat(self.people(EAST, 9, 6), at, chair="chair", months=months)
        self.meetings(year, said.VAWG)
        self.calendar.enter(at + timedelta(days=350), partial(year.sign_again, 0))

    def _ruth(self, by: Viewer, at: datetime, area: Area) -> Person:
        ruth = self.outsider(by, at, area, "Ruth Adeyemi", "Retired nurse")
        community = Community.objects.filter(area=area, name__startswith="Black").first()
        if community:
            attest(by=by, at=at, stakeholder=ruth[0], community=community, attested_by="Two churches in Luton")
        return ruth

    def _next(self, year: Year, at: datetime) -> None:
        """The meeting to come: called ten days ago, with papers and replies still coming in."""
        starts = _at_two(self.today + timedelta(days=24))
        held = Held(0, "Hate crime in schools", (said.CASES, said.LEARNING), ())
        self.calendar.enter(self.calendar.until - timedelta(days=10), partial(year._call, held, starts))

    def wales(self, at: datetime) -> None:
        nia, area = self.viewer("nia.rowe"), self.areas[WALES]
        panel = begin_panel(
            nia, at, kind="local-scrutiny-and-involvement", area=area, code="cymru-wales-lsip",
            name="Cymru-Wales Local Scrutiny and Involvement Panel", owner=self.account("nia.rowe"),
        )  # fmt: skip
        year = self.year(panel, "nia.rowe", "emrys.vaughan")
        year.seat([*self.people(WALES, 0, 5), self.outsider(nia, at, area, "Cerys Anwyl", "Mediator")], at, chair="facilitator")
        self.meetings(year, said.WELSH_LSIP)

    def nation(self, at: datetime) -> None:
        owen = self.viewer("owen.achebe")
        panel = begin_panel(
            owen, at, kind="community-accountability-forum", area=None, code="community-accountability-forum",
            name="Community Accountability Forum", owner=self.account("owen.achebe"), chair_rule="elected",
        )  # fmt: skip
        year = self.year(panel, "owen.achebe", "ingrid.solheim")
        year.seat([*self.people(EAST, 2, 3), *self.people(WALES, 3, 4)], at, chair="chair")
        self.meetings(year, said.FORUM)

    def planned(self, at: datetime) -> None:
        """A panel that is only planned: its terms are a draft, so no meeting can be called."""
        by = self.viewer("gwen.lovelock")
        begin_panel(
            by, at, kind="youth-engagement", area=self.areas[WESSEX], code="wessex-youth", name="Wessex Youth Engagement Panel",
            owner=self.account("gwen.lovelock"), agreed=False,
        )  # fmt: skip


def _at_two(day: date) -> datetime:
    """Two in the afternoon by the clock of London, on the weekday on or after a day."""
    day += timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)
    return datetime.combine(day, time(14), tzinfo=timezone.get_default_timezone())


def enter_panels(
    areas: dict[str, Area], accounts: dict[str, Account], *, known: dict[str, Known], calendar: Calendar, first: datetime
) -> None:  # fmt: skip
    """Enter how every panel began; its meetings enter themselves."""
    beginnings = Beginnings(areas, known, accounts, calendar)
    for days, happening in ((40, beginnings.east), (41, beginnings.wales), (60, beginnings.nation)):
        calendar.enter(first + timedelta(days=days), happening)
    calendar.enter(calendar.until - timedelta(days=17), beginnings.planned)
    enter_panels_told(by=beginnings.viewer("maya.fenwick"), second=beginnings.viewer("leo.marchetti"), calendar=calendar)
