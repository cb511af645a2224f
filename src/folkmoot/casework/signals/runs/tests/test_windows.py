"""Windows: whole quarters, complete, and never a month that could be worked out from two of them."""

from datetime import date
from itertools import pairwise

import pytest

from folkmoot.casework.signals.runs.windows import Missing, NoWindow, Window, month_before, window_of


def months(first: str, number: int) -> list[str]:
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{(start + place) // 12}-{(start + place) % 12 + 1:02}" for place in range(number)]


def test_twelve_months_to_the_latest_complete_quarter():
    found = window_of(months("2024-01", 30), cadence="monthly", length=12, upto="2026-06")
    assert found == Window("2025-07", "2026-06", ("2025/26 Q2", "2025/26 Q3", "2025/26 Q4", "2026/27 Q1"))
    later = window_of(months("2024-01", 32), cadence="monthly", length=12, upto="2026-08")
    assert later == found


def test_data_after_the_month_asked_for_are_not_looked_at():
    found = window_of(months("2024-01", 30), cadence="monthly", length=3, upto="2026-05")
    assert found == Window("2026-01", "2026-03", ("2025/26 Q4",))


@pytest.mark.parametrize("length", [3, 6, 12, 24])
def test_two_windows_differ_by_whole_quarters(length):
    every = months("2020-01", 72)
    found = [window_of(every, cadence="monthly", length=length, upto=month) for month in every[30:]]
    assert all(isinstance(one, Window) for one in found)
    for before, after in pairwise(found):
        differ = set(before.periods) ^ set(after.periods)
        assert all(" Q" in period for period in differ)
        assert len(differ) in (0, 2)


def test_a_quarter_of_which_a_month_is_missing_is_no_quarter():
    held = [month for month in months("2025-01", 12) if month != "2025-05"]
    assert window_of(held, cadence="monthly", length=12, upto="2025-12") == Missing(NoWindow.GAPS, ("2025/26 Q1",))
    assert window_of(months("2025-02", 3), cadence="monthly", length=3, upto="2025-12") == Missing(NoWindow.NOTHING)


def test_quarterly_yearly_and_undated_data():
    assert window_of(["2025-06", "2025-09"], cadence="quarterly", length=6, upto="2025-12").periods == ("2025/26 Q1", "2025/26 Q2")
    yearly = window_of(["2024-03", "2025-03"], cadence="yearly", length=24, upto="2025-12")
    assert yearly == Window("2023-04", "2025-03", ("2023/24", "2024/25"))
    assert window_of([], cadence="once", length=12, upto="2025-12") == Window()


def test_the_month_that_is_over():
    assert month_before(date(2026, 11, 23)) == "2026-10"
    assert month_before(date(2026, 1, 1)) == "2025-12"
