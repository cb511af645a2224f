"""What a panel's meeting needs next, from the list to what was learned."""

import pytest

from folkmoot.scrutiny.rules import Limits, Progress, Step, WrongLimit, coarsened, limits_of, next_step


@pytest.mark.parametrize(
    ("progress", "step"),
    [
        (None, Step.MEETING),
        (Progress(), Step.LIST),
        (Progress(lists=1), Step.DRAW),
        (Progress(draw="prepared"), Step.FIX),
        (Progress(draw="committed"), Step.SEALING),
        (Progress(draw="opening"), Step.OPENING),
        (Progress(draw="drawn", drawn=5), Step.PACKS),
        (Progress(draw="drawn", drawn=5, begun=5, in_review=2), Step.REVIEWS),
        (Progress(draw="drawn", drawn=5, begun=5, in_review=2, cleared=1), Step.RELEASE),
        (Progress(draw="drawn", drawn=5, begun=5, released=5), Step.JUDGING),
        (Progress(draw="drawn", drawn=5, released=5, over=True), Step.JOINT),
        (Progress(draw="drawn", drawn=5, released=4, agreed=4, over=True), Step.LEARNING),
        (Progress(draw="drawn", drawn=5, released=5, agreed=5, learned=2, over=True), Step.DONE),
        (Progress(draw="prepared", over=True), Step.DONE),
    ],
)
def test_each_meeting_has_one_thing_to_do_next(progress, step):
    assert next_step(progress) is step


def test_a_small_number_is_never_said():
    assert coarsened(4, 5).withheld
    assert coarsened(5, 5).number == 5
    assert coarsened(0, 5).number == 0


def test_limits_can_be_set_but_not_invented():
    assert limits_of({"few_in_list": 10}) == Limits(few_in_list=10)
    for wrong in ({"few": 3}, {"kept_months": 0}):
        with pytest.raises(WrongLimit):
            limits_of(wrong)
