from datetime import date

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
        for each in overlapping(lines, people(*range(start))):
            assert each.people >= LEAST
            assert start - each.people == 0 or start - each.people >= LEAST


def test_a_line_that_would_leave_one_person_outside_is_not_shown():
    everybody = people(1, 2, 3, 4)
    assert overlapping({"Deaf people": people(1, 2, 3)}, everybody) == []
    assert [each.key for each in overlapping({"Deaf people": everybody}, everybody)] == ["Deaf people"]
