"""What is gathered from the other rooms: as it stood on the day of the report, of its own Area only, and nothing that may not be read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, Grant, Viewer
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.decisions.tests.factories import decision, evidence, ready, take
from folkmoot.panels.recommendations.tests.factories import accepted, meeting, panel, recommendation
from folkmoot.reports.figures import decisions, measures, panels, partners
from folkmoot.reports.figures.rooms import gather_rooms
from folkmoot.reports.figures.scope import Scope
from folkmoot.reports.tests import factories
from folkmoot.stakeholders.partnerships.operations import add_partnership
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.strategy.measures.tests.factories import figure, measure
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db


def scope(of=None, *, by=THE_PRODUCT, position=date(2026, 6, 30)) -> Scope:
    return Scope.of(by, of, factories.FIRST_HALF, position)


def partnership(of, title="Norfolk mental health board") -> None:
    add_partnership(
        by=THE_PRODUCT, at=NOW, area=of, kind="other", title=title, purpose="Agree how vulnerable witnesses are supported.",
        partners=[organisation(area=of)], starts=date(2025, 3, 1), review_every_months=6,
    )  # fmt: skip


def test_a_recommendation_stands_as_it_did_on_the_day():
    made = recommendation(meeting(panel()))
    on_the_day, _note = panels.gather(scope(area(), position=TODAY))
    assert (on_the_day["panels"], on_the_day["made"], on_the_day["states"]["unanswered"]) == (1, 1, 1)
    accepted(made, at=NOW + timedelta(days=20), due=date(2026, 6, 1))
    assert panels.gather(scope(area(), position=TODAY))[0]["states"]["unanswered"] == 1  # answered after that day
    later, _note = panels.gather(scope(area()))
    assert (later["states"]["accepted"], later["states"]["unanswered"]) == (1, 0)
    [late] = later["late"]
    assert (late["id"], late["due_on"]) == (made.pk, "2026-06-01")
    assert "Ruth Adeyemi" not in str(later)
    assert panels.gather(scope(factories.other_area()))[0]["panels"] == 0


def test_decisions_say_how_many_were_informed():
    made = decision()
    evidence(made)
    take(ready(made))
    found, note = decisions.gather(scope(area()), [])
    assert (found["taken"], found["informed"], note["rows"]) == (1, {"count": 0, "of": 1}, 1)
    assert decisions.gather(scope(factories.other_area()), [])[0]["taken"] == 0


def test_an_area_s_rooms_hold_nothing_of_another(monkeypatch):
    partnership(area())
    partnership(factories.other_area(), factories.CANARY)
    found, _notes = gather_rooms(scope(area(), by=hq()), [], None, lambda _step: None)
    assert [one["title"] for one in found["partners"]["lapsed"]] == ["Norfolk mental health board"]
    assert factories.CANARY not in str(found)
    assert "workforce" not in found  # staff are counted for the whole service only
    same, _notes = gather_rooms(scope(area(), by=icem()), [], None, lambda _step: None)
    assert same == found  # whoever makes it
    monkeypatch.setattr(Scope, "of_area", lambda _scope, rows, _column="area_id": rows)
    monkeypatch.setattr(Scope, "of", classmethod(lambda cls, *given: cls(*given)))
    assert factories.CANARY in str(partners.gather(scope(area(), by=hq()))[0])  # the control


def test_what_the_maker_may_not_read_is_left_out_and_named():
    personnel = Viewer(None, "HR", (Grant(Role.HR, national=True),))
    found, notes = gather_rooms(scope(by=personnel), [], None, lambda _step: None)
    assert found["unread"] == ["panels", "scrutiny", "partners", "assurance"]
    assert {note["section"] for note in notes} == {"measures", "decisions", "signals", "workforce"}
    assert "unread" not in gather_rooms(scope(by=hq()), [], None, lambda _step: None)[0]


def test_coverage_of_staff_is_read_as_by_somebody_who_does_not_keep_it():
    for one in (scope(area(), by=icem()), scope(by=hq())):
        reader = partners._reader(one)
        assert reader.may("engagement.read", one.area_id)
        assert not reader.may("staff_work.write")


def test_a_measure_is_kept_with_its_figures_and_without_its_owner():
    load_strategies()
    one = measure()
    figure(one, "58", as_of=date(2025, 12, 31), base=1200)
    earlier, _note = measures.gather(replace(scope(), position=date(2026, 1, 1)), None)
    figure(one, "64", as_of=date(2026, 2, 28), base=1200)
    found, _note = measures.gather(scope(), earlier)
    [kept] = [each for each in found["cards"] if each["pk"] == one.pk]
    assert (len(kept["series"]), kept["latest"]["value"], kept["latest"]["base"]) == (2, 64.0, 1200)
    assert kept["latest"]["low"] < 64 < kept["latest"]["high"]
    assert found["before"][kept["code"]] == "58%"
    assert not any("owner" in each for each in found["cards"])
