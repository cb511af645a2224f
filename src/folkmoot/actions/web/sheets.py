"""Actions as a file: every field that the pages show, one row for each action."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.models import Action
from folkmoot.actions.rules import State
from folkmoot.actions.web.origins import ORIGINS
from folkmoot.actions.web.presenters import STATE_WORDS
from folkmoot.foundation.importing.exporting import FORMATS
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

COLUMNS: tuple[str | Promise, ...] = (
    _("Number"), _("What will be done"), _("State"), _("How far it has got"), _("How we will know it worked"), _("Measure it should move"),
    _("Where it stands now"), _("Where it should be"), _("Owner"), _("Nobody owns it"), _("Agency"), _("Partner organisation"),
    _("Last asked"), _("Last reply"), _("What it takes"), _("First day"), _("Due"), _("Earlier due dates and reasons"), _("Area"),
    _("Where it came from"), pgettext_lazy("number of the row it came from", "Its number"), _("Plan"), _("Part of"), _("Weight"),
    _("Commitments"), _("Trends and priorities"), _("Minimum set"), _("Progress"), _("Evidence"), _("Achieved on"), _("Did it work?"),
    _("Figures"), _("Handed over"), _("Ended on"), _("Why it ended"),
)  # fmt: skip


def as_file(ending: str, rows: Iterable[Action]) -> bytes:
    """`ending` is a key of `FORMATS`; each row is one of `queries.for_a_file`."""
    headings, cells = [str(one) for one in COLUMNS], [_cells(row) for row in rows]
    if ending == "csv":
        return write_csv(headings, cells)
    title = gettext("Actions")
    return (write_xlsx if ending == "xlsx" else write_ods)([Sheet(title, headings, cells)], title, "en-GB")


def _cells(row: Action) -> list[Cell]:
    asked = [one for one in row.askings.all() if not one.is_reply]
    replies = [one for one in row.askings.all() if one.is_reply]
    steps = [f"{_day(one.on)} {one.get_level_display()}: {one.note}" for one in row.progress.all()]
    return [
        row.pk, row.title, str(STATE_WORDS[State(row.state)]), list(row.progress.all())[-1].get_level_display() if steps else "",
        row.measure, str(row.moves or ""), row.baseline, row.target, str(row.owner or ""), _yes(row.ownerless),
        row.get_agency_display(), row.partner_name, asked[-1].on if asked else "", replies[-1].words if replies else "", row.resources,
        row.starts_on, row.due_on, _lines(f"{_day(one.was_due_on)}: {one.reason}" for one in row.due_moves.all()),
        row.area.name if row.area else gettext("England and Wales"), str(ORIGINS.get(row.origin_kind, (row.origin_kind,))[0]),
        row.origin_id or "", str(row.plan or ""), str(row.parent or ""), row.weight, _lines(str(one) for one in row.commitments.all()),
        _lines(str(one) for one in row.trends.all()), _yes(row.minimum_id is not None), _lines(steps),
        _lines(f"{_day(one.on)} {one.title}{f' ({one.kept_at})' if one.kept_at else ''}" for one in row.evidence.all()),
        row.latest_on if row.state == State.ACHIEVED else "", *_reviewed(row),
        _lines(f"{_day(one.on)} {one.to_owner}" for one in row.handovers.all()), row.ended_on or "", row.ended_why,
    ]  # fmt: skip


def _reviewed(row: Action) -> tuple[str, str]:
    reviews = list(row.reviews.all())
    figures = (f"{_day(one.on)} {one.before or '–'} → {one.after or '–'} ({one.source or '–'}): {one.words}" for one in reviews)
    return (reviews[-1].get_verdict_display() if reviews else "", _lines(figures))


def _lines(given: Iterable[str]) -> str:
    return "\n".join(given)


def _day(day: date) -> str:
    return date_format(day, "Y-m-d")


def _yes(held: bool) -> str:
    return gettext("yes") if held else ""


__all__ = ["COLUMNS", "FORMATS", "as_file"]
