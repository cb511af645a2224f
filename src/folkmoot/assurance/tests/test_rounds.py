"""A round from its opening to what is settled: who may say what, and who may see it."""

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem, inspector
from folkmoot.actions.tests.factories import action
from folkmoot.assurance.queries import standing
from folkmoot.assurance.rounds import queries
from folkmoot.assurance.rounds.operations.assessing import answer_criterion, link_evidence, submit_assessment, unlink_evidence
from folkmoot.assurance.rounds.operations.opening import change_validator, open_round
from folkmoot.assurance.rounds.operations.settling import (
    moderate_criterion,
    reply_to_criterion,
    send_reply,
    send_validation,
    validate_criterion,
)
from folkmoot.assurance.rounds.rules import State, fingerprint_of
from folkmoot.assurance.tests import factories as make
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
REASONS = "The evidence shows half of what is said."


def test_a_round_gives_every_area_another_one_and_no_two_each_other():
    held = make.a_round()
    pairs = dict(held.assessments.values_list("area_id", "validator_id"))
    assert len(pairs) == 4
    assert all(one != other and pairs[other] != one for one, other in pairs.items())
    assert all(row.answers.count() == 2 for row in held.assessments.all())


def test_a_round_needs_an_issued_framework_days_in_order_and_a_half_year_of_its_own():
    held = make.a_round()
    with pytest.raises(Refused) as refused:
        open_round(
            by=hq(), at=NOW, framework=make.framework(issued=False, number=2), period=make.PERIOD, areas=make.areas()[:2],
            self_due=TODAY, validation_due=held.reply_due, reply_due=held.reply_due, moderation_due=held.moderation_due,
        )  # fmt: skip
    assert set(refused.value.problems) == {"self_due", "reply_due", "framework", "period", "areas"}
    with pytest.raises(NotAllowed):
        open_round(by=icem(), at=NOW, framework=held.framework, period=HalfYear(2026, 1), **_days(held))


def test_headquarters_changes_who_validates_but_never_to_a_pair_or_itself():
    held = make.a_round()
    row = make.assessment(held)
    pairs = dict(held.assessments.values_list("area_id", "validator_id"))
    validated_by_it = next(one for one in make.areas() if pairs[one.pk] == row.area_id)
    for wrong in (row.area, validated_by_it):
        with pytest.raises(Refused):
            change_validator(by=hq(), at=NOW, assessment=row, validator=wrong, why="They are nearer to each other than others.")
    other = next(one for one in make.areas() if one.pk not in {row.area_id, row.validator_id, validated_by_it.pk})
    changed = change_validator(by=hq(), at=NOW, assessment=row, validator=other, why="They are nearer to each other than others.")
    assert changed.validator == other
    with pytest.raises(NotAllowed):
        change_validator(by=make.manager(row.area), at=NOW, assessment=row, validator=other, why="We would like somebody kinder to us.")


def test_an_area_answers_links_evidence_and_submits_which_freezes_it():
    held = make.a_round()
    row, by = make.assessment(held), make.manager(area())
    one = make.answer(row, "people")
    done = action(by=by, title="Ask Amina Yusuf of 12 Mill Lane about letters")
    link = link_evidence(by=by, at=NOW, answer=one, kind="actions.action", row_id=done.pk, note="Two units have a plan.")
    with pytest.raises(Refused):
        link_evidence(by=by, at=NOW, answer=one, kind="actions.action", row_id=done.pk, note="Twice over.")
    submitted = make.assessed(row, people=2)
    assert submitted.fingerprint == fingerprint_of(submitted.record)
    line = next(each for each in submitted.record["criteria"] if each["code"] == "people")
    assert line["evidence"][0]["note"] == "Two units have a plan."
    figure = next(each for each in submitted.record["criteria"] if each["code"] == "answered")["figures"][0]
    assert (figure["counted"], figure["base"], figure["as_of"]) == (0, 0, "2026-03-10")
    with pytest.raises(Refused):
        answer_criterion(by=by, at=NOW, answer=one, level=4, words=make.WHY)
    with pytest.raises(Refused):
        unlink_evidence(by=by, at=NOW, link=link)
    with pytest.raises(Refused):
        submit_assessment(by=by, at=NOW, assessment=submitted)
    assert AuditEvent.objects.filter(subject_kind="assurance.areaassessment", detail__has_key="submitted").exists()


def test_what_lacks_words_or_evidence_is_not_submitted():
    row, by = make.assessment(make.a_round()), make.manager(area())
    answer_criterion(by=by, at=NOW, answer=make.answer(row, "people"), level=3, words=make.WHY)
    with pytest.raises(Refused) as refused:
        submit_assessment(by=by, at=NOW, assessment=row)
    assert len(refused.value.problems[""]) == 2
    held = make.answer(row, "people")
    with pytest.raises(ChangedMeanwhile):
        answer_criterion(by=by, at=NOW, answer=held, level=2, words=make.WHY, seen_version=held.version - 1)


def test_evidence_of_another_area_cannot_be_linked():
    row = make.assessment(make.a_round())
    theirs = action(by=make.manager(make.areas()[1]), area=make.areas()[1])
    with pytest.raises(Refused):
        link_evidence(
            by=make.manager(area()), at=NOW, answer=make.answer(row, "people"), kind="actions.action", row_id=theirs.pk, note="No."
        )
    with pytest.raises(NotAllowed):
        answer_criterion(by=make.manager(make.areas()[1]), at=NOW, answer=make.answer(row, "people"), level=1, words=make.WHY)


def test_the_other_area_sees_the_submission_and_nothing_of_the_areas_rows():
    held = make.a_round()
    row = make.assessment(held)
    validator = make.manager(row.validator)
    stranger = next(one for one in make.areas() if one.pk not in {row.area_id, row.validator_id})
    assert not queries.to_validate(validator).exists(), "a draft is nobody else's"
    make.assessed(row)
    assert list(queries.to_validate(validator)) == [row]
    assert not queries.to_validate(make.manager(stranger)).exists()
    assert not queries.to_validate(make.manager(row.area)).exists()
    assert row not in queries.assessments(validator), "its rows stay out of sight"
    assert row in queries.assessments(inspector())
    assert row not in queries.compared(validator, held), "nothing is put side by side before it is settled"
    for wrong in (make.manager(row.area), make.manager(stranger), hq()):
        with pytest.raises(NotAllowed):
            validate_criterion(by=wrong, at=NOW, answer=make.answer(row, "people"), level=1, reasons="")


def test_who_works_in_both_areas_validates_neither():
    row = make.assessed(make.assessment(make.a_round()))
    both = account("both@example.org", "Works in both")
    grant(both, Role.ICEM, [row.area, row.validator])
    viewer = viewer_for(both, TODAY)
    assert not queries.to_validate(viewer).exists()
    with pytest.raises(NotAllowed):
        validate_criterion(by=viewer, at=NOW, answer=make.answer(row, "people"), level=1, reasons="")


def test_agreement_throughout_settles_and_others_may_then_see_the_levels():
    held = make.a_round()
    row = make.validated(make.assessed(make.assessment(held)))
    assert queries.state_of_row(row) is State.SETTLED
    assert [one.settled_level for one in queries.answers_of(row)] == [3, 1]
    assert row in queries.compared(make.manager(row.validator), held)


def test_another_level_is_answered_and_what_stays_apart_is_moderated():
    held = make.a_round()
    row = make.validated(make.assessed(make.assessment(held)), answered=2, people=2)
    by, one, two = make.manager(row.area), make.answer(row, "answered"), make.answer(row, "people")
    assert queries.state_of_row(row) is State.VALIDATED
    with pytest.raises(Refused):
        send_reply(by=by, at=NOW, assessment=row)
    reply_to_criterion(by=by, at=NOW, answer=two, reply="accepts", words="")
    reply_to_criterion(by=by, at=NOW, answer=one, reply="stands", words="The register was not looked at.")
    row = send_reply(by=by, at=NOW, assessment=row)
    assert queries.state_of_row(row) is State.TO_MODERATE
    with pytest.raises(Refused):
        moderate_criterion(by=hq(), at=NOW, answer=two, level=1, reasons="There is nothing to moderate here.")
    moderate_criterion(by=hq(), at=NOW, answer=one, level=3, reasons="The register shows what was said.")
    row.refresh_from_db()
    assert queries.state_of_row(row) is State.SETTLED
    assert [each.settled_level for each in queries.answers_of(row)] == [3, 2]


def test_nobody_moderates_what_they_had_a_hand_in():
    row = make.assessment(make.a_round())
    answer_criterion(by=hq(), at=NOW, answer=make.answer(row, "people"), level=2, words=make.WHY)
    row = make.validated(make.assessed(row), people=2)
    by = make.manager(row.area)
    reply_to_criterion(by=by, at=NOW, answer=make.answer(row, "people"), reply="stands", words="The register was not looked at.")
    send_reply(by=by, at=NOW, assessment=row)
    with pytest.raises(Refused) as refused:
        moderate_criterion(by=hq(), at=NOW, answer=make.answer(row, "people"), level=1, reasons="The register shows what was said.")
    assert "had a hand" in str(refused.value)


def test_a_later_round_says_what_moved_and_the_report_reads_it():
    held = make.a_round()
    make.validated(make.assessed(make.assessment(held)))
    later = make.a_round(HalfYear(2026, 1), held.framework)
    row = make.validated(make.assessed(make.assessment(later), answered=4, people=1), answered=4, people=1)
    assert [(one.code, one.how) for one in queries.changes_of(row)] == [("answered", "up"), ("people", "same")]
    said = standing(hq(), period=HalfYear(2026, 1), today=TODAY)
    assert len(said["round"]["areas"]) == 4
    assert said["criteria"][0]["levels"] == [
        {
            "area": {"code": "east-of-england", "en": "East of England", "cy": ""}, "level": 4, "name": "Led with communities",
            "before": 3, "moved": "up",
        }
    ]  # fmt: skip
    assert {one["state"] for one in said["certificates"]} == {"missing"}
    assert standing(viewer_for(account("nobody@example.org"), TODAY), period=make.PERIOD, today=TODAY)["round"] is None


def test_validation_is_sent_whole_and_once():
    row = make.assessed(make.assessment(make.a_round()))
    with pytest.raises(Refused):
        send_validation(by=make.manager(row.validator), at=NOW, assessment=row)
    row = make.validated(row)
    with pytest.raises(Refused):
        validate_criterion(by=make.manager(row.validator), at=NOW, answer=make.answer(row, "people"), level=1, reasons=REASONS)


def _days(held):
    return {name: getattr(held, name) for name in ("self_due", "validation_due", "reply_due", "moderation_due")}
