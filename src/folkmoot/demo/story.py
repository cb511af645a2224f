"""What happens in an Area in the fictional year: activities, what was said in them, and what became of it, in every state.

Some Areas are diligent, one is behind, one answers but does not tell: `Habits` says how an Area works.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.operations import add_evidence, raise_action, record_progress, review_action
from folkmoot.areas.models import Area, County
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.finishing import Desk
from folkmoot.demo.known import Known, Meeting
from folkmoot.demo.places import COUNTY_OF, TOWNS
from folkmoot.demo.sayings import PRAISE, REFUSAL, THEMES, TITLES, Theme
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import CannotClose, Links, add_point, cancel_activity, close_activity, plan_activity, record_activity
from folkmoot.strategy.models import Aim
from folkmoot.voice.models import Point
from folkmoot.voice.operations import answer_point, tell

REVIEWED = 7  # of ten actions that were achieved


@dataclass(frozen=True)
class Habits:
    """How an Area works: activities a month, and the chance of each step that keeps the loop closed."""

    activities: float = 2.2
    answers: float = 0.9
    finishes: float = 0.8
    tells: float = 0.75
    counts: float = 0.95


HABITS = {
    "east-of-england": Habits(activities=4.5, answers=0.95, finishes=0.8, tells=0.85),
    "cymru-wales": Habits(activities=3.6, answers=0.95, finishes=0.75, tells=0.85),
    "north-west": Habits(activities=2.4, answers=0.9, tells=0.3),  # answers, but does not tell
    "wessex": Habits(activities=0.9, answers=0.6, finishes=0.4, tells=0.5, counts=0.7),  # behind
}


class Story:
    """One Area's year. `by` is its Inclusion and Community Engagement Manager."""

    def __init__(
        self, area: Area, *, by: Viewer, owner: Account, known: Known, aims: dict[str, Aim], calendar: Calendar, chance: Random
    ) -> None:
        self.area, self.by, self.owner, self.known = area, by, owner, known
        self.aims, self.calendar, self.chance = aims, calendar, chance
        self.habits = HABITS.get(area.code, Habits())
        self.counties = {county.code: county for county in County.objects.filter(code__in=COUNTY_OF.values())}
        self.desk = Desk(area, by=by) if area.code in ("cymru-wales", "east-of-england") else None
        self.asked = False
        # One community hardly met and one never, so that there is reach to gain.
        self.seldom = set(chance.sample([community.pk for community in known.communities], 3))

    def enter(self, first: datetime) -> None:
        """Enter the year's activities, from `first` on, into the calendar; and a few that are planned for later."""
        day = first
        while day < self.calendar.until + timedelta(days=60):
            day += timedelta(days=max(1, round(self.chance.expovariate(self.habits.activities / 30))))
            if day.weekday() < 5:
                planned_at = day - timedelta(days=self.chance.randrange(14, 50))
                self.calendar.enter(max(planned_at, first), partial(self.plan, held=day.date()))

    def plan(self, at: datetime, held: date) -> None:
        organisation, community, contact = self.chance.choice(self._within_reach())
        title, kind, purpose = self.chance.choice(TITLES)
        theme = self.chance.choice(THEMES)
        links = Links(
            aims=[self.aims[theme.aim], *([self.aims["public-confidence"]] if theme.aim != "public-confidence" and self.chance.random() < 0.3 else [])],
            communities=[community], organisations=[organisation], contacts=[contact] if contact else [],
        )  # fmt: skip
        town = organisation.town or self.chance.choice(TOWNS[self.area.code])
        activity = plan_activity(
            by=self.by, at=at, area=self.area, title=title.format(organisation=organisation, town=town), kind=kind, purpose=purpose,
            objective=f"Hear what people say about {theme.name[0].lower()}{theme.name[1:]} and agree what we will do",
            measure="At least three points raised and answered within four weeks", planned_for=held, place=town, links=links,
            county=self.counties.get(COUNTY_OF.get(town, "")),
        )  # fmt: skip
        if self.chance.random() < 0.04:
            self.calendar.enter(at_nine(held) - timedelta(days=1), lambda day: self.cancel(day, activity))
        elif self.chance.random() < 0.97:
            self.calendar.enter(
                at_nine(held) + timedelta(days=self._days_to_record()),
                lambda day: self.record(day, activity, held, theme, str(organisation)),
            )

    def _within_reach(self) -> list[Meeting]:
        met = [one for one in self.known.organisations if one[1].pk not in self.seldom]
        return met if self.chance.random() < 0.97 else self.known.organisations

    def _days_to_record(self) -> int:
        return self.chance.choice((0, 0, 1, 1, 2, 3, 5, 12))

    def cancel(self, at: datetime, activity: Activity) -> None:
        cancel_activity(by=self.by, at=at, activity=activity, reason="The hall was flooded; a new date is being found")

    def record(self, at: datetime, activity: Activity, held: date, theme: Theme, said_by: str) -> None:
        crowd = {"event": 180, "mock_trial": 45, "training": 30, "call": 1}.get(activity.kind, 14)
        headcount = max(1, round(crowd * self.chance.uniform(0.4, 1.8))) if self.chance.random() < self.habits.counts else None
        activity = record_activity(
            by=self.by, at=at, activity=activity, held_on=held, headcount=headcount,
            staff_quarters=self.chance.randrange(4, 40), cost_pence=self.chance.choice((0, 0, 1250, 4500, 8000, 22000, 64000)),
            outcome="Points noted; the group asked us to come back with answers", **self._what_followed(activity),
        )  # fmt: skip
        if self.desk:
            self._at_the_desk(at, activity)
        for words in self.chance.sample(theme.concerns, self.chance.randrange(1, len(theme.concerns))):
            self._say(at, activity, words, "concern", theme, said_by)
        if self.chance.random() < 0.35:
            self._say(at, activity, self.chance.choice(PRAISE), "praise", theme, said_by)
        self.calendar.enter(at + timedelta(days=self.chance.randrange(41, 70)), lambda day: self.close(day, activity))

    def _at_the_desk(self, at: datetime, activity: Activity) -> None:
        """Finish it; and once, when the year is nearly over, ask those who came how confident they are."""
        assert self.desk
        self.desk.finish(at, activity)
        if not self.asked and at > self.calendar.until - timedelta(days=30):
            self.asked = True
            self.desk.ask(at, activity)

    def _what_followed(self, activity: Activity) -> dict[str, Any]:
        """How it went against the plan, in turn, so that nothing else of the year depends on it."""
        turn = activity.pk % 5
        if turn == 4:
            return {
                "follow_up": "again",
                "follow_up_words": "Meet again with an interpreter",
                "result": "partly",
                "evidence": "Few could follow",
            }
        if turn == 3 and self.desk and activity.pk % 2:
            return {"follow_up": "action", "follow_up_words": "Write to the courts service about the hearing loop"}
        return {"follow_up": "none", "result": "met", "evidence": "The points were raised and answered"}

    def _say(self, at: datetime, activity: Activity, words: str, nature: str, theme: Theme, said_by: str) -> None:
        point = add_point(
            by=self.by, at=at, activity=activity, words=words, nature=nature, theme=theme.name, aim=self.aims[theme.aim], said_by=said_by
        )
        if self.chance.random() < self.habits.answers:
            self.calendar.enter(at + timedelta(days=self.chance.randrange(3, 40)), lambda day: self.answer(day, point, theme))

    def answer(self, at: datetime, point: Point, theme: Theme) -> None:
        today = at.date()
        if point.nature == "praise":
            answer_point(
                by=self.by,
                at=at,
                point=point,
                outcome="thanked",
                words="Thank you. We have passed this on to the people it was about.",
                on=today,
            )
        elif self.chance.random() < 0.12:
            answer_point(by=self.by, at=at, point=point, outcome="not_accepted", words=REFUSAL[0], reason=REFUSAL[1], on=today)
        else:
            outcome = "partly" if theme.answer.startswith("Partly") or "in part" in theme.answer else "accepted"
            answer_point(by=self.by, at=at, point=point, outcome=outcome, words=theme.answer, on=today)
            if self.chance.random() < 0.6:
                self.act(at, point, theme)
                return
        self._tell_later(at, point, "what we answered and why")

    def act(self, at: datetime, point: Point, theme: Theme) -> None:
        action = raise_action(
            by=self.by, at=at, area=self.area, origin_kind="voice.point", origin_id=point.pk, title=theme.action, measure=theme.measure,
            owner=self.owner, due_on=at.date() + timedelta(days=self.chance.choice((45, 60, 90, 120))),
        )  # fmt: skip
        self.calendar.enter(at + timedelta(days=self.chance.randrange(15, 40)), lambda day: self.progress(day, action, point, theme))

    def progress(self, at: datetime, action: Action, point: Point, theme: Theme) -> None:
        if self.chance.random() < 0.9:
            level = self.chance.choice(("in_progress", "in_progress", "substantial"))
            record_progress(by=self.by, at=at, action=action, level=level, note=theme.progress, on=at.date())
        if self.chance.random() < self.habits.finishes:
            self.calendar.enter(at + timedelta(days=self.chance.randrange(15, 75)), lambda day: self.achieve(day, action, point, theme))

    def achieve(self, at: datetime, action: Action, point: Point, theme: Theme) -> None:
        add_evidence(
            by=self.by, at=at, action=action, title=theme.evidence, kept_at="Area shared folder, engagement evidence", on=at.date()
        )
        record_progress(by=self.by, at=at, action=action, level="achieved", note=theme.change, on=at.date())
        self._tell_later(at, point, theme.change)
        if action.pk % 10 < REVIEWED:
            self.calendar.enter(at + timedelta(days=92 + action.pk % 20), lambda day: self.look_back(day, action, theme))

    def look_back(self, at: datetime, action: Action, theme: Theme) -> None:
        """Months later it is asked whether it worked; of one in four nobody can tell yet."""
        verdict = ("worked", "partly", "worked", "cannot_tell")[action.pk % 4]
        figures = (
            {} if verdict == "cannot_tell" else {"before": "4 of 20", "after": "13 of 20", "source": "Twenty files sampled by the unit"}
        )
        review_action(by=self.by, at=at, action=action, verdict=verdict, words=theme.change, on=at.date(), **figures)

    def _tell_later(self, at: datetime, point: Point, words: str) -> None:
        if self.chance.random() < self.habits.tells:
            self.calendar.enter(at + timedelta(days=self.chance.randrange(2, 25)), lambda day: self.tell(day, point, words))

    def tell(self, at: datetime, point: Point, words: str) -> None:
        channel = self.chance.choice(("meeting", "email", "letter", "phone"))
        tell(by=self.by, at=at, point=point, on=at.date(), channel=channel, who=point.said_by or "The group", words=words)

    def close(self, at: datetime, activity: Activity) -> None:
        """Close what can be closed; what still has an unanswered point stays open, as the product demands."""
        with suppress(CannotClose):
            close_activity(by=self.by, at=at, activity=Activity.objects.get(pk=activity.pk))


def at_nine(day: date) -> datetime:
    """Nine in the morning of a day, in the service's own time."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())
