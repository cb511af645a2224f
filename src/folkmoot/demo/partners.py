"""Partnerships, sources of information, and trends of the Areas shown in full, and of the whole service."""

from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.operations import raise_action
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.known import Known
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import Links, change_activity
from folkmoot.stakeholders.operations import add_organisation
from folkmoot.stakeholders.partnerships.operations import add_partnership, record_contact, record_outcome
from folkmoot.stakeholders.sources.operations import add_source, log_receipt
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.operations import add_trend, review_trend


class Partners:
    """One Area's work with others. `by` is its manager, `owner` her account."""

    def __init__(self, area: Area, *, by: Viewer, owner: Account, known: Known, aims: dict[str, Aim]) -> None:
        self.area, self.by, self.owner, self.known, self.aims = area, by, owner, known, aims

    def trends(self, at: datetime) -> None:
        """Two trends: one is looked at again in time, the other is due."""
        today = timezone.localdate(at)
        crime = add_trend(
            by=self.by, at=at, area=self.area, kind="crime", title="Hate crime online against disabled people", owner=self.owner,
            words="Groups tell of abuse in local groups online that follows people home. They rarely report it.",
            evidence="Invented: the police count by month, and what three groups said in spring", since=today - timedelta(days=200),
            review_on=today + timedelta(days=120), aims=[self.aims["public-confidence"]],
        )  # fmt: skip
        add_trend(
            by=self.by, at=at, area=self.area, kind="community", title="Roma families arriving in the market towns", owner=self.owner,
            words="Schools have many new children whose families have never met the service.",
            evidence="Invented: school rolls of the county council", review_on=today + timedelta(days=210),
            categories=[Category.objects.get(scheme__code="ethnicity-census-2021", code="16")],
        )  # fmt: skip
        self.crime = crime

    def trend_taken_up(self, at: datetime) -> None:
        """The first trend is looked at again; an action follows from it, and the activities that were about it are named."""
        today = timezone.localdate(at)
        review_trend(
            by=self.by,
            at=at,
            trend=self.crime,
            words="Still rising; two groups now keep a diary of it.",
            next_on=today + timedelta(days=400),
        )
        raise_action(
            by=self.by, at=at, area=self.area, origin_kind="plan", origin_id=None, owner=self.owner, trends=[self.crime],
            title="Agree with the police how abuse online is passed on by disabled people's groups",
            measure="A written way agreed with two groups and used ten times", due_on=today + timedelta(days=330),
        )  # fmt: skip
        recent = Activity.objects.filter(area=self.area, held_on__isnull=False, closed_at=None).order_by("-pk")[:3]
        for activity in recent:
            change_activity(by=self.by, at=at, activity=activity, links=Links(trends=[self.crime], partnerships=[self.health]))

    def partnerships(self, at: datetime) -> None:
        """One with mental health agencies that is alive, and one that nobody has met for long."""
        today = timezone.localdate(at)
        trust = add_organisation(
            by=self.by, at=at, area=self.area, name=f"Mental Health Trust, {self.area.name_en}", kind="health", another=True
        )
        self.health = add_partnership(
            by=self.by, at=at, area=self.area, partners=[trust], kind="mental_health", title="Witnesses with mental ill health",
            purpose="Witnesses with mental ill health are told what to expect and are supported on the day", owner=self.owner,
            agreement="Agreed in writing; kept in the Area's shared folder", agreed_on=today, agreed_until=today + timedelta(days=730),
            starts=today, review_every_months=6, aims=[self.aims["public-confidence"]],
        )  # fmt: skip
        council = next((each for each, *_rest in self.known.organisations if each.kind == "council"), self.known.organisations[0][0])
        self.lapsing = add_partnership(
            by=self.by, at=at, area=self.area, partners=[council], kind="education", title="Talks in secondary schools",
            purpose="Pupils hear from a prosecutor what hate crime is in law", starts=today, review_every_months=3, owner=self.owner,
        )  # fmt: skip
        record_contact(by=self.by, at=at, partnership=self.lapsing, on=today, words="First meeting; four schools named")

    def outcomes(self, at: datetime) -> None:
        today = timezone.localdate(at)
        record_contact(by=self.by, at=at, partnership=self.health, on=today, words="Half-yearly meeting")
        record_outcome(
            by=self.by, at=at, partnership=self.health, kind="training", on=today, number=34,
            words="Prosecutors and ward staff were trained together", evidence="Register of two mornings",
        )  # fmt: skip
        record_outcome(
            by=self.by, at=at, partnership=self.health, kind="support", on=today, number=11,
            words="Witnesses were met by somebody they knew on the day of the trial", evidence="The trust's own count, sent each quarter",
        )  # fmt: skip

    def sources(self, at: datetime) -> None:
        today = timezone.localdate(at)
        self.board = add_source(
            by=self.by, at=at, area=self.area, name="Local Criminal Justice Board, quarterly paper", kind="justice_board", owner=self.owner,
            tells="Witnesses who came, trials that did not go ahead, and why", every_months=3, first_due_on=today + timedelta(days=60),
        )  # fmt: skip
        self.police = add_source(
            by=self.by, at=at, area=self.area, name="Police count of hate crime by month", kind="police", owner=self.owner,
            tells="Reports by strand and district", every_months=1, first_due_on=today + timedelta(days=30),
        )  # fmt: skip
        log_receipt(by=self.by, at=at, source=self.police, on=today, covers="The month before", words="Invented: 212 reports, nine online")

    def received(self, at: datetime) -> None:
        today = timezone.localdate(at)
        log_receipt(
            by=self.by, at=at, source=self.board, on=today, covers="The last quarter", words="Invented: one trial in five was moved"
        )


def enter_partners(
    area: Area, *, by: Viewer, owner: Account, known: Known, aims: dict[str, Aim], calendar: Calendar, first: datetime
) -> None:
    """Enter an Area's partnerships, sources and trends into its year."""
    partners = Partners(area, by=by, owner=owner, known=known, aims=aims)
    for days, happening in ((8, partners.partnerships), (20, partners.sources), (35, partners.trends), (130, partners.outcomes)):
        calendar.enter(first + timedelta(days=days), happening)
    calendar.enter(calendar.until - timedelta(days=40), partners.trend_taken_up)
    calendar.enter(calendar.until - timedelta(days=25), partners.received)


def work_nationally(by: Viewer, owner: Account, aims: dict[str, Aim], at: datetime) -> None:
    """A partnership and a trend of the whole service, kept by headquarters."""
    today = timezone.localdate(at)
    area = Area.objects.get(code="london-north")
    partner = add_organisation(by=by, at=at, area=area, name="National Forum of Scrutiny Panels", kind="charity", another=True)
    add_partnership(
        by=by, at=at, area=None, partners=[partner], kind="strategic", title="Scrutiny panels learn from each other", owner=owner,
        purpose="Panels of all Areas see each other's findings twice a year", starts=today, review_every_months=12,
    )  # fmt: skip
    add_trend(
        by=by, at=at, area=None, kind="confidence", title="Young people expect less of the service than their parents", owner=owner,
        words="Confidence falls with age in every Area that asked.", evidence="Invented: sheets from eleven activities",
        review_on=today + timedelta(days=330), aims=[aims["public-confidence"]],
    )  # fmt: skip
