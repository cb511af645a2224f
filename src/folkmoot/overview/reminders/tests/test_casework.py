"""What casework reminds of: signals and goals that wait for somebody, each once, and never whoever gave the answer."""

from datetime import timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, account, area, grant, icem
from folkmoot.casework.goals.tests.factories import goal
from folkmoot.casework.signals.operations import finish_retest, review_answer, set_owner
from folkmoot.casework.signals.tests.factories import accepted, signal
from folkmoot.casework.tests.factories import analysis
from folkmoot.overview.reminders.kinds import casework

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def said(kind, days: int) -> list[tuple[str, list[int]]]:
    return [(reminder.key, reminder.account_ids) for reminder in kind(NOW + timedelta(days=days), TODAY + timedelta(days=days))]


def lead() -> Account:
    who = account("efa.moss@example.org", "Efa Moss")
    if not who.grants.exists():
        grant(who, Role.LEAD, [area()])
    return who


def test_a_signal_without_an_owner_is_said_after_a_week():
    left = signal()
    assert said(casework.signals_without_owner, 6) == []
    assert said(casework.signals_without_owner, 7) == [(f"casework.unowned:{left.pk}:{TODAY}", [icem().account_id])]


def test_a_signal_that_nobody_answers_is_said_to_its_owner():
    left = signal()
    accepted(analysis(area(), title="Another table"))
    other = account("tegan.hart@example.org", "Tegan Hart")
    grant(other, Role.ICEM, [area()])
    set_owner(by=icem(), at=NOW, signal=left, owner=other)
    assert said(casework.signals_left_open, 27) == []
    assert said(casework.signals_left_open, 28) == [(f"casework.signal:{left.pk}:{TODAY}", [other.pk])]
    assert said(casework.signals_without_owner, 28) == []


def test_an_answer_waits_for_somebody_other_than_its_author():
    made = accepted()
    who = lead()
    assert said(casework.answers_to_review, 13) == []
    assert said(casework.answers_to_review, 14) == [(f"casework.review:{made.pk}:{TODAY}", [who.pk])]
    review_answer(by=viewer_for(who, TODAY), at=NOW, answer=made.answers.get(), agreed=True)
    assert said(casework.answers_to_review, 14) == []


def test_a_retest_that_nobody_followed_up_is_said_to_the_owner():
    made = accepted()
    review_answer(by=viewer_for(lead(), TODAY), at=NOW, answer=made.answers.get(), agreed=True)
    tested = NOW + timedelta(days=200)
    finish_retest(by=icem(), at=tested, retest=made.retests.get(), finding="still_there")
    assert said(casework.retests_to_follow, 213) == []
    assert said(casework.retests_to_follow, 214) == [(f"casework.retested:{made.pk}:{tested.date()}", [icem().account_id])]


def test_a_goal_waits_for_somebody_who_did_not_write_it():
    row = goal()
    found = said(casework.goals_to_publish, 0)
    assert [key for key, _ in found] == [f"casework.goal:{row.versions.get().pk}:{TODAY}"]
    assert row.set_by_id not in found[0][1]
