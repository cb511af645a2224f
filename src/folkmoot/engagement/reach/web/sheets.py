"""The grid of reach as a file, recorded as a disclosure."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.engagement.reach.queries import Asked, Line
from folkmoot.engagement.reach.rules import expected_contacts
from folkmoot.engagement.reach.web.presenters import source_words
from folkmoot.foundation import audit
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet

FORMATS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def grid_file(lines: Sequence[Line], asked: Asked, ending: str, *, by: Viewer, at: datetime, route: str) -> bytes:
    """The lines as a file; `ending` is a key of FORMATS. Call inside a transaction: the disclosure is recorded."""
    columns, rows = _columns(), [_row(line, asked) for line in lines]
    detail: dict[str, object] = {"what": "reach", "format": ending, "rows": len(rows)}
    area_id = asked.area.pk if asked.area else None
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject="communities.community", ids=sorted({line.community.pk for line in lines}),
        area_id=area_id, route=route, recipient=by.name, detail=detail,
    )  # fmt: skip
    if ending == "csv":
        return write_csv(columns, rows)
    title = _("Reach")
    return write_ods([Sheet(title, columns, rows)], title, "en-GB")


def _columns() -> list[str]:
    return [
        _("Community"), _("Area"), _("County"), _("People"), _("Share of everybody"), _("Source of the figure"), _("Low trust"),
        _("Organisations known"), _("Who speaks for them"), _("Panel seats"), _("Last contact"), _("Contact expected every (months)"),
        _("Contacts in the period"), _("Contacts expected in the period"), _("Overdue"), _("Points raised in the period"),
        _("From"), _("Until"),
    ]  # fmt: skip


def _row(line: Line, asked: Asked) -> list[Cell]:
    community, people = line.community, line.people
    county = line.county or community.county
    return [
        str(community), community.area.name if community.area else "", county.name if county else "", people.value,
        None if people.share is None else round(people.share, 6), source_words(people), _yes(community.low_trust), line.organisations,
        line.speakers, line.seats, line.contact.last, line.contact.every_months, line.contacts,
        round(expected_contacts(line.contact.every_months, asked.months), 2), _yes(line.contact.overdue), line.points, asked.first,
        asked.today,
    ]  # fmt: skip


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
