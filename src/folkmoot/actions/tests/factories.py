"""Invented actions."""

from datetime import date

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.actions import operations
from folkmoot.actions.models import Action

STARTS = date(2026, 1, 5)


def action(by: Viewer | None = None, **over: object) -> Action:
    viewer = by or icem()
    values = {
        "area": area(), "origin_kind": "plan", "origin_id": None, "title": "Brief all hate crime prosecutors on special measures",
        "measure": "30 prosecutors briefed", "starts_on": STARTS, "due_on": date(2026, 6, 30),
        "owner": Account.objects.filter(pk=viewer.account_id).first(),
    }  # fmt: skip
    return operations.raise_action(by=viewer, at=NOW, **{**values, **over})


def progress(on_action: Action, level: str, on: date = date(2026, 2, 1), by: Viewer | None = None) -> None:
    operations.record_progress(by=by or icem(), at=NOW, action=on_action, level=level, note="Half the team was briefed.", on=on)


def evidence(on_action: Action, on: date = date(2026, 2, 1), by: Viewer | None = None) -> None:
    operations.add_evidence(by=by or icem(), at=NOW, action=on_action, title="Attendance list", kept_at="shared drive, folder 12", on=on)


def achieved(on: date = date(2026, 2, 1), by: Viewer | None = None, **over: object) -> Action:
    made = action(by=by, **over)
    evidence(made, on=on, by=by)
    progress(made, "achieved", on=on, by=by)
    return made
