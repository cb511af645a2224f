"""Recommendations of an invented panel, made by the operations a person would use."""

from datetime import date, datetime, timedelta

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.areas.models import Area
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import call_meeting, draft_meeting, open_meeting
from folkmoot.panels.members.operations import appoint
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.recommendations import operations
from folkmoot.panels.recommendations.models import Recommendation, RecommendationAnswer
from folkmoot.panels.tests.factories import panel as a_panel
from folkmoot.stakeholders.tests.factories import contact

WORDS = "Write to victims within a week, in the format that they chose."


def panel(code: str = "east-hate-crime", of: Area | None = None, names: tuple[str, ...] = ("Ruth Adeyemi", "Gwilym Parry")) -> Panel:
    """A panel with terms and members."""
    made = a_panel(of or area(), code)
    for name in names:
        who = contact(name, area=made.area, email=f"{name.split()[0].lower()}.{code}@example.org")
        appoint(by=THE_PRODUCT, at=NOW, panel=made, contact=who, how="advert", why="Works with people who report.", starts=date(2025, 9, 1))
    return made


def called(of: Panel, *, at: datetime = NOW) -> Meeting:
    """A meeting of the same day to which the members were asked."""
    made = draft_meeting(by=THE_PRODUCT, at=at, panel=of, starts_at=at + timedelta(hours=2), place="Priory Hall, Ely")
    call_meeting(by=THE_PRODUCT, at=at, meeting=made, despite=True)
    return made


def meeting(of: Panel | None = None, *, at: datetime = NOW) -> Meeting:
    """A meeting that goes on."""
    made = called(of or panel(), at=at)
    chair = sitting(made.panel, at.date()).first()
    return open_meeting(by=THE_PRODUCT, at=at + timedelta(hours=2), meeting=made, chaired_by=chair)


def recommendation(at_meeting: Meeting | None = None, by: Viewer | None = None, *, at: datetime = NOW, **over: object) -> Recommendation:
    held = at_meeting or meeting()
    return operations.recommend(by=by or icem(), at=at, meeting=held, **({"words_en": WORDS, "to": "service"} | over))  # type: ignore[arg-type]


def accepted(row: Recommendation, by: Viewer | None = None, *, at: datetime = NOW, **over: object) -> RecommendationAnswer:
    who = by or icem()
    values = {"answer": "accepted", "reason": "It is right, and we can do it.", "owner": Account.objects.get(pk=who.account_id)}
    return operations.answer(by=who, at=at, recommendation=row, **(values | {"due": date(2026, 6, 1)} | over))  # type: ignore[arg-type]
