"""Standings of the minimum set in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.minimum.queries import Cell, Row
from folkmoot.actions.minimum.rules import Standing
from folkmoot.actions.rules import State
from folkmoot.actions.web.presenters import STATE_COLOURS, STATE_WORDS

WORDS: dict[Standing, Promise] = {
    **{Standing(state.value): words for state, words in STATE_WORDS.items() if state is not State.ENDED},
    Standing.NOT_GIVEN: _("Not given yet"),
    Standing.ASKED: _("Says it does not apply"),
    Standing.NOT_APPLICABLE: _("Does not apply, agreed"),
    Standing.WITHDRAWN: _("Withdrawn"),
}
COLOURS: dict[Standing, str] = {
    **{Standing(state.value): colour for state, colour in STATE_COLOURS.items() if state is not State.ENDED},
    Standing.NOT_GIVEN: "yellow", Standing.ASKED: "yellow", Standing.NOT_APPLICABLE: "grey", Standing.WITHDRAWN: "grey",
}  # fmt: skip


@dataclass(frozen=True)
class ShownCell:
    cell: Cell
    words: Promise
    colour: str


@dataclass(frozen=True)
class ShownRow:
    """One Area with its cells; `summary` counts achieved out of those that apply, `warnings` what is late or nobody's."""

    row: Row
    cells: list[ShownCell]
    summary: str
    warnings: list[str]


def shown(row: Row) -> ShownRow:
    summary = gettext("%(achieved)d of %(applying)d achieved") % {"achieved": row.achieved, "applying": row.applying}
    warnings = []
    if row.overdue:
        warnings.append(gettext("%(number)d overdue") % {"number": row.overdue})
    if row.ownerless:
        warnings.append(ngettext("%(number)d that nobody owns", "%(number)d that nobody owns", row.ownerless) % {"number": row.ownerless})
    return ShownRow(row, [ShownCell(cell, WORDS[cell.standing], COLOURS[cell.standing]) for cell in row.cells], summary, warnings)
