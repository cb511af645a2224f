"""Rounds of review: drawn so that nobody chooses, read apart, settled with reasons, and no reference anywhere."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.serializers import serialize

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem, inspector
from folkmoot.casework.reviews import drawing, operations, queries
from folkmoot.casework.reviews.drawing import Wanted, WrongColumns
from folkmoot.casework.reviews.marks import NoReference, mark_of
from folkmoot.casework.reviews.models import CaseReading, CaseReview, ProcessAssessment, ReviewRound
from folkmoot.casework.reviews.rules import ASSESSMENT_PARTS, TRANSITIONS, CaseState, Question, State, first_questions, round_state
from folkmoot.casework.reviews.tests.factories import client_of, drawn, given, lawyer, read, read_by_two, round_of, rows, table
from folkmoot.casework.tests.visits import text_of
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.sampling.errors import FrameError
from folkmoot.stats.disclosure import SUPPRESSED

pytestmark = pytest.mark.django_db
WHY = "Both of us read the instructions again and saw it."
PARTS = dict.fromkeys(ASSESSMENT_PARTS, "Cases were drawn by chance and checked by somebody else.")


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


# ------------------------------------------------------------------------------------------------------------------------ the draw


def test_a_reference_is_known_again_however_it_is_written_and_not_told_by_its_mark(settings):
    assert mark_of("45/cx/000001/26") == mark_of("45CX 000001 26") != mark_of("45CX00000226")
    with_this_key = mark_of("45CX00000126")
    settings.SECRET_KEY = "another key altogether"
    assert mark_of("45CX00000126") != with_this_key
    with pytest.raises(NoReference):
        mark_of(" - ", 7)


def test_the_cases_follow_from_the_list_and_the_receipt_proves_it():
    made = drawn()
    assert len({one.mark for one in made.cases}) == 10
    assert {one.reference for one in made.cases} <= {row[0] for row in rows()}
    plain = json.loads(made.receipt.to_json())
    assert drawing.check(table(), plain) == []
    assert drawing.check(table(list(reversed(rows()))), plain) == []
    assert drawing.check(table(rows(59)), plain) != []


def test_a_draw_that_somebody_changed_does_not_hold():
    made = drawn()
    other = next(row[0] for row in rows() if mark_of(row[0]) not in made.receipt.sample)
    first = made.receipt.drawn[0]
    forged = replace(made.receipt, drawn=(replace(first, case=mark_of(other)), *made.receipt.drawn[1:]))
    assert drawing.check(table(), forged.to_plain()) != []


def test_a_draw_can_be_spread_so_that_every_group_is_there():
    made = drawn(6, spread="Ethnicity")
    assert {one.facts["Ethnicity"] for one in made.cases} == {"White", "Black", "Asian"}
    assert drawing.check(table(), made.receipt.to_plain()) == []


def test_what_could_tell_who_somebody_is_cannot_be_kept():
    names = [(urn, f"Imagined Person {place}", sex) for place, (urn, _ethnicity, sex) in enumerate(rows())]
    with pytest.raises(WrongColumns) as refused:
        drawing.draw(table(names, ("URN", "Name", "Sex")), Wanted("URN", ("Name",), 5), at=NOW)
    assert "“Name” holds 60 different values" in str(refused.value)
    for wrong in (Wanted("URN", ("URN",), 5), Wanted("Nothing", (), 5), Wanted("URN", (), 5, spread="Sex")):
        with pytest.raises(WrongColumns):
            drawing.draw(table(), wrong, at=NOW)
    with pytest.raises(FrameError) as twice:
        drawing.draw(table([*rows(5), rows(1)[0]]), Wanted("URN", (), 3), at=NOW)
    assert "2 and 7" in str(twice.value)


def test_no_reference_is_kept_anywhere():
    row = round_of()
    stored = serialize("json", [*ReviewRound.objects.all(), *CaseReview.objects.all()]) + json.dumps(
        list(AuditEvent.objects.values("detail"))
    )
    assert "45CX" not in stored
    assert AuditEvent.objects.filter(kind="disclosure", subject_kind="casework.reviewround").count() == 1
    assert row.questions.number == 1


def test_the_search_for_references_would_find_one():
    row = round_of()
    with lifted("casework.migrations.0005_what_was_found_stays"):
        ReviewRound.objects.filter(pk=row.pk).update(listed={"URN": {rows()[0][0]: 1}})
    assert "45CX" in serialize("json", ReviewRound.objects.all())


def test_who_may_not_review_draws_nothing():
    with pytest.raises(NotAllowed):
        round_of(by=icem())
    with pytest.raises(NotAllowed):
        operations.keep_round(
            by=lawyer(), at=NOW, area=None, title="Everywhere", from_on=TODAY, to_on=TODAY, drawn=drawn(), reference_column="URN"
        )
    assert not ReviewRound.objects.exists()


# -------------------------------------------------------------------------------------------------------------------------- reading


def test_two_people_read_each_case_and_nobody_twice():
    case = round_of().cases.first()
    sam, ada = lawyer(), lawyer("Ada Price")
    read(case, sam)
    with pytest.raises(Refused) as twice:
        operations.take_case(by=sam, at=NOW, case=case, took_no_part=True)
    assert "Nobody reads a case twice" in str(twice.value)
    with pytest.raises(Refused) as undeclared:
        operations.take_case(by=ada, at=NOW, case=case, took_no_part=False)
    assert "no part in the decision" in str(undeclared.value)
    read(case, ada)
    with pytest.raises(Refused):
        operations.take_case(by=lawyer("Eva Moon"), at=NOW, case=case, took_no_part=True)


def test_the_second_does_not_see_the_first_until_both_are_locked():
    case = round_of().cases.first()
    sam, ada = lawyer(), lawyer("Ada Price")
    read(case, sam, given(case.round, hate_flag="no"), {"hate_flag": "The flag was never set although the victim said so."})
    operations.take_case(by=ada, at=NOW, case=case, took_no_part=True)
    for address in (f"/casework/reviews/case/{case.pk}/", f"/casework/reviews/case/{case.pk}/read/", f"/casework/reviews/{case.round.pk}/"):
        assert "never set although" not in text_of(client_of(ada).get(address))
    assert "never set although" in text_of(client_of(sam).get(f"/casework/reviews/case/{case.pk}/"))
    mine = CaseReading.objects.get(case=case, place=2)
    operations.lock_answers(by=ada, at=NOW, reading=mine, answers=given(case.round), remarks={})
    shown = text_of(client_of(ada).get(f"/casework/reviews/case/{case.pk}/"))
    assert "never set although" in shown
    assert "They differ" in shown


def test_locked_answers_stay():
    reading = read(round_of().cases.first(), lawyer())
    for do in (operations.hand_back, lambda **k: operations.lock_answers(**k, answers=given(reading.case.round), remarks={})):
        with pytest.raises(Refused):
            do(by=lawyer(), at=NOW, reading=reading)
    with pytest.raises(Refused):
        operations.lock_answers(by=lawyer("Ada Price"), at=NOW, reading=reading, answers=given(reading.case.round), remarks={})


def test_a_no_about_equality_says_what_was_missing_and_names_nobody():
    case = round_of().cases.first()
    reading = operations.take_case(by=lawyer(), at=NOW, case=case, took_no_part=True)
    answers = given(case.round, fair_language="no")
    with pytest.raises(Refused) as refused:
        operations.lock_answers(by=lawyer(), at=NOW, reading=reading, answers=answers, remarks={})
    assert set(refused.value.problems) == {"fair_language"}
    with pytest.raises(Refused) as named:
        operations.lock_answers(
            by=lawyer(), at=NOW, reading=reading, answers=answers, remarks={"fair_language": "Mr John Smith was called a liar."}
        )
    assert "may identify a person" in named.value.problems[""][0]
    with pytest.raises(Refused):
        operations.lock_answers(by=lawyer(), at=NOW, reading=reading, answers={**answers, "hate_flag": ""}, remarks={})


def test_a_case_taken_can_be_given_back():
    case = round_of().cases.first()
    reading = operations.take_case(by=lawyer(), at=NOW, case=case, took_no_part=True)
    with pytest.raises(Refused):
        operations.hand_back(by=lawyer("Ada Price"), at=NOW, reading=reading)
    operations.hand_back(by=lawyer(), at=NOW, reading=reading)
    assert operations.take_case(by=lawyer("Ada Price"), at=NOW, case=case, took_no_part=True).place == 1


def test_a_difference_is_settled_by_a_third_or_agreed_with_reasons():
    row = round_of()
    case = row.cases.first()
    read(case, lawyer())
    read(case, lawyer("Ada Price"), given(row, hate_flag="no"))
    settling = {"at": NOW, "case": case, "answers": {"hate_flag": "no"}, "reasons": WHY}
    for by, how, field in ((lawyer(), "third", "how"), (lawyer("Eva Moon"), "agreed", "how")):
        with pytest.raises(Refused) as refused:
            operations.settle(by=by, how=how, **settling)
        assert field in refused.value.problems
    operations.settle(by=lawyer("Eva Moon"), how="third", **settling)
    held = queries.held_answers(queries.case_standing(lawyer(), queries.get_case(lawyer(), case.pk)))
    assert (held["hate_flag"], held["fair_language"]) == ("no", "yes")
    with pytest.raises(Refused):
        operations.settle(by=lawyer(), how="agreed", **settling)


# -------------------------------------------------------------------------------------------------------------------------- results


def test_results_are_there_only_once_the_round_is_closed():
    row = round_of()
    read_by_two(row)
    assert queries.results_of(queries.get_round(lawyer(), row.pk)) is None
    operations.close_round(by=lawyer(), at=NOW, round=row, words="Every case was read, and none differed.")
    found = queries.results_of(queries.get_round(lawyer(), row.pk))
    assert found.agreement[-1].cases == 10
    assert found.agreement[0].share.value == 1.0
    assert queries.standing_of(queries.get_round(lawyer(), row.pk)).state is State.CLOSED
    with pytest.raises(Refused):
        operations.close_round(by=lawyer(), at=NOW, round=row, words="Every case was read, and none differed.")


def test_a_round_closed_early_needs_a_reason():
    with pytest.raises(Refused):
        operations.close_round(by=lawyer(), at=NOW, round=round_of(), words="Enough.")


def test_small_numbers_of_a_group_are_withheld_and_large_ones_shown_with_interval_and_base():
    row = round_of(40)

    def answers(case):
        fine = case.facts["Sex"] == "Male" or case.number % 2
        return given(row, hate_flag="yes" if fine else "no", special_measures="no" if case.number <= 2 else "yes")

    read_by_two(row, answers)
    operations.close_round(by=lawyer(), at=NOW, round=row, words="Every case was read, and none differed.")
    found = queries.results_of(queries.get_round(lawyer(), row.pk))
    overall = {one.key: one for one in found.answers}
    assert overall["special_measures"].yes is SUPPRESSED
    assert overall["fair_language"].share.value == 1.0
    assert found.by_group.attack.ran
    for name in ("special_measures",):
        tables = [one for one in found.by_group.tables if one.outcome == name]
        assert tables
        assert all(line.shown.counts is None for one in tables for line in (*one.rows, one.overall))
    page = text_of(client_of(inspector()).get(f"/casework/reviews/{row.pk}/"))
    assert "not evidence of bias" in page
    assert "Case 1 " not in page


def test_learning_names_nobody_and_leads_to_an_action():
    row = round_of()
    words = "The hate crime flag is checked before the decision is sent."
    with pytest.raises(Refused):
        operations.learn(by=lawyer(), at=NOW, round=row, words=words)
    operations.close_round(by=lawyer(), at=NOW, round=row, words="It ends early because the unit was merged.")
    learned = operations.learn(by=lawyer(), at=NOW, round=row, words=words, question="hate_flag")
    assert client_of(hq()).get(f"/casework/reviews/learning/{learned.pk}/action/").status_code == 200
    with pytest.raises(Refused):
        operations.learn(by=lawyer(), at=NOW, round=row, words="PC Alan Jones forgot the flag again.")


def test_states_are_all_reached_by_the_table():
    assert {state for before, _, after in TRANSITIONS for state in (before, after)} == set(State)
    assert round_state([CaseState.DONE, CaseState.DIFFERS], closed=False) is State.TO_SETTLE
    assert round_state([CaseState.DONE], closed=False) is State.SETTLED
    assert round_state([CaseState.FREE, CaseState.DIFFERS], closed=False) is State.READING


# ------------------------------------------------------------------------------------------------------ questions and the process


def test_the_set_that_ships_asks_about_equality_and_says_where_from():
    shipped = first_questions()
    assert {"characteristic_considered", "special_measures", "hate_flag", "uplift_asked", "fair_language"} <= {
        one.key for one in shipped if one.equality
    }
    assert all(one.source for one in shipped)


def test_a_round_keeps_the_questions_it_began_with():
    row = round_of()
    with pytest.raises(NotAllowed):
        operations.issue_questions(by=lawyer(), at=NOW, questions=first_questions()[:3], why="Fewer of them")
    operations.issue_questions(by=hq(), at=NOW, questions=first_questions()[:3], why="Fewer of them")
    assert len(queries.questions_of(row)) == len(first_questions())
    assert queries.questions_now()[0] == 2
    for wrong in ([], [Question("a_key", "No equality at all?")], list(first_questions()[:3])):
        with pytest.raises(Refused):
            operations.issue_questions(by=hq(), at=NOW, questions=wrong, why="Fewer of them")


def assess(by, **over):
    given_parts = {"area": area(), "from_on": date(2025, 3, 10), "to_on": TODAY, "next_on": date(2027, 3, 1), "parts": PARTS}
    return operations.assess_process(by=by, at=NOW, **(given_parts | over))


def test_the_process_is_assessed_with_its_figures_and_by_two():
    row = round_of()
    read_by_two(row)
    operations.close_round(by=lawyer(), at=NOW, round=row, words="Every case was read, and none differed.")
    made = assess(lawyer())
    assert (made.figures["rounds"], made.figures["cases"], made.figures["listed"], made.figures["reviewers"]) == (1, 10, 60, 2)
    assert {tuple(one["by"]) for one in made.figures["coverage"]} == {("Ethnicity",), ("Sex",)}
    with pytest.raises(Refused):
        operations.second_opinion(by=lawyer(), at=NOW, assessment=made, agreed=True, words="I agree with all of it.")
    operations.second_opinion(by=lawyer("Ada Price"), at=NOW, assessment=made, agreed=False, words="Nobody asked who is missing among us.")
    with pytest.raises(Refused):
        operations.second_opinion(by=lawyer("Eva Moon"), at=NOW, assessment=made, agreed=True, words="I agree with all of it.")
    assert queries.assessment_due(lawyer(), date(2027, 3, 2)) == [ProcessAssessment.objects.get()]
    assert queries.assessment_due(lawyer(), TODAY) == []
    with pytest.raises(Refused) as refused:
        assess(lawyer(), parts={}, next_on=None)
    assert set(refused.value.problems) == {*ASSESSMENT_PARTS, "next_on"}
