"""Members who sign in to their own pages, of a panel made by the other parts' operations."""

from datetime import datetime, timedelta

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, account, grant, icem
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import member
from folkmoot.panels.models import Panel
from folkmoot.panels.space.survey.models import Survey
from folkmoot.panels.space.survey.operations import answer_survey, open_survey
from folkmoot.panels.space.survey.rules import QUESTIONS


def seated(of: Panel, name: str = "Ruth Adeyemi", *, at: datetime = NOW, **over: object) -> tuple[Member, Viewer]:
    """A member with an account that carries the role for this panel, as after they accepted their invitation."""
    seat = member(of, name, at=at, starts=at.date() - timedelta(days=90), **over)
    who = account(f"{name.split()[0].lower()}@example.org", name)
    grant(who, Role.PANEL_MEMBER, panel=of.code)
    Member.objects.filter(pk=seat.pk).update(account=who)
    seat.refresh_from_db()
    return seat, as_viewer(who, at)


def as_viewer(who: Account, at: datetime = NOW) -> Viewer:
    return viewer_for(who, at.date())


def surveyed(of: Panel, people: list[tuple[Member, Viewer]], answers: list[str], *, at: datetime = NOW) -> Survey:
    """A survey in which each of these people gave this answer to every question ("yes" stands for the good one)."""
    survey = open_survey(by=icem(), at=at, panel=of, closes_on=at.date() + timedelta(days=28))
    for (seat, viewer), answer in zip(people, answers, strict=True):
        answer_survey(by=viewer, at=at, survey=survey, member=seat, answers=answered(answer))
    return survey


def answered(answer: str) -> dict[str, str]:
    """The same answer to every question: to the one about confidence in its own words."""
    of_confidence = {"yes": "up", "partly": "same", "no": "down", "unsaid": "unsaid"}
    return {question.key: of_confidence[answer] if question.key == "confidence" else answer for question in QUESTIONS}
