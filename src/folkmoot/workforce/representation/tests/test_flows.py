"""Who joined, was promoted and left, of a group and of everybody else: rates, intervals, and when nothing is judged."""

import pytest

from folkmoot.stats.intervals import newcombe_difference, wilson
from folkmoot.stats.workforce.headcounts import Headcount, exact, withheld
from folkmoot.stats.workforce.representation import Representation, Workforce, representation
from folkmoot.workforce.representation.flows import Finding, joiners, rates


def of(group: Headcount, others: Headcount) -> Representation:
    return representation(Workforce({"Asian": group, "White": others}), ["Asian"])


STAFF = of(exact(200), exact(800))


def test_leavers_are_a_rate_of_the_staff_in_post():
    flow = rates("left", of(exact(40), exact(80)), STAFF)
    assert (flow.rate.value, flow.other_rate.value) == (0.2, 0.1)
    assert flow.rate == wilson(40, 200)
    assert flow.difference == newcombe_difference(40, 200, 80, 800)
    assert (flow.finding, flow.base, flow.bounds.low, flow.bounds.high) == (Finding.DIFFERS, exact(200), 0.2, 0.2)


def test_joiners_are_a_share_beside_the_share_of_staff():
    flow = joiners(of(exact(22), exact(78)), STAFF)
    assert (flow.rate.value, flow.other_rate.value, flow.base) == (0.22, 0.2, exact(100))
    assert flow.finding is Finding.NOT_SHOWN


@pytest.mark.parametrize(
    ("moved", "staff", "finding"),
    [(of(exact(3), exact(5)), STAFF, Finding.TOO_FEW), (of(withheld(), exact(80)), STAFF, Finding.CANNOT_TELL),
     (of(exact(5), exact(30)), of(exact(8), exact(800)), Finding.TOO_FEW)],
)  # fmt: skip
def test_too_few_and_withheld_are_not_judged(moved, staff, finding):
    assert rates("promoted", moved, staff).finding is finding


def test_a_withheld_count_leaves_a_range():
    flow = rates("left", of(withheld(), exact(80)), STAFF)
    assert (flow.rate, flow.difference, flow.bounds.low, flow.bounds.high) == (None, None, 0.0, 0.02)
