"""What a filter may not give away, and that the guard is seen to work: with it off, the very same attack succeeds."""

from itertools import product

import numpy as np
import pytest

from folkmoot.casework.workbench import answering
from folkmoot.casework.workbench.answering import TooNearTheWhole, tables_of
from folkmoot.casework.workbench.held import Held
from folkmoot.casework.workbench.projection import Projection
from folkmoot.casework.workbench.protection import NOTHING_KEPT, guard
from folkmoot.casework.workbench.rules import Section, View, settled
from folkmoot.casework.workbench.tests import factories

THRESHOLD = 5
PLACES = factories.AREAS


def shown(by=("ethnicity",), section=Section.RATES, **filters):
    """The counts a reader sees, by group, as (at risk, with the outcome); None where they are withheld."""
    view = settled(View(1, "charged", by, section, **filters), factories.shape())
    table = next(one for one in tables_of(view, factories.shape(), factories.cube(), held=Held()).release.tables if len(one.by) == len(by))
    rows = {row.group: row.shown.counts for row in (*table.rows, table.not_recorded, table.overall)}
    return {group: (counts.base, counts.with_outcome) if counts else None for group, counts in rows.items()}


def found_by_subtraction(**beside):
    """Small numbers worked out from the page without a filter and the pages of all its values but one."""
    whole, parts = shown(**beside), [shown(area=area, **beside) for area in PLACES]
    small = []
    for group, counts in whole.items():
        held = [part.get(group, (0, 0)) for part in parts]
        if counts is None or sum(one is None for one in held) != 1:
            continue
        left = [counts[place] - sum(one[place] for one in held if one) for place in (0, 1)]
        small += [(group, number) for number in (*left, left[0] - left[1]) if 0 < number < THRESHOLD]
    return small


BESIDE = [
    {},
    {"offence": "Theft"},
    {"period": "2024/25"},
    {"period": "2024/25 Q2"},
    {"flags": (factories.FLAG,)},
    {"offence": "Theft", "flags": (factories.FLAG,)},
]


@pytest.mark.parametrize("beside", BESIDE)
def test_no_small_number_is_left_when_the_areas_are_taken_from_the_whole(beside):
    try:
        assert found_by_subtraction(**beside) == []
    except TooNearTheWhole:
        pytest.fail("nothing of this size should be refused as a whole")


def test_without_the_guard_the_same_attack_finds_some(monkeypatch):
    monkeypatch.setattr(answering.Guard, "kept", lambda *_: NOTHING_KEPT)
    assert any(found_by_subtraction(**beside) for beside in BESIDE)


def test_what_is_withheld_of_a_year_is_withheld_of_its_quarters():
    for group, counts in shown(area="London North", period="2024/25").items():
        if counts is None:
            for quarter in ("Q1", "Q2", "Q3", "Q4"):
                found = shown(area="London North", period=f"2024/25 {quarter}").get(group)
                assert not found or found[0] == 0, f"{group} in {quarter}"


def test_a_choice_of_almost_nobody_is_refused_as_a_whole():
    refused = 0
    for offence, quarter in product(("Theft", "Violence"), ("Q1", "Q2", "Q3", "Q4")):
        try:
            shown(area="London North", period=f"2024/25 {quarter}", offence=offence, flags=(factories.FLAG,))
        except TooNearTheWhole:
            refused += 1
    assert refused


def test_two_together_under_a_filter_give_nothing_small_away():
    whole = shown(("ethnicity", "sex"), Section.TOGETHER)
    parts = [shown(("ethnicity", "sex"), Section.TOGETHER, area=area) for area in PLACES]
    for group, counts in whole.items():
        held = [part.get(group) for part in parts]
        if counts and sum(one is None for one in held) == 1:
            left = [counts[place] - sum(one[place] for one in held if one) for place in (0, 1)]
            assert not any(0 < number < THRESHOLD for number in (*left, left[0] - left[1])), group


def determined(marks):
    """Which of the withheld places follow for certain from all sums along all sides: those no solution leaves free."""
    unknown = np.flatnonzero(marks)
    column = {place: number for number, place in enumerate(unknown)}
    numbers = np.arange(marks.size).reshape(marks.shape)
    equations = []
    for axis in range(marks.ndim):
        for line in np.moveaxis(numbers, axis, -1).reshape(-1, marks.shape[axis]).tolist():
            row = np.zeros(len(unknown))
            for place in line:
                if place in column:
                    row[column[place]] = -1 if place == line[-1] else 1
            equations.append(row)
    _, sizes, free = np.linalg.svd(np.array(equations))
    loose = np.abs(free[int((sizes > 1e-9).sum()) :]).max(axis=0, initial=0)
    return set(unknown[loose < 1e-9].tolist())


def invented(seed):
    rng = np.random.default_rng(seed)
    sizes = (int(rng.integers(3, 8)), int(rng.integers(2, 5)), int(rng.integers(2, 4)))
    base = rng.poisson(rng.choice([3, 10, 40], size=sizes[0])[:, None, None], size=sizes)
    levels = tuple(tuple(f"{name}{place}" for place in range(size)) for name, size in zip("gab", sizes, strict=True))
    return Projection(("g", "a", "b"), levels, np.stack([base, base, rng.binomial(base, 0.5)]).astype(float))


def small_places(found):
    counts = found.counts[1:]
    for axis in (1, 2, 3):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    parts = np.stack([counts[0], counts[1], counts[0] - counts[1]])
    return ((parts > 0) & (parts < THRESHOLD)).any(axis=0)


def test_no_small_number_follows_from_all_slices_and_all_totals_together():
    for seed in range(60):
        found = invented(seed)
        small = set(np.flatnonzero(small_places(found)).tolist())
        assert not small & determined(guard(found, THRESHOLD).marks), seed


def test_withholding_the_small_ones_alone_would_leave_them_to_be_worked_out():
    assert any(determined(small_places(invented(seed))) for seed in range(60))
