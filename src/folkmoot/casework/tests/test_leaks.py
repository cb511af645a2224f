"""No small number leaves: not in the page, the file or the picture, and not by subtracting what is shown from a total.

The reader plays a hostile reader who has everything the product puts out and none of the counts.
"""

import csv
import io
import random
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.tests.factories import account, area, icem
from folkmoot.casework import queries
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.tests import factories
from folkmoot.casework.web.presenters import chart_svg
from folkmoot.stats.released import release_all

pytestmark = pytest.mark.django_db
SMALL = range(1, 5)
GROUPS = ("White", "Black", "Asian", "Mixed", "Arab", "Chinese", "")
SEXES = ("Male", "Female")


def invented(seed):
    """A file in which some groups, and some of those with or without the outcome, are small."""
    chance = random.Random(seed)
    groups = []
    for ethnicity in GROUPS:
        for sex in SEXES:
            number = chance.choice([chance.randint(1, 9), chance.randint(20, 60), chance.randint(100, 300)])
            few = chance.randint(0, min(4, number))
            charged = chance.choice([few, chance.randint(0, number), number - few])
            groups.append((ethnicity, sex, number, charged))
    return [*groups, ("Roma", "Male", 40, 3)]  # so that there is always one


def true_counts(groups, place):
    """Base, with and without the outcome of every group of one characteristic."""
    counts = {}
    for row in groups:
        base, charged = counts.get(row[place], (0, 0))
        counts[row[place]] = (base + row[2], charged + row[3])
    return {group: (base, charged, base - charged) for group, (base, charged) in counts.items()}


@pytest.fixture
def reader():
    area()
    icem()
    client = Client()
    client.force_login(account())
    return client


def put_out(client, analysis):
    """Everything that one table puts out: its page, its files (of two characteristics together too), its pictures."""
    both = {"by": ["Ethnicity", "Sex"]}
    page = client.get(reverse("casework:detail", args=[analysis.pk]), both).content.decode()
    address = reverse("casework:download", args=[analysis.pk, "csv"])
    alone, together = (client.get(address, asked).content.decode("utf-8-sig") for asked in ({}, both))
    counted = Counted(analysis)
    tables = (*counted.tables, counted.table(("Ethnicity", "Sex")))
    return page, alone + together.partition("\r\n")[2], [chart_svg(table) for table in tables]


def leaks(groups, page, file, pictures):
    """Small numbers that the hostile reader finds, in words."""
    rows = list(csv.DictReader(io.StringIO(file)))
    found = []
    for place, characteristic in enumerate(("Ethnicity", "Sex")):
        own = [row for row in rows if row["Characteristic"] == characteristic]
        truth = true_counts(groups, place)
        found += [f"shown: {row['Group']}" for row in own if small_in(row)]
        found += by_subtraction(own, characteristic)
        for group, counts in truth.items():
            if any(number in SMALL for number in counts):
                found += pictured(group, counts, page, pictures[place])
    pairs = [row for row in rows if row["Characteristic"] == "Ethnicity and Sex"]
    assert pairs
    found += [f"shown: {row['Group']}" for row in pairs if small_in(row)]
    return found + by_margins(rows, pairs)


def by_margins(rows, pairs):
    """What is left of an ethnicity once one sex is taken off, where the other is not shown. (Sex is recorded in every row.)"""
    found = []
    for margin in rows:
        for name in ("Base", "With the outcome"):
            if margin["Characteristic"] != "Ethnicity" or not margin[name].isdecimal():
                continue
            names = [f"{margin['Group']} · {sex}" for sex in SEXES]
            shown = [int(row[name]) for row in pairs if row["Group"] in names and row[name].isdecimal()]
            left = int(margin[name]) - sum(shown)
            if len(shown) == 1 and left in SMALL:
                found.append(f"by margin: {margin['Group']} {name} {left}")
    return found


def small_in(row):
    numbers = [int(row[name]) for name in ("Base", "With the outcome") if row[name].isdecimal()]
    without = [numbers[0] - numbers[1]] if len(numbers) == 2 else []
    return any(number in SMALL for number in (*numbers, *without))


def by_subtraction(rows, characteristic):
    """What is left of the total once every shown group is taken off, where that is small or belongs to one group alone."""
    total = next(row for row in rows if row["Group"] == "Everyone")
    others = [row for row in rows if row["Group"] != "Everyone" and row["Base"] != "0"]
    found = []
    for name in ("Base", "With the outcome"):
        if not total[name].isdecimal() or len(others) < 2:
            continue
        hidden = [row for row in others if row[name] == "[c]"]
        left = int(total[name]) - sum(int(row[name]) for row in others if row[name].isdecimal())
        if hidden and (left in SMALL or len(hidden) == 1):
            found.append(f"by subtraction: {characteristic} {name} {left}")
    return found


def pictured(group, counts, page, picture):
    """The rate of a small group in the page's words or in its picture."""
    base, charged, _ = counts
    rate = f"{charged / base * 100:.1f}%"
    beside_name = re.escape(group or "Not recorded") + r"[^<]{0,3}</th>(?:<td[^>]*>[^<]*</td>){2}<td[^>]*>" + re.escape(rate)
    drawn = re.search(r">" + re.escape(group) + r": " + re.escape(rate), unescape(picture)) if group else None
    return [f"rate of {group}"] if re.search(beside_name, unescape(page)) or drawn else []


@pytest.mark.parametrize("seed", range(12))
def test_nothing_small_is_put_out(reader, seed):
    groups = invented(seed)
    analysis = factories.analysis(area(), rows=factories.cases(groups))
    assert leaks(groups, *put_out(reader, analysis)) == []


@pytest.mark.parametrize("seed", range(12))
def test_control_the_hostile_reader_finds_them_where_nothing_is_withheld(reader, seed, monkeypatch):
    groups = invented(seed)
    analysis = factories.analysis(area(), rows=factories.cases(groups))
    monkeypatch.setattr(queries, "release_all", lambda tables, _: release_all(tables, 1))
    assert leaks(groups, *put_out(reader, analysis))


def test_control_the_hostile_reader_subtracts():
    rows = [
        {"Group": "White", "Base": "100", "With the outcome": "60"},
        {"Group": "Black", "Base": "50", "With the outcome": "[c]"},
        {"Group": "Everyone", "Base": "150", "With the outcome": "63"},
    ]
    assert by_subtraction(rows, "Ethnicity") == ["by subtraction: Ethnicity With the outcome 3"]


def test_control_the_hostile_reader_uses_margins():
    rows = [{"Characteristic": "Ethnicity", "Group": "Black", "Base": "53", "With the outcome": "[c]"}]
    pairs = [{"Group": "Black · Male", "Base": "50", "With the outcome": "20"}]
    assert by_margins(rows, pairs) == ["by margin: Black Base 3"]


def test_a_withheld_group_is_named_as_withheld_and_not_drawn(reader):
    groups = [*factories.GROUPS, ("Arab", "Male", 40, 38)]
    analysis = factories.analysis(area(), rows=factories.cases(groups))
    page, file, pictures = put_out(reader, analysis)
    assert "Withheld, so that no small number can be seen or worked out: Arab" in unescape(page)
    assert "Arab" not in pictures[0]
    assert '"Ethnicity","Arab","40","[c]","[c]"' in file


def test_the_database_refuses_a_threshold_that_protects_nobody():
    analysis = factories.analysis(area())
    analysis.threshold = 2
    with pytest.raises(Exception, match="analysis_protects_small_numbers"):
        analysis.save()
    assert Analysis._meta.get_field("threshold").default == 5
