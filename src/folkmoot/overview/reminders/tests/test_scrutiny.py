"""What scrutiny reminds of: replies, promises, looking again, and statements, each once."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.overview.reminders.kinds import scrutiny
from folkmoot.scrutiny.impact.operations import ask_for, supply, write_version
from folkmoot.scrutiny.impact.tests.test_impact import LAYOUT
from folkmoot.scrutiny.learning.resampling import plan_resample
from folkmoot.scrutiny.learning.tests.factories import draw, learned, meeting, packs, replied

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def keys(kind, days: int) -> list[str]:
    return [reminder.key for reminder in kind(NOW + timedelta(days=days), TODAY + timedelta(days=days))]


def test_a_reply_is_asked_for_a_week_before_and_no_more_once_given():
    point = learned()
    assert keys(scrutiny.learning_to_reply, 70) == []
    found = list(scrutiny.learning_to_reply(NOW, TODAY + timedelta(days=80)))
    assert [(each.key, each.account_ids) for each in found] == [(f"scrutiny.reply:{point.pk}:{point.reply_due}", [icem().account_id])]
    replied(point)
    assert keys(scrutiny.learning_to_reply, 80) == []
    assert keys(scrutiny.learning_late, 80) == []
    assert keys(scrutiny.learning_late, 90) == [f"scrutiny.late:{point.pk}:2026-06-01"]


def test_a_theme_is_looked_at_again_when_its_day_has_come():
    held = meeting()
    point = learned(held, pack=packs(draw(held))[0])
    look = plan_resample(by=icem(), at=NOW, point=point, after=date(2026, 6, 1), why="Whether it comes earlier now")
    assert keys(scrutiny.themes_to_look_at, 80) == []
    assert keys(scrutiny.themes_to_look_at, 90) == [f"scrutiny.again:{look.pk}:2026-06-01"]


def test_a_statement_is_reviewed_before_its_life_ends():
    row = ask_for(
        by=icem(), at=NOW, area=area(), kind="generic", case_kind="damage to places of worship", requested_by="A unit", requested_on=TODAY,
        force="Essex", community_words="Muslim communities",
    )  # fmt: skip
    write_version(by=icem(), at=NOW, statement=row, values=LAYOUT)
    supply(by=icem(), at=NOW, statement=row, police_owner="Sergeant", on=TODAY, review_on=TODAY + timedelta(days=92))
    assert keys(scrutiny.statements_to_review, 60) == []
    assert keys(scrutiny.statements_to_review, 65) == [f"scrutiny.impact:{row.pk}:{TODAY + timedelta(days=92)}"]
