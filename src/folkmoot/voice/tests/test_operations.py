from datetime import date

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice import operations, queries
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.rules import State
from folkmoot.voice.tests.factories import achieve, action_from, answer, point, telling

pytestmark = pytest.mark.django_db


def state(of):
    return State(queries.get_point(icem(), of.pk).state)


def test_the_loop_closes_step_by_step():
    said = point()
    assert state(said) is State.RAISED
    answer(said)
    assert state(said) is State.ANSWERED
    achieve(action_from(said), on=date(2026, 3, 1))
    assert state(said) is State.CHANGED
    telling(said)
    assert state(said) is State.TOLD
    answer(said, words="We will also write to witnesses.", on=date(2026, 3, 9))
    assert state(said) is State.CHANGED


def test_an_action_alone_answers_a_point():
    said = point()
    action_from(said)
    assert state(said) is State.ANSWERED


def test_every_write_leaves_an_event_with_the_points_area_and_no_words():
    said = point(words="Ring me on 07700 900123")
    answer(said)
    telling(said)
    operations.change_point(by=icem(), at=NOW, point=said, theme="contact")
    events = AuditEvent.objects.filter(subject_kind="voice.point")
    assert [event.detail for event in events] == [
        {"origin": "letter", "may_identify": ["phone"]},
        {"answer": "accepted"},
        {"told": "meeting"},
        {"fields": ["theme"], "may_identify": ["phone"]},
    ]
    assert {event.area_id for event in events} == {area().pk}


@pytest.mark.parametrize("verb", ["record", "change", "answer", "tell"])
def test_a_write_whose_event_cannot_be_written_is_undone(verb, monkeypatch):
    said = point()
    answer(said)

    def broken(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "record", broken)
    verbs = {
        "record": point,
        "change": lambda: operations.change_point(by=icem(), at=NOW, point=said, theme="contact"),
        "answer": lambda: answer(said),
        "tell": lambda: telling(said),
    }
    with pytest.raises(RuntimeError):
        verbs[verb]()
    kept = Point.objects.get()
    assert (kept.theme, kept.version, Answer.objects.count(), Telling.objects.count()) == ("being kept informed", 1, 1, 0)


def test_nobody_is_told_before_there_is_something_to_tell():
    said = point()
    with pytest.raises(Refused, match="nothing to tell yet"):
        telling(said)
    answer(said, outcome="needs_more")
    with pytest.raises(Refused, match="nothing to tell yet"):
        telling(said)
    assert not Telling.objects.exists()


def test_a_refusal_needs_its_reason_in_the_form_and_in_the_database():
    with pytest.raises(Refused) as refused:
        answer(point(), outcome="not_accepted")
    assert list(refused.value.problems) == ["reason"]


def test_praise_may_be_thanked_and_a_concern_may_not():
    answer(point(nature="praise"), outcome="thanked")
    with pytest.raises(Refused):
        answer(point(), outcome="thanked")


def test_the_latest_answer_counts_and_earlier_ones_stay():
    said = point()
    answer(said)
    answer(said, outcome="needs_more", on=date(2026, 3, 1))
    assert state(said) is State.RAISED
    assert said.answers.count() == 2


def test_another_areas_manager_writes_nothing_here():
    stranger = icem("tom.hale@example.org", "Tom Hale", of=area("wessex", "Wessex"))
    said = point()
    answer(said)
    for write in (lambda: point(by=stranger), lambda: answer(said, by=stranger), lambda: telling(said, by=stranger)):
        with pytest.raises(NotAllowed):
            write()
    with pytest.raises(NotAllowed):
        operations.change_point(by=stranger, at=NOW, point=said, theme="contact")


def test_staff_record_what_was_said_and_answer_nothing():
    who = account("sam.lee@example.org", "Sam Lee")
    grant(who, Role.STAFF, [area()])
    staff = viewer_for(who, TODAY)
    said = point(by=staff)
    with pytest.raises(NotAllowed):
        answer(said, by=staff)


def test_the_product_itself_may_write_with_nobody_as_recorder():
    said = point(by=THE_PRODUCT)
    answer(said, by=THE_PRODUCT)
    telling(said, by=THE_PRODUCT)
    assert (said.recorded_by, said.answers.get().by, said.tellings.get().by) == (None, None, None)


def test_two_people_cannot_overwrite_each_other():
    said = point()
    operations.change_point(by=icem(), at=NOW, point=said, seen_version=1, theme="contact")
    with pytest.raises(ChangedMeanwhile):
        operations.change_point(by=icem(), at=NOW, point=said, seen_version=1, theme="silence")


def test_where_a_point_was_raised_cannot_be_changed():
    with pytest.raises(KeyError, match="area"):
        operations.change_point(by=icem(), at=NOW, point=point(), area=area("wessex", "Wessex"))


def test_a_point_cannot_be_changed_into_one_that_could_not_be_recorded():
    said = point()
    for values in ({"words": " "}, {"said_on": date(2026, 3, 11)}):
        with pytest.raises(Refused):
            operations.change_point(by=icem(), at=NOW, point=said, **values)
