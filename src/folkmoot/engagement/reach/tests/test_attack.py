"""An attack on the comparison of those reached with those who live there: all that is shown, with the total known and the rule known."""

import re
from collections import defaultdict
from dataclasses import astuple
from itertools import product

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.communities.tests.factories import community
from folkmoot.engagement.models import Headcount
from folkmoot.engagement.reach import comparing, withholding
from folkmoot.engagement.reach.comparing import released
from folkmoot.engagement.reach.tests.making import land
from folkmoot.engagement.reach.web.compared import HIDDEN, table_of
from folkmoot.engagement.reach.withholding import Plan, may_be_added, plan
from folkmoot.engagement.tests.factories import activity
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD

GROUPS = ("White", "Asian", "Black")
POPULATION = {"White": 800_000, "Asian": 150_000, "Black": 50_000}


def printed(numbers):
    """Everything the page says of one table; `numbers` are those of the groups, and how many were not counted."""
    *groups, missing = numbers
    scheme = Scheme(code="ethnicity", name_en="Ethnicity")
    contacts = dict(zip(GROUPS, groups, strict=True))
    table = table_of(released(scheme, contacts, POPULATION, not_recorded=missing, largest=sum(groups), year=2021, source="Census"))
    return tuple(astuple(line) for line in table.lines), tuple(str(note) for note in table.notes)


def recovered(total):
    """The small numbers that somebody finds who knows how many came and what is shown: those with a single value that fits."""
    worlds = defaultdict(list)
    for numbers in product(range(total + 1), repeat=len(GROUPS)):
        if sum(numbers) <= total:
            world = (*numbers, total - sum(numbers))
            worlds[printed(world)].append(world)
    return [
        (world[0], place)
        for world in worlds.values()
        for place in range(len(GROUPS) + 1)
        if len({each[place] for each in world}) == 1 and 0 < world[0][place] < DEFAULT_THRESHOLD
    ]


@pytest.mark.parametrize("total", [3, 7, 8, 12, 13, 17])
def test_no_small_number_can_be_worked_out_from_what_is_shown(total):
    assert recovered(total) == []


def test_the_attack_finds_the_number_where_figures_with_its_base_are_shown(monkeypatch):
    """The control: with shares and bounds beside hidden numbers, as they would be without the guard, 3 of 12 is found."""
    monkeypatch.setattr(comparing.Protected, "any_hidden", False)
    assert ((3, 0, 0, 9), 0) in recovered(12)  # 12 came, 3 were counted: the shares of those not met have 3 as their base


def test_a_sum_of_small_numbers_that_says_each_of_them_is_not_shown(monkeypatch):
    assert not may_be_added([1, 1, 1, 1, 1])
    assert not may_be_added([4, 4])
    assert may_be_added([4, 3])
    assert not may_be_added([])
    assert not may_be_added([2, 2])
    monkeypatch.setattr(withholding, "may_be_added", lambda small, _threshold: sum(small) > 4)
    assert ((5, 4, 4, 0), 1) in recovered(13)


def test_numbers_that_are_alike_are_hidden_together_and_the_others_shown():
    assert plan({"A": 40, "B": 30, "C": 3}, 0) == Plan(hidden=frozenset("BC"))
    assert plan({"A": 40, "B": 30, "C": 3}, 30) == Plan(hidden=frozenset("BC"), missing_hidden=True)
    assert plan({"A": 40, "B": 30, "C": 0}, 3) == Plan(hidden=frozenset("B"), missing_hidden=True)
    assert plan({"A": 40, "B": 3, "C": 2}, 0) == Plan(merged=frozenset("BC"))
    assert plan({"A": 40, "B": 30}, 0) == Plan()
    assert plan({"A": 3, "B": 0}, 0).all_hidden


@pytest.mark.django_db
def test_the_page_and_the_files_say_no_more_of_a_small_number(client, tmp_path):
    here = land(tmp_path)
    client.force_login(Account.objects.get(pk=icem().account_id))
    community()
    held = activity(headcount=12, county=here.cambs)
    Headcount.objects.create(activity=held, category=Category.objects.get(pk=here.women.pk), people=3, how="said")
    page = client.get("/engagement/reach/").text
    part = page[page.index("Who was reached, beside who lives here") :]
    lines = re.findall(r'<th scope="row".*?</tr>', part, re.DOTALL)
    assert len(lines) == 2
    for line in lines:
        cells = [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)]
        assert cells[0] in (HIDDEN, "0")
        assert cells[1] == cells[3] == HIDDEN
        assert cells[4] == "cannot tell (too few to show)"
    assert "were counted by this characteristic" not in part
    assert "to 56.1%" not in part
    grid = client.get("/engagement/reach/grid.csv").content.decode("utf-8-sig")
    assert not re.search(r"(?<![\d.])(3|9|12)(?![\d.])", grid.split("\n", 1)[1].replace("Census 2021", ""))
