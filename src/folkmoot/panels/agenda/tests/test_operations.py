"""Agendas and minutes through their operations: nothing typed is lost, nothing agreed can be edited away."""

from datetime import timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.actions.tests.factories import action, evidence, progress
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.agenda import backlog as filling
from folkmoot.panels.agenda import operations
from folkmoot.panels.agenda.models import Circulation, Declaration, Item, Minutes
from folkmoot.panels.agenda.queries import agenda, backlog, coverage, unagreed
from folkmoot.panels.agenda.records import is_intact
from folkmoot.panels.agenda.rules import fingerprint
from folkmoot.panels.agenda.tests.factories import called, circulated, closed, item, opened, panel
from folkmoot.panels.meetings import operations as meetings
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.meetings.queries import attendances, name_of
from folkmoot.panels.models import Remit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=90)


def test_an_item_waits_is_put_on_a_timed_agenda_and_given_back():
    here = panel()
    meeting = called(here)
    first, second = item(here, lasts=20), item(here, "Interpreters at court")
    for row in (second, first):
        operations.put_on_agenda(by=icem(), at=NOW, item=row, meeting=meeting)
    operations.order_items(by=icem(), at=NOW, meeting=meeting, ids=[first.pk, second.pk])
    lines = agenda(meeting)
    assert [line.item for line in lines] == [first, second]
    assert lines[1].starts == meeting.starts_at + timedelta(minutes=20)
    with pytest.raises(ChangedMeanwhile):
        operations.order_items(by=icem(), at=NOW, meeting=meeting, ids=[first.pk])
    first.refresh_from_db()
    operations.take_off(by=icem(), at=NOW, item=first)
    assert backlog(here) == [first]
    operations.drop(by=icem(), at=NOW, item=first, why="Taken up by another panel.")
    assert backlog(here) == []
    with pytest.raises(Refused, match="Only an item that waits"):
        operations.put_on_agenda(by=icem(), at=NOW, item=first, meeting=meeting)


def test_an_item_is_of_a_remit_of_its_own_kind_of_panel():
    here = panel()
    other = Remit.objects.exclude(kind=here.kind).first()
    with pytest.raises(Refused, match="no part of what panels of this kind"):
        item(here, remit=other)
    with pytest.raises(NotAllowed):
        item(here, by=icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales")))


def test_a_meeting_is_not_closed_while_an_item_has_no_minutes_and_the_unfinished_is_carried_over():
    here = panel()
    meeting = opened(here)
    with pytest.raises(Refused, match="No item stands on the agenda"):
        meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    said, missed = item(here, meeting=meeting), item(here, "Interpreters at court", meeting=meeting, detail="Read the report")
    operations.write_minutes(by=icem(), at=NOW, item=said, words="The panel asked for plainer letters.")
    with pytest.raises(Refused, match="Interpreters at court"):
        meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    assert operations.carry_the_rest(by=icem(), at=NOW, meeting=meeting) == 1
    meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    missed.refresh_from_db()
    assert missed.state == Item.State.CARRIED
    again = missed.carried_to.get()
    assert (again.state, again.title_en, again.detail) == ("waiting", "Interpreters at court", "Read the report")
    assert {row.kind for row in backlog(here)} >= {"minutes", "report_back", "discussion"}


def test_two_who_write_at_once_lose_nothing():
    here = panel()
    row = item(here, meeting=opened(here))
    seen = row.version
    other = Item.objects.select_related("panel", "meeting").get(pk=row.pk)
    operations.write_minutes(by=icem(), at=NOW, item=row, words="First words.", seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        operations.write_minutes(by=hq(), at=NOW, item=other, words="Other words.", seen_version=seen)
    row.refresh_from_db()
    assert row.words == "First words."


def test_interests_are_declared_by_who_is_there_until_the_minutes_go_out():
    here = panel()
    meeting = opened(here, present=2)
    row = item(here, meeting=meeting)
    there, away = Attendance.objects.filter(meeting=meeting, present="room").first(), meeting.attendances.get(present="apologies")
    with pytest.raises(Refused, match="is at the meeting"):
        operations.declare(by=icem(), at=NOW, item=row, attendance=away, what="Works for that charity")
    one = operations.declare(by=icem(), at=NOW, item=row, attendance=there, what="Works for that charity", withdrew=True)
    with pytest.raises(Refused, match="recorded already"):
        operations.declare(by=icem(), at=NOW, item=row, attendance=there, what="Is a trustee of it")
    with pytest.raises(Refused, match="interest or an enquiry was recorded"):
        operations.take_off(by=icem(), at=NOW, item=row)
    operations.take_back(by=icem(), at=NOW, declaration=one)
    assert not Declaration.objects.exists()
    assert list(faults()) == []


def test_minutes_are_circulated_corrected_and_agreed_at_a_later_meeting_that_has_a_quorum():
    here = panel()
    meeting = closed(here)
    row = meeting.items.get()
    minutes = circulated(meeting)
    assert Circulation.objects.get().record["items"][0]["words"] == row.words
    with pytest.raises(Refused, match="Record a correction instead"):
        operations.write_minutes(by=icem(), at=LATER, item=row, words="Other words.")
    asked = operations.ask_correction(by=icem(), at=LATER, minutes=minutes, item=row, asked="We said letters and calls.")
    thin = opened(here, at=LATER, present=1)
    with pytest.raises(Refused, match="no answer yet"):
        operations.agree_minutes(by=icem(), at=LATER, minutes=minutes, at_meeting=thin)
    operations.correct_minutes(by=icem(), at=LATER, minutes=minutes, item=row, words="Letters and calls.", correction=asked)
    with pytest.raises(Refused, match="no quorum"):
        operations.agree_minutes(by=icem(), at=LATER, minutes=minutes, at_meeting=thin)
    full = opened(here, at=LATER + timedelta(days=30))
    operations.agree_minutes(by=icem(), at=LATER, minutes=minutes, at_meeting=full)
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.AGREED
    assert minutes.record["corrections"][0]["before"]["words"] != minutes.record["items"][0]["words"] == "Letters and calls."
    assert full.items.get(kind="minutes").outcome.endswith("agreed as corrected.")
    assert list(unagreed(here)) == []
    assert is_intact(minutes)
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Item.objects.filter(pk=row.pk).update(words="Edited behind the product's back.")
    assert not is_intact(minutes)


def test_agreed_minutes_are_fixed_and_hold_no_name():
    here = panel()
    meeting = closed(here)
    minutes = circulated(meeting)
    operations.agree_minutes(by=icem(), at=LATER, minutes=minutes, at_meeting=opened(here, at=LATER))
    minutes.refresh_from_db()
    row = meeting.items.select_related("panel", "meeting").get()
    for attempt in (
        lambda: operations.write_minutes(by=icem(), at=LATER, item=row, words="Other."),
        lambda: operations.correct_minutes(by=icem(), at=LATER, minutes=minutes, item=row, words="Other.", asked="It was not so."),
        lambda: operations.change_item(by=icem(), at=LATER, item=row, remit=here.kind.remits.first()),
        lambda: operations.circulate_minutes(by=icem(), at=LATER, minutes=minutes),
    ):
        with pytest.raises(Refused):
            attempt()
    assert minutes.fingerprint == fingerprint(minutes.record)
    assert "Adeyemi" in str([name_of(row) for row in attendances(meeting)]), "the name is known, and would be found in the record"
    assert "Adeyemi" not in str(minutes.record)
    assert "Adeyemi" not in str(Circulation.objects.get().record)


def test_a_letter_tells_that_minutes_can_be_read_and_holds_no_word_of_them():
    here = panel()
    circulated(closed(here))
    letters = Letter.objects.filter(about__startswith="panels.minutes")
    assert not [letter for letter in letters if "talked about it" in letter.text]
    assert Circulation.objects.get().told == letters.count()


def test_the_backlog_fills_itself_once_and_what_was_dropped_stays_away_until_the_panel_has_met():
    here = panel()
    closed(here)
    kinds = [row.kind for row in backlog(here)]
    assert filling.fill(here, by=icem(), at=NOW + timedelta(days=1)).nothing
    assert kinds == [row.kind for row in backlog(here)]
    standing = next(row for row in backlog(here) if row.kind == "report_back")
    operations.drop(by=icem(), at=NOW + timedelta(days=2), item=standing, why="No meeting of members soon.")
    assert filling.fill(here, by=icem(), at=NOW + timedelta(days=3)).nothing
    closed(here, at=LATER)
    assert "report_back" in [row.kind for row in backlog(here)]


def test_what_the_panel_wants_to_know_comes_back_to_it_with_the_reply():
    here = panel()
    meeting = opened(here)
    row = item(here, meeting=meeting)
    asked = operations.ask(by=icem(), at=NOW, item=row, words="Was the CCTV asked for?", of_whom="Cambridgeshire Police")
    operations.write_minutes(by=icem(), at=NOW, item=row, words="The panel asked about CCTV.")
    meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    follow = next(each for each in backlog(here) if each.kind == "enquiry")
    assert "No reply yet" in follow.news
    operations.reply_to(by=icem(), at=NOW + timedelta(days=5), enquiry=asked, reply="It was, the day after.")
    filling.fill(here, by=icem(), at=NOW + timedelta(days=6))
    follow.refresh_from_db()
    assert "the day after" in follow.news
    again = opened(here, at=LATER)
    operations.put_on_agenda(by=icem(), at=LATER, item=follow, meeting=again)
    operations.write_minutes(by=icem(), at=LATER, item=follow, words="", outcome="The panel was told.")
    meetings.close_meeting(by=icem(), at=LATER + timedelta(hours=4), meeting=again)
    asked.refresh_from_db()
    assert asked.told_at_meeting == again
    assert "enquiry" not in [each.kind for each in backlog(here)]


def test_actions_from_the_panels_work_come_back_until_it_has_heard_that_they_are_done():
    here = panel()
    meeting = opened(here)
    row = item(here, meeting=meeting)
    done = action(origin_kind="panels.item", origin_id=row.pk, title="Rewrite the letter")
    action(origin_kind="voice.point", origin_id=row.pk, title="Nothing to do with it")
    operations.write_minutes(by=icem(), at=NOW, item=row, words="The panel asked for plainer letters.")
    meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    assert [(each.title, each.news[:4]) for each in backlog(here) if each.kind == "action"] == [("Rewrite the letter", "Open")]
    evidence(done, on=NOW.date())
    progress(done, "achieved", on=NOW.date())
    filling.fill(here, by=icem(), at=NOW + timedelta(days=10))
    follow = next(each for each in backlog(here) if each.kind == "action")
    assert follow.news == "Achieved, with evidence."
    again = opened(here, at=LATER)
    operations.put_on_agenda(by=icem(), at=LATER, item=follow, meeting=again)
    operations.write_minutes(by=icem(), at=LATER, item=follow, words="", outcome="The panel was told.")
    meetings.close_meeting(by=icem(), at=LATER + timedelta(hours=4), meeting=again)
    assert "action" not in [each.kind for each in backlog(here)]


def test_what_of_the_remit_was_left_out_is_found_and_proposed():
    here = panel()
    today = NOW.date()
    found = coverage(here, today)
    assert all(each.overdue and each.last_on is None for each in found)
    part = found[0].remit
    meeting = opened(here)
    operations.write_minutes(by=icem(), at=NOW, item=item(here, remit=part, meeting=meeting), words="The panel talked about it.")
    meetings.close_meeting(by=icem(), at=NOW + timedelta(hours=4), meeting=meeting)
    now = coverage(here, today)[0]
    assert (now.last_on, now.overdue, now.times) == (today, False, 1)
    proposed = {row.remit for row in backlog(here) if row.origin_kind == "panels.remit"}
    by_itself = next(row.remit for row in backlog(here) if row.kind == "report_back")
    assert by_itself.code == "members-briefed"
    assert proposed == {each.remit for each in found[1:]} - {by_itself}
    waiting = item(here, "Support for witnesses", remit=next(iter(proposed)))
    filling.fill(here, by=icem(), at=NOW + timedelta(days=1))
    assert waiting.remit not in {row.remit for row in backlog(here) if row.origin_kind == "panels.remit"}


def test_a_cancelled_meeting_gives_its_items_back():
    here = panel()
    meeting = called(here)
    row = item(here, meeting=meeting)
    meetings.cancel_meeting(by=icem(), at=NOW, meeting=meeting, why="The hall was flooded.")
    row.refresh_from_db()
    assert (row.state, row.meeting) == ("waiting", None)
