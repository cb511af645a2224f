"""Data quality in the browser and in the database: what is shown to whom, plans with forces, and what leaves."""

import re
from datetime import date, timedelta

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.areas.models import Area
from folkmoot.casework.quality import operations, plans, queries
from folkmoot.casework.quality.agreeing import Counted, fields_agree, sources_agree
from folkmoot.casework.quality.broad import broad_groups
from folkmoot.casework.quality.models import ImprovementPlan, PlanReading
from folkmoot.casework.quality.queries import Opening
from folkmoot.casework.quality.rules import TRANSITIONS, State, more_than_shares, state_of, step_problems
from folkmoot.casework.quality.tests.factories import cube_of
from folkmoot.casework.sources.operations import load_file
from folkmoot.casework.sources.tests import factories
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.stats.disclosure import SUPPRESSED

pytestmark = pytest.mark.django_db
AGREED = "The force asks at the desk, the service reports every quarter."


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()


@pytest.fixture
def source(tmp_path):
    made = factories.source(hq(), account())
    load(made, tmp_path, "2026-01")
    return made


def load(source, folder, month, **over):
    path = factories.extract(folder, f"{month}.csv", month=month, number=1200, **over)
    return load_file(by=hq(), at=NOW, source=source, path=path, data_as_of=date(2026, 3, 5))


def london():
    return Area.objects.get(code="london-north")


def plan(source, by=None, **over):
    given = {
        "source": source, "field": "ethnicity", "area": "East of England", "force": "Essex", "target": 0.95,
        "by_on": TODAY + timedelta(days=180), "contact": "Head of criminal justice", "agreed": AGREED, "owner": account(),
    }  # fmt: skip
    return operations.open_plan(by=by or hq(), at=NOW, **(given | over))


def test_every_field_of_the_source_with_what_is_not_recorded(source):
    fields = {one.name: one.quality for one in Opening(hq(), source).every_field}
    assert set(fields) == {"ethnicity", "sex", "age"}
    assert fields["sex"].completeness == 1.0
    assert 0.7 < fields["ethnicity"].completeness < 0.9
    assert fields["ethnicity"].records == 1200


def test_those_of_an_area_see_their_own_places_and_everywhere(source):
    assert {place.area for place in Opening(hq(), source).places("ethnicity")} == {"East of England", "London North"}
    seen = Opening(icem(), source)
    assert {place.area for place in seen.places("ethnicity")} == {"East of England"}
    assert seen.months("ethnicity")[0].quality.records == 1200
    client = client_of(icem())
    address = f"/casework/quality/{source.pk}/field/?name=ethnicity&area=London+North"
    assert client.get(address).status_code == 404
    assert client.get(address.replace("London+North", "East+of+England")).status_code == 200


def test_a_lawyer_reads_quality_and_no_rates_elsewhere(source):
    who = account("sam.okafor@example.org", "Sam Okafor")
    grant(who, Role.LAWYER, [area()])
    lawyer = viewer_for(who, TODAY)
    assert list(queries.sources(lawyer)) == [source]
    assert Opening(lawyer, source).every_field


def test_what_the_missing_could_change_is_said_for_each_stage(source):
    opening = Opening(hq(), source)
    stage = opening.effects("ethnicity", opening.shape.stage_names[0])
    groups = {one["group"]: one for one in stage["characteristics"][0]["groups"]}
    asian = groups["Asian"]
    assert asian["missing_bounds"]["rate"][0] < asian["rate"] < asian["missing_bounds"]["rate"][1]
    assert asian["missing_bounds"]["verdict_could_change"] in (True, False)


def test_self_defined_and_officer_defined_are_set_side_by_side():
    cube = cube_of(
        {("White", "IC1"): 300, ("White", "IC3"): 40, ("Black", "IC3"): 150, ("", "IC3"): 80, ("Black", "IC9"): 60},
        by=("ethnicity", "ethnicity_officer"),
    )
    broad = (broad_groups("ethnicity-5", ["White", "Black"]), broad_groups("ethnicity-officer-6", ["IC1", "IC3", "IC9"]))
    found = fields_agree(cube, "ethnicity", "ethnicity_officer", broad)
    assert found.overall.shown.counts is not None
    assert (found.overall.shown.counts.base, found.overall.shown.counts.with_outcome) == (490, 450)
    assert found.unplaced


def test_two_sources_of_the_same_months_are_compared_and_small_ones_are_not_shown():
    by = ("area", "month")
    ours = cube_of({("Wessex", "2026-01"): 100, ("Mersey", "2026-01"): 3, ("Wessex", "2026-02"): 50}, by=by)
    theirs = cube_of({("Wessex", "2026-01"): 120, ("Mersey", "2026-01"): 30, ("Wales", "2026-01"): 10}, by=by)
    found = sources_agree(Counted(ours, "area", "month"), Counted(theirs, "area", "month"))
    assert found.months == ("2026-01",)
    places = {one.place: one for one in found.by_area}
    assert (places["Wessex"].ours, places["Wessex"].theirs, places["Wessex"].difference) == (100, 120, 0.2)
    assert places["Wessex"].apart
    assert places["Mersey"].ours is None
    assert found.only_theirs == ("Wales",)


def test_a_plan_is_measured_by_the_data_and_by_nobody(source, tmp_path):
    made = plan(source)
    assert 0.7 < made.baseline < 0.9
    assert operations.read_progress(by=THE_PRODUCT, at=NOW) == 0
    load(source, tmp_path, "2026-02", Ethnicity="White")
    assert operations.read_progress(by=THE_PRODUCT, at=NOW) == 1
    assert operations.read_progress(by=THE_PRODUCT, at=NOW) == 0
    standing = plans.standing_of(plans.get_plan(hq(), made.pk), TODAY)
    assert (standing.state, standing.latest.month, standing.latest.share) == (State.REACHED, "2026-02", 1.0)


def test_a_plan_needs_a_target_a_day_and_an_office(source):
    with pytest.raises(Refused) as refused:
        plan(source, target=0.1, by_on=TODAY, contact="Mr John Smith", agreed="Soon.")
    assert set(refused.value.problems) == {"target", "by_on", "agreed", "contact"}
    with pytest.raises(NotAllowed):
        plan(source, by=icem())
    assert not ImprovementPlan.objects.exists()


def test_finishing_needs_the_figure_or_a_reason(source):
    made = plan(source)
    with pytest.raises(Refused) as refused:
        operations.add_step(by=hq(), at=NOW, plan=made, kind="finished", words="Done.")
    assert "target is not reached" in refused.value.problems["words"][0]
    operations.add_step(by=hq(), at=NOW, plan=made, kind="finished", words="The force changed its system and records elsewhere.")
    assert plans.standing_of(plans.get_plan(hq(), made.pk), TODAY).state is State.FINISHED
    PlanReading.objects.create(plan=made, month="2026-02", share=0.5, at=NOW)
    assert plans.late(hq(), TODAY + timedelta(days=365)) == []


def test_a_plan_past_its_day_is_late():
    late = {"steps": [], "latest": 0.5, "target": 0.9, "by_on": TODAY, "today": TODAY + timedelta(days=1)}
    assert state_of(**late) is State.LATE
    assert state_of(**(late | {"latest": 0.9})) is State.REACHED
    assert step_problems(state=State.REACHED, kind="finished", words="Reached.", on=TODAY, today=TODAY) == {}
    assert {state for before, _, after in TRANSITIONS for state in (before, after)} == set(State)


def test_a_sheet_for_a_force_holds_shares_and_dates_alone(source):
    client = client_of(hq())
    shown = client.get(f"/casework/quality/{source.pk}/force/?area=East+of+England&force=Essex")
    assert "How well Essex records" in text_of(shown)
    assert AuditEvent.objects.filter(kind="disclosure", recipient="Essex").count() == 1
    with pytest.raises(Refused) as refused:
        plan(source, agreed="The force will send back the 17 records that lack it.")
    assert "Take out: 17." in refused.value.problems["agreed"][0]
    made = plan(source)
    with lifted("casework.migrations.0005_what_was_found_stays"):
        ImprovementPlan.objects.filter(pk=made.pk).update(agreed="The force will send back the 17 records that lack it.")
    refused = client.get(f"/casework/quality/{source.pk}/force/?area=East+of+England&force=Essex")
    assert refused.status_code == 422
    assert "17 records" not in text_of(refused)
    assert AuditEvent.objects.filter(kind="disclosure", recipient="Essex").count() == 1


def test_the_check_of_the_sheet_lets_shares_and_days_through_and_nothing_else():
    assert more_than_shares(["80%", "From 70% to 95% by 1 May 2026", "[c]", "2026-01"]) == []
    assert more_than_shares(["1,200 records", "3 of them"]) == ["1,200", "3"]
    assert more_than_shares(["Age 10 to 17"], ["Age 10 to 17"]) == []


def test_the_pages_and_the_files(source, tmp_path):
    load(source, tmp_path, "2026-02")
    made = plan(source)
    client = client_of(hq())
    assert "Charging decisions" in text_of(client.get("/casework/quality/"))
    assert "that is the field to begin with" in text_of(client.get(f"/casework/quality/{source.pk}/"))
    one = text_of(client.get(f"/casework/quality/{source.pk}/field/?name=ethnicity&area=East+of+England&force=Essex"))
    assert "phrase=" not in one
    assert re.search(r"[0-9.]+% \([0-9.]+ to [0-9.]+\) [0-9.]+ to [0-9.]+ ", one)  # a rate with its interval, and its bounds
    for words in ("What the missing could change", "Agree an improvement", "February 2026"):
        assert words in one
    assert client.get(f"/casework/quality/{source.pk}/field/?name=postcode").status_code == 404
    for kind in ("csv", "ods"):
        assert client.get(f"/casework/quality/{source.pk}/file.{kind}").status_code == 200
    assert client.get(f"/casework/quality/{source.pk}/file.exe").status_code == 404
    assert "Essex: " in text_of(client.get("/casework/quality/plans/"))
    address = f"/casework/quality/plans/{made.pk}/"
    sent = client.post(
        f"{address}step/", {"kind": "meeting", "words": "We met, and they will ask at the desk.", "on": "2026-03-09", "mark": "q1"}
    )
    assert sent.status_code == 302
    assert "they will ask at the desk" in text_of(client.get(address))
    assert client.get(f"{address}action/").status_code == 200
    form = f"/casework/quality/{source.pk}/plan/?name=sex&area=East+of+England&force=Metropolitan"
    assert client.get(form).status_code == 200


def test_nothing_small_stands_on_a_page_or_in_a_file(source, tmp_path):
    """Three records of a month lack the sex: their number is nowhere."""
    rows = factories.rows("2026-02", 1200)
    for row in rows[:3]:
        row[factories.HEADINGS.index("Sex")] = ""
    path = factories.extract(tmp_path, "february.csv", rows)
    load_file(by=hq(), at=NOW, source=source, path=path, data_as_of=date(2026, 3, 5))
    months = {one.month: one.quality for one in Opening(hq(), source).months("sex")}
    assert months["2026-02"].missing is SUPPRESSED
    assert months["2026-01"].missing == 0.0


def test_an_empty_house_says_what_to_do_next():
    client = client_of(hq())
    assert "load its first file" in text_of(client.get("/casework/quality/"))
    assert "No plans yet" in text_of(client.get("/casework/quality/plans/"))
