"""Invented issues and the actions raised from them."""

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.actions.models import Action
from folkmoot.voice.issues import operations
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.queries import ORIGIN
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import action_from, point

TITLE = "Nobody hears what became of a report"


def wessex():
    return area("wessex", "Wessex")


def issue(by: Viewer | None = None, **over: object) -> Issue:
    """An issue of the first Area, or with `area=None` of the whole service, opened by headquarters then."""
    values = {"area": area(), "title": TITLE, "about": "Reporters of hate crime are not told.", **over}
    return operations.open_issue(by=by or (icem() if values["area"] else hq()), at=NOW, **values)


def shared_issue() -> tuple[Issue, Point, Point]:
    """An issue of the whole service with one point of this Area and one of Wessex."""
    here, there = point(), point(by=hq(), area=wessex(), words="In Wessex too nobody writes back.")
    return issue(area=None, points=[here, there]), here, there


def action_from_issue(of: Issue, a_point: Point, by: Viewer | None = None, **over: object) -> Action:
    return action_from(a_point, by=by, origin_kind=ORIGIN, origin_id=of.pk, **over)
