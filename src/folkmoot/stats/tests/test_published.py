"""Figures published without counts stay as they were printed."""

from decimal import Decimal

import pytest

from folkmoot.stats.intervals import Estimate
from folkmoot.stats.published import Flag, NotComputed, PublishedFigure, PublishedTable, Source, Unit, published_table

ETHNICITY_2024 = Source("Ethnicity and the Criminal Justice System", 2024, "tables 5.17a and 9.01")
# Relative rate indices with the publisher's flag of significance (all flagged), reference White; no counts and no intervals are public.
MINISTRY_OF_JUSTICE_2024 = {
    "Custodial sentence, adults": {"Asian": "1.0946", "Black": "1.0982", "Mixed": "1.0580", "Other": "1.1697"},
    "Remand": {"Asian": "1.1882", "Black": "1.2871", "Mixed": "1.2192", "Other": "1.3252"},
}


def figure(group, value, unit=Unit.RELATIVE_RATE, source=ETHNICITY_2024):
    return PublishedFigure(group, Decimal(value), unit, Flag.SIGNIFICANT, source)


@pytest.mark.parametrize("measure", MINISTRY_OF_JUSTICE_2024)
def test_published_relative_rates_are_shown_as_printed_in_reading_order(measure):
    rows = MINISTRY_OF_JUSTICE_2024[measure]
    table = published_table(measure, "White", [figure(group, rows[group]) for group in ("Other", "Mixed", "Black", "Asian")])
    assert [row.group for row in table.figures] == ["Asian", "Black", "Mixed", "Other"]
    assert [row.shown for row in table.figures] == list(rows.values())
    assert all(row.flag is Flag.SIGNIFICANT for row in table.figures)


def test_a_relative_rate_is_read_for_every_hundred():
    assert figure("Black", "1.0982").per_100 == Decimal("109.82")
    assert figure("Black", "227", Unit.PER_100).per_100 == 227


@pytest.mark.parametrize("unit", [Unit.ODDS_RATIO, Unit.PERCENT])
def test_other_units_are_not_read_for_every_hundred(unit):
    with pytest.raises(NotComputed, match="every 100"):
        _ = figure("Black", "1.4", unit).per_100


@pytest.mark.parametrize(
    "wish",
    [
        float,
        lambda it: it.interval,
        lambda it: it.to_counts(),
        lambda it: it.to(Unit.ODDS_RATIO),
        lambda it: it + 1,
        lambda it: 2 * it,
        lambda it: 1 - it,
        lambda it: it / it,
        lambda it: it < figure("Asian", "2"),
        lambda it: max(it, figure("Asian", "2")),
        lambda it: sum([it, it]),
    ],
)
def test_nothing_can_be_worked_out_from_a_published_figure(wish):
    with pytest.raises(NotComputed, match="without the counts"):
        wish(figure("Black", "1.0982"))


def test_published_and_computed_figures_are_never_in_one_table():
    with pytest.raises(NotComputed, match="computed figure"):
        PublishedTable("Remand", "White", (figure("Black", "1.2871"), Estimate(1.2, 1.1, 1.3)))
    with pytest.raises(NotComputed, match="different units"):
        published_table("Remand", "White", [figure("Black", "1.2871"), figure("Asian", "118.82", Unit.PER_100)])
    with pytest.raises(NotComputed, match="different sources"):
        published_table("Remand", "White", [figure("Black", "1.2871"), figure("Asian", "1.2", source=Source("Another", 2023))])


def test_a_source_reads_as_a_reference():
    assert str(ETHNICITY_2024) == "Ethnicity and the Criminal Justice System, 2024, tables 5.17a and 9.01"
    assert str(Source("Crown Court", 2014)) == "Crown Court, 2014"
