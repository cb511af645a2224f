"""Mitigations as lines: they are actions, and are shown as actions are."""

from collections.abc import Iterable
from datetime import date

from folkmoot.actions.models import Action
from folkmoot.actions.rules import State
from folkmoot.actions.web.presenters import Line, line_of


def lines_of(rows: Iterable[Action], today: date) -> list[Line]:
    """Of rows that carry their `state`."""
    return [line_of(row, State(row.state), today) for row in rows]
