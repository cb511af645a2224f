from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.actions.minimum import operations, queries
from folkmoot.actions.minimum.rules import Standing, due_for, standing_of
from folkmoot.actions.minimum.tests.factories import issue, item
from folkmoot.actions.models import Action
from folkmoot.actions.operations import end_action, hand_over, record_progress
from folkmoot.actions.rules import State
from folkmoot.actions.tests.factories import evidence
from folkmoot.areas.models import Area
from folkmoot.foundation.saving import Refused


def areas():
    for one in (area(), area("wessex", "Wessex")):
        one.starts = date(2010, 1, 1)
        one.save()
    return area(), area("wessex", "Wessex")


def standings(viewer=None):
    return {row.area.code: [cell.standing for cell in row.cells] for row in queries.grid(viewer or hq(), today=TODAY)}


def test_how_an_area_stands_with_an_item():
    told = {"state": None, "exemption": None, "asked": False, "withdrawn": False}
    assert standing_of(**told) is Standing.NOT_GIVEN
    for state in (State.OVERDUE, State.IN_PROGRESS, State.PLANNED):
        assert standing_of(**{**told, "state": state}).value == state.value
        assert standing_of(**{**told, "state": state, "asked": True}) is Standing.ASKED
        assert standing_of(**{**told, "state": state, "exemption": False}).value == state.value
    assert standing_of(**{**told, "state": State.ENDED, "exemption": True}) is Standing.NOT_APPLICABLE
    assert standing_of(**{**told, "state": State.ENDED, "withdrawn": True}) is Standing.WITHDRAWN
    assert standing_of(**{**told, "state": State.ACHIEVED, "withdrawn": True}) is Standing.ACHIEVED


def test_an_area_that_gets_an_item_later_has_as_long_as_the_others():
    issued, due = date(2026, 1, 1), date(2026, 3, 2)
    assert due_for(item_due=due, issued_on=issued, today=issued) == due
    assert due_for(item_due=due, issued_on=issued, today=date(2026, 6, 1)) == date(2026, 7, 31)


@pytest.mark.django_db
def test_issuing_gives_every_area_its_own_action_once():
    areas()
    first = item()
    with pytest.raises(Refused):
        issue(words="")
    assert issue().number == 1
    assert set(Action.objects.values_list("minimum", "area__code", "owner", "due_on")) == {
        (first.pk, "east-of-england", None, date(2026, 9, 30)), (first.pk, "wessex", None, date(2026, 9, 30)),
    }  # fmt: skip
    assert operations.give_out(by=hq(), at=NOW) == 0
    with pytest.raises(Refused, match="nothing to issue"):
        issue(words="The second edition of it.")
    item(title="Publish what the panel said last year")
    assert issue(words="The second edition of it.").number == 2
    assert Action.objects.count() == 4
    (row, _other) = queries.grid(hq(), today=TODAY)
    assert (row.achieved, row.applying, row.ownerless) == (0, 2, 2)


@pytest.mark.django_db
def test_an_area_that_begins_later_gets_its_actions_too_and_a_division_none():
    areas()
    item()
    issue()
    Area.objects.create(code="proceeds", name_en="Proceeds", kind="casework_division", starts=date(2010, 1, 1))
    Area.objects.create(code="new", name_en="New", kind="area", starts=TODAY)
    later = NOW + timedelta(days=30)
    assert operations.give_out(by=THE_PRODUCT, at=later) == 1
    assert operations.give_out(by=THE_PRODUCT, at=later) == 0
    given = Action.objects.get(area__code="new")
    assert (given.due_on, given.raised_by) == (later.date() + (date(2026, 9, 30) - TODAY), None)


@pytest.mark.django_db
def test_an_item_that_is_not_smart_or_names_no_evidence_is_refused_and_an_issued_one_is_not_altered():
    areas()
    for field, value in (
        ("title", "Meet"),
        ("measure", "good"),
        ("resources", ""),
        ("evidence_wanted", "note"),
        ("due_on", date(2020, 1, 1)),
    ):
        with pytest.raises(Refused) as refused:
            item(**{field: value})
        assert list(refused.value.problems) == [field]
    written = item()
    assert operations.change_item(by=hq(), at=NOW, item=written, evidence_wanted="the signed note") == ["evidence_wanted"]
    issue()
    written.refresh_from_db()
    with pytest.raises(Refused, match="was issued"):
        operations.change_item(by=hq(), at=NOW, item=written, title="Hold two meetings with the forum")


@pytest.mark.django_db
def test_only_headquarters_issues_decides_and_ends():
    here, there = areas()
    written = item()
    issue()
    action = Action.objects.get(area=here)
    asked = operations.ask_exemption(by=icem(), at=NOW, item=written, area=here, reason="There is no such forum here.")
    writes = (
        lambda: operations.issue_set(by=icem(), at=NOW, words="An edition of my own."),
        lambda: operations.decide_exemption(by=icem(), at=NOW, exemption=asked, agreed=True, answer="I agree with myself."),
        lambda: operations.withdraw_item(by=icem(), at=NOW, item=written, reason="We do not like it."),
        lambda: operations.ask_exemption(by=icem(), at=NOW, item=written, area=there, reason="There is no such forum there."),
        lambda: end_action(by=icem(), at=NOW, action=action, reason="We do not like it."),
    )
    for write in writes:
        with pytest.raises(NotAllowed):
            write()
    assert set(standings(icem())) == {"east-of-england"}
    assert set(standings()) == {"east-of-england", "wessex"}


@pytest.mark.django_db
def test_an_item_does_not_apply_only_where_headquarters_agrees():
    here, there = areas()
    written = item()
    issue()
    asked = [
        operations.ask_exemption(by=hq(), at=NOW, item=written, area=one, reason="There is no such forum here.") for one in (here, there)
    ]
    assert standings() == {"east-of-england": [Standing.ASKED], "wessex": [Standing.ASKED]}
    with pytest.raises(Refused, match="asked already"):
        operations.ask_exemption(by=hq(), at=NOW, item=written, area=here, reason="There is no such forum here.")
    with pytest.raises(Refused, match="Somebody else at headquarters"):
        operations.decide_exemption(by=hq(), at=NOW, exemption=asked[0], agreed=True, answer="I agree with myself.")
    other = hq("ingrid.solheim@example.org", "Ingrid Solheim")
    operations.decide_exemption(by=other, at=NOW, exemption=asked[0], agreed=True, answer="There is indeed none.")
    operations.decide_exemption(by=hq(), at=NOW, exemption=asked[1], agreed=False, answer="There is one since May.")
    assert standings() == {"east-of-england": [Standing.NOT_APPLICABLE], "wessex": [Standing.PLANNED]}
    with pytest.raises(Refused, match="meanwhile"):
        operations.decide_exemption(by=hq(), at=NOW, exemption=asked[0], agreed=False, answer="There is one after all.")
    assert operations.give_out(by=hq(), at=NOW) == 0


@pytest.mark.django_db
def test_a_withdrawn_item_keeps_its_history_and_what_was_achieved():
    here, there = areas()
    written = item()
    issue()
    done = Action.objects.get(area=here)
    hand_over(by=icem(), at=NOW, action=done, to=Account.objects.get(pk=icem().account_id), on=TODAY)
    evidence(done, on=TODAY)
    record_progress(by=icem(), at=NOW, action=done, level="achieved", note="The meeting was held.", on=TODAY)
    written.refresh_from_db()
    operations.withdraw_item(by=hq(), at=NOW, item=written, reason="The forum was closed down.")
    rows = queries.grid(hq(), today=TODAY, withdrawn=True)
    assert [row.cells[0].standing for row in rows] == [Standing.ACHIEVED, Standing.WITHDRAWN]
    ended = Action.objects.get(area=there)
    assert (ended.ended_on, ended.ended_why) == (TODAY, "The forum was closed down.")
    assert standings() == {"east-of-england": [], "wessex": []}


@pytest.mark.django_db
def test_the_database_keeps_one_action_for_an_area_and_item():
    here, _there = areas()
    written = item()
    issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(minimum=written).update(area=here)


@pytest.mark.django_db
def test_the_pages_of_the_minimum_set(client):
    areas()
    client.force_login(Account.objects.get(pk=hq().account_id))
    assert "Nothing has been issued yet" in client.get("/actions/minimum/").text
    sent = {
        "title": "Hold one meeting with the forum", "measure": "One meeting held, by its note", "resources": "half a day each",
        "evidence_wanted": "the note of the meeting", "due_on": "2027-09-30", "mark": "a",
    }  # fmt: skip
    refused = client.post("/actions/minimum/new", {**sent, "resources": ""})
    assert "Realistic is missing" in refused.text
    assert "Hold one meeting with the forum" in refused.text
    client.post("/actions/minimum/new", sent)
    client.post("/actions/minimum/issue", {"words": "The first edition of the set.", "mark": "b"})
    page = client.get("/actions/minimum/").text
    for words in ("Wessex", "Planned", "Nobody owns it", "0 of 1 achieved"):
        assert words in page
    written = queries.items(hq()).get()
    exempt = f"/actions/minimum/{written.pk}/not-applicable/wessex"
    client.post(exempt, {"reason": "There is no such forum here.", "mark": "c"})
    asked = queries.exemptions(hq()).get()
    answer = {"agreed": "yes", "answer": "There is indeed none.", "mark": "d"}
    assert "You asked for this exemption yourself" in client.post(f"/actions/minimum/not-applicable/{asked.pk}", answer).text
    client.force_login(Account.objects.get(pk=hq("ingrid.solheim@example.org", "Ingrid Solheim").account_id))
    client.post(f"/actions/minimum/not-applicable/{asked.pk}", answer)
    assert "There is indeed none." in client.get(f"/actions/minimum/{written.pk}/").text
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert client.get(exempt).status_code == 404
    assert client.get("/actions/minimum/new").status_code == 403
    assert "Wessex" not in client.get("/actions/minimum/").text
