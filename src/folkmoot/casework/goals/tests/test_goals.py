"""Goals: agreed with somebody, published by a second person, read each month with their interval, and nothing small in public."""

from datetime import timedelta

import pytest
from django.test import Client

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem, inspector
from folkmoot.casework.goals.models import Goal, GoalReading
from folkmoot.casework.goals.operations import change_goal, end_goal, publish_goal, read_goals, set_goal
from folkmoot.casework.goals.rules import CANNOT_TELL, FURTHER, NEARER, NOT_YET, REACHED, Measured, judged
from folkmoot.casework.goals.tests.factories import goal, promise, what
from folkmoot.casework.signals.runs.tests.factories import source
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.casework.workbench.protection import NOTHING_KEPT, Guard
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
WHY = "The board asked for a nearer day."


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def second() -> Viewer:
    who = account("ana.lund@example.org", "Ana Lund")
    if not who.grants.exists():
        grant(who, Role.HQ, national=True)
    return viewer_for(who, TODAY)


def published(**over) -> Goal:
    row = goal(**over)
    publish_goal(by=second(), at=NOW, version=row.versions.get())
    return row


@pytest.mark.parametrize(
    ("low", "value", "high", "finding"),
    [
        (-0.01, 0.0, 0.02, REACHED), (0.01, 0.03, 0.05, CANNOT_TELL), (0.03, 0.05, 0.09, NEARER), (0.03, 0.09, 0.12, NOT_YET),
        (0.11, 0.13, 0.15, FURTHER), (-0.1, 0.05, 0.2, CANNOT_TELL),
    ],
)  # fmt: skip
def test_what_an_interval_says_of_a_target_below(low, value, high, finding):
    assert judged(Measured(value, low, high, 100), baseline=0.10, target=0.02) == finding


@pytest.mark.parametrize(
    ("low", "value", "high", "finding"),
    [(0.8, 0.85, 0.9, REACHED), (0.7, 0.75, 0.85, CANNOT_TELL), (0.65, 0.7, 0.75, NEARER), (0.3, 0.4, 0.5, FURTHER)],
)
def test_what_an_interval_says_of_a_target_above(low, value, high, finding):
    assert judged(Measured(value, low, high, 100), baseline=0.6, target=0.8) == finding


def test_it_begins_where_the_released_figures_stand():
    row = goal()
    assert row.baseline_low < row.baseline < row.baseline_high
    assert (row.window_first, row.window_last, row.outcome) == ("2025-01", "2025-12", "Charged")
    assert row.versions.get().published_at is None


def test_it_is_agreed_with_somebody_and_says_what_is_to_change():
    given = {"by": hq(), "at": NOW, "what": what(), "agreed_on": NOW.date() + timedelta(days=1), "present": " "}
    with pytest.raises(Refused) as refused:
        set_goal(**given, promise=promise(words_en="Less.", by_on=NOW.date(), target=2.0))
    assert set(refused.value.problems) == {"organisation", "agreed_on", "present", "words_en", "by_on", "target"}
    assert not Goal.objects.exists()


def test_nobody_publishes_what_they_wrote():
    row = goal()
    with pytest.raises(Refused):
        publish_goal(by=hq(), at=NOW, version=row.versions.get())
    publish_goal(by=second(), at=NOW, version=row.versions.get())
    with pytest.raises(Refused):
        publish_goal(by=second(), at=NOW, version=row.versions.get())
    with pytest.raises(NotAllowed):
        goal(by=icem(), of=what(source=row.source))
    with pytest.raises(NotAllowed):
        end_goal(by=inspector(), at=NOW, goal=row, why="It was only an idea of ours.")


def test_a_change_stays_beside_what_it_changed_and_waits_for_somebody_else():
    row = published()
    with pytest.raises(Refused) as refused:
        change_goal(by=hq(), at=NOW, goal=row, promise=promise(target=0.01))
    assert set(refused.value.problems) == {"why"}
    change_goal(by=hq(), at=NOW, goal=row, promise=promise(target=0.01, why=WHY), seen_versions=1)
    with pytest.raises(ChangedMeanwhile):
        change_goal(by=hq(), at=NOW, goal=row, promise=promise(target=0.03, why=WHY), seen_versions=1)
    assert [one.target for one in row.versions.order_by("number")] == [0.02, 0.01]
    public = Client().get(f"/fairness/goals/{row.pk}/").text
    assert "+2.0" in public
    assert "+1.0 percentage" not in public


def test_it_is_read_once_for_each_window():
    row = set_in("2025-06")
    assert row.window_last == "2025-06"
    assert row.readings.count() == 1
    assert read_goals(by=second(), at=NOW) == 1
    assert read_goals(by=second(), at=NOW + timedelta(days=3)) == 0
    assert [one.window_last for one in row.readings.all()] == ["2025-06", "2025-12"]
    last = row.readings.order_by("pk").last()
    assert last.low <= last.value <= last.high
    assert last.base > 100
    assert last.finding in GoalReading.Finding.values
    assert read_goals(by=second(), at=NOW, month="2025-06") == 0


def set_in(month: str) -> Goal:
    """A goal that was set and published in an earlier year, when the data ran to that month."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("folkmoot.casework.goals.operations.month_before", lambda _day: month)
        return published()


def test_an_ended_goal_is_read_no_more_and_says_why():
    row = published()
    end_goal(by=hq(), at=NOW, goal=row, why="The board chose another goal.")
    assert read_goals(by=second(), at=NOW) == 0
    assert "The board chose another goal." in Client().get(f"/fairness/goals/{row.pk}/").text


def test_a_group_that_is_too_small_is_no_public_goal():
    with pytest.raises(Refused) as refused:
        goal(of=what(group="Chinese"))
    assert "may not be shown" in refused.value.problems["group"][0]


def test_the_control_without_protection_the_small_group_would_be_public(monkeypatch):
    from folkmoot.casework.goals import measuring
    from folkmoot.casework.signals.runs import counting

    monkeypatch.setattr(Guard, "kept", lambda *_: NOTHING_KEPT)
    monkeypatch.setattr(counting, "THRESHOLD", 1)
    found = measuring.measured(what(group="Chinese"), month="2026-02")
    assert found.figure is not None


def test_who_was_there_and_what_is_not_published_are_no_page(client):
    row = goal()
    assert client.get(f"/fairness/goals/{row.pk}/").status_code == 404
    assert "No goal has been published yet." in client.get("/fairness/goals/").text
    publish_goal(by=second(), at=NOW, version=row.versions.get())
    page = client.get(f"/fairness/goals/{row.pk}/").text
    assert "Advisory board on race" in page
    assert "Eight members" not in page
    assert "Owen Achebe" not in page
    assert "Ana Lund" not in page


def test_the_welsh_page_says_what_is_not_translated(client):
    row = published()
    page = client.get(f"/fairness/goals/{row.pk}/?version=cy").text
    assert "Charged as often as others" in page
    assert 'lang="en"' in page
    other = published(
        of=what(source=source(title="Another source")), title_cy="Yr un mor aml", words_cy="Mae pobl Ddu i gael eu cyhuddo yr un mor aml."
    )
    welsh = client.get(f"/fairness/goals/{other.pk}/?version=cy").text
    assert "Yr un mor aml" in welsh


def test_from_the_source_to_the_public_page(client):
    of, writer = source(), client_of(hq())
    assert "No goal yet" in text_of(writer.get("/casework/goals/"))
    assert of.title in text_of(writer.get("/casework/goals/new/"))
    joined = "ethnicity\x1f"
    given = {
        "stage": "charged", "group": f"{joined}Black", "reference": f"{joined}White", "measure": "gap", "months": "12", "target": "2",
        "by_on": "2028-03-31", "title_en": "Charged as often", "words_en": "Black suspects are to be charged as often.",
        "advisory_words": "Advisory board", "agreed_on": "2026-03-01", "present": "Eight members.", "mark": "g1",
    }  # fmt: skip
    address = f"/casework/goals/new/{of.pk}/"
    assert "another group of the same characteristic" in text_of(writer.post(address, given | {"reference": "sex\x1fMale"}))
    page = writer.post(address, given).url
    second()
    shown = text_of(writer.get(page))
    for words in ("Charged as often", "+2.0 percentage points", "not public yet", "Eight members."):
        assert words in shown
    assert "Publish it" not in shown
    other = Client()
    other.force_login(account("ana.lund@example.org", "Ana Lund"))
    assert other.post(f"{page}publish/", {"mark": "g2"}).status_code == 302
    assert "Charged as often" in client.get("/fairness/goals/").text
    change = {
        **{name: given[name] for name in ("title_en", "words_en", "by_on")},
        "target": "1.5",
        "why": WHY,
        "seen_versions": "1",
        "mark": "g3",
    }
    assert other.post(f"{page}change/", change).status_code == 302
    assert other.post(f"{page}end/", {"why": "The board chose another goal.", "mark": "g4"}).status_code == 302
    assert "Ended" in text_of(other.get("/casework/goals/"))
