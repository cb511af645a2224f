"""What reaches an Area outside its activities: e-mails and letters, promises made, words in other languages; and issues made of points."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.demo.calendar import Calendar
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.operations import answer_issue, join_points, open_issue, tell_by_mail
from folkmoot.voice.models import Point
from folkmoot.voice.operations import Planned, record_point

URDU = "ہمیں کوئی جواب نہیں ملتا اور ہم ایک سال سے انتظار کر رہے ہیں۔"
WELSH = "Gofynnais am gael rhoi fy nhystiolaeth yn Gymraeg, a dywedwyd wrthyf y byddai’n gynt yn Saesneg."
SILENCE = "People who report hate crime say that nobody tells them what became of it."
PLAN = (
    "Write to everybody who reports hate crime within ten days", "Forty letters in a row sent within ten days, by the register",
    "half a day a week of the victim liaison unit, agreed with its head",
)  # fmt: skip


class Letterbox:
    """What one Area hears by letter and e-mail, and what it makes of it. `by` is its manager, `owner` her account."""

    def __init__(self, area: Area, *, by: Viewer, owner: Account) -> None:
        self.area, self.by, self.owner = area, by, owner
        self.silent: list[Point] = []
        self.issue: Issue | None = None

    def _heard(self, at: datetime, words: str, **more: Any) -> Point:
        day = timezone.localdate(at)
        return record_point(by=self.by, at=at, area=self.area, words=words, said_on=day - timedelta(days=2), **more)

    def write_in(self, at: datetime) -> None:
        """Two groups and one person write; the words of the last hold an address, and are kept to those who answer."""
        theme = {"theme": "Reporting hate crime"}
        self.silent = [
            self._heard(
                at, "We filled in the form in March. It is winter, and nobody has written.", origin_kind="email", said_by="Fenland Forum",
                reply_by="email", reply_address="forum@example.org", equality=[("ethnicity", None)], **theme,
            ),
            self._heard(
                at, URDU, origin_kind="letter", said_by="Elders of the mosque in Luton", reply_by="letter",
                reply_address="12 Example Street, Luton", equality=[("religion_or_belief", None), ("ethnicity", None)], **theme,
            ),
            self._heard(
                at, "Ring me on 01632 960144 or write to joan.pettit@example.org: what became of my report?", origin_kind="email",
                visibility="restricted", reply_by="email", reply_address="joan.pettit@example.org", **theme,
            ),
        ]  # fmt: skip

    def join(self, at: datetime) -> None:
        """The three become one issue, with what others said of the same before and nobody has answered."""
        same = Point.objects.filter(area=self.area, theme="Reporting hate crime", nature="concern", answers=None).order_by("-said_on", "pk")
        self.issue = open_issue(
            by=self.by, at=at, area=self.area, title="Nobody hears what became of a report", about=SILENCE, points=self.silent,
            why="All three wrote of the same silence",
        )  # fmt: skip
        ours = {point.pk for point in self.silent}
        join_points(
            by=self.by, at=at, issue=self.issue, points=[point for point in same[:5] if point.pk not in ours], why="The same silence"
        )

    def answer(self, at: datetime) -> None:
        """One answer for all of them, with the action it promises; those who wrote by e-mail are told so by e-mail."""
        assert self.issue
        today = timezone.localdate(at)
        plan = Planned(*PLAN, self.owner, today + timedelta(days=90))
        answer_issue(
            by=self.by, at=at, issue=self.issue, outcome="accepted", words="You are right. From now on everybody who reports gets a letter.",
            on=today, plan=plan,
        )  # fmt: skip
        tell_by_mail(by=self.by, at=at, issue=self.issue, words="You wrote that nobody answers. From now on we write within ten days.")

    def promise(self, at: datetime) -> None:
        """Two promises: the day of one has passed, that of the other is near."""
        today = timezone.localdate(at)
        for words, days in (("We will come back in autumn and say what we did.", 30), ("We will send the figures of our county.", 57)):
            self._heard(
                at, words, origin_kind="phone", nature="promise", promise_owner=self.owner,
                promise_due=today + timedelta(days=days),
            )  # fmt: skip

    def in_welsh(self, at: datetime) -> None:
        self._heard(
            at, WELSH, origin_kind="letter", said_by="Merched y Wawr", theme="Welsh language", reply_by="letter",
            reply_address="1 Heol Enghraifft, Aberystwyth",
        )  # fmt: skip
        self._heard(at, "The letter came in English only, twice.", origin_kind="phone", theme="Welsh language", said_by="A caller")


def join_nationally(by: Viewer, areas: dict[str, Area], at: datetime) -> None:
    """Points of several Areas that say the same become one issue of the whole service, answered once."""
    said = Point.objects.filter(theme="Special measures at court", nature="concern").order_by("-said_on", "pk")
    one_each = [point for area in areas.values() if (point := said.filter(area=area).first())]
    issue = open_issue(
        by=by, at=at, area=None, title="Special measures are offered too late", about="In Area after Area people hear of them on the day.",
        points=one_each, why="Read at headquarters: the same words in many Areas",
    )  # fmt: skip
    answer_issue(
        by=by, at=at, issue=issue, outcome="partly", on=timezone.localdate(at),
        words="From now on we ask for special measures when we charge. The waiting rooms belong to the courts service, which we have asked.",
    )  # fmt: skip


def enter_letters(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter what is written to the East of England and Wales, and the issues made of it, into the year."""
    day, until = timezone.localdate(first), calendar.until
    maya, nia, owen = (accounts[f"{name}@example.org"] for name in ("maya.fenwick", "nia.rowe", "owen.achebe"))
    east = Letterbox(areas["east-of-england"], by=viewer_for(maya, day), owner=maya)
    for days, happening in ((75, east.write_in), (66, east.join), (60, east.answer), (53, east.promise)):
        calendar.enter(until - timedelta(days=days), happening)
    calendar.enter(until - timedelta(days=16), Letterbox(areas["cymru-wales"], by=viewer_for(nia, day), owner=nia).in_welsh)
    calendar.enter(until - timedelta(days=35), partial(join_nationally, viewer_for(owen, day), areas))
