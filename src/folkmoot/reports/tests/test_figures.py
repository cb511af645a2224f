"""The figures of the small half-year of the factories, counted by hand."""

from datetime import date

import pytest

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.tests.factories import area, icem
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import action
from folkmoot.casework.tests.factories import analysis
from folkmoot.communities.models import Community, CommunitySuccession
from folkmoot.engagement.models import Activity
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.reports.tests import factories
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import achieve, point

pytestmark = pytest.mark.django_db


def figures(**over):
    return factories.report(**over).figures


def test_engagement():
    factories.half_year()
    found = figures()["engagement"]
    total = found["total"]
    assert total["activities"] == 3
    assert total["people"] == {"total": 65, "said": 2, "unsaid": 1}
    assert total["quarters"] == {"total": 14, "said": 2, "unsaid": 1}
    assert total["pence"] == {"total": 17000, "said": 2, "unsaid": 1}
    assert (total["per_person_pence"], total["costed_people"]) == (262, 65)
    assert found["not_recorded"] == 1
    by_aim = {one["aim"]["en"] if one["aim"] else None: one["activities"] for one in found["lines"]}
    assert by_aim == {"Public confidence": 2, "Fair decisions": 1, "An equal workforce": 0, None: 1, "Canary Wharfdale Traders": 0}


def test_a_part_of_a_community_goes_on_from_when_the_whole_was_met():
    factories.half_year()
    before = figures()["engagement"]
    whole = Community.objects.filter(activities__held_on__range=(date(2026, 1, 1), date(2026, 5, 31))).order_by("pk").first()
    day = date(2026, 6, 1)
    Community.objects.filter(pk=whole.pk).update(ends=date(2026, 5, 31))
    for name in ("One part", "Another part"):
        part = Community.objects.create(
            area=whole.area, name=name, kind=whole.kind, starts=day, contact_every_months=whole.contact_every_months
        )
        step = {"on": day, "kind": "split", "reason": "They meet apart", "at": factories.JULY}
        CommunitySuccession.objects.create(from_community=whole, to_community=part, **step)
    after = figures()["engagement"]
    assert after["quiet"]["count"] == before["quiet"]["count"]
    assert after["reached"] == {"count": before["reached"]["count"] + 1, "of": before["reached"]["of"] + 1}


def test_communities_reached_and_going_quiet():
    factories.half_year()
    found = figures()["engagement"]
    assert found["reached"] == {"count": 2, "of": 3}
    assert found["quiet"] == {"count": 1, "of": 3}
    assert [(one["name"]["en"], one["last_on"]) for one in found["quiet_list"]] == [("Fishing families of the coast", None)]
    assert found["low_contact"] == {"count": 2, "of": 2}


def test_a_community_not_in_being_is_not_counted():
    factories.half_year()
    Community.objects.filter(name="Fishing families of the coast").update(ends=date(2026, 6, 29))
    assert figures()["engagement"]["reached"] == {"count": 2, "of": 2}


def test_voice():
    factories.half_year()
    found = figures()["voice"]
    assert found["loop"] == {"raised": 12, "answered": 5, "actioned": 3, "changed": 3, "told": 1}
    assert found["concerns_changed"] == {"count": 3, "of": 8}
    assert (found["median_days"], found["answers"]) == (17, 5)
    assert (found["waiting"], found["waiting_overdue"]) == (8, 8)
    assert found["waiting_longest"][0] == {
        "theme": "interpreters", "area": {"code": "east-of-england", "en": "East of England", "cy": ""}, "said_on": "2025-11-03",
        "days": 239,
    }  # fmt: skip
    assert found["without_theme"] == 3
    assert {one["nature"]: one["loop"]["raised"] for one in found["by_nature"]} == {"concern": 8, "idea": 2, "question": 1, "praise": 1}


def test_what_happened_after_the_period_is_not_in_it():
    factories.half_year()
    before = figures()
    Point.objects.filter(said_on=date(2026, 2, 3), answers=None).update(said_on=date(2026, 7, 1))
    Activity.objects.filter(title="Stall at the county show").update(held_on=date(2026, 7, 1))
    after = figures(at=factories.AUGUST)
    assert (before["voice"]["loop"]["raised"], after["voice"]["loop"]["raised"]) == (12, 5)
    assert (before["engagement"]["total"]["activities"], after["engagement"]["total"]["activities"]) == (3, 2)
    assert after["position_on"] == "2026-06-30"


def test_actions():
    factories.half_year()
    found = figures()["actions"]
    counted = {key: found[key] for key in ("due", "done", "done_late", "achieved", "open", "overdue", "overdue_from_before", "ownerless")}
    assert counted == {
        "due": 5, "done": 4, "done_late": 1, "achieved": 4, "open": 2, "overdue": 1, "overdue_from_before": 0, "ownerless": 0,
    }  # fmt: skip
    assert found["levels"] == {"not_progressed": 2, "in_progress": 0, "substantial": 0, "achieved": 0}
    [late] = found["overdue_list"]
    assert (late["title"], late["days"], late["owner_roles"]) == ("Overdue translation of the leaflet", 90, ["icem"])
    assert [one["en"] for one in late["owner_areas"]] == ["East of England"]


def test_an_action_whose_owner_left_has_no_owner():
    factories.actions()
    leaver = Account.objects.create_user("leaver@example.org", "Lee Ver", "a-long-password-1")
    Action.objects.filter(title__startswith="Overdue").update(owner=leaver)
    found = figures()["actions"]
    assert found["ownerless"] == 1
    assert found["overdue_list"][0]["owner_roles"] == []
    RoleGrant.objects.filter(account__email="nia.rowe@example.org").update(ends=date(2026, 6, 1))
    assert figures(by=icem(), at=factories.AUGUST)["actions"]["ownerless"] == 2


def test_no_name_and_no_words_of_anybody_are_kept():
    factories.half_year()
    said = str(figures())
    for secret in ("Nia Rowe", "hear nothing for a year", "Fenland Travellers", "nia.rowe@example.org"):
        assert secret not in said
    assert "Overdue translation" in said


def test_an_area_s_report_holds_nothing_of_another():
    factories.half_year()
    analysis(factories.other_area(), title=factories.CANARY)
    mine = factories.report()
    served = [one for one in mine.figures["engagement"]["lines"] if one["aim"] and factories.CANARY in one["aim"]["en"]]
    assert [one["activities"] for one in served] == [0]  # the aim of a national strategy is named; nothing is counted for it
    mine.figures["engagement"]["lines"] = []
    assert factories.CANARY not in str(mine.figures)
    national = factories.report(national=True)
    assert factories.CANARY in str(national.figures["actions"])
    assert factories.CANARY in str(national.figures["engagement"]["by_area"]) or len(national.figures["engagement"]["by_area"]) == 2


def test_an_area_s_report_is_the_same_whoever_makes_it():
    factories.half_year()
    mine = factories.report()
    from folkmoot.accounts.tests.factories import hq

    assert factories.report(hq()).pk == mine.pk


def test_by_area_only_in_the_national_report():
    factories.half_year()
    assert figures()["actions"]["by_area"] == []
    found = figures(national=True)
    assert [(one["area"]["code"], one["overdue"]) for one in found["actions"]["by_area"]] == [("cymru-wales", 1), ("east-of-england", 1)]
    assert [(one["area"]["code"], one["loop"]["raised"]) for one in found["voice"]["by_area"]] == [
        ("cymru-wales", 1),
        ("east-of-england", 12),
    ]


def test_fairness_comes_released():
    analysis(area(), data_as_of=date(2026, 3, 31))
    found = figures()["fairness"]
    assert (found["files"], len(found["tables"])) == (1, 2)
    table = found["tables"][0]["table"]
    assert {row["group"]: row["with_outcome"] for row in table["groups"]}["Chinese"] == "[c]"
    assert any(one["needs_review"] for one in found["tables"][0]["said"])
    assert "Imagined Person" not in str(found)
    assert "45CX" not in str(found)


def test_the_national_report_names_what_an_area_s_case_file_found_as_its_own_page_releases_it():
    kept = analysis(area(), data_as_of=date(2026, 3, 31))
    analysis(factories.other_area(), data_as_of=date(2025, 12, 31))
    [found] = figures(national=True)["fairness"]["areas"]
    assert (found["id"], found["area"]["code"], found["actions"]) == (kept.pk, "east-of-england", 0)
    assert [one["group"] for one in found["differences"]] == ["Black"]
    assert (found["differences"][0]["with_outcome"], found["differences"][0]["base"]) == (174, 220)
    assert "Chinese" not in str(found)  # its count is withheld on the Area's own page
    assert figures()["fairness"]["areas"] == []


def test_an_action_from_a_case_file_and_the_groups_flagged_before_are_kept():
    one = analysis(area(), data_as_of=date(2025, 12, 31))
    factories.report(period=factories.EARLIER_HALF, at=factories.JANUARY)
    analysis(area(), data_as_of=date(2026, 3, 31), file_sha256="cd" * 32)
    later = figures()["fairness"]
    assert (later["tables"][0]["flagged_before"], later["tables"][0]["same_file_before"]) == (["Black"], False)
    assert later["before"]["differences"] == 1
    assert {table["actions"] for table in later["tables"]} == {0}
    action(origin_kind="casework.analysis", origin_id=later["tables"][0]["id"], title="Review thirty cases")
    assert {table["actions"] for table in figures(at=factories.AUGUST)["fairness"]["tables"]} == {1}
    assert one.pk != later["tables"][0]["id"]


def test_what_changed_because_people_spoke():
    factories.half_year()
    changed = figures()["voice"]["changed_list"]
    assert [(line["theme"], line["on"]) for line in changed] == [("letters", "2026-03-01")] * 3
    assert "hear nothing" not in str(changed)


def test_the_note_of_the_rows_changes_with_any_row():
    factories.half_year()
    before = {one["section"]: one for one in factories.report().inputs["sections"]}
    Activity.objects.filter(title="Stall at the county show").update(headcount=26)
    after = {one["section"]: one for one in factories.report(at=factories.AUGUST).inputs["sections"]}
    assert before["engagement"]["rows"] == after["engagement"]["rows"] == 6
    assert before["engagement"]["fingerprint"] != after["engagement"]["fingerprint"]
    assert before["voice"]["fingerprint"] == after["voice"]["fingerprint"]


def test_beside_the_earlier_report():
    action(title="Promised for the spring", due_on=date(2026, 4, 1), starts_on=date(2025, 12, 1))
    with lifted("actions.migrations.0005_what_was_done_stays"):
        Action.objects.update(raised_at=factories.JANUARY.replace(year=2025))
    factories.report(period=factories.EARLIER_HALF, at=factories.JANUARY)
    factories.half_year()
    since = figures()["since"]
    assert (since["earlier"]["period"], since["reports_before"], since["promised"]) == ("2025-H2", 1, 1)
    assert [one["title"] for one in since["not_done"]] == ["Promised for the spring"]
    verdicts = {one["now"]["key"]: one["verdict"] for one in since["changes"]}
    assert verdicts["activities"] == "count"
    assert verdicts["answered"] == "too_few"
    bases = {one["now"]["key"]: (one["before"]["of"], one["now"]["of"]) for one in since["changes"]}
    assert (verdicts["ownerless"], bases["ownerless"]) == ("count", (1, 3))


def test_an_action_of_an_issue_counts_for_the_points_that_belonged_to_it_by_then():
    """As on the pages: answered by the action, changed once it is achieved; a point that had left the issue is left out."""
    area()
    kept, left = point(said_on=date(2026, 2, 2)), point(said_on=date(2026, 2, 2))
    issue = Issue.objects.create(area=kept.area, title="Letters that say nothing", opened_on=date(2026, 2, 3))
    joined = factories.JANUARY.replace(month=2)
    IssuePoint.objects.create(issue=issue, point=kept, joined_at=joined)
    IssuePoint.objects.create(issue=issue, point=left, joined_at=joined, left_at=joined.replace(month=3), left_why="Other")
    raised = action(origin_kind="voice.issue", origin_id=issue.pk, starts_on=date(2026, 2, 10), due_on=date(2026, 5, 1))
    achieve(raised, date(2026, 3, 9))
    loop = figures()["voice"]["loop"]
    assert (loop["raised"], loop["answered"], loop["changed"]) == (2, 1, 1)
    assert (figures(national=True)["voice"]["loop"]["changed"], loop["actioned"]) == (1, 1)
