"""Recommendations from the words of the panel to its being told, and what is refused on the way."""

from datetime import timedelta

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.papers.keeping import Upload
from folkmoot.panels.recommendations import operations, queries
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.rules import State
from folkmoot.panels.recommendations.tests.factories import WORDS, accepted, meeting, panel, recommendation

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)
TODAY = NOW.date()


def standing(row: Recommendation, today=TODAY):
    return queries.standing_of(queries.with_history().get(pk=row.pk), today)


def test_from_the_panels_words_to_its_being_told():
    row = recommendation()
    assert (row.number, row.made_on, standing(row).state) == (1, TODAY, State.UNANSWERED)
    with pytest.raises(Refused, match="not been answered yet"):
        operations.record_progress(by=icem(), at=NOW, recommendation=row, words="We began to rewrite them.")
    accepted(row)
    with pytest.raises(Refused, match="no evidence"):
        operations.finish(by=icem(), at=NOW, recommendation=row, words="All letters were rewritten.")
    operations.record_progress(by=icem(), at=NOW, recommendation=row, words="We began to rewrite them.")
    text = Upload("../letters new.pdf", b"%PDF-1.7 the new letters")
    piece = operations.add_evidence(by=icem(), at=NOW, recommendation=row, what="The new letters", upload=text)
    operations.finish(by=icem(), at=NOW, recommendation=row, words="All letters were rewritten.")
    opened = operations.take_out_evidence(by=inspector(), at=NOW, evidence=piece)
    assert (opened.data, opened.content_type, opened.file_name) == (text.data, "application/pdf", "letters new.pdf")
    assert standing(row).state is State.FINISHED
    assert standing(row).to_tell
    operations.told(by=icem(), at=NOW, recommendation=row, meeting=row.meeting, words="The panel was glad of it.")
    assert not standing(row).to_tell
    with pytest.raises(Refused, match="told this at that meeting already"):
        operations.told(by=icem(), at=NOW, recommendation=row, meeting=row.meeting)
    operations.take_up_again(by=icem(), at=NOW + timedelta(hours=1), recommendation=row, why="The panel saw an old letter again.")
    with pytest.raises(Refused, match="no evidence"):
        operations.finish(by=icem(), at=LATER, recommendation=row, words="All letters were rewritten.")
    assert list(faults()) == []


def test_a_later_answer_supersedes_and_the_earlier_stays():
    row = recommendation()
    operations.answer(by=icem(), at=NOW, recommendation=row, answer="rejected", reason="There is no money for it this year.")
    assert standing(row).state is State.REJECTED
    accepted(row, at=NOW, seen_answers=1)
    with pytest.raises(ChangedMeanwhile):
        operations.answer(by=hq(), at=NOW, recommendation=row, answer="rejected", reason="There is no money for it.", seen_answers=1)
    held = standing(row)
    assert [given.outcome for given in held.row.answers.all()] == ["rejected", "accepted"]
    assert (held.answer.number, held.state, held.late) == (2, State.ACCEPTED, False)
    assert standing(row, today=TODAY + timedelta(days=100)).late


def test_what_identifies_somebody_is_stopped_before_it_can_never_be_taken_back():
    held = meeting()
    with pytest.raises(Refused, match="CB4 1AA"):
        recommendation(held, words_en="Write to the family at CB4 1AA within a week.")
    assert recommendation(held, words_en="Write to the family at CB4 1AA within a week.", names_nobody=True).number == 1
    held.state = held.State.CALLED
    with pytest.raises(Refused, match="Open the meeting first"):
        recommendation(held)


def test_welsh_words_are_added_once():
    row = recommendation()
    operations.add_welsh(by=icem(), at=NOW, recommendation=row, words_cy="Ysgrifennwch at ddioddefwyr o fewn wythnos.")
    with pytest.raises(Refused, match="has Welsh words already"):
        operations.add_welsh(by=icem(), at=NOW, recommendation=row, words_cy="Peidiwch ag ysgrifennu.")


def test_another_area_and_a_reader_change_nothing():
    row = recommendation()
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(queries.recommendations(other)) == []
    for nobody in (other, inspector()):
        with pytest.raises(NotAllowed):
            operations.answer(by=nobody, at=NOW, recommendation=row, answer="rejected", reason="We do not want to do it.")


def test_a_reply_is_owed_once_the_panel_has_met_and_an_item_that_dealt_with_it_tells_it():
    of = panel()
    row = recommendation(meeting(of))
    assert queries.unanswered_at_next(of) == []
    after = meeting(of, at=LATER)
    assert queries.unanswered_at_next(of) == [row]
    accepted(row, at=LATER)
    assert (queries.unanswered_at_next(of), queries.untold_at_next(of)) == ([], [row])
    values = {"kind": "recommendation", "origin_kind": queries.ORIGIN, "origin_id": row.pk, "outcome": "It is content."}
    Item.objects.create(panel=of, meeting=after, state=Item.State.DONE, title_en="Reply", added_at=LATER, **values)
    assert operations.tell_dealt_with(by=icem(), at=LATER, meeting=after) == 1
    assert operations.tell_dealt_with(by=icem(), at=LATER, meeting=after) == 0
    assert (queries.untold_at_next(of), [each.row for each in queries.open_for(of, LATER.date())]) == ([], [row])


def test_the_same_recommendation_of_another_panel_is_recognised_and_a_person_says_so():
    first = recommendation()
    elsewhere = panel("wales-hate-crime", area("cymru-wales", "Cymru-Wales"))
    again = recommendation(meeting(elsewhere), by=hq(), words_en="Victims should be written to in the format they chose, within one week.")
    other = recommendation(first.meeting, words_en="Train advocates on hostility before sentencing hearings.")
    found = queries.repeats_of(hq(), again)
    assert ([each.row for each in found.likely], found.confirmed) == ([first], [])
    operations.judge_repeat(by=hq(), at=NOW, recommendation=first, other=again, same=True)
    assert queries.repeats_of(hq(), again).confirmed == [first]
    mine = queries.repeats_of(icem(), first)
    assert (mine.confirmed, mine.elsewhere) == ([], 1)
    assert {each.row for each in queries.list_recommendations(hq(), today=TODAY, stands="repeated")} == {first, again}
    operations.judge_repeat(by=hq(), at=LATER, recommendation=again, other=first, same=False, why="They only look alike.")
    assert queries.repeats_of(hq(), again) == queries.Repeats([], [], 0)
    assert other.number == 2


def test_history_of_many_is_read_in_a_constant_number_of_queries(django_assert_num_queries):
    held = meeting()
    for number in range(3):
        accepted(recommendation(held, words_en=f"{WORDS} In {number + 2} languages."))
    with django_assert_num_queries(5):
        assert len(queries.open_for(held.panel, TODAY)) == 3
