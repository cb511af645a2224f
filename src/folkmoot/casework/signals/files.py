"""The list of signals as a file: only figures that pages show as well."""

from collections.abc import Iterable

from folkmoot.casework.signals.queries import Standing
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.sheets import Cell

COLUMNS = (
    "Signal", "Subject", "Area", "From", "Compared by", "Group", "Compared with", "Outcome", "First month", "Last month", "Base",
    "With the outcome", "Rate", "Rate from", "Rate to", "Rate of the group compared with", "Difference", "Difference from", "Difference to",
    "Confidence", "Noticed on", "Stands", "Waits for", "Owner", "Re-test from", "Latest reading", "Latest difference",
)  # fmt: skip


def as_csv(found: Iterable[Standing]) -> bytes:
    """UTF-8 with a byte order mark. Shares on the scale 0 to 1; what is not known or withheld is empty or "[c]"."""
    return write_csv(COLUMNS, (_cells(one) for one in found))


def _cells(one: Standing) -> list[Cell]:
    row, last = one.row, one.last
    return [
        row.pk, row.subject, row.area.name if row.area else "England and Wales", row.from_words, row.by_in_words, row.group, row.reference,
        row.outcome, row.window_first, row.window_last, row.base, row.with_outcome, row.rate, row.rate_low, row.rate_high,
        row.reference_rate, row.gap, row.gap_low, row.gap_high, row.level, row.noticed_on, one.state.value, one.waits.value,
        str(one.owner) if one.owner else "", one.retest_on, last.finding if last else "",
        "" if last is None else "[c]" if last.gap is None else last.gap,
    ]  # fmt: skip
