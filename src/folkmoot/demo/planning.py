"""Plans, the minimum set that headquarters gives to every Area, measures with their figures, and where commitments stand."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.minimum.models import Exemption
from folkmoot.actions.minimum.operations import ask_exemption, decide_exemption, issue_set, write_item
from folkmoot.actions.models import Action
from folkmoot.actions.operations import add_evidence, ask_partner, change_action, hand_over, raise_action, record_progress, review_action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.operations import make_plan
from folkmoot.areas.models import Area
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.people import icem_of, icem_person
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.operations import add_measure, observe
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.operations import give_owner, report_standing

MINIMUM = (
    ("Hold one meeting a year with a disability forum", "Held, by its dated note", "half a day of the manager", "the dated note", "trust-2", 60),
    ("Publish what was said and what was done, twice a year", "Two issues published", "two days of the manager", "the two pages", "trust-3", 110),
    ("Brief every new prosecutor on the scrutiny panels", "Every starter, by register", "an hour a month", "the registers", "everyone-2", 150),
)  # fmt: skip
# Where Areas that have begun stand, in turn; an Area that has not begun has not chosen its owner.
STAGES = ("achieved", "substantial", "in_progress", "not_begun", "in_progress")
MEETING = MINIMUM[0][0]


class Planner:
    """One Area's plan on hate crime. `by` is its manager, `owner` her account."""

    def __init__(self, area: Area, *, by: Viewer, owner: Account) -> None:
        self.area, self.by, self.owner = area, by, owner
        self.plan: Plan | None = None

    def _raise(self, at: datetime, title: str, days: int, measure: str, **more: Any) -> Action:
        return raise_action(
            by=self.by, at=at, area=self.area, origin_kind="plan", origin_id=self.plan.pk if self.plan else None, title=title, plan=self.plan,
            measure=measure, owner=self.owner, due_on=_day(at) + timedelta(days=days), resources="two half days, agreed with the unit", **more,
        )  # fmt: skip

    def begin(self, at: datetime) -> None:
        """The plan, with an action of its own and one of a partner."""
        self.plan = make_plan(
            by=self.by, at=at, area=self.area, title="Hate crime action plan", kind="area", owner=self.owner, starts_on=_day(at),
            ends_on=_day(at) + timedelta(days=365), purpose="So that people who report hate crime hear what became of it, and stay with us.",
        )  # fmt: skip
        self.briefing = self._raise(
            at, "Brief all hate crime prosecutors on special measures", 75, "Requests before the first hearing, of 32 sampled files",
            baseline="41% of 32 files", target="60% of files", moves=Measure.objects.filter(code="success-2").first(),
            commitments=Commitment.objects.filter(code="casework-1"),
        )  # fmt: skip
        self.police = self._raise(
            at, "Agree with the police how disabled victims are asked about support", 190, "A form in use in all three divisions", agency="police",
            partner_name="The police force of the county",
        )  # fmt: skip
        record_progress(by=self.by, at=at, action=self.police, level="in_progress", note="First meeting held.", on=_day(at))

    def brief(self, at: datetime) -> None:
        add_evidence(
            by=self.by, at=at, action=self.briefing, title="Attendance lists of three briefings", kept_at="shared folder 12", on=_day(at)
        )
        record_progress(by=self.by, at=at, action=self.briefing, level="achieved", note="All 31 were briefed.", on=_day(at))

    def letters(self, at: datetime) -> None:
        """An action in two parts, of different weight."""
        self.whole = self._raise(
            at, "Write to every group that reported and say what changed", 150, "Every group has its letter, by the register"
        )
        self.draft = self._raise(
            at, "Draft the letter with two community groups", 60, "Both groups agree the words", parent=self.whole, weight=2
        )
        self.translated = self._raise(
            at + timedelta(minutes=5), "Translate the letter into six languages and Easy Read", 104, "Seven versions checked by readers",
            parent=self.whole,
        )  # fmt: skip

    def drafted(self, at: datetime) -> None:
        add_evidence(by=self.by, at=at, action=self.draft, title="Agreed draft", kept_at="shared folder 12", on=_day(at))
        record_progress(by=self.by, at=at, action=self.draft, level="achieved", note="Both groups agreed.", on=_day(at))

    def translate(self, at: datetime) -> None:
        record_progress(by=self.by, at=at, action=self.translated, level="substantial", note="Five of seven done.", on=_day(at))

    def move(self, at: datetime) -> None:
        """The partner's action is moved, with the reason; and asked after."""
        change_action(
            by=self.by, at=at, action=self.police, due_on=self.police.due_on + timedelta(days=12), due_reason="Their lead officer changed."
        )
        ask_partner(by=self.by, at=at, action=self.police, words="Is the form in use?", on=_day(at))

    def reply(self, at: datetime) -> None:
        ask_partner(by=self.by, at=at, action=self.police, words="From next month in two of three divisions.", on=_day(at), is_reply=True)

    def worked(self, at: datetime) -> None:
        review_action(
            by=self.by, at=at, action=self.briefing, verdict="partly", words="Better in the Crown Court than before magistrates.", on=_day(at),
            before="41% of 32 files", after="53% of 34 files", source="Files sampled by the unit head",
        )  # fmt: skip


class Headquarters:
    """What headquarters owes the strategy: the minimum set, measures, and where commitments stand."""

    def __init__(self, *, by: Viewer, owner: Account) -> None:
        self.by, self.owner = by, owner

    def issue(self, at: datetime) -> None:
        for title, measure, resources, wanted, commitment, days in MINIMUM:
            write_item(
                by=self.by, at=at, title=title, measure=measure, resources=resources, evidence_wanted=wanted,
                due_on=_day(at) + timedelta(days=days), commitment=Commitment.objects.get(code=commitment, strategy__code="cps-2020"),
            )  # fmt: skip
        issue_set(by=self.by, at=at, words="The first edition: what every Area owes its communities.")

    def draft_more(self, at: datetime) -> None:
        write_item(
            by=self.by, at=at, title="Name a second person for each community", measure="A name for every community, by the list",
            resources="an hour of each manager", evidence_wanted="the list of names", due_on=_day(at) + timedelta(days=200),
        )  # fmt: skip

    def decide(self, at: datetime) -> None:
        """One Area is let off an item; another is still waiting for its answer."""
        for exemption in Exemption.objects.filter(area__code="london-north", agreed=None):
            decide_exemption(
                by=self.by, at=at, exemption=exemption, agreed=True, answer="The panel of the neighbouring Area does it for both."
            )

    def observe(self, at: datetime) -> None:
        """A target that is met, one that is missed, one that cannot be known, and confidence with its interval."""
        year = _day(at).year
        for code, figures in (("scs-bame", ("9.2", "12.4")), ("scs-disabled", ("5.2", "6.1"))):
            for number, value in enumerate(figures):
                self._see(
                    at, Measure.objects.get(code=code), date(year - 2 + number, 3, 31), value, 197, "Workforce system, invented figures"
                )
        confidence = add_measure(
            by=self.by, at=at, commitment=Commitment.objects.get(code="success-1", strategy__code="cps-2020"), target=Decimal(64), unit="percent",
            name_en="Confident that the service is fair", definition="Very or fairly confident that the system as a whole is fair, of all who answered",
            direction="up", source="Crime Survey for England and Wales", frequency="yearly",
        )  # fmt: skip
        for number, (value, base) in enumerate((("59", 900), ("61", 850), ("63", 800))):
            self._see(at, confidence, date(year - 3 + number, 3, 31), value, base, "Survey, invented figures", sampled=True)

    def _see(self, at: datetime, measure: Measure, as_of: date, value: str, base: int, source: str, *, sampled: bool = False) -> None:
        observe(by=self.by, at=at, measure=measure, area=None, as_of=as_of, value=Decimal(value), base=base, source=source, sampled=sampled)

    def report(self, at: datetime) -> None:
        """Who answers for three commitments, and where each stands: well, barely begun, and not to be met."""
        for code, level, said in (
            ("trust-1", "substantial", {"evidence": "Two national partnerships signed; a third in draft"}), ("everyone-1", "in_progress", {}),
            ("representation-4", "cannot_be_met", {"reason": "The budget for it was withdrawn this year."}),
        ):  # fmt: skip
            commitment = Commitment.objects.get(code=code, strategy__code="cps-2020")
            give_owner(by=self.by, at=at, commitment=commitment, account=self.owner, since=_day(at) - timedelta(days=60))
            report_standing(by=self.by, at=at, commitment=commitment, level=level, on=_day(at), **said)


def take_on(area: Area, by: Viewer, owner: Account, stage: str, at: datetime) -> None:
    """An Area names who owns what the set asks of it, and goes as far as it goes."""
    for action in Action.objects.filter(area=area, minimum__isnull=False).order_by("pk")[: 1 if stage == "in_progress" else 3]:
        if stage == "not_begun":
            continue
        hand_over(by=by, at=at, action=action, to=owner, on=_day(at))
        if stage == "achieved" and action.title == MEETING:
            add_evidence(by=by, at=at, action=action, title="Note of the meeting", kept_at="Area shared folder", on=_day(at))
            record_progress(by=by, at=at, action=action, level="achieved", note="The forum came to us.", on=_day(at))
        elif stage != "achieved":
            record_progress(by=by, at=at, action=action, level=stage, note="A date is agreed.", on=_day(at))


def excuse(area: Area, by: Viewer, at: datetime) -> None:
    action = Action.objects.filter(area=area, minimum__isnull=False, title__startswith="Publish").first()
    if action and action.minimum:
        ask_exemption(by=by, at=at, item=action.minimum, area=area, reason="The panel publishes it for us already.")


def enter_plans(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter a plan of the East of England, the minimum set with what Areas make of it, and what headquarters counts, into the year."""
    day, until = _day(first), calendar.until
    maya, owen = accounts["maya.fenwick@example.org"], accounts["owen.achebe@example.org"]
    planner = Planner(areas["east-of-england"], by=viewer_for(maya, day), owner=maya)
    hq = Headquarters(by=viewer_for(owen, day), owner=owen)
    for days, happening in (
        (200, planner.begin), (135, planner.brief), (100, planner.letters), (64, planner.move), (52, planner.drafted), (40, planner.reply),
        (30, planner.worked), (9, planner.translate), (92, hq.issue), (22, hq.observe), (21, hq.report), (34, hq.decide), (5, hq.draft_more),
    ):  # fmt: skip
        calendar.enter(until - timedelta(days=days), happening)
    for number, (code, area) in enumerate(sorted(areas.items())):
        by, owner = icem_of(area, accounts, day), accounts[icem_person(area).email]
        calendar.enter(until - timedelta(days=60 - number), partial(_take_on_at, area, by, owner, STAGES[number % len(STAGES)]))
        if code in ("london-north", "south-west"):
            calendar.enter(until - timedelta(days=39), partial(excuse, area, by))


def _take_on_at(area: Area, by: Viewer, owner: Account, stage: str, at: datetime) -> None:
    take_on(area, by, owner, stage, at)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
