from datetime import date

import pytest

from folkmoot.strategy.rules import AimLine, in_period, top_of, under

AIMS = [AimLine("public-confidence", None), AimLine("build-trust", "public-confidence"), AimLine("casework", None)]


def test_an_aim_takes_in_its_sub_aims():
    assert under("public-confidence", AIMS) == ["public-confidence", "build-trust"]
    assert under("build-trust", AIMS) == ["build-trust"]


def test_a_sub_aim_counts_towards_the_aim_it_serves():
    assert top_of("build-trust", AIMS) == "public-confidence"
    assert top_of("casework", AIMS) == "casework"


@pytest.mark.parametrize(
    ("starts", "ends", "governs"),
    [(None, None, True), (date(2026, 3, 10), date(2026, 3, 10), True), (date(2026, 3, 11), None, False), (None, date(2026, 3, 9), False)],
)
def test_a_blank_date_bars_nothing(starts, ends, governs):
    assert in_period(starts, ends, date(2026, 3, 10)) is governs
