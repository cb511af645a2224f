"""The gate, whom members told, invitations, and the survey, against the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, icem, inspector
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import panel
from folkmoot.panels.space import operations, queries
from folkmoot.panels.space.models import Briefing
from folkmoot.panels.space.seats import seat_of, seats
from folkmoot.panels.space.survey import queries as surveys
from folkmoot.panels.space.survey.models import Remark, Survey, Taken, Tally
from folkmoot.panels.space.survey.operations import answer_survey, extend_survey
from folkmoot.panels.space.tests.factories import answered, as_viewer, seated, surveyed

pytestmark = pytest.mark.django_db
NAMES = ("Ruth Adeyemi", "Bao Nguyen", "Carys Pugh", "Dev Malik", "Efa Jones", "Farid Khan", "Gwen Tate")


def test_role_and_seat_must_both_hold():
    one, other = panel(), panel("eastern-vawg")
    seat, ruth = seated(one)
    assert seat_of(ruth, one.code, TODAY) == seat
    with pytest.raises(Member.DoesNotExist):
        seat_of(ruth, other.code, TODAY)
    assert seats(icem(), TODAY) == [], "the service has no seat"
    for change in ({"account": None}, {"starts": TODAY + timedelta(days=1)}, {"ends": TODAY - timedelta(days=1)}):
        before = {name: getattr(seat, name) for name in change}
        with lifted("panels.migrations.0002_what_panels_settled_stays"):
            Member.objects.filter(pk=seat.pk).update(**change)
        assert seats(ruth, TODAY) == [], change
        with lifted("panels.migrations.0002_what_panels_settled_stays"):
            Member.objects.filter(pk=seat.pk).update(**before)
    Member.objects.filter(pk=seat.pk).update(ended_on=TODAY, ended_how="removed")
    assert seats(ruth, TODAY) == [], "who is removed today sees nothing more today"
    Member.objects.filter(pk=seat.pk).update(ended_on=None, ended_how="")
    RoleGrant.objects.update(ended_at=NOW)
    assert seats(as_viewer(Account.objects.get(pk=ruth.account_id)), TODAY) == [], "the seat alone opens nothing"


def test_what_a_member_heard_becomes_a_point_once_and_then_stays():
    one = panel()
    seat, ruth = seated(one)
    _other, bao = seated(one, "Bao Nguyen")
    told = {"member": seat, "whom": "Fenland Deaf Club", "how": "meeting", "on": TODAY, "people": 20}
    row = operations.log_briefing(by=ruth, at=NOW, heard="They want to know how to report online.", **told)
    with pytest.raises(NotAllowed):
        operations.change_briefing(by=bao, at=NOW, briefing=row, people=30)
    operations.change_briefing(by=ruth, at=NOW, briefing=row, people=25, seen_version=1)
    stale = Briefing.objects.get(pk=row.pk)
    operations.change_briefing(by=icem(), at=NOW, briefing=row, people=26)
    with pytest.raises(ChangedMeanwhile):
        operations.change_briefing(by=ruth, at=NOW, briefing=stale, people=27, seen_version=2)
    with pytest.raises(NotAllowed):
        operations.take_up(by=ruth, at=NOW, briefing=row)
    point = operations.take_up(by=icem(), at=NOW, briefing=row)
    assert (point.origin_kind, point.origin_id, point.said_by) == (queries.ORIGIN, row.pk, "Fenland Deaf Club")
    assert "Adeyemi" not in point.words + point.said_by
    with pytest.raises(Refused, match="already"):
        operations.take_up(by=icem(), at=NOW, briefing=row)
    with pytest.raises(Refused, match="stays as it is"):
        operations.change_briefing(by=ruth, at=NOW, briefing=row, heard="Something else")
    silent = operations.log_briefing(by=ruth, at=NOW, **told)
    with pytest.raises(Refused, match="nothing to take up"):
        operations.take_up(by=icem(), at=NOW, briefing=silent)
    assert queries.told_between([one], first=TODAY, last=TODAY)[one.pk] == queries.Told(2, 46, 1)
    stranger = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert not queries.briefings(stranger).exists()
    assert queries.briefings(inspector()).count() == 2
    assert list(faults()) == []


def test_members_are_invited_answer_and_say_that_they_were_there():
    one = panel()
    seat, ruth = seated(one)
    other, bao = seated(one, "Bao Nguyen")
    starts = NOW + timedelta(days=10)
    held = {"panel": one, "kind": "board", "title": "Area Strategy Board", "starts_at": starts, "place": "Ely"}
    board = operations.invite(by=icem(), at=NOW, members=[seat], part="speak", **held)
    letter = Letter.objects.get(about=f"panels.member {seat.pk}")
    assert "You are asked to speak" in letter.text
    assert f"/my-panel/invitations/{board.invitations.get().pk}/" in letter.text
    assert operations.invite_more(by=icem(), at=NOW, occasion=board, members=[seat, other]) == 1
    mine = board.invitations.get(member=seat)
    assert list(queries.waiting_for(seat, NOW)) == [mine]
    with pytest.raises(NotAllowed):
        operations.reply(by=bao, at=NOW, invitation=mine, reply="no")
    operations.reply(by=ruth, at=NOW, invitation=mine, reply="yes", words="I need a lift.")
    with pytest.raises(Refused, match="not begun"):
        operations.record_attended(by=ruth, at=NOW, invitation=mine, attended="yes")
    after = starts + timedelta(hours=3)
    operations.record_attended(by=ruth, at=after, invitation=mine, attended="yes", came_of_it="They will fund interpreters.")
    assert queries.attended_between(one, first=TODAY, last=after.date()) == [queries.Attended("Strategy board", 2, 1)]
    over = operations.invite(by=icem(), at=NOW, members=[other], **held | {"starts_at": NOW - timedelta(days=30)})
    assert Letter.objects.count() == 2, "nobody is invited by letter to what is over"
    with pytest.raises(Refused, match="it has begun"):
        operations.cancel_occasion(by=icem(), at=NOW, occasion=over, why="Never mind")
    with pytest.raises(Refused, match="members of this panel"):
        operations.invite(by=icem(), at=NOW, members=[seated(panel("eastern-vawg"), "Dev Malik")[0]], **held)
    operations.cancel_occasion(by=icem(), at=NOW, occasion=board, why="The room is flooded.")
    assert Letter.objects.filter(text__contains="flooded").count() == 2
    assert list(faults()) == []


def test_nobody_can_tell_who_answered_what():
    one = panel(most_members=9)
    people = [seated(one, name) for name in NAMES]
    _service = seated(one, "Sam Cole", position="service")
    survey = surveyed(one, people[:6], ["yes", "yes", "yes", "partly", "no", "unsaid"])
    seat, viewer = people[6]
    with pytest.raises(Refused, match="who somebody is"):
        answer_survey(by=viewer, at=NOW, survey=survey, member=seat, answers=answered("yes"), remark="My name is Gwen Tate.")
    answer_survey(by=viewer, at=NOW, survey=survey, member=seat, answers=answered("yes"), remark="Send papers a week before.")
    with pytest.raises(Refused, match="answered this survey"):
        answer_survey(by=viewer, at=NOW, survey=survey, member=seat, answers=answered("no"))
    with pytest.raises(NotAllowed):
        answer_survey(by=icem(), at=NOW, survey=survey, member=seat, answers=answered("no"))
    assert {field.name for field in Taken._meta.fields} == {"id", "version", "survey", "member"}, "no time and no answer"
    assert not {field.name for model in (Tally, Remark) for field in model._meta.fields} & {"member", "at", "account", "by"}
    kept = AuditEvent.objects.filter(subject_kind="panels.survey").exclude(actor_id=icem().account_id)
    assert set(kept.values_list("actor_id", "actor_name")) == {(None, "a member of the panel")}
    survey.refresh_from_db()
    open_now = surveys.results([survey], today=TODAY)[0]
    assert (open_now.asked, open_now.answered, open_now.questions, open_now.remarks) == (7, 7, [], []), "the service's people are not asked"
    closed = surveys.results([survey], today=TODAY + timedelta(days=29))[0]
    assert [(line.base, round(line.share.value, 2)) for line in closed.questions] == [(6, 0.67)] * 5
    assert closed.remarks == ["Send papers a week before."]
    with pytest.raises(Refused, match="has closed"):
        extend_survey(by=icem(), at=NOW + timedelta(days=29), survey=survey, until=TODAY + timedelta(days=40))
    assert list(faults()) == []


def test_results_of_few_are_withheld_with_their_remarks(django_assert_max_num_queries):
    one, other = panel(most_members=9), panel("eastern-vawg")
    people = [seated(one, name) for name in NAMES]
    surveyed(one, people[:4], ["yes", "yes", "no", "no"])
    survey = Survey.objects.get()
    seat, viewer = people[4]
    answer_survey(by=viewer, at=NOW, survey=survey, member=seat, answers=answered("unsaid"), remark="Start later.")
    few = surveys.latest_result(one, today=TODAY + timedelta(days=40))
    assert [line.share for line in few.questions] == [None] * 5
    assert few.remarks == [], "what was written is withheld with the figures"
    surveyed(other, [seated(other, name) for name in ("Ola Berg", "Pia Holm")], ["yes", "yes"])
    with django_assert_max_num_queries(12):
        whole = surveys.whole_year(icem(), 2026, today=TODAY + timedelta(days=40))
    assert (whole.panels, whole.answered) == (2, 7)
    assert [line.share for line in whole.questions] == [None] * 5
    over = surveys.whole_year(icem(), 2026, today=TODAY.replace(year=2027))
    assert [line.base for line in over.questions] == [6] * 5, "together, once no panel can join any more"
    assert timezone.localdate(NOW) == TODAY
