"""What the sections of the rooms say, from figures alone: every sentence with its base, nothing withheld in it, nothing of a person."""

import copy
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from folkmoot.reports.figures import scrutiny, workforce
from folkmoot.reports.tests import rooms
from folkmoot.reports.wording import measures_of_strategy
from folkmoot.reports.wording.document import Chart, Table, Target, pieces_of
from folkmoot.reports.wording.rooms import NAMES, late_lines, sections, unknowns
from folkmoot.reports.wording.words import plain
from folkmoot.stats.workforce.headcounts import exact
from folkmoot.stats.workforce.representation import Workforce, representation
from folkmoot.stats.workforce.targets import against_target
from folkmoot.workforce.targets.models import Target as WorkforceTarget
from folkmoot.workforce.targets.queries import Card


def said(figures) -> str:
    found = [piece.text for section in sections(figures) for block in section.blocks for piece in pieces_of(block)]
    return " ".join(" ".join(found).split())


def full(**over):
    return rooms.figures(rooms.full(), **over)


def test_each_section_says_its_share_with_its_base_and_what_is_late():
    text = said(full())
    for words in (
        "4 of 6 panels met in this period. They made 4 recommendations in it.",
        "10 of 12 (83%) meetings had as many members as their terms ask for.",
        "for 42 of 53 (79%), nobody who sits on the panel can speak.",
        "Rural communities (East of England)",
        "With 12 of 20 (60%) of those views, at least one member differed and said why.",
        "4 differences newly met the rule for review in this period; 3 of 5 of all are not answered.",
        "2 of 5 have waited too long for an answer or a new test.",
        "Group scs-women 56.5% 46.3% to 66.2% 92 54.0% 30 April 2026 reached",
        "54.0% was to be reached by 31 March 2026, and is not.",
        "“Group ethnicity”: nothing is known of 8.9% of all staff.",
        "3 decisions were recorded as taken; for 2 of 3 of them an assessment of equality was settled before.",
        "1 of 2 that closed in it have their response; they drew 31 responses.",
        "1 of 5 partnerships are without contact in their time",
        "At least 36 of 202 (18%) staff of the units that are shown came to one.",
        "1 of 2 Areas have their self-assessment settled.",
        "Headquarters : the certificate was due on 31 July 2026 and is not signed.",
        "2 of 3 measures have a figure: 2 improved",
        "“Measure two” has one point only, 66%: no trend can be seen.",
        "Measure three : there is no figure. What would give one: A survey of victims.",
    ):
        assert words in text, words
    assert "biased" not in text
    assert [plain(one) for one in late_lines(full())] == [
        "1 accepted recommendation of a panel is late.", "3 learning points of scrutiny are late.",
        "2 differences that need review have waited too long.", "The review of 1 assessment of equality is overdue.",
        "1 consultation has closed without a response.", "1 partnership is without contact in its time.",
        "1 certificate of assurance is late.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("national", [True, False])
@pytest.mark.parametrize("given", [rooms.full, rooms.empty])
def test_every_section_is_whole_in_both_languages_with_much_and_with_nothing(language, national, given):
    with translation.override(language):
        found = sections(rooms.figures(given(), national=national))
    assert [one.key for one in found] == list(NAMES)
    for block in (block for one in found for block in one.blocks):
        assert not [piece.text for piece in pieces_of(block) if re.search(r"%\(\w+\)s|None|%%", piece.text)]
        targets = [getattr(block, "target", None), *(row.target for row in getattr(block, "rows", ()))]
        for target in (one for one in targets if isinstance(one, Target)):
            assert reverse(target.route, args=[target.key] if target.key is not None else None)
        if isinstance(block, Table):
            assert {len(row.cells) for row in block.rows} <= {len(block.columns)}
            assert all(plain(cell) for row in block.rows for cell in row.cells)
        if isinstance(block, Chart):
            assert "95%" in block.alt
            assert "61%" in block.alt


def test_nothing_at_all_is_said_plainly():
    text = said(rooms.figures(rooms.empty()))
    for words in (
        "No panel is on record for this scope.", "No case was taken to a panel in this period.",
        "By 30 June 2026 no difference had been taken up", "No target of the workforce is in force.",
        "No decision was recorded as taken in this period.", "No round of assurance was opened for this period.",
        "No strategy with measures is in force for this scope.",
    ):  # fmt: skip
        assert words in text, words
    assert "What “Scrutiny of cases” holds: whoever made this report may not read it." in [
        one.text for one in unknowns(rooms.figures(rooms.empty()))
    ]
    assert sections(rooms.figures({})) == ()  # a report of before these sections opens without them


def test_what_changed_in_a_measure_is_said_with_its_reason():
    figures = full()
    text = " ".join(piece.text for block in measures_of_strategy.changed(figures) for piece in pieces_of(block))
    assert "from 1 February 2026 it is counted another way" in text
    assert "The question was worded anew." in text
    assert "the figure of 31 December 2025 was 57% and is 58%. The source published it again." in " ".join(text.split())
    assert "58% in the report for July to December 2025, now 60%." in text
    later = copy.deepcopy(figures)
    later["first"], later["measures"]["before"] = "2026-07-01", {}
    assert measures_of_strategy.changed(later) == []


def test_a_figure_without_an_interval_is_not_drawn():
    [section] = [one for one in sections(full()) if one.key == "measures"]
    [chart] = [one for one in section.blocks if isinstance(one, Chart)]
    assert "1 figure has no interval and is left out." in plain(chart.caption)
    assert "60%" not in chart.alt
    figures = full()
    for point in figures["measures"]["cards"][0]["series"]:
        point["low"] = None
    assert "It is not drawn, because no interval is known." in said(figures)


def test_few_people_are_withheld_and_so_is_whether_they_reach_the_target():
    aimed = WorkforceTarget(key="scs-disabled", name="Disabled staff", kind="reach", share=0.08)

    def kept(people: int):
        found = representation(Workforce({"Disabled": exact(people), "Not disabled": exact(91)}, exact(0), exact(3)), ["Disabled"])
        return workforce._aimed(Card(aimed, date(2026, 4, 30), found, against_target(found, 0.08)))

    few, many = kept(7), kept(12)
    assert (few["rate"], few["low"], few["base"], few["answer"]) == (None, None, None, "withheld")
    assert (many["base"], many["answer"]) == (103, "met")
    assert many["low"] < many["rate"] == 12 / 103 < many["high"]


def test_how_few_cases_were_judged_is_withheld():
    assert scrutiny._outcomes([], date(2026, 6, 30)) == (None, None)
    figures = full()
    figures["scrutiny"] |= {"concluded": None, "dissent": None, "cases": 9}
    text = said(figures)
    assert "How the cases were judged is withheld: fewer than 10 were looked at." in text
    assert "differed" not in text
