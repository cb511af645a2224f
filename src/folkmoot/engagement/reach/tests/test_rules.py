from datetime import date

import pytest

from folkmoot.communities.rules import contact_due
from folkmoot.engagement.reach.rules import (
    Weights,
    alternately,
    bands,
    byar,
    contact_rate,
    expected_contacts,
    place_in_order,
    times_due,
    weights_from,
    why,
)

TODAY = date(2026, 3, 10)
PLAIN = Weights()


def reasons(people, months_ago, every=6, **over):
    last = None if months_ago is None else date(2026 - months_ago // 12, 3 - months_ago % 12, 10) if months_ago % 12 < 3 else None
    contact = contact_due(last if months_ago is not None else None, every, TODAY)
    given = {"low_trust": False, "speakers": 1, "organisations": 1} | over
    return contact, why(people=people, contact=contact, weights=PLAIN, **given)


def test_a_community_never_met_counts_as_last_met_five_years_ago():
    contact, _ = reasons(100, None)
    assert times_due(contact, PLAIN) == 10
    assert times_due(contact, Weights(never_met_months=12)) == 2


def test_the_score_is_people_times_due_times_every_factor_that_applies():
    _, found = reasons(1000, 12, low_trust=True, speakers=0, organisations=0)
    assert found.times_due == 2
    assert found.score == 1000 * 2 * 1.5 * 1.25 * 1.25


def test_what_the_viewer_may_not_see_does_not_count():
    _, hidden = reasons(1000, 12, speakers=None, organisations=None)
    assert hidden.score == 2000


def test_overdue_stand_first_then_known_sizes_then_scores():
    rows = {
        "met lately": reasons(9000, 1),
        "uncounted": reasons(None, 24),
        "few": reasons(300, 24),
        "many": reasons(4000, 12),
        "few but nobody speaks and trust is low": reasons(3000, 12, low_trust=True, speakers=0),
    }
    order = sorted(rows, key=lambda name: place_in_order(*rows[name]))
    assert order == ["few but nobody speaks and trust is low", "many", "few", "uncounted", "met lately"]


def test_nobody_makes_up_a_number_for_those_not_counted():
    rows = {
        "late": reasons(None, 12), "later": reasons(None, 24), "nobody speaks": reasons(None, 24, speakers=0),
        "trust is low": reasons(None, 24, low_trust=True),
    }  # fmt: skip
    assert {found.score for _contact, found in rows.values()} == {None}
    order = sorted(rows, key=lambda name: place_in_order(*rows[name]))
    assert order == ["trust is low", "nobody speaks", "later", "late"]


def test_two_orders_that_cannot_be_compared_take_turns():
    assert alternately(["a", "b", "c"], ["x"]) == ["a", "x", "b", "c"]
    assert alternately([], ["x", "y"]) == ["x", "y"]


def test_constants_are_set_for_the_service_and_checked():
    assert weights_from({}) == Weights()
    assert weights_from({"low_trust_factor": 2, "few_contacts": 10.0}) == Weights(low_trust_factor=2.0, few_contacts=10)
    with pytest.raises(ValueError, match="above 0"):
        weights_from({"low_trust_factor": 0})
    with pytest.raises(ValueError, match="no such constant"):
        weights_from({"luck": 3})


def test_expected_contacts():
    assert expected_contacts(6, 12) == 2
    assert expected_contacts(24, 12) == 0.5


def test_a_rate_with_too_few_contacts_is_not_steady_unless_more_were_to_be_expected():
    overall = 20 / 1_000_000
    assert not contact_rate(2, 50_000, overall, 5).steady
    nothing = contact_rate(0, 500_000, overall, 5)
    assert (nothing.value, nothing.steady) == (0, True)  # ten were to be expected: none is a finding
    enough = contact_rate(6, 50_000, overall, 5)
    assert (enough.value, enough.steady) == (pytest.approx(1.2), True)
    assert not contact_rate(6, 50_000, overall, 5, countable=False).steady
    assert enough.low < enough.value < enough.high
    assert contact_rate(6, 0, overall, 5) is None


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.69), (5, 1.62, 11.67), (10, 4.80, 18.39), (100, 81.36, 121.63)])
def test_byar_is_near_the_exact_limits(count, low, high):
    found = byar(count)
    assert found[0] == pytest.approx(low, abs=0.05)
    assert found[1] == pytest.approx(high, abs=0.08)


def test_bands_hold_about_as_many_values_each_and_never_more_than_there_are():
    assert bands([1, 2, 3, 4, 5, 6, 7, 8]) == [(1, 3), (3, 5), (5, 7), (7, None)]
    assert bands([3, 3, 3]) == [(3, None)]
    assert bands([]) == []
