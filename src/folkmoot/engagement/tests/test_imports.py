"""Activities and points brought in from tables and taken out again."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import area, community
from folkmoot.engagement.imports import ACTIVITIES, POINTS
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import ORIGIN
from folkmoot.engagement.tests.factories import activity, aim, planned
from folkmoot.foundation.importing import exporting
from folkmoot.foundation.importing.matching import suggest
from folkmoot.foundation.importing.running import Source, bring_in, check
from folkmoot.foundation.importing.tests.making import source
from folkmoot.foundation.tables.reading import read_table
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.voice.models import Point
from folkmoot.voice.operations import record_point

pytestmark = pytest.mark.django_db
PLAN = ["Title", "Kind", "Planned for", "What we want to achieve", "How we will know"]


def plan(spec, columns, *rows):
    return check(spec, source(spec, columns, *rows, area=area()), by=icem(), at=NOW)


def bring(spec, columns, *rows):
    return bring_in(spec, source(spec, columns, *rows, area=area()), by=icem(), at=NOW)


def places(found):
    return [(problem.row, problem.place) for problem in found.problems]


def test_every_field_of_a_held_activity_is_brought_in():
    deaf, club, confidence = community(), organisation(), aim()
    bring(
        ACTIVITIES,
        ["Title", "Kind", "Purpose", "Place", "Held on", "Attendance", "Hours", "Cost", "Outcome", "Aims", "Communities", "Organisations"],
        ["Open evening", "Public event", "Consulting", "Wisbech", "20/02/2026", "40", "2.5", "£120.00", "They want to hear.",
         confidence.code, deaf.name, club.name],
    )  # fmt: skip
    row = Activity.objects.get()
    assert (row.kind, row.purpose, row.place, row.held_on) == ("event", "consultation", "Wisbech", date(2026, 2, 20))
    assert (row.headcount, row.staff_quarters, row.cost_pence, row.outcome) == (40, 10, 12000, "They want to hear.")
    assert [list(each.all()) for each in (row.aims, row.communities, row.organisations)] == [[confidence], [deaf], [club]]
    assert row.recorded_by_id == icem().account_id


def test_a_planned_activity_must_be_smart_and_to_come():
    found = plan(
        ACTIVITIES, PLAN, ["Visit", "Visit", "2026-04-02", "Deaf people know how to report", "20 people come"],
        ["Talk", "Meeting", "2026-02-02", "Deaf people know how to report", "20 people come"], ["Walk", "Visit", "2026-04-02", "", ""],
        ["Day", "Visit", "", "", ""],
    )  # fmt: skip
    assert len(found.steps) == 4
    assert places(found) == [(3, "C (Planned for)"), (4, "D (What we want to achieve)"), (4, "E (How we will know)"), (5, "")]
    assert "day it was held" in found.problems[-1].what


def test_an_activity_cannot_have_been_held_in_the_future_and_numbers_are_numbers():
    found = plan(
        ACTIVITIES, ["Title", "Kind", "Held on", "Attendance"], ["A", "Visit", "2027-01-01", ""], ["B", "Visit", "2026-01-01", "many"]
    )
    assert places(found) == [(2, "C (Held on)"), (3, "D (Attendance)")]


def test_a_planned_activity_is_recorded_by_a_row_that_says_it_was_held():
    row = planned("Visit to Ely Deaf Club", planned_for=date(2026, 3, 2))
    columns = ["Title", "Kind", "Planned for", "Held on", "Attendance"]
    bring(ACTIVITIES, columns, ["Visit to Ely Deaf Club", "Visit", "2026-03-02", "2026-03-03", "12"])
    row.refresh_from_db()
    assert (row.held_on, row.headcount, row.recorded_at) == (date(2026, 3, 3), 12, NOW)
    assert bring(ACTIVITIES, columns, ["Visit to Ely Deaf Club", "Visit", "2026-03-02", "2026-03-03", "12"]).run is None


def test_a_closed_activity_is_left_as_it_is_and_cannot_be_changed():
    activity("Open evening", closed_at=NOW, held_on=date(2026, 2, 20))
    columns = ["Title", "Kind", "Held on", "Attendance"]
    assert plan(ACTIVITIES, columns, ["Open evening", "Public event", "2026-02-20", "40"]).does_nothing
    assert "closed" in plan(ACTIVITIES, columns, ["Open evening", "Public event", "2026-02-20", "41"]).problems[0].what


def test_points_find_their_activity_and_take_its_communities():
    deaf, other = community(), community("Farm workers")
    held = activity(communities=[deaf])
    bring(
        POINTS, ["What was said", "Said on", "Where it was said", "Communities", "Kind"],
        ["Nobody told us what happened", "20/02/2026", held.title, "", "Concern"],
        ["Thank you", "21/02/2026", "letter", other.name, "praise"],
    )  # fmt: skip
    first, second = Point.objects.order_by("pk")
    assert (first.origin_kind, first.origin_id, first.recorded_by_id) == (ORIGIN, held.pk, icem().account_id)
    assert (second.origin_kind, second.origin_id, second.nature) == ("letter", None, "praise")
    assert set(CommunityPoint.objects.values_list("point", "community")) == {(first.pk, deaf.pk), (second.pk, other.pk)}


def test_points_of_no_known_activity_of_a_closed_one_or_of_a_day_to_come_are_refused():
    activity("Open evening", held_on=date(2026, 2, 20))
    activity("Closing evening", held_on=date(2026, 2, 20), closed_at=NOW)
    found = plan(
        POINTS, ["Words", "Said on", "Source"], ["One", "2026-02-21", "Open evening"], ["Two", "2026-02-20", "Closing evening"],
        ["Three", "2027-01-01", "letter"], ["Four", "", "letter"],
    )  # fmt: skip
    assert places(found) == [(2, "C (Source)"), (3, "C (Source)"), (4, "B (Said on)"), (5, "B (Said on)")]
    assert "Did you mean “Open evening”?" in found.problems[0].do


def test_points_that_may_identify_a_person_are_told():
    notes = plan(
        POINTS, ["Words", "Said on", "Source"], ["Write to nia@example.org", "2026-02-21", "letter"], ["Fine", "2026-02-21", "letter"]
    ).notes
    assert notes == ["1 point holds something that may identify a person, such as an e-mail address or a telephone number."]


def test_how_people_want_to_be_told_comes_with_a_point_and_long_words_come_once():
    columns = ["Words", "Said on", "Source", "Language", "Who may read it", "How they want to be told", "Where they want to be told"]
    long = "Nobody told us anything. " * 400
    rows = [
        [long, "2026-02-21", "letter", "cy", "restricted", "email", "forum@example.org"],
        ["One", "2026-02-21", "letter", "", "", "", ""],
    ]
    bring(POINTS, columns, *rows)
    first, second = Point.objects.order_by("pk")
    assert (first.language, first.visibility, first.reply_by, first.reply_address) == ("cy", "restricted", "email", "forum@example.org")
    assert (first.long_words.words, second.visibility, second.reply_by) == (long.strip(), "area", "")
    assert bring(POINTS, columns, *rows).run is None
    found = plan(POINTS, columns, ["Two", "2026-02-21", "letter", "", "", "email", "no address"])
    assert places(found) == [(2, "G (Where they want to be told)")]


def test_communities_of_a_point_are_added_and_never_taken_away():
    deaf, other = community(), community("Farm workers")
    columns = ["Words", "Said on", "Source", "Communities", "Theme"]
    bring(POINTS, columns, ["One", "2026-02-21", "letter", deaf.name, ""])
    bring(POINTS, columns, ["One", "2026-02-21", "letter", other.name, "Lighting"])
    assert CommunityPoint.objects.count() == 2
    assert Point.objects.get().theme == "Lighting"
    assert bring(POINTS, columns, ["One", "2026-02-21", "letter", deaf.name, "Lighting"]).run is None


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_an_export_brought_in_again_changes_nothing(ending, tmp_path):
    deaf, by = community(), icem()
    first, twin = activity("=Open; evening", communities=[deaf], aims=[aim()]), activity("=Open; evening", headcount=3)
    first.organisations.add(organisation('Club; "A"'), organisation("Club", town="March"), organisation("Club", town="Ely"))
    planned()
    planned("Called off", cancelled_on=date(2026, 3, 1), cancelled_why="Snow")
    activity("Closed", closed_at=NOW)
    for origin in ((ORIGIN, first.pk), (ORIGIN, twin.pk), ("letter", None), ("panels.meeting", 5)):
        record_point(
            by=by, at=NOW, area=area(), origin_kind=origin[0], origin_id=origin[1], words="-1 \n@home", said_on=date(2026, 2, 22), aim=aim()
        )
    for spec, rows in ((ACTIVITIES, 4), (POINTS, 4)):
        path = tmp_path / f"{spec.kind}.{ending}"
        path.write_bytes(exporting.take_out(spec, ending, by=by, at=NOW).data)
        table = read_table(path)
        got = bring_in(spec, Source(table, suggest(spec, table.columns), "out", "0" * 64), by=by, at=NOW)
        assert (got.run, got.plan.problems, got.plan.unchanged, len(table.rows)) == (None, [], rows, rows)


def test_a_title_is_made_of_kind_and_place_as_when_a_contact_is_logged():
    for added in (1, 0):
        done = bring(ACTIVITIES, ["Kind", "Venue", "Date of contact"], ["Visit", "Ely", "2026-02-20"])
        assert len(done.plan.added) == added
    assert Activity.objects.get().title == "Visit: Ely"


def test_a_crowd_is_remarked_on_and_not_refused():
    found = plan(ACTIVITIES, ["Title", "Kind", "Held on", "No. of people"], ["A", "Visit", "2026-01-01", "100001"])
    assert found.problems == []
    assert "more than 100,000 people" in found.notes[-1]


def test_every_problem_says_what_to_do():
    closed = activity("Closed", closed_at=NOW)
    found = plan(
        ACTIVITIES, ["Title", "Kind", "Held on", "Planned for", "No. of people"], ["A", "Visit", "2027-01-01", "", "1"],
        ["B", "Dance", "", "", ""], ["C", "Visit", "", "", ""], ["D", "Visit", "", "2026-04-02", ""], ["", "Visit", "", "1.4.2026", "x"],
        [closed.title, "Visit", "2026-02-20", "", "7"],
    )  # fmt: skip
    assert len(found.problems) > 6
    assert [str(problem) for problem in found.problems if not problem.do] == []


def test_what_came_of_it_and_partners_go_out_and_come_back_the_same(tmp_path):
    row, police = activity(), organisation("The police")
    said = {
        "result": "partly", "evidence": "12 came", "differently": "Start earlier", "follow_up": "action", "kind": "worship",
        "follow_up_words": "Maya writes", "told_participants_on": date(2026, 2, 27), "purpose": "involvement",
    }  # fmt: skip
    Activity.objects.update(**said)
    row.partners.add(police)
    path = tmp_path / "out.csv"
    path.write_bytes(exporting.take_out(ACTIVITIES, "csv", by=icem(), at=NOW, area=area()).data)
    Activity.objects.update(**dict.fromkeys(said, "") | {"told_participants_on": None, "kind": "visit", "purpose": "consultation"})
    row.partners.clear()
    table = read_table(path)
    bring_in(ACTIVITIES, Source(table, suggest(ACTIVITIES, table.columns), "out", "0" * 64, area()), by=icem(), at=NOW)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in said} == said
    assert list(row.partners.all()) == [police]


def test_words_that_files_held_before_are_still_understood():
    bring(ACTIVITIES, ["Kind", "Venue", "Date", "Purpose"], ["Training or talk", "Ely", "2026-02-20", "Working as partners"])
    assert Activity.objects.values_list("kind", "purpose").get() == ("training", "partnership")


def test_a_result_needs_its_evidence_and_an_activity_that_was_held():
    columns = ["Title", "Kind", "Held on", "Planned for", "What we want to achieve", "How we will know", "Did we achieve it"]
    found = plan(
        ACTIVITIES, columns, ["A", "Visit", "2026-01-01", "", "", "", "Met"],
        ["B", "Visit", "", "2026-04-02", "Deaf people know how to report", "20 people come", "Met"],
    )  # fmt: skip
    assert [problem.row for problem in found.problems] == [2, 3]
    assert "Say how you know" in found.problems[0].what
    assert "that was held" in found.problems[1].what
