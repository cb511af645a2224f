"""`folkmoot doctor` names letters that need a person, and a daily job that nobody runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.tests.factories import letter
from folkmoot.cli.health import post
from folkmoot.cli.health.finding import State
from folkmoot.overview.reminders.models import DailyRun

pytestmark = pytest.mark.django_db


def test_letters_that_need_somebody_are_named_without_their_addresses():
    assert post.letters().state is State.OK
    row = letter()
    assert "waited for hours" in post.letters().words
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
