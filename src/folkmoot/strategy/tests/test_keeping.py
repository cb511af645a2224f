"""Strategies kept by hand: published words stay, owners and reports are dated, and loading the shipped files undoes none of it."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tables.table import Row, Table
from folkmoot.strategy import operations, queries
from folkmoot.strategy.lines import Held, NewLine, plan_lines
from folkmoot.strategy.models import Aim, Commitment, Standing, Strategy
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised():
    load_strategies()
    return Commitment.objects.get(code="trust-1")


def test_corrected_words_keep_what_they_were_and_survive_the_next_load(promised):
    before = promised.words_en
    operations.correct_words(by=hq(), at=NOW, row=promised, field="words_en", now="Develop partnerships", reason="Typed from a draft")
    load_strategies()
    again = queries.get_commitment(hq(), promised.pk)
    assert again.words_en == "Develop partnerships"
    assert [(one.was, one.on) for one in again.corrections.all()] == [(before, TODAY)]
    for now, reason in (("", "Typed from a draft"), ("Develop partnerships", "Typed from a draft"), ("Other words", "No")):
        with pytest.raises(Refused):
            operations.correct_words(by=hq(), at=NOW, row=again, field="words_en", now=now, reason=reason)
    words = {"row": again, "field": "words_en", "now": "Other words", "reason": "Typed from a draft"}
    with pytest.raises(ChangedMeanwhile):  # corrected by somebody else since the page was opened
        operations.correct_words(by=hq(), at=NOW, seen_version=promised.version - 1, **words)
    with pytest.raises(KeyError):
        operations.correct_words(by=hq(), at=NOW, row=again, field="code", now="x", reason="Typed from a draft")


def test_a_strategy_typed_in_survives_the_load_and_succeeds_the_one_before(promised):
    old = promised.strategy
    new = operations.add_strategy(by=hq(), at=NOW, area=None, name_en="Inclusion to 2030", source="Board paper, 3 March 2026", replaces=old)
    aim = operations.add_aim(by=hq(), at=NOW, strategy=new, name_en="Trust in every community")
    operations.add_commitment(by=hq(), at=NOW, strategy=new, aim=aim, words_en="Meet every community each year")
    operations.end_strategy(by=hq(), at=NOW, strategy=old, on=TODAY, reason="Replaced by the strategy to 2030")
    load_strategies()
    assert Strategy.objects.get(code="cps-2020").successor == new
    assert Strategy.objects.get(pk=new.pk).withdrawn_on is None
    assert Commitment.objects.get(strategy=new).withdrawn_on is None
    assert promised not in queries.commitments_of_area(hq(), None)
    with pytest.raises(Refused):
        operations.add_aim(by=hq(), at=NOW, strategy=Strategy.objects.get(pk=old.pk), name_en="Too late for this")
    assert list(faults()) == []


def test_owners_are_dated_and_an_ownerless_line_is_seen(promised):
    owner = Account.objects.get(pk=hq().account_id)
    assert queries.owners_of(hq(), [promised.pk], on=TODAY) == {}
    operations.give_owner(by=hq(), at=NOW, commitment=promised, account=owner, since=TODAY - timedelta(days=30))
    assert queries.owners_of(hq(), [promised.pk], on=TODAY)[promised.pk].account == owner
    assert queries.owners_of(hq(), [promised.pk], on=TODAY - timedelta(days=31)) == {}
    with pytest.raises(Refused):
        operations.give_owner(by=hq(), at=NOW, commitment=promised, account=None, since=TODAY - timedelta(days=31))
    operations.give_owner(by=hq(), at=NOW, commitment=promised, account=None, since=TODAY)
    assert queries.owners_of(hq(), [promised.pk], on=TODAY) == {}


def test_a_report_needs_what_shows_it(promised):
    report = {"by": hq(), "at": NOW, "commitment": promised, "on": TODAY}
    for values in (
        {"level": "achieved"}, {"level": "cannot_be_met"}, {"level": "in_progress", "on": TODAY + timedelta(days=1)}, {"level": "nearly"},
    ):  # fmt: skip
        with pytest.raises(Refused):
            operations.report_standing(**report | values)
    operations.report_standing(**report | {"level": "in_progress", "on": TODAY - timedelta(days=9)})
    operations.report_standing(**report, level="achieved", evidence="Three partnerships signed")
    assert queries.standings_of(hq(), [promised.pk])[promised.pk].level == Standing.Level.ACHIEVED
    assert Standing.objects.count() == 2


def test_an_area_writes_of_its_own_strategy_and_not_of_the_national_one(promised):
    own = Commitment.objects.get(code="plan-1")
    here = icem(of=own.strategy.area)
    operations.report_standing(by=here, at=NOW, commitment=own, level="in_progress", on=TODAY)
    for refused in (
        lambda: operations.report_standing(by=here, at=NOW, commitment=promised, level="in_progress", on=TODAY),
        lambda: operations.withdraw_commitment(by=here, at=NOW, commitment=promised, on=TODAY, reason="Not for us"),
        lambda: operations.add_strategy(by=here, at=NOW, area=area("cymru-wales"), name_en="Ours", source="Us"),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_dates_and_withdrawal_are_kept_through_a_load(promised):
    operations.date_strategy(by=hq(), at=NOW, strategy=promised.strategy, starts=date(2018, 1, 1), ends=date(2020, 12, 31))
    operations.withdraw_commitment(by=hq(), at=NOW, commitment=promised, on=TODAY, reason="Taken over by the police")
    load_strategies()
    again = Commitment.objects.select_related("strategy").get(pk=promised.pk)
    assert (again.strategy.starts, again.ended_on) == (date(2018, 1, 1), TODAY)
    with pytest.raises(Refused):
        operations.withdraw_commitment(by=hq(), at=NOW, commitment=again, on=TODAY, reason="Taken over by the police")


def table(*rows):
    return Table(
        ("Kind", "Aim", "Words", "Heading"), tuple(Row(number, row) for number, row in enumerate(rows, 2)), "Lines", ("Lines",), "", "", ()
    )


def test_every_fault_of_a_file_is_named_by_sheet_row_and_column():
    plan = plan_lines(
        table(("aim", "", "Trust", ""), ("aim", "Trust", "Reach", ""), ("aim", "Reach", "Deeper", ""), ("promise", "", "x", ""),
              ("commitment", "Hope", "", ""), ("commitment", "", "Meet all", "")),
        "new.xlsx", Held({}, frozenset()),
    )  # fmt: skip
    assert [fault.split(": ")[0] for fault in plan.faults] == [
        "new.xlsx, sheet “Lines”, row 4, column “Aim”", "new.xlsx, sheet “Lines”, row 5, column “Kind”",
        "new.xlsx, sheet “Lines”, row 6, column “Words”", "new.xlsx, sheet “Lines”, row 6, column “Aim”",
        "new.xlsx, sheet “Lines”, row 7, column “Heading”",
    ]  # fmt: skip


def test_bringing_the_same_file_in_again_adds_nothing(promised):
    new = operations.add_strategy(by=hq(), at=NOW, area=None, name_en="Inclusion to 2030", source="Board paper")
    file = table(("aim", "", "Trust", ""), ("commitment", "Trust", "Meet all", ""), ("governance", "", "Report", "Governance"))
    for added, known in ((3, 0), (0, 3)):
        plan = plan_lines(file, "new.csv", queries.held_by(hq(), new))
        assert (len(plan.lines), plan.known, plan.faults) == (added, known, [])
        assert operations.add_lines(by=hq(), at=NOW, strategy=new, lines=plan.lines) == added
    assert Aim.objects.get(strategy=new).commitments.get().words_en == "Meet all"


def test_a_row_that_is_refused_takes_the_whole_file_with_it(promised):
    new = operations.add_strategy(by=hq(), at=NOW, area=None, name_en="Inclusion to 2030", source="Board paper")
    lines = [NewLine("aim", "", "Trust", "", ""), NewLine("commitment", "", "Meet all", "", "")]
    with pytest.raises(Refused):
        operations.add_lines(by=hq(), at=NOW, strategy=new, lines=lines)
    assert not new.aims.exists()
