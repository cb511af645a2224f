"""What engagement adds up to as a table for spreadsheets: one line for each group, every figure beside what it rests on."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.engagement.figures import Figures
from folkmoot.engagement.queries import Breakdown
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet

KINDS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def as_file(kind: str, found: Breakdown, *, place: str, first: date, last: date) -> bytes:
    """The figures as a file; `kind` is a key of KINDS."""
    rows = list(_rows(found))
    if kind == "csv":
        return write_csv(_columns(), rows)
    about: list[list[Cell]] = [[_("Where"), place], [_("From"), first], [_("Until"), last]]
    about += [[_("Note"), note] for note in _notes()]
    sheets = [Sheet(_("Engagement"), _columns(), rows), Sheet(_("About"), (_("Item"), _("Content")), about)]
    return write_ods(sheets, _("What engagement adds up to"), get_language() or "en-gb")


def _columns() -> list[str]:
    return [
        _("By"), _("Group"), _("Activities"), _("People reached"), _("Activities that counted people"), _("Staff hours"),
        _("Activities that state hours"), _("Money in pounds"), _("Activities that state money"), _("Pounds for each person"),
        _("Activities that state money and people"), _("Communities reached"), _("Activities with communities overdue for contact"),
        _("Activities that state communities"), _("Hours with communities overdue for contact"), _("Hours of activities that state both"),
        _("Share of hours"),
    ]  # fmt: skip


def _rows(found: Breakdown) -> Iterator[list[Cell]]:
    unsaid = _("Not stated")
    yield [_("Everything, each once"), "", *_cells(found.total)]
    for each in found.by_aim:
        yield [_("Aim"), each.aim_name or unsaid, *_cells(each.figures)]
    for by, groups in ((_("Rung of the ladder"), found.by_rung), (_("Kind"), found.by_kind), (_("County"), found.by_county)):
        for group in groups:
            yield [by, group.name or unsaid, *_cells(group.figures)]


def _cells(figures: Figures) -> list[Cell]:
    each_person, share = figures.cost_per_person_pence, figures.low_contact_hours_share
    return [
        figures.activities, figures.people_reached, figures.counted, float(figures.staff_hours), figures.hours_stated,
        figures.cost_pence / 100, figures.cost_stated, "" if each_person is None else each_person / 100, figures.both_stated,
        figures.communities_reached, figures.low_contact, figures.with_communities, float(figures.low_contact_hours),
        float(figures.aimed_hours), "" if share is None else round(share, 4),
    ]  # fmt: skip


def _notes() -> list[str]:
    return [
        _("An activity that serves several aims counts in each of them, so the lines by aim do not add up to everything."),
        _("A sum rests only on the activities that state it; how many those are stands beside it."),
        _("Pounds for each person and the share of hours rest only on activities that state both."),
    ]
