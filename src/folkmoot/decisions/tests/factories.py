"""Invented decisions: prepared, made ready, taken."""

from datetime import datetime

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.decisions import operations
from folkmoot.decisions.models import Considered, Decision
from folkmoot.decisions.operations.taking import Taking

QUESTION = "Should everybody who reports a hate crime get a letter?"
NO_ASSESSMENT = "The letters say nothing new to anybody."


def lead(email: str = "priya.chandran@example.org", name: str = "Priya Chandran") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.LEAD, [area()])
    return viewer_for(who, TODAY)


def decision(by: Viewer | None = None, **over: object) -> Decision:
    decider = Account.objects.get(pk=lead().account_id)
    values = {"area": area(), "title": "Letters to people who report", "question": QUESTION, "kind": "business", "decider": decider}
    return operations.prepare_decision(by=by or icem(), at=NOW, **{**values, **over})


def options(of: Decision) -> None:
    operations.add_option(by=icem(), at=NOW, decision=of, words="Write to everybody", why="It costs a day each month.")
    operations.add_option(by=icem(), at=NOW, decision=of, words="Leave things as they are", why="People would go on hearing nothing.")


def evidence(of: Decision, kind: str = "document", row_id: int | None = None, **over: object) -> Considered:
    values = {"title": "Survey of callers", "kept_at": "Registry 12"} if kind == "document" else {}
    return operations.add_evidence(by=icem(), at=NOW, decision=of, kind=kind, row_id=row_id, **{**values, **over})


def ready(of: Decision) -> Decision:
    options(of)
    operations.make_ready(by=icem(), at=NOW, decision=of)
    return of


def take(of: Decision, by: Viewer | None = None, at: datetime = NOW, **over: object) -> Decision:
    said = {
        "chosen": of.options.first(), "outcome": "Everybody who reports gets a letter.", "reasons": "They told us that they hear nothing.",
        "together": "Their concern is met by the letters.", "no_assessment_why": NO_ASSESSMENT,
    }  # fmt: skip
    return operations.take_decision(by=by or lead(), at=at, decision=of, taking=Taking(**{**said, **over}))
