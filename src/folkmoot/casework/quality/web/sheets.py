"""What leaves: the quality of a source as CSV and ODS, and the sheet for one force, which holds shares and nothing else."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.casework.quality.plans import Standing
from folkmoot.casework.quality.queries import Opening
from folkmoot.casework.quality.web.presenters import STATE_WORDS, figures_of, share
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.webkit.dates import day_in_english

KINDS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
COLUMNS = (
    "Field", "By", "Area", "Police force", "Month", "Records", "Recorded", "Not recorded", "Not stated", "Fits no scheme",
    "Valid, of those recorded", "Names a group", "Break",
)  # fmt: skip
NOTES = (
    "Shares are to the whole per cent. Not recorded: nothing, or no value at all. Not stated: the person was asked and did not say.",
    "[c]: withheld, so that no small number can be seen or worked out. [z]: there is nothing it could be a share of.",
    "Where a break is named, months before it were recorded in another way and do not compare.",
    "Management information: provisional, taken from operational records, and subject to errors of entry.",
)


def as_file(kind: str, opening: Opening) -> bytes:
    """Every field in all, by Area and force, and by month."""
    rows = rows_of(opening)
    if kind == "csv":
        return write_csv(COLUMNS, rows)
    as_of = opening.opened.data_as_of
    day = day_in_english(as_of) if as_of else "a day not known"
    about = f"{opening.source.title}. Data as of {day}. Source: {opening.source.publisher}."
    return write_ods([Sheet("Data quality", COLUMNS, rows, (about, *NOTES))], opening.source.title, "en-GB")


def rows_of(opening: Opening) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in opening.every_field:
        rows.append([one.title, "everywhere", "", "", "", *figures_of(one.quality), ""])
        for place in opening.places(one.name):
            rows.append([one.title, "place", place.area, place.force, "", *figures_of(place.quality), ""])
        for month in opening.months(one.name):
            rows.append([one.title, "month", "", "", month.month, *figures_of(month.quality), month.break_words])
    return rows


@dataclass(frozen=True)
class Agreed:
    """A plan as the force reads it."""

    field: str
    words: str
    state: str
    sentence: str


@dataclass(frozen=True)
class ForceSheet:
    """`rows`: of each field its title and its shares. `lines` is everything the sheet says, for the check that it holds only shares;
    `names` are titles in it that may hold a number of their own."""

    force: str
    area: str
    rows: tuple[tuple[str, ...], ...]
    agreed: tuple[Agreed, ...]
    lines: tuple[str, ...]
    names: tuple[str, ...]


def force_sheet(opening: Opening, area: str, force: str, standings: list[Standing]) -> ForceSheet:
    """The sheet of a force of the source, in the order of its fields."""
    rows = []
    for name in opening.fields:
        found = next((one for one in opening.places(name) if one.force == force and (not area or one.area == area)), None)
        if found:
            quality = found.quality
            shares = (quality.completeness, quality.not_stated, quality.unfitting, quality.usable)
            rows.append((opening.shape.title(name), *(share(one) for one in shares)))
    ours = [one for one in standings if one.row.source_id == opening.source.pk and one.row.level == force and one.is_open]
    agreed = tuple(_agreed(one) for one in ours)
    names = (force, area, opening.source.title, *(row[0] for row in rows), *(one.field for one in agreed))
    lines = tuple(cell for row in rows for cell in row) + tuple(
        line for one in agreed for line in (one.field, one.words, one.state, one.sentence)
    )
    return ForceSheet(force, area, tuple(rows), agreed, lines, tuple(filter(None, names)))


def _agreed(standing: Standing) -> Agreed:
    row, latest = standing.row, standing.latest
    words = _("From %(before)s to %(target)s by %(day)s; now %(now)s.")
    values = {
        "before": share(row.baseline), "target": share(row.target), "day": date_format(row.by_on, "j F Y"),
        "now": share(latest.share) if latest else share(row.baseline),
    }  # fmt: skip
    return Agreed(row.field_title, row.agreed, str(STATE_WORDS[standing.state]), words % values)
