"""Judging alone, then together: from the first answer to the joint view, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, icem, inspector
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.meetings.attending.operations import record_attendance
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.operations import call_meeting, draft_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import ready
from folkmoot.panels.models import Position
from folkmoot.panels.space.tests.factories import seated
from folkmoot.scrutiny.assessment import operations, queries
from folkmoot.scrutiny.assessment.member_cases import cases_of, to_do
from folkmoot.scrutiny.assessment.models import Assessment, CalibrationKey, Escalation, JointView, Judgement
from folkmoot.scrutiny.assessment.queries import standing_of, with_history
from folkmoot.scrutiny.assessment.questions.models import Grade, QuestionSet
from folkmoot.scrutiny.assessment.rules import State
from folkmoot.scrutiny.assessment.tests.factories import agreed, begun, filled, graded, locked, opened, read, scene, together
from folkmoot.scrutiny.assessment.together import side_by_side
from folkmoot.scrutiny.draws.operations import move_to
from folkmoot.scrutiny.frames.models import Tie
from folkmoot.scrutiny.packs.models import Pack

pytestmark = pytest.mark.django_db


def standing(row: Assessment, today=None):
    return standing_of(with_history().get(pk=row.pk), today or NOW.date())


def test_from_the_first_answer_to_the_joint_view():
    at = scene()
    first = locked(at.seats[0], at.pack, good="The officer called the victim every week.")
    assert first.assessment.question_set.code == "hate-crime"
    assert standing(first.assessment).state is State.ALONE
    with pytest.raises(ValueError, match="not been shown"):
        side_by_side(first.assessment)
    assessment = together(at.__class__(at.panel, at.seats[1:], at.meeting, at.packs, at.at))
    assert standing(assessment).locked == 4
    beside = side_by_side(assessment, at.seats[0][0])
    assert [column.own for column in beside.columns].count(True) == 1
    with pytest.raises(Refused, match="Open the meeting first"):
        agreed(at, assessment)
    opened(at)
    view = agreed(at, assessment, good="The victim was kept in touch with.")
    assert (view.number, view.concluded, view.took_part.count()) == (1, True, 4)
    assert standing(assessment).state is State.CONCLUDED
    assert not list(faults())


def test_a_locked_judgement_never_changes_and_nobody_answers_after_the_others_are_shown():
    at = scene()
    row = locked(at.seats[0], at.pack)
    with pytest.raises(Refused, match="You locked your judgement"):
        operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": "no"})
    with pytest.raises(Refused, match="You locked your judgement"):
        operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row)
    late = begun(at.seats[1], at.pack)
    opened(at)
    with pytest.raises(Refused, match="why it is opened now"):
        operations.show(by=icem(), at=at.meeting.starts_at, assessment=row.assessment)
    operations.show(by=icem(), at=at.meeting.starts_at, assessment=row.assessment, why="Two members are ill today.")
    with pytest.raises(Refused, match="Nobody can answer after that"):
        operations.save_judgement(by=at.seats[1][1], at=NOW, judgement=late, answers={"charge": "no"})
    with pytest.raises(Refused, match="Nobody can answer after that"):
        begun(at.seats[2], at.pack)
    beside = side_by_side(Assessment.objects.get())
    assert [column.judgement.pk for column in beside.columns] == [row.pk]


def test_a_draft_is_kept_as_it_is_typed_and_two_windows_do_not_overwrite_each_other():
    at = scene()
    row = begun(at.seats[0], at.pack)
    assert begun(at.seats[0], at.pack).pk == row.pk
    operations.save_judgement(
        by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": "no"}, remarks={"charge": "Too low."}, seen_version=1
    )
    with pytest.raises(ChangedMeanwhile):
        operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": "yes"}, seen_version=1)
    with pytest.raises(Refused, match="not asked about"):
        operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"colour": "yes"})
    with pytest.raises(Refused, match="Choose one of the answers"):
        operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": "perhaps"})
    operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"vps": "yes"})
    stored = Judgement.objects.get()
    assert (stored.answers, stored.remarks) == ({"charge": "no", "vps": "yes"}, {"charge": "Too low."})
    operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": ""})
    assert Judgement.objects.get().answers == {"vps": "yes"}


def test_locking_needs_every_answer_a_read_pack_and_words_that_name_nobody():
    at = scene()
    row = begun(at.seats[0], at.pack)
    with pytest.raises(Refused, match="Choose an answer"):
        operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row)
    row = filled(at.seats[0], at.pack, better="Mrs Parry should have been told.")
    with pytest.raises(Refused, match="not opened the case"):
        operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row, names_nobody=True)
    read(at.seats[0], at.pack)
    with pytest.raises(Refused, match="may identify a person"):
        operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row)
    assert operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row, names_nobody=True).locked_at == NOW


def test_a_pack_changed_since_it_was_read_is_read_again_before_locking():
    at = scene()
    row = filled(at.seats[0], at.pack)
    read(at.seats[0], at.pack)
    Pack.objects.update(edition=2)
    with pytest.raises(Refused, match="not opened the case"):
        operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row)
    read(at.seats[0], Pack.objects.get())
    assert operations.lock_judgement(by=at.seats[0][1], at=NOW, judgement=row).edition == 2


def test_observers_members_of_other_panels_and_whoever_has_no_seat_cannot_judge():
    at = scene()
    watching, viewer = seated(at.panel, "Owain Pugh", position=Position.OBSERVER)
    ready(watching)
    with pytest.raises(Refused, match="Only members who vote"):
        begun((watching, viewer), at.pack)
    other = scene(code="western-vawg", names=("Mair Rees",))
    with pytest.raises(Refused, match="not before your panel"):
        begun(other.seats[0], at.pack)
    with pytest.raises(NotAllowed):
        operations.start_judgement(by=at.seats[1][1], at=NOW, pack=at.pack, member=at.seats[0][0])
    with pytest.raises(NotAllowed):
        operations.start_judgement(by=icem(), at=NOW, pack=at.pack, member=at.seats[0][0])
    assert not Judgement.objects.exists()


def test_a_tied_member_is_kept_out_and_what_they_answered_before_counts_for_nothing():
    at = scene()
    locked(at.seats[0], at.pack, yes="no")
    operations.stand_aside(by=at.seats[0][1], at=NOW, pack=at.pack, member=at.seats[0][0], why="tied", what="His sister works with mine.")
    assert Tie.objects.get().member == at.seats[0][0]
    assert [case.stage for case in cases_of(at.seats[0][0], NOW)] == ["aside"]
    for seat in at.seats[1:]:
        locked(seat, at.pack)
    assessment = Assessment.objects.get()
    assert assessment.shown_at is not None  # the others are all there is to wait for
    assert standing(assessment).locked == 3
    assert len(side_by_side(assessment).columns) == 3
    opened(at, chair=1)
    with pytest.raises(Refused, match="do not stand aside"):
        agreed(at, assessment, chaired_by=at.seats[1][0])
    with pytest.raises(Refused, match="Let the deputy"):
        agreed(at, assessment, took_part=[member for member, _viewer in at.seats[1:]])
    assert agreed(at, assessment, chaired_by=at.seats[1][0], took_part=[member for member, _viewer in at.seats[1:]]).took_part.count() == 3


def test_a_tie_found_in_another_list_of_the_same_case_counts_too():
    at = scene(cases=2)
    locked(at.seats[0], at.pack)
    other = at.packs[1].drawn.case
    Tie.objects.create(case=at.pack.drawn.case, member=at.seats[0][0], what="A neighbour.", declared_at=NOW)
    assert standing(Assessment.objects.get()).locked == 0
    assert other.identity_id != at.pack.drawn.case.identity_id
    assert queries.apart([at.packs[1].pk])[at.packs[1].pk] == set()


def test_standing_aside_says_how_where_there_is_a_tie_and_is_kept_once():
    at = scene()
    seat, viewer = at.seats[0]
    with pytest.raises(Refused, match="few words how"):
        operations.stand_aside(by=viewer, at=NOW, pack=at.pack, member=seat, why="tied")
    operations.stand_aside(by=icem(), at=NOW, pack=at.pack, member=seat, why="distress")
    assert not Tie.objects.exists()
    with pytest.raises(Refused, match="already"):
        operations.stand_aside(by=viewer, at=NOW, pack=at.pack, member=seat, why="distress")
    with pytest.raises(NotAllowed):
        operations.stand_aside(by=at.seats[1][1], at=NOW, pack=at.pack, member=at.seats[2][0], why="other")


def test_the_chair_shows_and_records_and_a_deputy_does_where_the_chair_stands_aside():
    at = scene(cases=2)
    assessment = locked(at.seats[1], at.pack).assessment
    opened(at, chair=0)
    with pytest.raises(NotAllowed):
        operations.show(by=at.seats[1][1], at=at.meeting.starts_at, assessment=assessment, why="We want to begin now.", seat=at.seats[1][0])
    assert [member.pk for member in queries.not_locked(assessment)] == [at.seats[place][0].pk for place in (0, 2, 3)]
    operations.show(by=at.seats[0][1], at=at.meeting.starts_at, assessment=assessment, why="We want to begin now.", seat=at.seats[0][0])
    assert agreed(at, assessment).pk
    other = locked(at.seats[1], at.packs[1]).assessment
    operations.stand_aside(by=at.seats[0][1], at=NOW, pack=at.packs[1], member=at.seats[0][0], why="other")
    Member.objects.filter(pk=at.seats[2][0].pk).update(position=Position.DEPUTY)
    with pytest.raises(NotAllowed):
        operations.show(by=at.seats[0][1], at=at.meeting.starts_at, assessment=other, why="We want to begin now.", seat=at.seats[0][0])
    operations.show(by=at.seats[2][1], at=at.meeting.starts_at, assessment=other, why="We want to begin now.", seat=at.seats[2][0])


def test_whoever_was_not_there_did_not_take_part():
    at = scene()
    assessment = together(at)
    opened(at)
    row = Attendance.objects.get(meeting=at.meeting, member=at.seats[3][0])
    record_attendance(by=icem(), at=at.meeting.starts_at, attendance=row, present="absent")
    with pytest.raises(Refused, match="not at the meeting"):
        agreed(at, assessment)


def test_a_grade_goes_to_the_unit_which_replies_once():
    at = scene()
    graded()
    for seat in at.seats:
        locked(seat, at.pack, grade="inappropriate")
    assessment = Assessment.objects.get()
    opened(at)
    with pytest.raises(Refused, match="Choose the grade"):
        agreed(at, assessment)
    bad = Grade.objects.get(scale__code="four-categories", code="inappropriate")
    view = agreed(at, assessment, grade=bad)
    owed = Escalation.objects.get()
    assert (owed.view, owed.due_on) == (view, at.meeting.starts_at.date() + timedelta(days=28))
    assert standing(assessment, owed.due_on + timedelta(days=1)).late
    supplied = queries.for_panels(at.panel, NOW.date())
    assert "No reply yet" in supplied[0].detail
    with pytest.raises(NotAllowed):
        operations.record_reply(by=inspector(), at=NOW, escalation=owed, reply="We have changed our letter.", replied_by="Unit head")
    operations.record_reply(by=icem(), at=NOW, escalation=owed, reply="We have changed our letter.", replied_by="Head of the unit")
    with pytest.raises(Refused, match="stays as it was given"):
        operations.record_reply(by=icem(), at=NOW, escalation=owed, reply="We have not.", replied_by="Head of the unit")
    assert "We have changed our letter." in queries.for_panels(at.panel, NOW.date())[0].detail


def test_dissent_stays_beside_the_view_and_a_view_recorded_anew_supersedes_without_erasing():
    at = scene()
    assessment = together(at)
    opened(at)
    view = agreed(at, assessment)
    seat, viewer = at.seats[3]
    said = {"by": viewer, "at": NOW, "member": seat, "words": "I hold that the charge was too low."}
    operations.keep_dissent(view=view, **said)
    with pytest.raises(Refused, match="kept already"):
        operations.keep_dissent(view=view, **said)
    with pytest.raises(NotAllowed):
        operations.keep_dissent(view=view, **(said | {"member": at.seats[2][0]}))
    with pytest.raises(Refused, match="recorded anew"):
        agreed(at, assessment)
    again = agreed(at, assessment, reasons="The charge should have been higher.", why_anew="A member had been misheard.")
    assert (again.number, JointView.objects.count(), view.dissents.count()) == (2, 2, 1)
    with pytest.raises(Refused, match="superseded"):
        operations.keep_dissent(view=view, **(said | {"by": at.seats[1][1], "member": at.seats[1][0]}))


def test_a_case_that_cannot_be_concluded_comes_back_and_is_judged_afresh():
    at = scene()
    graded()
    for seat in at.seats:
        locked(seat, at.pack, grade="appropriate")
    assessment = Assessment.objects.get()
    opened(at)
    with pytest.raises(Refused, match="what the panel would need to know"):
        agreed(at, assessment, concluded=False, reasons="")
    view = agreed(at, assessment, concluded=False, reasons="", missing="The letter that was sent to the victim.")
    assert view.grade.code == "no-conclusion"
    supplied = queries.for_panels(at.panel, NOW.date())
    assert [(each.kind, each.origin_id, each.detail) for each in supplied] == [
        ("case", assessment.pk, "The letter that was sent to the victim.")
    ]
    later = draft_meeting(by=icem(), at=NOW, panel=at.panel, starts_at=NOW + timedelta(days=40), place="Ely library")
    call_meeting(by=icem(), at=NOW, meeting=later, despite=True)
    with pytest.raises(Refused, match="judged at that meeting already"):
        operations.bring_back(by=icem(), at=NOW, assessment=assessment, meeting=at.meeting)
    again = operations.bring_back(by=icem(), at=NOW, assessment=assessment, meeting=later)
    assert (again.number, again.meeting, again.question_set) == (2, later, assessment.question_set)
    assert queries.for_panels(at.panel, NOW.date()) == []
    assert to_do(at.seats[0][0], NOW) == 1
    fresh = begun(at.seats[0], at.pack)
    assert (fresh.assessment, fresh.answers) == (again, {})
    assert Judgement.objects.filter(assessment=assessment).count() == 4


def test_a_case_that_the_panel_did_not_get_to_moves_with_what_was_locked():
    at = scene()
    row = locked(at.seats[0], at.pack)
    later = draft_meeting(by=icem(), at=NOW, panel=at.panel, starts_at=NOW + timedelta(days=40), place="Ely library")
    with pytest.raises(Refused, match="still ahead"):
        operations.bring_back(by=icem(), at=NOW, assessment=row.assessment, meeting=later)
    Meeting.objects.filter(pk=at.meeting.pk).update(state="cancelled", cancelled_why="Snow closed the roads.")
    assert "did not get to it" in queries.for_panels(at.panel, NOW.date())[0].detail
    moved = operations.bring_back(by=icem(), at=NOW, assessment=row.assessment, meeting=later)
    assert (moved.pk, moved.number, moved.meeting) == (row.assessment_id, 1, later)
    assert Judgement.objects.get().locked_at is not None


def test_a_case_goes_with_its_draw_to_an_earlier_meeting_unless_its_answers_were_shown():
    at = scene(cases=2)
    alone, told = (locked(at.seats[0], pack).assessment for pack in Pack.objects.order_by("pk"))
    Assessment.objects.filter(pk=told.pk).update(shown_at=NOW)
    sooner = draft_meeting(by=icem(), at=NOW, panel=at.panel, starts_at=NOW + timedelta(days=2), place="Ely library")
    move_to(by=icem(), at=NOW, draw=at.pack.drawn.draw, meeting=sooner)
    held = {row.pk: row.meeting_id for row in Assessment.objects.all()}
    assert held == {alone.pk: sooner.pk, told.pk: at.meeting.pk}


def test_a_case_set_aside_counts_for_nothing_and_stays_readable_for_the_record():
    at = scene()
    assessment = together(at)
    opened(at)
    agreed(at, assessment)
    with pytest.raises(NotAllowed):
        operations.set_aside(by=inspector(), at=NOW, pack=at.pack, why="The case is under appeal.")
    assert operations.set_aside(by=icem(), at=NOW, pack=at.pack, why="The case is under appeal.") == 1
    assert standing(assessment).state is State.SET_ASIDE
    assert JointView.objects.count() == 1
    assert [case.stage for case in cases_of(at.seats[0][0], NOW)] == ["set_aside"]
    with pytest.raises(Refused, match="set aside"):
        agreed(at, assessment, why_anew="It was wrong before.")


def test_a_recalled_pack_cannot_be_judged():
    at = scene()
    row = begun(at.seats[0], at.pack)
    Pack.objects.update(state="withdrawn", withdrawn_at=NOW, withdrawn_why="Somebody could be recognised.")
    with pytest.raises(Refused, match="counts for nothing"):
        operations.save_judgement(by=at.seats[0][1], at=NOW, judgement=row, answers={"charge": "no"})
    assert [case.stage for case in cases_of(at.seats[0][0], NOW)] == ["set_aside"]
    assert standing(row.assessment).aside_why == "Somebody could be recognised."
    assert queries.for_panels(at.panel, NOW.date()) == []


def test_a_calibration_round_has_a_key_set_before_and_never_goes_to_a_unit():
    at = scene(calibration=True)
    graded()
    questions = QuestionSet.objects.get(code="hate-crime").questions.exclude(kind="words")
    answers = {each.code: "3" if each.kind == "scale" else "yes" for each in questions}
    with pytest.raises(Refused, match="Choose an answer"):
        operations.keep_key(by=icem(), at=NOW, pack=at.pack, answers={}, reasons="So the guidance reads it.")
    operations.keep_key(by=icem(), at=NOW, pack=at.pack, answers=answers, reasons="So the guidance reads it.")
    with pytest.raises(Refused, match="The key is set"):
        operations.keep_key(by=icem(), at=NOW, pack=at.pack, answers=answers, reasons="So the guidance reads it.")
    for seat in at.seats:
        locked(seat, at.pack, grade="inappropriate")
    opened(at)
    agreed(at, Assessment.objects.get(), grade=Grade.objects.get(scale__code="four-categories", code="inappropriate"))
    assert not Escalation.objects.exists()
    with lifted("scrutiny.migrations.0002_what_was_drawn_and_judged_stays"):
        CalibrationKey.objects.all().delete()
    with pytest.raises(Refused, match="locked a judgement already"):
        operations.keep_key(by=icem(), at=NOW, pack=at.pack, answers=answers, reasons="So the guidance reads it.")


def test_the_database_holds_one_judgement_a_member_and_reasons_for_what_is_set_aside():
    at = scene()
    row = begun(at.seats[0], at.pack)
    for broken in (
        lambda: Judgement.objects.create(assessment=row.assessment, member=row.member, edition=1, begun_at=NOW, saved_at=NOW),
        lambda: Assessment.objects.filter(pk=row.assessment_id).update(set_aside_at=NOW),
        lambda: Assessment.objects.create(
            pack=at.pack, number=1, meeting=at.meeting, question_set=row.assessment.question_set, begun_at=NOW
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
