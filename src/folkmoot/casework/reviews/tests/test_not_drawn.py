"""How many of a group were not drawn is told neither by the assessment of the process nor by it and the round's page together."""

import pytest

from folkmoot.casework.reviews import results
from folkmoot.casework.reviews.results import Read
from folkmoot.casework.reviews.rules import first_questions
from folkmoot.stats.disclosure import Suppressed

LISTED = {"Ethnicity": {"White": 40, "Black": 12, "Asian": 20}}
DRAWN = {"White": 33, "Black": 10, "Asian": 17}


def cases(drawn=None):
    facts = [{"Ethnicity": group} for group, number in (drawn or DRAWN).items() for _ in range(number)]
    answers = {one.key: "yes" for one in first_questions()}
    return [Read(number, one, answers, answers, answers) for number, one in enumerate(facts, 1)]


def told(tables, figure):
    return {row.group for table in tables for row in table.rows if not isinstance(getattr(row.shown, figure), Suppressed)}


def test_what_the_assessment_withholds_the_page_of_the_round_does_not_tell():
    found = cases()
    assessed = results.coverage([(LISTED, [one.facts for one in found])]).tables
    shown = results.by_group(first_questions(), found, LISTED).tables
    assert "Black" not in told(assessed, "with_outcome") | told(shown, "base")
    unlike = results.by_group(first_questions(), found, {}).tables
    assert "Black" in told(unlike, "base"), "without what was listed the page tells it: the test would see it"


@pytest.mark.parametrize("second", [{"White": 20, "Black": 0, "Asian": 8}, {"White": 20, "Black": 6, "Asian": 8}])
def test_rounds_together_tell_no_group_that_one_of_them_withholds(second):
    facts = [[one.facts for one in cases(drawn)] for drawn in (DRAWN, second)]
    together = results.coverage([(LISTED, facts[0]), (LISTED, facts[1])]).tables
    assert "Black" not in told(together, "with_outcome")
