"""`folkmoot doctor` names letters that need a person, and a daily job that nobody runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.tests.factories import letter
from folkmoot.cli.health import post
from folkmoot.cli.health.finding import State
from folkmoot.overview.reminders.models import DailyPart, DailyRun

pytestmark = pytest.mark.django_db


def test_letters_that_need_somebody_are_named_without_their_addresses():
    assert post.letters().state is State.OK
    row, now = letter(), timezone.now()
    Letter.objects.filter(pk=row.pk).update(next_at=now - timedelta(minutes=4))
    assert post.letters().state is State.OK
    Letter.objects.filter(pk=row.pk).update(next_at=now - timedelta(minutes=6))
    assert "1 wait to be sent, the oldest for 6 minutes" in post.letters().words
    Letter.objects.filter(pk=row.pk).update(state="uncertain")
    found = post.letters()
    assert (found.state, "1 may not have arrived" in found.words, "owusu" in found.words) == (State.LOOK, True, False)


def test_a_daily_job_that_is_not_run_is_named():
    assert "never" in post.daily_job().words
    now = timezone.now()
    run = DailyRun.objects.create(day=timezone.localdate(now), begun_at=now, finished_at=now)
    assert post.daily_job().state is State.OK
    DailyRun.objects.filter(pk=run.pk).update(day=timezone.localdate(now) - timedelta(days=5))
    assert post.daily_job().state is State.LOOK


def test_a_part_of_the_daily_job_that_was_given_up_is_named_until_it_is_done():
    assert post.daily_parts().state is State.OK
    now = timezone.now()
    DailyPart.objects.create(day=timezone.localdate(now), name="Signals", tries=5, begun_at=now, parked_at=now, reason="ValueError")
    found = post.daily_parts()
    assert (found.state, "Signals on" in found.words, "after 5 tries (ValueError)" in found.words) == (State.LOOK, True, True)
    DailyPart.objects.update(parked_at=None, done_at=now)
    assert post.daily_parts().state is State.OK
