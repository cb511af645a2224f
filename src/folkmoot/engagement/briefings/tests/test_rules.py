from datetime import date

from folkmoot.engagement.briefings.rules import LEAST, Briefed, attendance_problem, coverage, day_problem, joined, unit_line

DAY = date(2026, 1, 1)


def unit(name, headcount, *came, ever=True):
    return Briefed(name, headcount, DAY, came, DAY if came or ever else None)


def test_a_share_is_at_least_the_fullest_session_and_at_most_all_of_them():
    line = unit_line(unit("Norwich", 40, 10, 25, 12))
    assert (line.least, line.most, line.sessions) == (25, 40, 3)
    assert unit_line(unit("Norwich", 60, 10, 25)).most == 35
    assert (unit_line(unit("Norwich", 40)).least_share, unit_line(unit("Norwich", 40)).most) == (0.0, 0)


def test_units_never_briefed_come_first_then_those_least_briefed():
    found = coverage([unit("A", 20, 20), unit("B", 20, 5), unit("C", 20, ever=False), unit("D", 20, ever=True)], protect=False)
    assert [line.name for line in found.lines] == ["C", "D", "B", "A"]
    assert (found.total.least, found.total.headcount, found.left_out) == (25, 80, 0)


def test_a_small_unit_cannot_be_worked_out_from_the_total():
    found = coverage([unit("Big", 20, 5), unit("Small", LEAST - 1, 3)], protect=True)
    assert [(line.name, line.withheld) for line in found.lines] == [("Big", False), ("Small", True)]
    assert (found.total.headcount, found.total.least, found.left_out) == (20, 5, 1)
    assert (found.lines[1].least, found.lines[1].most, found.lines[1].last) == (0, 0, None)


def test_small_units_that_are_enough_together_stand_in_one_line():
    found = coverage([unit("Big", 20, 5), unit("One", 6, 3), unit("Two", 6, 4)], protect=True)
    assert [(line.name, line.headcount, line.withheld) for line in found.lines][:2] == [
        ("Big", 20, False),
        ("Small units together", 12, False),
    ]
    assert (found.total.headcount, found.total.least, found.left_out) == (32, 12, 0)


def test_small_units_of_two_areas_are_not_kept_together():
    """Else the national line less the line of one Area would be the one small unit of the other."""
    one, two = coverage([unit("A", 20, 5), unit("Lone", 6, 1)], protect=True), coverage([unit("B", 6, 3), unit("C", 6, 4)], protect=True)
    found = joined([one, two])
    assert found.total.headcount - two.total.headcount == one.total.headcount == 20
    assert found.left_out == 1
    assert [line.name for line in found.lines] == ["A", "Small units together", "B", "C", "Lone"]


def test_whoever_keeps_them_sees_every_unit():
    found = coverage([unit("Small", 3, 2)], protect=False)
    assert (found.lines[0].least, found.lines[0].withheld) == (2, False)
    assert coverage([], protect=True).total is None


def test_no_more_come_than_there_are():
    assert attendance_problem(came=12, headcount=12) is None
    assert "cannot have come" in attendance_problem(came=13, headcount=12)


def test_a_day_that_has_not_come_is_refused():
    assert day_problem(DAY, DAY) is None
    assert "not come yet" in day_problem(date(2026, 1, 2), DAY)
    assert "year" in day_problem(date(1926, 1, 2), DAY)
