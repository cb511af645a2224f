"""The files that ship: what must hold of them, and what is said of a broken copy."""

import pytest

from folkmoot.areas.tests.factories import edit
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.rules import KINDS
from folkmoot.strategy.tables import read_strategies
from folkmoot.strategy.tests.factories import copied_files


@pytest.fixture(scope="module")
def read():
    return read_strategies()


def test_three_aims_with_two_sub_aims_each(read):
    tops = [line.text("code") for line in read.aims if not line.text("parent")]
    assert tops == ["public-confidence", "success-of-our-people", "high-quality-casework"]
    for top in tops:
        assert sum(1 for line in read.aims if line["parent"] == top) == 2


def test_every_commitment_of_the_national_strategy_is_a_line_under_its_sub_aim(read):
    per_aim = {line.text("code"): 0 for line in read.aims if line.text("parent")}
    for line in read.commitments:
        if line.text("aim"):
            per_aim[line.text("aim")] += 1
    assert per_aim == {
        "build-trust": 4, "everyones-business": 5, "attract-and-develop": 4, "representation": 4, "fair-and-transparent": 3,
        "work-with-communities": 4,
    }  # fmt: skip


def test_the_eastern_plan_is_there_line_by_line(read):
    headings = [line.text("heading") for line in read.commitments if line["strategy"] == "eastern-2010-11"]
    assert len(headings) == 20
    assert len(set(headings)) == 4


def test_the_numbers_promised_are_in_the_words_kept(read):
    words = " ".join(line.text("words_en") for line in read.commitments)
    for promise in ("to 12%", "to 8%", "54% and 8%", "minimum 75% declaration", "every six months to the Board"):
        assert promise in words


def test_order_follows_the_document_without_repeats(read):
    for strategy in read.strategies:
        orders = [line["order"] for line in read.commitments if line["strategy"] == strategy["code"]]
        assert orders == list(range(1, len(orders) + 1))


def test_kinds_of_the_files_are_those_of_the_table():
    assert set(KINDS) == set(Commitment.Kind.values)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("aims.csv", "cps-2020,build-trust,public-confidence,", "cps-2020,build-trust,casework,", "aims.csv, row 3, column “parent”"),
        (
            "aims.csv",
            "cps-2020,build-trust,public-confidence,",
            "cps-2021,build-trust,public-confidence,",
            "aims.csv, row 3, column “strategy”",
        ),
        (
            "commitments.csv",
            "cps-2020,trust-1,build-trust,",
            "eastern-2010-11,trust-1,build-trust,",
            "commitments.csv, row 2, column “aim”",
        ),
        ("commitments.csv", "cps-2020,trust-1,build-trust,", "cps-2020,trust-1,build-faith,", "commitments.csv, row 2, column “aim”"),
        ("commitments.csv", "cps-2020,trust-1,", "cps-2020,trust-2,", "commitments.csv, row 3, column “code”"),
    ],
)
def test_a_broken_file_is_named_with_row_and_column(tmp_path, file, old, new, place):
    folder = copied_files(tmp_path)
    edit(folder, file, old, new)
    with pytest.raises(BadReferenceFile) as caught:
        read_strategies(folder)
    assert place in caught.value.what
