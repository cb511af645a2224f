"""Headings, labels and cells: what each stands for, and the shipped lists against each other."""

import csv

import pytest

from folkmoot.published.survey import catalogue
from folkmoot.published.survey.catalogue import (
    GroupKind,
    breaks_of,
    characteristic_of_labels,
    group_of,
    groups,
    item_of,
    items,
    question_of,
)
from folkmoot.published.survey.cells import are_fractions, base_of, decimals_of, interval_of, mark_of, usual_decimals
from folkmoot.published.survey.figures import Mark, Place


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("EES\nEmployee engagement index (B47 to B51)", "EES"), ("ees: Employee engagement index (B47 to B51) [2]", "EES"),
        ("ees. Employee engagement score (mean of weighted scores for B47-B51)", "EES"), ("Employee engagement index 2", "EES"),
        ("Engagement index", "EES"), ("Proxy Stress Index\n(high score means high stress)", "HSE"),
        ("mw_p: My work theme score (% positive)", "MW"),
        ("My manager theme score (% positive, B08-B16) [note 7]", "LM"), ("Organisational objectives and purpose 3", "OP"),
        ("Experienced discrimination at work in the past 12 months (E01)", "E01"), ("E01_yes.\nHave you been discriminated against", "E01"),
        ("E03. Have you been bullied or harassed at work, in the past 12 months? (% yes)", "E03"), ("Survey response rate (%)", "RR"),
        ("E01. Have you been discriminated against at work? (% no)", None), ("E02_01. On which grounds? (asked after E01)", None),
        ("B05. I have a choice in deciding how I do my work", None), ("Hope index", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_heading_names(heading, item):
    assert item_of(heading) == item


def test_questions_that_are_not_kept_are_told_from_words():
    assert question_of("E02_04.\n On which grounds?") == "E02_04"
    assert question_of("E01. Discriminated against? (% prefer not to say)") == "E01_pnts"
    assert question_of("Employees") is None


def test_the_shipped_lists_fit_together():
    with (catalogue._DATA / "labels.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert rows
    for row in rows:
        group = group_of(row["characteristic"], row["label"])
        assert group is not None
        assert group.code == row["group"], row
    for characteristic in catalogue.characteristics():
        kinds = [group.kind for group in groups().values() if group.characteristic == characteristic]
        assert kinds.count(GroupKind.REFERENCE) == 1
        assert GroupKind.PREFER_NOT in kinds
    for one in catalogue.breaks():
        assert one.code in (items() if one.what == "item" else catalogue.characteristics())


def test_labels_of_one_sheet_tell_the_characteristic():
    assert characteristic_of_labels(["White", "BAME"]) == "ethnicity"
    assert characteristic_of_labels(["Male", "Female", "Other", "Prefer not to say"]) == "sex"
    assert characteristic_of_labels(["No qualifications", "Other", "Degree level or above"]) == "qualification"
    assert characteristic_of_labels(["Other"]) is None
    assert characteristic_of_labels(["England", "Wales"]) is None


def test_breaks_of_a_series_are_those_of_its_item_and_of_its_groups():
    assert [one.year for one in breaks_of("E01", "sex")] == [2017, 2018, 2019, 2020, 2021, 2024]
    assert [one.year for one in breaks_of("EES", "ethnicity")] == []


def test_marks_and_numbers():
    assert [mark_of(text) for text in ("[c]", "..", "<10", "[z]", "", "NA", "[x]", "12.3", "0")] == [
        Mark.WITHHELD, Mark.WITHHELD, Mark.WITHHELD, Mark.NOT_ASKED, Mark.NOT_ASKED, Mark.NOT_ASKED, Mark.NOT_PUBLISHED, None, None
    ]  # fmt: skip
    assert base_of("1,234", Place()) == (1234, "")
    assert base_of("[c]", Place()) == (None, "c")
    assert base_of("", Place()) == (None, "x")


def test_the_interval_is_every_value_that_rounds_to_the_one_printed():
    assert interval_of("67.64", 3, False, Place()) == (67.6395, 67.6405)
    assert interval_of("0.8", 2, True, Place()) == (79.5, 80.5)
    assert interval_of("0", 2, True, Place()) == (0.0, 0.5)
    assert interval_of("100", 0, False, Place()) == (99.5, 100.0)


def test_precision_is_that_of_the_sheet_for_figures_that_end_in_nought():
    assert usual_decimals([["0.65", "0.8"], ["0.7", "0.71"], ["0.6", "0.62"], ["0.6079513", "0.75"]]) == 2
    assert decimals_of("12.74 [note 3]") == 2
    assert are_fractions(["0.1", "0.2", "1", "0", "0.9"])
    assert not are_fractions(["1", "0", "0", "1", "1"])
    assert not are_fractions(["0.1", "0.2", "0.3", "12.5", "0.9"])
