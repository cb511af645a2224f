"""What makes a consultation fair, and where it stands: no database."""

from datetime import date

from folkmoot.decisions.consultations.queries import Analysis, ThemeShare
from folkmoot.decisions.consultations.rules import (
    TRANSITIONS,
    State,
    extension_problem,
    opening_problem,
    response_problems,
    shown,
    state_of,
    warnings,
    wording_problems,
)
from folkmoot.decisions.consultations.web.presenters import published_themes
from folkmoot.stats.intervals import wilson

FIRST, LAST = date(2026, 2, 2), date(2026, 3, 1)
STATED = {
    "title": "Letters", "proposal": "We would write to everybody.", "open_to_change": "When, and in which words.", "opens_on": FIRST,
    "closes_on": LAST, "short_why": "",
}  # fmt: skip
FAIR = {"days": 28, "languages": {"en", "cy"}, "easy_read": True, "in_wales": True, "asked": 2, "way_to_answer": True}


def at(today, **over):
    facts = dict.fromkeys(("analysed_on", "responded_on", "withdrawn_on")) | {"opened": True, "opens_on": FIRST, "closes_on": LAST}
    return state_of(**(facts | over), today=today)


def test_where_it_stands_follows_from_its_days():
    assert at(date(2026, 2, 1)) is State.PLANNED
    assert at(FIRST, opened=False) is State.PLANNED
    assert (at(FIRST), at(LAST)) == (State.OPEN, State.OPEN)
    assert at(date(2026, 3, 2)) is State.CLOSED
    assert at(LAST, analysed_on=LAST) is State.ANALYSED
    assert at(LAST, analysed_on=LAST, responded_on=LAST) is State.RESPONDED
    assert at(LAST, withdrawn_on=LAST) is State.WITHDRAWN
    assert {after for _before, _what, after in TRANSITIONS} == set(State) - {State.PLANNED}


def test_four_weeks_or_a_reason_and_something_that_can_still_change():
    assert wording_problems(**STATED) == {}
    short = STATED | {"closes_on": date(2026, 2, 28)}
    assert list(wording_problems(**short)) == ["short_why"]
    assert wording_problems(**(short | {"short_why": "The law begins in March already."})) == {}
    assert list(wording_problems(**(STATED | {"open_to_change": "Nothing"}))) == ["open_to_change"]
    assert list(wording_problems(**(STATED | {"closes_on": date(2026, 1, 1)}))) == ["closes_on"]


def test_each_thing_that_makes_it_less_fair_is_said():
    assert warnings(**FAIR) == []
    assert len(warnings(**(FAIR | {"days": 27, "languages": {"en"}, "easy_read": False, "asked": 0, "way_to_answer": False}))) == 5
    assert len(warnings(**(FAIR | {"languages": set()}))) == 1
    assert warnings(**(FAIR | {"languages": {"en"}, "in_wales": False})) == []


def test_it_opens_with_a_document_and_a_way_to_answer_and_its_last_day_only_moves_later():
    facts = {"opened": False, "withdrawn": False, "closes_on": LAST, "documents": 1, "way_to_answer": True, "today": FIRST}
    assert opening_problem(**facts) is None
    for over in ({"opened": True}, {"documents": 0}, {"way_to_answer": False}, {"today": date(2026, 3, 2)}):
        assert opening_problem(**(facts | over))
    later = {"state": State.OPEN, "closes_on": LAST, "today": FIRST}
    assert extension_problem(**later, until=date(2026, 3, 8)) is None
    assert extension_problem(**later, until=LAST)
    assert extension_problem(**(later | {"state": State.ANALYSED}), until=date(2026, 3, 8))


def test_a_response_says_what_did_not_change_too():
    said = {"heard": "People want it in Easy Read.", "changed": "Easy Read added.", "unchanged": "The day stays as it is."}
    assert response_problems(state=State.ANALYSED, **said) == {}
    assert list(response_problems(state=State.ANALYSED, **(said | {"unchanged": ""}))) == ["unchanged_en"]
    assert list(response_problems(state=State.CLOSED, **said)) == [""]


def analysis(*numbers):
    base = sum(numbers)
    return Analysis(base, [ThemeShare(f"theme {place}", number, wilson(number, base)) for place, number in enumerate(numbers)], [])


def test_small_numbers_are_not_published_and_cannot_be_worked_out():
    assert (shown(0), shown(4), shown(5)) == ("0", "fewer than 5", "5")
    assert published_themes(analysis(3)).themes == []
    told = published_themes(analysis(20, 10, 3))
    assert told.themes == [("theme 0", "20")]  # with the ten shown, the three would follow from the base
    assert (told.base, told.others) == ("33", True)
    assert published_themes(analysis(20, 10, 3, 4)).themes == [("theme 0", "20"), ("theme 1", "10")]
    assert not published_themes(analysis(20, 10)).others
