"""What the panels of the fictional year told others: members their groups, the service the public, and everybody who might join."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.demo.calendar import Calendar
from folkmoot.panels.guidance.operations import mark_read
from folkmoot.panels.guidance.queries import holds_now
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.operations import add_paper
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.operations import agree, explain, make, submit, write_text
from folkmoot.panels.publications.queries import check_before_leaving
from folkmoot.panels.recruitment.applying import take_application
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.panels.recruitment.operations import open_campaign, plan_campaign
from folkmoot.panels.space.operations import invite, log_briefing, record_attended, reply
from folkmoot.panels.space.survey.operations import open_survey

HEARD = (
    ("The mosque committee", 18, "People ask why nobody rings back after a report."),
    ("Families on two sites", 9, "They would rather speak to somebody they have met."),
    ("A disabled people's lunch club", 25, ""),
    ("The students' union", 40, "Online abuse is thought to be for the platforms, not the police."),
)
PAPER = (
    "Four closed cases will be read in the room. Please tell the facilitator beforehand if you know anybody in a case about a neighbour dispute"
    " at a market or a road incident near a school."
)


class Telling:
    """One panel that tells: its members brief, it is invited, it looks for members, it publishes."""

    def __init__(self, code: str, *, by: Viewer, second: Viewer, calendar: Calendar) -> None:
        self.code, self.by, self.second, self.calendar = code, by, second, calendar

    @property
    def panel(self) -> Panel:
        return Panel.objects.get(code=self.code)

    def brief(self, at: datetime) -> None:
        today = timezone.localdate(at)
        last = Meeting.objects.filter(panel__code=self.code, state="closed").order_by("-starts_at").first()
        for member, (whom, people, heard) in zip(sitting(self.panel, today), HEARD, strict=False):
            log_briefing(by=self.by, at=at, member=member, whom=whom, how="meeting", on=today, people=people, heard=heard, meeting=last)

    def board(self, at: datetime) -> None:
        """Two members went to the strategy board; one of them spoke."""
        members = list(sitting(self.panel, timezone.localdate(at)))[:2]
        occasion = invite(
            by=self.by, at=at, panel=self.panel, kind="board", title="Area strategy board", starts_at=at + timedelta(days=14), members=members,
            part="speak", place="Area office, Cambridge", about="What the panel found in the last half-year.",
        )  # fmt: skip
        for invitation in occasion.invitations.all():
            reply(by=self.by, at=at + timedelta(days=2), invitation=invitation, reply="yes")
        self.calendar.enter(at + timedelta(days=15), lambda day: self._attended(occasion.pk, day))

    def _attended(self, occasion_id: int, at: datetime) -> None:
        from folkmoot.panels.space.models import Invitation

        for invitation in Invitation.objects.filter(occasion_id=occasion_id):
            record_attended(
                by=self.by, at=at, invitation=invitation, attended="yes", came_of_it="The board took up two of the panel’s recommendations."
            )

    def forum(self, at: datetime) -> None:
        invite(
            by=self.by, at=at, panel=self.panel, kind="forum", title="Staff forum: what panels see", starts_at=at + timedelta(days=30),
            members=list(sitting(self.panel, timezone.localdate(at)))[-3:], place="Area office, Cambridge",
        )  # fmt: skip

    def paper(self, at: datetime) -> None:
        meeting = Meeting.objects.filter(panel__code=self.code, state="called").first()
        if meeting and meeting.starts_at:
            add_paper(
                by=self.by, at=at, meeting=meeting, title_en="Before the meeting", words=PAPER,
                expires_on=timezone.localdate(meeting.starts_at) + timedelta(days=14),
            )  # fmt: skip

    def survey(self, at: datetime) -> None:
        open_survey(by=self.by, at=at, panel=self.panel, closes_on=timezone.localdate(at) + timedelta(days=30))

    def publish(self, at: datetime) -> None:
        """An update on the last meeting whose minutes were agreed, written by one and agreed by another."""
        meeting = Meeting.objects.filter(panel__code=self.code, state="closed", minutes__state="agreed").order_by("-starts_at").first()
        assert meeting
        made = make(by=self.by, at=at, panel=self.panel, kind="update", meeting=meeting)
        for text in made.publicationtexts.filter(which__in=["en", "easy"]):
            write_text(by=self.by, at=at, publication=made, which=text.which, title=text.title, words=text.words, read=True)
        for finding in check_before_leaving(made, today=timezone.localdate(at)).findings:
            explain(by=self.by, at=at, publication=made, key=finding.key, why="In the service’s own words, and about nobody.")
        submit(by=self.by, at=at + timedelta(hours=1), publication=made)
        seen = check_before_leaving(Publication.objects.get(pk=made.pk), today=timezone.localdate(at)).hash
        agree(by=self.second, at=at + timedelta(hours=5), publication=Publication.objects.get(pk=made.pk), seen_hash=seen)

    def draft_report(self, at: datetime) -> None:
        last = timezone.localdate(at)
        make(by=self.by, at=at, panel=self.panel, kind="annual", first=last - timedelta(days=364), last=last)

    def recruit(self, at: datetime) -> None:
        """A search for members from communities nobody on the panel can speak for; two people have applied so far."""
        today, area = timezone.localdate(at), self.panel.area
        wanted = Community.objects.filter(area=area, name__in=["Deaf people", "Chinese and East Asian people", "Jewish communities"])
        campaign = plan_campaign(
            by=self.by, at=at, panel=self.panel, communities=list(wanted), title_en="Two people to read hate crime cases with us", seats=2,
            sought_en="People aged 18 to 25", why="Nobody on the panel can speak for these communities, and all of them report hate crime.",
            about_en="Members meet four times a year, read closed cases and say what was done well and what should be better.",
            asks_en="Four afternoons a year, a day of training, a vetting check, and keeping what you read to yourself.",
            gives_en="Training, your expenses, and an answer to every recommendation you make.",
            looks_for_en="You know a community from within\nYou say plainly what you think\nYou can keep things to yourself",
            ways_en="Ring us, write to us, or ask for a form in Easy Read or in your language.",
            opens_on=today, closes_on=today + timedelta(days=35), sifters=2, keep_months=6,
        )  # fmt: skip
        open_campaign(by=self.by, at=at, campaign=campaign)
        for number, (name, reasons) in enumerate(
            (
                ("Mei Lin Harcourt", "My mother was shouted at in her shop and nobody told her how it ended."),
                ("Joel Abramson", "I look after the security of our synagogue and would like to see the other side."),
            )
        ):
            self.calendar.enter(at + timedelta(days=4 + 3 * number), partial(self._apply, campaign, name, reasons))

    def _apply(self, campaign: Campaign, name: str, reasons: str, at: datetime) -> None:
        take_application(
            by=self.by, at=at, campaign=campaign, mark=name, agreed=True, channel="paper", name=name,
            email=name.lower().replace(" ", ".") + "@example.org", reasons=reasons, brings="Patience, and two languages.",
            received_on=timezone.localdate(at),
        )  # fmt: skip

    def read_guidance(self, at: datetime) -> None:
        """Half the members have read what panels do."""
        version = holds_now("what-panels-do")
        assert version
        for member in list(sitting(self.panel, timezone.localdate(at)))[::2]:
            mark_read(by=self.by, at=at, member=member, version=version)


def enter_panels_told(*, by: Viewer, second: Viewer, calendar: Calendar) -> None:
    """Enter what the thriving panel told others, in the last half-year."""
    telling = Telling("eastern-hate-crime", by=by, second=second, calendar=calendar)
    for days, happening in (
        (100, telling.brief), (90, telling.board), (60, telling.read_guidance), (19, telling.publish), (18, telling.forum), (16, telling.recruit), (9, telling.paper),
        (8, telling.survey), (3, telling.draft_report),
    ):  # fmt: skip
        calendar.enter(calendar.until - timedelta(days=days), happening)
