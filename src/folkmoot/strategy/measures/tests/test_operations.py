"""Measures: what ships, what is said of it, and figures that are corrected and never changed."""

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.strategy.measures import queries
from folkmoot.strategy.measures.cards import of_the_seven
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import change_measure
from folkmoot.strategy.measures.tests.factories import figure, measure
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    load_strategies()


def test_the_seven_measures_and_the_published_targets_ship_without_a_figure():
    rows = queries.measures(hq())
    seven = [row for row in rows if of_the_seven(row)]
    assert len(seven) == 7
    assert all(row.why and row.how and row.unit and row.direction and row.frequency for row in seven)
    assert dict(rows.exclude(target=None).values_list("code", "target")) == {
        "scs-bame": 12, "scs-disabled": 8, "scs-female": 54, "scs-lgbt": 8, "declaration": 75
    }  # fmt: skip
    assert all(row.wanted and row.definition and row.source for row in rows)
    assert not Observation.objects.exists()


def test_a_correction_replaces_a_figure_and_both_are_kept():
    one = measure()
    first = figure(one, "60")
    with pytest.raises(Refused, match="Correct that one"):
        figure(one, "61")
    with pytest.raises(Refused, match="why the earlier figure was wrong"):
        figure(one, "61", replaces=first)
    second = figure(one, "61", replaces=first, note="Typed wrongly")
    assert list(queries.observations(hq())) == [second]
    assert Observation.objects.get(pk=first.pk).value == 60
    with pytest.raises(Refused, match="corrected already"):
        figure(one, "62", replaces=first, note="Typed wrongly")
    assert list(faults()) == []


def test_an_interval_is_worked_out_only_from_a_share_and_its_base():
    one = measure()
    assert (figure(one, "60", base=250, sampled=True).lower, one.observations.get().upper) == (Decimal("53.8"), Decimal("65.9"))
    with pytest.raises(Refused):
        figure(one, "60", as_of=date(2026, 2, 1), sampled=True)
    with pytest.raises(Refused, match="in what unit"):
        figure(measure(unit=""))


def test_a_measure_with_figures_keeps_its_meaning_and_its_published_target():
    one = measure()
    change_measure(by=hq(), at=NOW, measure=one, seen_version=1, unit="score", target=Decimal(40))
    with pytest.raises(Refused, match="is not changed"):
        change_measure(by=hq(), at=NOW, measure=one, target=Decimal(41))
    figure(one)
    with pytest.raises(Refused, match="no longer be comparable"):
        change_measure(by=hq(), at=NOW, measure=one, unit="percent")
    with pytest.raises(ChangedMeanwhile):
        change_measure(by=hq(), at=NOW, measure=one, seen_version=1, frequency="monthly")


def test_what_was_said_of_a_shipped_measure_survives_the_next_load():
    shipped = Measure.objects.get(code="success-4")
    change_measure(by=hq(), at=NOW, measure=shipped, unit="score", frequency="yearly")
    load_strategies()
    assert Measure.objects.get(code="success-4").unit == "score"


def test_an_area_enters_its_own_figures_and_sees_no_other_areas():
    one, other = measure(), area("cymru-wales", "Cymru-Wales")
    here, there = icem(), icem("sian.pugh@example.org", "Sian Pugh", other)
    figure(one, "60")
    figure(one, "55", area=area(), by=here)
    figure(one, "50", area=other, by=there)
    assert sorted(row.value for row in queries.observations(here)) == [55, 60]
    assert [row.value for row in queries.latest_two(here, [one.pk])[one.pk]] == [60]
    for refused in ({"by": here}, {"by": here, "area": other}):
        with pytest.raises(NotAllowed):
            figure(one, "58", as_of=date(2026, 2, 2), **refused)


def test_a_measure_of_an_areas_strategy_takes_only_its_figures():
    one = measure("plan-1")
    with pytest.raises(Refused, match="of one Area"):
        figure(one)
    figure(one, "40", area=one.strategy.area, as_of=date(2024, 12, 31))
    assert [row.value for row in queries.latest_two(hq(), [one.pk])[one.pk]] == [40]
    assert queries.late(hq(), today=TODAY) == [one]
