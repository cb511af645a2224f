"""Invented points, answers and tellings."""

from datetime import date

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.actions.models import Action
from folkmoot.actions.operations import add_evidence, raise_action, record_progress
from folkmoot.voice import operations
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import ORIGIN

WORDS = "We report hate crime and then hear nothing for a year."
SAID = date(2026, 2, 3)


def point(by: Viewer | None = None, **over: object) -> Point:
    values = {"area": area(), "origin_kind": "letter", "words": WORDS, "said_on": SAID, "theme": "being kept informed"}
    return operations.record_point(by=by or icem(), at=NOW, **{**values, **over})


def answer(to: Point, by: Viewer | None = None, **over: object) -> Answer:
    values = {"outcome": "accepted", "words": "You are right: we will write to every reporter.", "on": date(2026, 2, 20)}
    return operations.answer_point(by=by or icem(), at=NOW, point=to, **{**values, **over})


def telling(of: Point, by: Viewer | None = None, **over: object) -> Telling:
    values = {
        "on": date(2026, 3, 7),
        "channel": "meeting",
        "who": "Fenland Travellers’ Forum",
        "words": "Letters now go out within ten days.",
    }
    return operations.tell(by=by or icem(), at=NOW, point=of, **{**values, **over})


def action_from(a_point: Point, by: Viewer | None = None, **over: object) -> Action:
    viewer = by or icem()
    values = {
        "area": a_point.area, "origin_kind": ORIGIN, "origin_id": a_point.pk, "title": "Write to every reporter within ten days",
        "measure": "letters counted each month", "owner_id": viewer.account_id, "due_on": date(2026, 6, 30), "starts_on": date(2026, 2, 20),
    }  # fmt: skip
    values |= over
    return raise_action(by=viewer, at=NOW, owner=Account.objects.get(pk=values.pop("owner_id")), **values)


def achieve(action: Action, on: date, by: Viewer | None = None) -> None:
    add_evidence(by=by or icem(), at=NOW, action=action, title="Count of letters, February", kept_at="", on=on)
    record_progress(by=by or icem(), at=NOW, action=action, level="achieved", note="Every reporter was written to.", on=on)
