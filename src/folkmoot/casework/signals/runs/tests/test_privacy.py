"""No window tells what the page of one of its quarters keeps back, and neither do two windows together."""

import pytest

from folkmoot.casework.signals.runs import counting
from folkmoot.casework.signals.runs.counting import Asked, Counted, Place, counted
from folkmoot.casework.signals.runs.windows import Window, window_of
from folkmoot.casework.workbench.answering import tables_of
from folkmoot.casework.workbench.protection import NOTHING_KEPT, Guard
from folkmoot.casework.workbench.rules import View, settled
from folkmoot.casework.workbench.tests.factories import cube, shape
from folkmoot.stats.disparity import Settings

SMALL = 5


def asked(upto: str) -> Asked:
    found = window_of(shape().months, cadence="monthly", length=12, upto=upto)
    assert isinstance(found, Window)
    stages = tuple(one for one in shape().stages if one.name == "charged")
    return Asked(1, cube(), shape(), stages, ("ethnicity",), found, Settings())


def shown(tables: list[Counted]) -> dict[str, tuple[int, int]]:
    """The counts that a window prints, by group."""
    return {
        row.group: (row.shown.counts.base, row.shown.counts.with_outcome)
        for one in tables
        for row in one.table.rows
        if row.shown.counts is not None
    }


def small_in(period: str, place: Place) -> set[str]:
    """The groups with a small number in one quarter: what nobody may work out."""
    one = Asked(1, cube(), shape(), asked("2025-12").stages, ("ethnicity",), Window(periods=(period,)), Settings())
    found = counting._whole(one, place, counting._slices(one, place, one.stages[0], "ethnicity"))
    counts = dict(zip(found.levels[0], found.counts[1:].T.tolist(), strict=True))
    return {group for group, (base, had) in counts.items() if group and any(0 < number < SMALL for number in (base, had, base - had))}


def worked_out(place: Place) -> set[tuple[str, str]]:
    """Groups and quarters that two windows, one a quarter after the other, give away: the one that came less the one that went."""
    before, after = asked("2025-09"), asked("2025-12")
    came, went = after.window.periods[-1], before.window.periods[0]
    earlier, later = shown(counted(before, place)), shown(counted(after, place))
    both = earlier.keys() & later.keys()
    return {(group, period) for period in (came, went) for group in both & small_in(period, place)}


@pytest.mark.parametrize("level", ["", "Wessex", "London North", "East of England"])
def test_two_windows_leave_no_small_quarter(level):
    assert worked_out(Place(level)) == set()


def test_the_control_without_the_guard_of_the_quarters_it_would(monkeypatch):
    monkeypatch.setattr(Guard, "kept", lambda *_: NOTHING_KEPT)
    found = [worked_out(Place(level)) for level in ("", "Wessex", "London North", "East of England")]
    assert any(found)


def test_a_window_shows_only_groups_that_the_page_of_each_of_its_quarters_may_show():
    one, place = asked("2025-12"), Place("East of England")
    printed = shown(counted(one, place)).keys()
    for period in one.window.periods:
        view = settled(View(1, "charged", ("ethnicity",), area=place.level, period=period), shape())
        kept = tables_of(view, shape(), cube()).also[("Ethnicity",)]
        assert not printed & {key[0] for key in kept}


def test_the_small_are_in_the_data():
    assert any(small_in(period, Place("Wessex")) for period in asked("2025-12").window.periods)
