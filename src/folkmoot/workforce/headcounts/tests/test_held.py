"""Everything counted on a day, in memory: places, levels and groups added up no more than once, and as narrowly as the figures allow."""

from dataclasses import dataclass
from datetime import date

from folkmoot.stats.workforce.headcounts import Headcount, exact, rounded_headcount, withheld
from folkmoot.workforce.headcounts.held import Held, Standing, breaks, since_break

SERVICE, EAST, WEST, DATA = 1, 2, 3, 4
DAY = date(2026, 3, 31)


@dataclass(frozen=True)
class Row:
    unit_id: int
    level: str
    group: str
    low: int
    high: int
    printed: int | None
    characteristic: str = "ethnicity"
    kind: str = "group"


def row(unit: int, level: str, group: str, count: Headcount, kind: str = "group", characteristic: str = "ethnicity") -> Row:
    return Row(unit, level, group, count.low, count.high, count.printed, characteristic, kind)


def held(*rows: Row, within: dict | None = None) -> Held:
    return Held(DAY, rows, SERVICE, within or {})


def test_units_and_levels_are_added_up_where_no_total_was_counted():
    counted = held(*(row(unit, level, "Asian", exact(10)) for unit in (EAST, WEST) for level in ("eo", "scs")))
    assert counted.workforce("ethnicity").groups == {"Asian": exact(40)}
    assert counted.workforce("ethnicity", levels=["scs"]).groups == {"Asian": exact(20)}
    assert counted.workforce("ethnicity", unit=EAST).groups == {"Asian": exact(20)}
    assert counted.workforce("sex") is None
    assert counted.workforce("ethnicity", unit=DATA) is None


def test_a_total_that_was_counted_is_taken_and_never_added_to_its_parts():
    counted = held(
        row(SERVICE, "all", "Asian", exact(41)), row(EAST, "eo", "Asian", exact(36)), row(WEST, "eo", "Asian", withheld()),
    )  # fmt: skip
    assert counted.workforce("ethnicity").groups == {"Asian": exact(41)}


def test_a_rounded_total_is_as_narrow_as_its_parts_allow():
    counted = held(
        row(SERVICE, "all", "Asian", rounded_headcount(45)), row(SERVICE, "eo", "Asian", exact(40)),
        row(SERVICE, "scs", "Asian", withheld()),
    )  # fmt: skip
    assert counted.workforce("ethnicity").groups["Asian"] == Headcount(43, 44, 45)


def test_parts_that_leave_a_group_out_say_nothing_of_its_total():
    counted = held(
        row(SERVICE, "all", "Asian", rounded_headcount(45)), row(SERVICE, "all", "Black", rounded_headcount(10)),
        row(SERVICE, "eo", "Asian", exact(44)), row(SERVICE, "scs", "Black", exact(9)),
    )  # fmt: skip
    assert counted.workforce("ethnicity").groups == {"Asian": rounded_headcount(45), "Black": rounded_headcount(10)}


def test_a_level_of_the_whole_service_beside_levels_of_units():
    counted = held(row(SERVICE, "scs", "Asian", exact(9)), row(EAST, "eo", "Asian", exact(30)), row(WEST, "eo", "Asian", exact(20)))
    assert counted.workforce("ethnicity").groups == {"Asian": exact(59)}
    assert counted.workforce("ethnicity", levels=["scs"]).groups == {"Asian": exact(9)}
    assert counted.workforce("ethnicity", unit=EAST, levels=["scs"]) is None


def test_a_part_of_a_unit_is_not_added_to_it():
    counted = held(row(EAST, "eo", "Asian", exact(30)), row(DATA, "eo", "Asian", exact(12)), within={DATA: EAST})
    assert counted.workforce("ethnicity", unit=EAST).groups == {"Asian": exact(30)}
    assert counted.workforce("ethnicity", unit=DATA).groups == {"Asian": exact(12)}
    assert counted.workforce("ethnicity").groups == {"Asian": exact(30)}


def test_groups_counted_together_stand_as_one_only_where_all_are_asked_for():
    counted = held(
        row(EAST, "all", "White", exact(60)), row(EAST, "all", "Asian", Headcount(24, 36, 30)), row(EAST, "all", "Black", withheld()),
        row(EAST, "all", "Ethnic minority", Headcount(30, 34, None), "together"),
    )  # fmt: skip
    everyone = ("Asian", "Black", "Mixed", "Other", "Ethnic minority")
    assert counted.representation("ethnicity", everyone).group == Headcount(30, 34, None)
    assert counted.representation("ethnicity", ["Asian"]).group == Headcount(24, 36, 30)
    assert counted.representation("ethnicity", ["Asian"]).others == Headcount(60, 64, None)
    assert counted.representation("ethnicity", ["Mixed"]) is None


def test_declaration_is_not_claimed_where_nobody_counted_who_did_not_say():
    silent = held(row(EAST, "all", "White", exact(60)), row(EAST, "all", "Asian", exact(20)))
    assert silent.declaration("ethnicity") is None
    told = held(*silent.rows, row(EAST, "all", "", exact(20), "unknown"))
    assert told.declaration("ethnicity").known_rate.rate == 0.8


def test_a_break_is_a_change_of_source_or_of_the_numbers():
    def on(day: int, source: str, kind: str, *units: int) -> Held:
        standing = Standing(frozenset({source}), frozenset({kind}), frozenset(units))
        return Held(date(2026, day, 1), (), SERVICE, {}, {"sex": standing})

    days = [on(1, "A", "exact", 2), on(2, "A", "to_5", 2), on(3, "A", "to_5", 2, 3)]
    assert breaks(days[0].standing("sex"), days[1].standing("sex")) == ("numbers",)
    assert breaks(days[1].standing("sex"), days[2].standing("sex")) == ("units",)
    assert since_break(days, "sex") == days[1:]
    assert since_break(days[1:], "sex") == days[1:]
    assert breaks(None, days[0].standing("sex")) == ()
