"""Invented campaigns and applications."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.tests.factories import travellers
from folkmoot.panels.models import Panel
from folkmoot.panels.recruitment import applying, choosing, operations
from folkmoot.panels.recruitment.models import Application, Campaign

ADVERT = {
    "title_en": "Be a critical friend: hate crime panel", "title_cy": "Byddwch yn ffrind beirniadol", "seats": 2,
    "why": "Nobody on the panel can speak for Travellers.", "about_en": "Members read closed cases and say what should change.",
    "about_cy": "Mae aelodau yn darllen achosion sydd wedi cau.",
    "asks_en": "Four meetings a year, training, and keeping what you read private.",
    "looks_for_en": "Wants the service to be better\nListens and says what they think",
    "ways_en": "Ring 01632 960000, or send us a recording.",
}  # fmt: skip
WRITTEN = {
    "name": "Bridie Quilligan", "email": "bridie@example.org", "reasons": "I want my cousins to be heard when they report.",
    "brings": "I have helped families to report.", "needs": ["hearing_loop"], "interests": "My brother works for the police.",
}  # fmt: skip


def campaign(
    of: Panel, by: Viewer | None = None, *, at: datetime = NOW, first: date | None = None, opened: bool = True, **over: object
) -> Campaign:
    opens_on = first or at.date()
    days = {"opens_on": opens_on, "closes_on": opens_on + timedelta(days=30)}
    values = ADVERT | days | {"communities": [travellers()] if "communities" not in over else []} | over
    row = operations.plan_campaign(by=by or icem(), at=at, panel=of, **values)
    if opened:
        operations.open_campaign(by=by or icem(), at=at, campaign=row)
    return row


def application(to: Campaign, *, at: datetime = NOW, mark: str = "one", **over: object) -> Application:
    knows = over.pop("knows", list(to.communities.all()))
    taken, _new = applying.take_application(
        by=applying.BY_PAGE, at=at, campaign=to, mark=mark, agreed=True, knows=knows, **(WRITTEN | over)
    )  # fmt: skip
    return taken


def offered(row: Application, by: Viewer | None = None, *, at: datetime = NOW) -> None:
    """Through the sift and an interview to an offer."""
    who = by or icem()
    choosing.sift(by=who, at=at, application=row, marks=[3, 2], words="She has helped families.")
    choosing.take_step(by=who, at=at, application=row, step="shortlisted", reason="Both marks are high.")
    talk = choosing.arrange_interview(
        by=who, at=at, application=row, day=at.date(), hour=at.time().replace(hour=14, tzinfo=None), where="Ely Library", who="Nia Rowe",
        arranged="A hearing loop",
    )  # fmt: skip
    choosing.record_interview(by=who, at=at, interview=talk, held_on=at.date(), marks=[3, 3], words="She listens and says what she thinks.")
    choosing.take_step(by=who, at=at, application=row, step="offered", reason="The best of those who applied.")
