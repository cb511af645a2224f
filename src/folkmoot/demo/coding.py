"""Going through what was said with the list of themes: by hand beside suggestions, a theme of one's own, and a second coding."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.demo.calendar import Calendar
from folkmoot.voice.models import Point
from folkmoot.voice.themes.agreement.operations import code_again, draw
from folkmoot.voice.themes.agreement.queries import to_code_again
from folkmoot.voice.themes.lists.operations import add_local, propose
from folkmoot.voice.themes.models import Coding, Reading, Theme
from folkmoot.voice.themes.operations import code
from folkmoot.voice.themes.suggesting.operations import suggest

ONCE, TWICE, WAITING = 36, 24, 6  # points gone through in an Area, of which drawn again; and points left with suggestions only
BEARS_ON = {"special-measures": {"disability"}, "interpreters": {"disability"}, "young-people": {"age"}, "hate-crime": {"ethnicity"}}


class Coder:
    """One manager at the list."""

    def __init__(self, area: Area, *, by: Viewer) -> None:
        self.area, self.by = area, by

    def go_through(self, at: datetime) -> None:
        """The latest points are coded, each with the theme noted and the first suggestion where it is another; a few are left waiting."""
        rows = list(Point.objects.filter(area=self.area, readings=None).exclude(theme="").order_by("-said_on", "pk")[: ONCE + WAITING])
        for number, point in enumerate(rows):
            suggester, suggested = suggest(by=self.by, at=at, point=point)
            if number < WAITING:
                continue
            themes = {coding.theme for coding in Coding.objects.filter(point=point, ended_at=None).select_related("theme")}
            if number % 3 == 0:
                themes |= {each.theme for each in suggested[:1]}
            characteristics = {one for theme in themes for one in BEARS_ON.get(theme.code, ())}
            code(by=self.by, at=at, point=point, themes=themes, none_fits=not themes, beside=suggester, characteristics=characteristics)

    def add_theme(self, at: datetime) -> None:
        """A theme that the national list lacks, used here and proposed to headquarters."""
        theme = add_local(
            by=self.by, at=at, area=self.area, name_en="Last bus from court", definition="Hearings that end after the last bus has gone.",
            cues="last bus\nbus\nbuses",
        )  # fmt: skip
        propose(by=self.by, at=at, theme=theme, why="Rural groups in three counties have said it, and other rural Areas must hear it too")
        said = Point.objects.filter(area=self.area, words__icontains="bus").order_by("pk")
        for point in said[:3]:
            held = {coding.theme for coding in Coding.objects.filter(point=point, ended_at=None)}
            code(by=self.by, at=at, point=point, themes=held | {theme})


class SecondCoder:
    """Headquarters codes some of it again without sight of the first coding; chance makes them differ now and then."""

    def __init__(self, *, by: Viewer) -> None:
        self.by = by

    def code_sample(self, at: datetime) -> None:
        draw(by=self.by, at=at, number=TWICE, seed=20)
        chance, others = Random(20), list(Theme.objects.filter(area=None, ends=None).order_by("order")[:6])
        for point in list(to_code_again(self.by)[: TWICE - 4]):
            first = Reading.objects.filter(point=point, blind=False, undone_at=None).latest("pk")
            themes = list(first.themes.all())
            if not themes or chance.random() < 0.15:
                themes = [chance.choice(others)]
            code_again(by=self.by, at=at, point=point, themes=themes)


def enter_coding(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter the coding of the East of England and Wales, and headquarters' second coding, into the year."""
    day, until = timezone.localdate(first), calendar.until
    maya, nia, owen = (viewer_for(accounts[f"{name}@example.org"], day) for name in ("maya.fenwick", "nia.rowe", "owen.achebe"))
    coder = Coder(areas["east-of-england"], by=maya)
    for days, happening in (
        (44, coder.add_theme), (20, coder.go_through), (19, Coder(areas["cymru-wales"], by=nia).go_through),
        (13, SecondCoder(by=owen).code_sample),
    ):  # fmt: skip
        calendar.enter(until - timedelta(days=days), happening)
