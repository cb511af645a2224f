"""The rule by which a measure is judged: what was published as a change is one, and nothing is said that the figures cannot say."""

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.stats.design_effect import DESIGN_EFFECT
from folkmoot.strategy.measures.judgement import Reason, Sampled, Verdict, design_effect_of, difference_of, effective_base, judge
from folkmoot.strategy.measures.rules import Seen
from folkmoot.strategy.measures.supplied import quarter_end, share, year_to
from folkmoot.strategy.measures.words import judged_in_words

BEFORE, NOW = date(2008, 3, 31), date(2009, 9, 30)
# British Crime Survey, year on year, as published by the local criminal justice boards: statement, bases, percentages, significance.
PUBLISHED = [
    ("fair", 9787, 56, 43748, 59, True), ("witnesses supported", 8458, 49, 37740, 56, True),
    ("innocent until proven guilty", 9137, 78, 40665, 78, False), ("takes account of views", 8936, 69, 39563, 71, True),
    ("takes account of circumstances", 8895, 63, 39313, 66, True), ("right balance", 9081, 33, 40170, 36, True),
    ("too soft (disagree)", 9486, 21, 42290, 21, False), ("discriminates (disagree)", 8500, 64, 38032, 65, False),
]  # fmt: skip


def figure(value, base=None, on=NOW, ends=(None, None), effect=None, **more):
    low, high = (None if end is None else Decimal(str(end)) for end in ends)
    return Sampled(Seen(on, Decimal(str(value)), low, high, base), effect, **more)


def verdict(latest, before, *, unit="percent", direction="up", **more):
    found = judge(latest, before, direction=direction, unit=unit, **more)
    return found.verdict, found.reason


@pytest.mark.parametrize(("statement", "base_then", "then", "base_now", "now", "significant"), PUBLISHED)
def test_the_changes_published_as_significant_are_changes(statement, base_then, then, base_now, now, significant):
    found = judge(
        figure(now, base_now, effect=DESIGN_EFFECT), figure(then, base_then, BEFORE, effect=DESIGN_EFFECT), direction="up", unit="percent"
    )
    assert found.verdict is (Verdict.IMPROVED if significant else Verdict.UNCHANGED), statement


def test_a_design_effect_takes_from_what_may_be_said():
    """Discrimination of ethnic minority staff beside white staff, People Survey 2024: 53 of 416, 149 of 2464; Newcombe 3.65 to 10.35."""
    minority, white = figure(53 / 416 * 100, 416), figure(149 / 2464 * 100, 2464, BEFORE)
    found = difference_of(minority, white, "percent")
    assert (round(found.low, 2), round(found.high, 2)) == (3.65, 10.35)
    assert effective_base(figure(56, 900, effect=1.5), "percent") == 600
    before = figure(50, 400, BEFORE)
    assert verdict(figure(57, 400), before) == (Verdict.IMPROVED, Reason.BEYOND_CHANCE)
    assert verdict(figure(57, 400, effect=2), before) == (Verdict.CANNOT_TELL, Reason.TOO_UNCERTAIN)
    assert verdict(figure(57, 400), before, direction="down")[0] is Verdict.WORSE


def test_a_published_interval_says_its_design_effect():
    assert design_effect_of(figure(50, 1000, ends=(45.62, 54.38)), "percent") == pytest.approx(2.0, abs=0.01)
    assert design_effect_of(figure(50, 1000, ends=(49, 51)), "percent") == 1.0
    assert design_effect_of(figure(50, 1000, ends=(45.62, 54.38), effect=1.2), "percent") == 1.2


def test_scores_and_shares_without_a_base_are_judged_by_their_margins():
    before = figure(60, on=BEFORE, ends=(59, 61))
    assert verdict(figure(62, ends=(61, 63)), before, unit="score") == (Verdict.IMPROVED, Reason.BEYOND_CHANCE)
    assert verdict(figure(61, ends=(60, 62)), before, unit="score") == (Verdict.UNCHANGED, Reason.TOO_SMALL_TO_MATTER)
    assert verdict(figure(61, ends=(60, 62)), before) == (Verdict.UNCHANGED, Reason.TOO_SMALL_TO_MATTER)
    assert verdict(figure(61, ends=(51, 71)), before, unit="score") == (Verdict.CANNOT_TELL, Reason.TOO_UNCERTAIN)


@pytest.mark.parametrize(
    ("latest", "before", "reason", "more"),
    [
        (None, None, Reason.NO_FIGURE, {}), (figure(60, 500), None, Reason.NO_BASELINE, {}),
        (figure(60, 500), figure(60, 500), Reason.ONE_FIGURE, {}), (figure(60), figure(50, 500, BEFORE), Reason.NO_MARGIN, {}),
        (figure(60, unbased=True, ends=(59, 61)), figure(50, 500, BEFORE), Reason.UNBASED, {}),
        (figure(90, 40, effect=2), figure(50, 500, BEFORE), Reason.SMALL_BASE, {}),
        (figure(60, 500), figure(50, 500, BEFORE), Reason.NO_DIRECTION, {"direction": ""}),
        (figure(60, 500), figure(50, 500, BEFORE), Reason.BROKEN, {"breaks": [date(2009, 1, 1)]}),
        (figure(61), figure(60, on=BEFORE), Reason.NO_MARGIN, {"unit": "score"}),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_not_told(latest, before, reason, more):
    assert verdict(latest, before, **more) == (Verdict.CANNOT_TELL, reason)
    found = judge(latest, before, **{"direction": "up", "unit": "percent", **more})
    words = judged_in_words(found, latest, before, more.get("unit", "percent"), more.get("breaks", ()))
    assert words.startswith("Cannot tell: ")
    assert words.endswith(".")


def test_a_break_on_the_day_of_the_baseline_is_no_break_between():
    assert verdict(figure(60, 500), figure(50, 500, BEFORE), breaks=[BEFORE])[0] is Verdict.IMPROVED
    assert verdict(figure(60, 500), figure(50, 500, BEFORE), breaks=[NOW])[1] is Reason.BROKEN


def test_a_judgement_in_words_carries_interval_bases_and_reason():
    now, then = figure(59, 43748, effect=1.2), figure(56, 9787, BEFORE, effect=1.2)
    words = judged_in_words(judge(now, then, direction="up", unit="percent"), now, then, "percent")
    assert words == (
        "Improved: +3.0 points since 31 March 2008, 95% interval +1.8 points to +4.2 points. It rests on 43,748 now and 9,787 then. "
        "The whole interval lies on one side of no change."
    )


def test_a_share_of_a_few_is_not_handed_down():
    assert share("a", 4, 9, NOW, "Some source", "") == []
    (found,) = share("a", 5, 10, NOW, "Some source", "")
    assert (found.value, found.low, found.high) == (Decimal("50.0"), Decimal("23.7"), Decimal("76.3"))


def test_the_year_to_the_last_quarter():
    assert quarter_end(date(2026, 3, 3)) == date(2025, 12, 31)
    assert quarter_end(date(2026, 4, 1)) == date(2026, 3, 31)
    assert year_to(date(2025, 12, 31)) == date(2025, 1, 1)
    assert year_to(date(2024, 2, 29)) == date(2023, 3, 1)
