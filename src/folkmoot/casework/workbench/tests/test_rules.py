"""A view as an address and as JSON, and what a source refuses."""

from urllib.parse import parse_qs

import pytest

from folkmoot.casework.workbench.rules import Compare, NotInSource, Section, View, from_json, from_query, settled
from folkmoot.casework.workbench.shape import Shape, last_month_of, quarter_of, year_before, year_of
from folkmoot.casework.workbench.tests import factories

WHOLE = View(
    4, "charged", ("sex", "ethnicity"), Section.TOGETHER, "Male", Compare.YEAR_BEFORE, ("offence",), "2024/25 Q2", "Wessex", "", "Theft",
    (factories.FLAG,),
)  # fmt: skip


def test_an_address_holds_the_whole_view_and_json_holds_it_too():
    assert from_query(4, parse_qs(WHOLE.to_query())) == WHOLE
    assert from_json(WHOLE.to_json()) == WHOLE
    assert View(4).to_query() == ""


def test_an_address_that_names_no_section_shows_rates_and_one_made_up_is_read_as_none():
    assert from_query(1, {"section": ["no such"], "compare": ["nor this"]}) == View(1)


def test_what_was_not_chosen_is_filled_in_and_a_control_that_is_looked_at_is_left_out():
    found = settled(View(1, controls=("sex", "ethnicity")), factories.shape())
    assert (found.stage, found.by, found.controls) == ("charged", ("ethnicity",), ("sex",))


@pytest.mark.parametrize(
    "asked",
    [{"stage": "hanged"}, {"by": ("hair",)}, {"area": "atlantis"}, {"period": "2024/25 Q9"}, {"flags": ("x",)}, {"controls": ("x",)}],
)
def test_what_the_source_does_not_hold_is_refused_by_name(asked):
    with pytest.raises(NotInSource) as refused:
        settled(View(1, **asked), factories.shape())
    assert "This source has no" in refused.value.what


def test_json_of_something_else_is_refused():
    with pytest.raises(NotInSource):
        from_json({"by": ["sex"]})


def test_months_lie_in_financial_years_and_their_quarters():
    assert [year_of("2025-03"), year_of("2025-04"), quarter_of("2025-03"), quarter_of("2025-04")] == [
        "2024/25", "2025/26", "2024/25 Q4", "2025/26 Q1",
    ]  # fmt: skip
    assert year_of(None) == quarter_of("spring") == ""
    assert (year_before("2024/25"), year_before("2024/25 Q3"), year_before("")) == ("2023/24", "2023/24 Q3", "")


def test_only_whole_financial_years_and_their_quarters_can_be_chosen():
    windows = factories.shape().windows
    assert windows[:4] == ("2025/26 Q3", "2025/26 Q2", "2025/26 Q1", "2024/25")
    assert "2022/23 Q4" in windows
    assert len(windows) == 3 + 12


def test_only_periods_that_are_over_can_be_chosen():
    """A year in progress grows with every month loaded: the difference of two looks at it would be a single month."""
    months = tuple(f"2025-{month:02}" for month in range(8, 13)) + tuple(f"2026-{month:02}" for month in range(1, 11))
    shape = Shape((), (), month="month", occurring={"month": months})
    assert shape.windows == ("2026/27 Q2", "2026/27 Q1", "2025/26", "2025/26 Q4", "2025/26 Q3", "2025/26 Q2")
    assert [last_month_of(window) for window in ("2025/26", "2025/26 Q1", "2025/26 Q3")] == ["2026-03", "2025-06", "2025-12"]
