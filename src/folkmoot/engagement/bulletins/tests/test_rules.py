from datetime import date
from itertools import product

import pytest

from folkmoot.engagement.bulletins.rules import (
    DELIVERY_TRANSITIONS,
    TRANSITIONS,
    Delivery,
    State,
    Version,
    after_delivery,
    case_problems,
    clearing_problem,
    fit,
    may_do,
    state_of,
    transition_problem,
)  # fmt: skip

TODAY = date(2026, 3, 10)


def test_a_case_must_be_finalised_and_have_a_day_that_has_come():
    assert "Only finalised cases" in case_problems(finalised=False, finalised_on=date(2026, 2, 1), today=TODAY)["finalised"][0]
    assert "Give the day" in case_problems(finalised=True, finalised_on=None, today=TODAY)["finalised_on"][0]
    assert "not come yet" in case_problems(finalised=True, finalised_on=date(2026, 3, 11), today=TODAY)["finalised_on"][0]
    assert "Check the year" in case_problems(finalised=True, finalised_on=date(1926, 3, 1), today=TODAY)["finalised_on"][0]
    assert case_problems(finalised=True, finalised_on=TODAY, today=TODAY) == {}


def test_nothing_leads_out_of_what_was_sent_and_everything_not_in_the_table_has_its_reason():
    assert not [each for each in TRANSITIONS if each[0] is State.SEALED]
    for state, what in product(State, {verb for _start, verb, _end in TRANSITIONS}):
        assert (transition_problem(state, what) is None) is may_do(state, what)


def test_only_a_cleared_bulletin_can_be_sealed():
    assert [start for start, verb, _end in TRANSITIONS if verb == "seal"] == [State.CLEARED]


def test_a_delivery_that_was_claimed_goes_back_to_waiting_only_when_a_person_says_so():
    back = {(start, verb) for start, verb, end in DELIVERY_TRANSITIONS if end is Delivery.CHOSEN}
    assert back == {(Delivery.SENDING, "say it did not arrive"), (Delivery.FAILED, "try again")}
    assert after_delivery(Delivery.SENT, "try again") is None
    assert after_delivery(Delivery.SENT, "came back") is Delivery.BOUNCED


def test_the_state_is_read_off_what_happened():
    assert state_of(submitted=False, returned=False, cleared=False, sealed=False) is State.DRAFT
    assert state_of(submitted=True, returned=False, cleared=False, sealed=False) is State.SUBMITTED
    assert state_of(submitted=True, returned=True, cleared=False, sealed=False) is State.RETURNED
    assert state_of(submitted=True, returned=False, cleared=True, sealed=False) is State.CLEARED
    assert state_of(submitted=True, returned=False, cleared=True, sealed=True) is State.SEALED


def fits(language="en", easy=False, written=("en", "cy", "easy"), agreed=False, wales=False, other=""):
    found = fit(language=language, easy=easy, other=other, written={Version(each) for each in written}, agreed=agreed, welsh_area=wales)
    return found.version, len(found.missing)


@pytest.mark.parametrize("wales", [True, False])
def test_whoever_prefers_welsh_never_gets_english_silently(wales):
    assert fits("cy", wales=wales) == (Version.WELSH, 0)
    assert fits("cy", written=("en", "easy"), wales=wales) == (None, 1)


def test_in_wales_no_agreement_puts_english_in_place_of_welsh():
    assert fits("cy", written=("en",), agreed=True, wales=True) == (None, 1)
    assert fits("cy", written=("en",), agreed=True, wales=False) == (Version.ENGLISH, 1)


def test_other_languages_and_formats_wait_for_an_agreement_too():
    assert fits("bsl") == (None, 1)
    assert fits("bsl", agreed=True) == (Version.ENGLISH, 1)
    assert fits("other", easy=True, agreed=True) == (Version.EASY, 1)
    assert fits(easy=True) == (Version.EASY, 0)
    assert fits(easy=True, written=("en",)) == (None, 1)
    assert fits("cy", easy=True) == (None, 1)
    for other in ("large_print", "audio", "bsl"):
        assert fits(other=other) == (None, 1)
        assert fits(other=other, agreed=True) == (Version.ENGLISH, 1)
    assert fits("cy", easy=True, agreed=True) == (Version.WELSH, 1)


def test_only_the_named_lawyer_who_wrote_none_of_it_clears():
    assert clearing_problem(by_id=3, lawyer_id=3, writers={1}) is None
    assert "Only the lawyer" in clearing_problem(by_id=4, lawyer_id=3, writers={1})
    assert "Only the lawyer" in clearing_problem(by_id=None, lawyer_id=None, writers=set())
    assert "what they wrote themselves" in clearing_problem(by_id=3, lawyer_id=3, writers={1, 3})
