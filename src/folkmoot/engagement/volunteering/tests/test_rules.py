import random
from datetime import date
from fractions import Fraction
from itertools import combinations

from folkmoot.engagement.volunteering import rules
from folkmoot.engagement.volunteering.rules import LEAST, apart, overlapping, take_up_problem, time_problem, total_of

TODAY = date(2026, 3, 10)


def timed(**over):
    values = {"day": TODAY, "quarters": 6, "starts": date(2026, 1, 1), "left_on": None, "ends": None, "today": TODAY} | over
    found = time_problem(**values)
    return found and found[0]


def test_when_time_may_be_logged():
    assert timed() is None
    assert timed(day=date(2026, 3, 11)) == timed(day=date(2025, 12, 31)) == "day"
    assert timed(left_on=date(2026, 3, 1)) == timed(ends=date(2026, 3, 9)) == "day"
    assert timed(quarters=0) == timed(quarters=97) == "hours"


def test_when_an_opportunity_may_be_taken_up():
    values = {"starts": TODAY, "ends": TODAY, "places": 2, "today": TODAY}
    assert take_up_problem(taken=1, **values) is None
    assert "taken" in take_up_problem(taken=2, **values)
    assert "ended" in take_up_problem(taken=0, **values | {"ends": date(2026, 3, 9)})


def people(*ids, quarters=4):
    return dict.fromkeys(ids, quarters)


def test_no_line_and_no_total_of_fewer_than_three_people():
    assert LEAST == 3
    assert total_of(people(1, 2)) is None
    assert total_of(people(1, 2, 3)).quarters == 12
    assert apart({"A": people(1, 2)}) == []


def test_small_lines_are_kept_together_so_that_the_rest_gives_nothing_back():
    found = apart({"A": people(1, 2, 3, 4, 5), "B": people(6, 7), "C": people(8)})
    assert [(each.key, each.people) for each in found] == [("A", 5), (None, 3)]
    assert sum(each.quarters for each in found) == 32


def test_a_single_small_line_takes_the_smallest_with_it():
    found = apart({"A": people(*range(10)), "B": people(11, 12, 13), "C": people(14)})
    assert [(each.key, each.people) for each in found] == [("A", 10), (None, 4)]


def test_every_line_shown_and_every_rest_is_of_enough_people():
    """The guarantee by itself, over many ways that people may fall: no line, and no total less a line, is of one or two people."""
    for sizes in ((a, b, c, d) for a in range(6) for b in range(6) for c in range(6) for d in range(6)):
        start, lines = 0, {}
        for number, size in enumerate(sizes):
            lines[str(number)] = people(*range(start, start + size))
            start += size
        lines = {key: each for key, each in lines.items() if each}
        for each in apart(lines):
            assert each.people >= LEAST


def at_one(*ids, where=1):
    """An hour of each of these people, at one opportunity."""
    return {(person, where): 4 for person in ids}


def test_a_line_that_would_leave_one_person_outside_is_not_shown():
    everybody = at_one(1, 2, 3, 4)
    assert overlapping({"Deaf people": at_one(1, 2, 3)}, [everybody]) == {}
    assert list(overlapping({"Deaf people": everybody}, [everybody])) == ["Deaf people"]


def test_of_two_lines_that_differ_by_one_person_only_the_larger_is_shown():
    everybody, wide, narrow = at_one(*range(1, 21)), at_one(*range(1, 8)), at_one(*range(1, 7))
    assert list(overlapping({"narrow": narrow, "wide": wide}, [everybody])) == ["wide"]
    assert list(overlapping({"narrow": at_one(1, 2, 3, 4), "wide": wide}, [everybody])) == ["wide", "narrow"]


def test_the_same_people_with_more_time_of_one_of_them_are_told_apart_too():
    """Both lines are of the same five people; what one of them gave elsewhere is the difference."""
    everybody = at_one(*range(1, 21)) | at_one(5, where=2)
    assert list(overlapping({"A": at_one(1, 2, 3, 4, 5), "B": at_one(1, 2, 3, 4, 5) | at_one(5, where=2)}, [everybody])) == ["B"]


def test_lines_that_only_together_leave_one_person_are_not_all_shown():
    everybody = at_one(*range(1, 21))
    found = overlapping({"A": at_one(1, 2, 3), "B": at_one(4, 5, 6), "C": at_one(*range(1, 8))}, [everybody])
    assert list(found) == ["C", "A"]


def tables(seed):
    """Totals as they may fall: people who gave time at one to three opportunities, each of which serves some communities."""
    chance = random.Random(seed)
    cells = {(person, chance.randrange(6)): chance.randrange(1, 20) for person in range(chance.randrange(3, 12)) for _ in range(3)}
    lines = {}
    for number in range(chance.randrange(1, 6)):
        serving = {where for where in range(6) if chance.random() < 0.5}
        if line := {cell: time for cell, time in cells.items() if cell[1] in serving}:
            lines[number] = line
    return cells, lines


def rank(rows):
    """Of whole numbers, exactly."""
    rows, found = [[Fraction(each) for each in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [[a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)] for row in rows]
        rows.insert(found, pivot)
        found += 1
    return found


def attacked(totals):
    """The people of whom some sum of these totals tells alone, worked out exactly and another way than the guard does.

    Where leaving out what one or two people gave lowers the rank, a sum holds nothing but theirs.
    """
    cells = sorted(set().union(*totals))
    whole = [[int(cell in total) for cell in cells] for total in totals]
    everyone = {person for person, _where in cells}
    for pair in combinations(sorted(everyone), 2):
        rest = [[int(cell in total) for cell in cells if cell[0] not in pair] for total in totals]
        if rank(rest) < rank(whole):
            return pair
    return None


def shown_of(seed):
    cells, lines = tables(seed)
    return [cells, *(lines[key] for key in overlapping(lines, [cells]))]


def test_no_sum_or_difference_of_the_lines_shown_tells_of_one_or_two_people():
    shown = [shown_of(seed) for seed in range(150)]
    assert [seed for seed, totals in enumerate(shown) if len({person for person, _ in totals[0]}) >= LEAST and attacked(totals)] == []
    assert sum(len(totals) > 1 for totals in shown) > 50  # so that there was something to attack


def test_without_the_guard_the_attack_succeeds(monkeypatch):
    """The control: the guard is broken on purpose, and the attack above finds people."""
    monkeypatch.setattr(rules, "tells_of_few", lambda _totals: False)
    assert any(attacked(shown_of(seed)) for seed in range(150))
