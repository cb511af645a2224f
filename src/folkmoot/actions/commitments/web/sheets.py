"""The tracker as a file: every commitment as a line, and under it every action for it that the viewer may see."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.actions.commitments.queries import Tracked
from folkmoot.actions.commitments.web.presenters import level_of
from folkmoot.actions.models import Action
from folkmoot.actions.queries import state_of_row
from folkmoot.actions.web.presenters import STATE_WORDS, owner_in_words
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def tracker_file(tracked: Sequence[Tracked], actions: dict[int, list[Action]], areas: dict[int, str], ending: str, *, today: date) -> bytes:
    """`actions` by the id of their commitment, `areas` names by id; `ending` is a key of FORMATS."""
    rows = list(_rows(tracked, actions, areas, today))
    if ending == "csv":
        return write_csv(_columns(), rows)
    note = _("Something is happening in an Area when it has an action for the line that is open or achieved in the time of the strategy.")
    title = _("Commitments")
    return write_xlsx([Sheet(title, _columns(), rows, (note,))], title, "cy" if get_language() == "cy" else "en-GB")


def _columns() -> tuple[str, ...]:
    return (
        _("Strategy"), _("Aim or heading"), _("Kind"), _("Words"), _("Area"), _("Owner"), _("Where it stands"), _("On"), _("Due"),
        _("Evidence"), _("Areas with something happening"), _("Areas with nothing happening"),
    )  # fmt: skip


def _rows(tracked: Sequence[Tracked], actions: dict[int, list[Action]], areas: dict[int, str], today: date) -> Iterator[list[Cell]]:
    for one in tracked:
        line = one.commitment
        under = [line.strategy.name, line.aim.name if line.aim else line.heading]
        level, _colour = level_of(one.standing)
        place = line.strategy.area.name if line.strategy.area else _("England and Wales")
        yield [
            *under, line.get_kind_display(), line.words, place, str(one.owner.account) if one.owner else _("Nobody"), str(level),
            one.standing.on if one.standing else "", "", one.standing.evidence if one.standing else "",
            _named(one.reach.something, areas), _named(one.reach.nothing, areas),
        ]  # fmt: skip
        for action in actions.get(line.pk, []):
            yield [*under, _("Action"), *_action(action, today), "", ""]


def _action(action: Action, today: date) -> list[Cell]:
    shown = "; ".join(one.title for one in action.evidence.all())
    area = action.area.name if action.area else _("England and Wales")
    state = str(STATE_WORDS[state_of_row(action, today)])
    return [action.title, area, owner_in_words(action), state, action.latest_on or "", action.due_on, shown]


def _named(ids: Sequence[int], areas: dict[int, str]) -> str:
    return "; ".join(areas[one] for one in ids)
