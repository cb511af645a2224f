"""The monthly run: listed once, read again, tested again, and nothing ever closed by it."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.casework.signals import queries
from folkmoot.casework.signals.models import Signal, SignalAnswer
from folkmoot.casework.signals.operations import answer_signal, set_retest
from folkmoot.casework.signals.rules import State, Waits
from folkmoot.casework.signals.runs.models import Retest, Run, SignalReading, SignalRule
from folkmoot.casework.signals.runs.operations import issue_rule, run_signals
from folkmoot.casework.signals.runs.rules import Scope, Thresholds, rule_problems
from folkmoot.casework.signals.runs.tests.factories import WHY, ran, rule, source
from folkmoot.casework.sources.models import Load
from folkmoot.foundation.saving import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=100)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def standing(row: Signal, at=NOW) -> queries.Standing:
    return queries.standing_of(queries.get_signal(hq(), row.pk), at.date())


def test_what_crosses_is_listed_once_and_read_again_only_with_new_data():
    rule()
    first = ran()
    row = Signal.objects.get()
    assert (first.listed, first.sources, row.group, row.reference, row.area) == (1, 1, "Black", "White", None)
    assert (row.window_first, row.window_last) == ("2023-01", "2025-12")
    assert row.history.count() == 1
    assert ran() == first
    assert ran(NOW + timedelta(days=40)).listed == 0
    assert (Signal.objects.count(), SignalReading.objects.count()) == (1, 1)
    assert Run.objects.count() == 2


def test_the_same_month_with_other_thresholds_is_read_again_and_stays_open():
    of = source()
    rule(of)
    ran()
    strict = Thresholds(min_gap=0.5)
    issue_rule(
        by=hq(), at=NOW + timedelta(hours=1), source=of, thresholds=strict, scope=Scope(("charged",), ("ethnicity",), months=36), why=WHY
    )
    again = ran(NOW + timedelta(hours=2))
    row = Signal.objects.get()
    assert again.read == 1
    assert [one.finding for one in row.history.all()] == ["seen", "not_seen"]
    assert standing(row).state is State.OPEN


def test_adjusted_effects_are_kept_with_what_was_taken_into_account():
    rule(controls=("offence", "sex"))
    ran()
    reading = SignalReading.objects.get()
    assert len(reading.controls) == 2
    assert reading.adjusted_low < reading.adjusted_gap < reading.adjusted_high
    assert reading.adjusted_gap == round(reading.adjusted_gap, 3)


def test_each_area_by_itself_only_where_asked():
    of = source()
    rule(of, by_area=False)
    first = ran()
    assert not any(one["where"] for one in first.report)
    rule(of, at=NOW + timedelta(hours=1), by_area=True)
    second = ran(NOW + timedelta(hours=2))
    assert {one["where"] for one in second.report} >= {"Wessex", "London North"}


def test_all_comparisons_of_a_run_are_adjusted_together(monkeypatch):
    from folkmoot.casework.signals.runs import judging

    seen = []
    monkeypatch.setattr(judging, "benjamini_hochberg", lambda found: seen.append(len(found)) or [1.0] * len(found))
    one, other = source(), source(title="The same again")
    rule(one)
    rule(other)
    run = ran()
    assert seen == [run.comparisons]
    assert run.comparisons == 6
    assert run.crossed == 0


def test_a_source_that_cannot_be_read_stops_no_other(tmp_path):
    of = source()
    rule(of)
    broken = source(title="Damaged")
    rule(broken)
    Load.objects.filter(source=broken).update(state="taken_back", taken_back_why="Wrong.", taken_back_at=NOW)
    run = ran(NOW + timedelta(hours=1))
    assert run.listed == 1
    assert any(one["source"] == "Damaged" and one["why"] == "stopped" for one in run.report)


def test_no_rule_and_a_rule_that_is_no_longer_in_force_look_at_nothing():
    of = source()
    assert ran().sources == 0
    rule(of, at=NOW + timedelta(hours=1), holds=False)
    assert ran(NOW + timedelta(hours=2)).sources == 0


def test_a_retest_that_is_due_is_made_and_told_to_the_owner():
    rule()
    ran()
    row = Signal.objects.get()
    owner = Account.objects.get(pk=hq().account_id)
    due = NOW.date() + timedelta(days=60)
    answer_signal(
        by=hq(),
        at=NOW,
        signal=row,
        outcome="accepted",
        way="panel",
        owner=owner,
        retest_on=due,
        reasons="We do not know why, and look at cases.",
    )
    assert standing(row).retest_on == due
    ran(NOW + timedelta(days=1))
    assert Retest.objects.get().done_at is None
    run = ran(LATER)
    made = Retest.objects.get()
    assert (run.retested, made.finding) == (1, "cannot_tell")
    assert "No complete period of new data" in made.words
    notice = Notice.objects.get(account=owner)
    assert (notice.kind, notice.address) == ("casework.retest", f"/casework/signals/{row.pk}/")
    assert standing(row, LATER).state is State.ACCEPTED


def test_a_retest_reads_only_data_that_came_after_it_was_set():
    rule(months=24)
    run_signals(at=NOW, month="2025-06")
    row = Signal.objects.get()
    assert row.window_last == "2025-06"
    set_retest(by=hq(), at=NOW, signal=row, due_on=NOW.date() + timedelta(days=1))
    run_signals(at=NOW + timedelta(days=2))
    made = Retest.objects.get()
    assert made.reading.window_last == "2025-12"
    assert made.finding == "still_there"


def test_closed_and_seen_again_is_open_again():
    of = source()
    rule(of, months=12)
    run_signals(at=NOW, month="2025-09")
    row = Signal.objects.filter(area=None).first()
    assert row is not None
    SignalAnswer.objects.create(signal=row, number=1, outcome="closed", reasons="A re-test no longer saw it.", at=NOW)
    assert standing(row).state is State.CLOSED
    run_signals(at=NOW + timedelta(days=1))
    assert row.history.last().finding == "seen"
    assert standing(row).state is State.OPEN
    assert standing(row).waits is Waits.OWNER


def test_the_rule_is_set_by_those_who_may_and_every_version_stays():
    of = source()
    rule(of)
    rule(of, at=NOW + timedelta(days=1), holds=False)
    assert [one.number for one in SignalRule.objects.order_by("number")] == [1, 2]
    with pytest.raises(NotAllowed):
        issue_rule(by=icem(), at=NOW, source=of, thresholds=Thresholds(), scope=Scope(), why=WHY)
    with pytest.raises(Refused) as refused:
        issue_rule(by=hq(), at=NOW, source=of, thresholds=Thresholds(min_at_risk=2), scope=Scope(("nothing",)), why="So.")
    assert set(refused.value.problems) == {"min_at_risk", "stages", "why"}
    with pytest.raises(NotAllowed):
        run_signals(at=NOW, by=icem())


def test_a_rule_names_what_there_is_and_whole_quarters():
    offered = {"stages": ("charged",), "columns": ("ethnicity",)}
    assert rule_problems(Thresholds(), Scope(("charged",), ("ethnicity",)), WHY, **offered) == {}
    assert set(rule_problems(Thresholds(q=0.5), Scope(characteristics=("age",), months=7), WHY, **offered)) == {
        "q",
        "characteristics",
        "months",
    }


def test_the_day_of_a_retest_lies_ahead():
    rule()
    ran()
    with pytest.raises(Refused):
        set_retest(by=hq(), at=NOW, signal=Signal.objects.get(), due_on=date(2020, 1, 1))
