from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem, panel_member
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import achieved, action, evidence
from folkmoot.actions.web.origins import ORIGINS, origin_of
from folkmoot.actions.web.presenters import due_in_words
from folkmoot.foundation.models import AuditEvent
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.models import Commitment, Strategy
from folkmoot.strategy.trends.tests.factories import trend

pytestmark = pytest.mark.django_db
LIST = "/actions/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def sent(**over):
    values = {
        "title": "Brief all hate crime prosecutors", "measure": "30 prosecutors briefed", "owner": icem().account_id, "agency": "cps",
        "resources": "two half days of a trainer", "due_on": "2027-06-30", "mark": "one-mark",
    }  # fmt: skip
    return {**values, **over}


def test_due_dates_in_words():
    assert due_in_words(TODAY, TODAY) == "due today"
    assert due_in_words(date(2026, 3, 15), TODAY) == "due in 5 days"
    assert due_in_words(date(2026, 2, 26), TODAY) == "12 days late"
    assert due_in_words(date(2026, 3, 9), TODAY) == "1 day late"


def test_the_list_shows_what_is_late_and_teaches_when_empty(here):
    assert "Nothing" not in here.get(LIST).text
    assert "This page lists what was promised" in here.get(LIST).text
    action(due_on=date(2026, 1, 31))
    page = here.get(LIST).text
    assert "days late" in page
    assert "Overdue" in page
    assert "This page lists what was promised" not in page


def test_the_list_is_filtered_by_state_and_by_mine(here):
    action(due_on=date(2026, 1, 31), title="Brief everybody by January")
    action(by=hq(), due_on=date(2027, 1, 31), title="Train everybody by next January")
    assert "Train everybody" not in here.get(LIST, {"state": "overdue"}).text
    assert "Brief everybody" not in here.get(LIST, {"state": "planned"}).text
    assert "Train everybody" not in here.get(LIST, {"mine": "1"}).text
    assert "Train everybody" in here.get(LIST, {"state": "nonsense"}).text


def test_the_number_of_queries_does_not_grow_with_the_rows(here):
    here.get(LIST)
    for number in range(5):
        action(title=f"Brief the prosecutors of unit {number}")
    few = _queries(here)
    for number in range(45):
        action(title=f"Train the prosecutors of unit {number}")
    assert _queries(here) == few


def _queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_another_areas_action_is_not_found_on_any_page(here):
    there = action(by=hq(), area=area("wessex", "Wessex"))
    for name in ("detail", "change", "progress", "evidence", "reopen", "hand_over", "end", "asking", "review", "again"):
        assert here.get(reverse(f"actions:{name}", args=[there.pk])).status_code == 404
    for name in ("change", "progress", "evidence"):
        assert here.post(reverse(f"actions:{name}", args=[there.pk]), sent()).status_code == 404


def test_an_action_is_planned_from_the_page_and_sending_twice_counts_once(here):
    first, second = here.post("/actions/new", sent()), here.post("/actions/new", sent())
    raised = Action.objects.get()
    assert first.url == second.url == reverse("actions:detail", args=[raised.pk])
    assert (raised.area, raised.origin_kind) == (area(), "plan")


def test_what_is_not_smart_comes_back_with_the_reason_and_the_typed_words(here):
    answer = here.post("/actions/new", sent(title="Improve"))
    assert answer.status_code == 422
    assert "Specific is missing. Say what will be done" in answer.text
    assert "30 prosecutors briefed" in answer.text
    assert not Action.objects.exists()


def test_an_owner_who_cannot_see_the_action_is_not_offered(here):
    stranger = icem("tom.hale@example.org", "Tom Hale", of=area("wessex", "Wessex"))
    assert "Tom Hale" not in here.get("/actions/new").text
    assert here.post("/actions/new", sent(owner=stranger.account_id)).status_code == 422


def test_headquarters_chooses_the_area_first_or_the_whole_service(client):
    client.force_login(Account.objects.get(pk=hq().account_id))
    area()
    assert "Which Area is it for?" in client.get("/actions/new").text
    assert client.get("/actions/new?area=atlantis").status_code == 404
    client.post("/actions/new?area=england-and-wales", sent(owner=hq().account_id))
    assert Action.objects.get().area is None


def test_an_area_manager_cannot_name_another_area_in_the_address(here):
    area("wessex", "Wessex")
    assert here.post("/actions/new?area=wessex", sent()).status_code == 404
    assert here.post("/actions/new?area=england-and-wales", sent()).status_code == 404
    assert not Action.objects.exists()


def test_progress_and_evidence_are_recorded_from_their_pages(here):
    raised = action()
    progress, evidence = reverse("actions:progress", args=[raised.pk]), reverse("actions:evidence", args=[raised.pk])
    step = {"level": "achieved", "note": "All briefed.", "on": "2026-03-01"}
    refused = here.post(progress, step)
    assert refused.status_code == 422
    assert "only with evidence" in refused.text
    here.post(evidence, {"title": "Attendance list", "kept_at": "shared drive", "on": "2026-03-01"})
    here.post(progress, step)
    page = here.get(reverse("actions:detail", args=[raised.pk])).text
    for words in ("Achieved", "All briefed.", "Attendance list", "shared drive"):
        assert words in page


def test_a_change_made_meanwhile_is_not_overwritten(here):
    raised = action()
    change = reverse("actions:change", args=[raised.pk])
    here.post(change, sent(version=1, measure="40 prosecutors briefed", due_reason="Later.", mark="a"))
    answer = here.post(change, sent(version=1, measure="50 prosecutors briefed", due_reason="Later.", mark="b"))
    assert "was changed by somebody else" in answer.text
    assert Action.objects.get().measure == "40 prosecutors briefed"


def test_a_panel_member_opens_no_page_of_actions(client):
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    raised = action()
    for address in (LIST, "/actions/new", f"/actions/{raised.pk}/"):
        assert client.get(address).status_code == 403


def test_an_origin_is_linked_only_for_those_who_may_open_it():
    who = account("ada.quist@example.org", "Ada Quist")
    grant(who, Role.ANALYST, national=True)
    analyst = viewer_for(who, TODAY)
    assert origin_of(icem(), "voice.point", 3, area().pk).address == "/voice/3/"
    assert origin_of(analyst, "voice.point", 3, area().pk).address == ""
    assert origin_of(icem(), "plan", None, area().pk).address == ""
    assert str(origin_of(icem(), "weather.report", 3, area().pk).words) == "weather.report"


def test_every_page_that_an_origin_may_name_exists():
    for words, route, capability in ORIGINS.values():
        assert str(words)
        assert not route or reverse(route, args=[1]), route
        assert bool(route) == bool(capability)


def test_an_action_names_the_trend_it_answers(here):
    answered = trend(area=area())
    assert "Trends and priorities it answers" in here.get(LIST + "new").text
    answer = here.post(LIST + "new", sent(trends=[str(answered.pk)]))
    assert answer.status_code == 302, answer.text
    assert answered.title in here.get(answer.url).text


def test_the_list_leaves_as_a_file_with_every_field_and_is_recorded(here):
    row = action(
        resources="two half days", origin_kind="voice.point", origin_id=3, baseline="61% of 140", agency="police", partner_name="=1+1"
    )
    evidence(row)
    action(by=hq(), area=area("wessex", "Wessex"), title="Brief everybody in Wessex today")
    taken = here.get("/actions/file.csv")
    assert "actions.csv" in taken["Content-Disposition"]
    text = taken.content.decode("utf-8-sig")
    for words in ("two half days", "61% of 140", "Police", "Attendance list (shared drive, folder 12)", "A point that a community raised"):
        assert words in text
    assert "Wessex" not in text
    assert ",=1+1," not in text
    event = AuditEvent.objects.filter(kind="disclosure").get()
    assert (event.subject_kind, event.detail) == ("actions.action", {"format": "csv", "rows": 1})
    assert here.get("/actions/file.ods").status_code == 200
    assert here.get("/actions/file.exe").status_code == 404
    assert here.get("/actions/file.csv?area=wessex").status_code == 404


def test_the_board_shows_what_is_late_due_and_waiting_and_whose(here):
    assert "Nothing is late, due or waiting" in here.get("/actions/week/").text
    today = timezone.localdate()
    action(title="Brief the unit that is late", due_on=today - timedelta(days=3))
    action(by=hq(), title="Brief the unit that is due today", due_on=today)
    achieved(title="Brief the unit of last winter")
    page = here.get("/actions/week/").text
    for words in (
        "Brief the unit that is late",
        "3 days late",
        "due today",
        "Waiting for “did it work?” (1)",
        "Brief the unit of last winter",
    ):
        assert words in page
    assert "that is due today" not in here.get("/actions/week/?mine=1").text
    month = here.get(f"/actions/months/?from={today:%Y-%m}").text
    assert "Brief the unit that is due today" in month
    assert here.get("/actions/months/?from=99999-77").status_code == 200


def test_a_date_is_moved_and_an_action_is_ended_reopened_handed_over_and_reviewed_from_its_pages(here):
    row = achieved()
    page = f"/actions/{row.pk}/"
    here.post(
        page + "did-it-work",
        {"verdict": "no", "after": "11 of 95", "source": "Register", "words": "Nobody used it.", "on": "2026-06-01", "mark": "a"},
    )
    shown = here.get(page).text
    assert "Nobody used it." in shown
    again = here.post(page + "again", sent(mark="b"))
    assert Action.objects.get(origin_kind="actions.action").origin_id == row.pk
    assert "An action that did not work" in here.get(again.url).text
    here.post(page + "reopen", {"level": "in_progress", "reason": "It is tried anew.", "on": "2026-06-02", "mark": "c"})
    assert "Reopened: In progress" in here.get(page).text
    refused = here.post(page + "change", sent(version=1, mark="d"))
    assert "Say why the due date is moved" in refused.text
    here.post(page + "change", sent(version=1, due_reason="A new trainer came.", mark="e"))
    assert "date moved once" in here.get(page).text
    other = icem("ola.reed@example.org", "Ola Reed")
    here.post(page + "hand-over", {"to": other.account_id, "on": "2026-06-03", "mark": "f"})
    assert "Ola Reed" in here.get(page).text
    here.post(page + "end", {"reason": "The unit was closed.", "mark": "g"})
    assert "Ended, not done" in here.get(page).text


def test_a_review_shows_the_figures_of_the_measure_with_base_and_interval(here):
    measure = moved_measure()
    row = achieved(moves=measure)
    page = here.get(f"/actions/{row.pk}/did-it-work").text
    for words in ("60 (Per cent)", "55 to 67", "140", "Survey", "not what changed it"):
        assert words in page


def moved_measure():
    strategy = Strategy.objects.create(code="s", name_en="A strategy")
    commitment = Commitment.objects.create(
        strategy=strategy, code="c", kind="commitment", heading="Heading", words_en="We will meet people."
    )
    measure = Measure.objects.create(
        code="m", commitment=commitment, name_en="Confidence", definition="Share", unit="percent", direction="up", source="Survey"
    )
    Observation.objects.create(measure=measure, as_of=date(2025, 12, 1), value=60, lower=55, upper=67, base=140, source="Survey", at=NOW)
    return measure


def test_sub_actions_are_added_from_the_page_of_their_action(here):
    top = action()
    here.post(f"/actions/new?part_of={top.pk}", sent(weight=2))
    part = Action.objects.get(parent=top)
    assert (part.weight, part.area) == (2, top.area)
    assert "0 of 1 sub-action achieved; by weight 0% of the way" in here.get(f"/actions/{top.pk}/").text


def test_every_missing_letter_is_said_and_what_was_typed_stays(here):
    answer = here.post(
        "/actions/new",
        {
            "title": "Improve",
            "measure": "",
            "owner": "",
            "resources": "",
            "due_on": "",
            "agency": "police",
            "partner_name": "Essex Police",
            "mark": "x",
        },
    )
    for letter in ("Specific", "Measurable", "Assigned", "Realistic", "Timed"):
        assert f"{letter} is missing." in answer.text
    assert "Essex Police" in answer.text
    assert not Action.objects.exists()


def test_an_action_serves_the_lines_in_force_of_the_service_and_of_its_own_area_only(here):
    kinds = {"kind": "commitment", "heading": "Promises"}
    national = Strategy.objects.create(code="national", name_en="The national strategy")
    theirs = Strategy.objects.create(code="theirs", name_en="Their own plan", area=area("wales", "Wales"))
    ours = Commitment.objects.create(strategy=national, code="n-1", words_en="Meet every community", **kinds)
    ended = Commitment.objects.create(
        strategy=national, code="n-2", words_en="Print leaflets", ended_on=date(2025, 1, 1), ended_why="Nobody read them", **kinds
    )
    foreign = Commitment.objects.create(strategy=theirs, code="t-1", words_en="Open the doors in Cardiff", **kinds)
    address = f"/actions/new?area={area().code}"
    assert "Meet every community" in here.get(address).text
    for row in (ended, foreign):
        assert row.words_en not in here.get(address).text
        assert here.post(address, sent(commitments=[row.pk], mark=row.code)).status_code == 422
    assert Action.objects.count() == 0
    here.post(address, sent(commitments=[ours.pk]))
    assert list(Action.objects.get().commitments.all()) == [ours]
