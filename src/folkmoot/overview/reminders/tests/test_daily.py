"""The daily job: whole, repeatable, taken by one process, and run by the server itself."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from folkmoot.accounts.tests.factories import area, icem
from folkmoot.actions.minimum.tests.factories import issue, item
from folkmoot.actions.tests.factories import action
from folkmoot.areas.models import Area
from folkmoot.cli import daily as daily_command
from folkmoot.cli import post as post_command
from folkmoot.config import server
from folkmoot.errors import FolkmootError
from folkmoot.overview.reminders import daily, ticking
from folkmoot.overview.reminders.daily import BEGUN_ANEW, do_day, take_day
from folkmoot.overview.reminders.models import DailyRun
from folkmoot.overview.reminders.tests.factories import lead, told
from folkmoot.overview.reminders.ticking import daily_at, tick

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 20)
SIX = time(6)
NOTHING_TO_REWRITE = {
    "sqlite": "Database: nothing was erased since it was last written anew.", "postgresql": "Database: PostgreSQL clears its own pages.",
}  # fmt: skip


def at(hour: int = 6, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(DAY + timedelta(days=days), time(hour)))


@pytest.fixture(autouse=True)
def _start():
    area()
    icem()
    lead()


def test_the_whole_job_reminds_digests_and_sends_once():
    action(due_on=DAY)
    lines, whole = do_day(at=at(), clock=lambda: at())
    assert whole
    assert lines == [
        "Minimum set: 0 given to Areas that lacked them.",
        "Signals: data to 2026-03 looked at, 0 new, 0 tested again; 0 goals read.",
        "Plans with forces: 0 months read from the data.",
        "Measures: 0 figures came in from the rooms, 0 were restated.",
        "Reminders: 1 new (1 actions.due).",
        "Digests: 1 written.",
        "Letters: 1 sent, 0 to be tried again, 0 failed, 0 not certain.",
        "Old letters: 0 emptied of address and words.",
        "Old notices: 0 deleted; 0 invitations and 0 messages no longer say who was written to or wrote.",
        "Seats on panels: 0 ended, their term being over.",
        "Past panel members: details of 0 seats and 0 claims erased, their time being over.",
        "Meetings of panels: details of 0 people and answers to 0 polls erased, their time being over.",
        "Backlogs of panels: 0 items came in.",
        "Applications to panels: 0 erased, their time being over.",
        "Names left on forms: 0 erased, their time being over.",
        "Scrutinised cases: which they were erased of 0, and 0 documents, their time being over.",
        NOTHING_TO_REWRITE[connection.vendor],
        "Backup: none, since FOLKMOOT_BACKUPS names no folder.",
    ]
    assert [message.to for message in mail.outbox] == [["nia.rowe@example.org"]]
    assert "Brief all hate crime" not in mail.outbox[0].body
    do_day(at=at(9), clock=lambda: at(9))
    assert len(mail.outbox) == 1
    assert DailyRun.objects.get().finished_at == at(9)


def test_a_part_that_fails_is_named_stops_no_other_and_leaves_the_day_to_be_begun_anew(monkeypatch, capsys):
    """The control: were parts done one after the other without a guard, nothing would be said on a day on which the first failed."""
    action(due_on=DAY)

    def broken(**_asked):
        raise ValueError("Mrs Owusu")

    with monkeypatch.context() as patch:
        for name in ("give_out", "forget_people"):
            patch.setattr(daily, name, broken)
        lines, whole = do_day(at=at(), clock=lambda: at())
        assert daily_command.run(SimpleNamespace(date=DAY - timedelta(days=400))) == 1
    assert not whole
    assert lines[0] == "Minimum set: could not be done (ValueError); see the log."
    assert lines[4:6] == ["Reminders: 1 new (1 actions.due).", "Digests: 1 written."]
    assert any(line.startswith("Names left on forms: could not") for line in lines)
    assert "Owusu" not in " ".join(lines) + capsys.readouterr().out
    assert not take_day(DAY, at=at())
    later = at() + BEGUN_ANEW + timedelta(seconds=1)
    assert take_day(DAY, at=later)
    assert do_day(at=later, clock=lambda: later)[1]
    assert len(mail.outbox) == 1
    assert DailyRun.objects.get(day=DAY).finished_at == later


def test_areas_get_what_they_lack_of_the_minimum_set_and_hear_of_it_the_same_morning():
    item(due_on=date(2026, 12, 31))
    issue()
    Area.objects.create(code="wessex", name_en="Wessex", kind="area", starts=DAY)
    assert do_day(at=at(), clock=lambda: at())[0][0] == "Minimum set: 1 given to Areas that lacked them."
    assert told("minimum.issued", "nia.rowe@example.org") == [
        "Edition 1 of the minimum set: 1 action in East of England waits for an owner.",
    ]
    assert sorted(told("minimum.issued", "owen.achebe@example.org")) == [
        "Edition 1 of the minimum set: 1 action in Wessex waits for an owner."
    ]


def test_one_of_two_processes_takes_the_day_and_one_that_stopped_is_made_up_for():
    assert take_day(DAY, at=at())
    assert not take_day(DAY, at=at())
    later = at() + BEGUN_ANEW + timedelta(seconds=1)
    assert take_day(DAY, at=later)
    assert not take_day(DAY, at=later)
    DailyRun.objects.update(finished_at=later)
    assert not take_day(DAY, at=later + 2 * BEGUN_ANEW)


def test_the_server_does_the_job_from_its_hour_on_and_otherwise_sends_the_post(monkeypatch):
    monkeypatch.setattr(ticking.timezone, "now", lambda: at(12))
    action(due_on=DAY)
    assert tick(at(5), SIX) == []
    assert not DailyRun.objects.exists()
    assert "Reminders: 1 new (1 actions.due)." in tick(at(11), SIX), "a day begun late is made up for"
    assert tick(at(11), SIX) == []
    assert tick(at(5, days=1), SIX) == []
    assert any(line.startswith("Reminders:") for line in tick(at(6, days=1), SIX))


def test_the_hour_is_read_and_the_fictional_year_sends_nothing(settings):
    assert daily_at("07:30") == time(7, 30)
    assert daily_at(" off ") is None
    with pytest.raises(ValueError, match="Invalid isoformat"):
        daily_at("seven")
    settings.DAILY_AT, settings.FICTIONAL = "06:00", True
    assert ticking.start() is None
    settings.DAILY_AT, settings.FICTIONAL = "off", False
    assert ticking.start() is None


def test_each_process_of_the_server_starts_and_stops_its_own(settings):
    settings.DAILY_AT, settings.FICTIONAL = "06:00", False
    worker = SimpleNamespace(place=0)
    server.post_worker_init(worker)
    assert worker.ticker.is_alive()
    server.worker_exit(None, worker)
    assert not worker.ticker.is_alive()


def test_the_commands_print_what_they_did(capsys):
    assert daily_command.run(SimpleNamespace(date=DAY - timedelta(days=400))) == 0
    assert post_command.run(SimpleNamespace(most=10)) == 0
    said = capsys.readouterr().out
    assert "Reminders: 0 new." in said
    assert said.count("Letters: 0 sent") == 2
    with pytest.raises(FolkmootError, match="has not come yet"):
        daily_command.run(SimpleNamespace(date=timezone.localdate() + timedelta(days=2)))
