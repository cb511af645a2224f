"""What a report says in cases that the small half-year does not hold."""

import copy
import re

import pytest
from django.urls import reverse

from folkmoot.accounts.tests.factories import hq
from folkmoot.reports.figures.scope import Scope
from folkmoot.reports.models import Report
from folkmoot.reports.rules import compared, differences, headline
from folkmoot.reports.tests import factories, rooms
from folkmoot.reports.wording.document import Chart, Table
from folkmoot.reports.wording.fairness import completeness_words, left_out_words
from folkmoot.reports.wording.findings import by_words
from folkmoot.reports.wording.measures import LABELS
from folkmoot.reports.wording.rooms import NAMES
from folkmoot.reports.wording.targets import target_of
from folkmoot.reports.wording.words import Words, hours, pounds, share
from folkmoot.reports.wording.writing import document_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    factories.half_year()
    return factories.report()


def reworded(report: Report, language: str = "en", **figures) -> str:
    """The text of the report as it would be with other figures; nothing is stored."""
    other = copy.copy(report)
    other.figures = copy.deepcopy(report.figures)
    for section, values in figures.items():
        if isinstance(values, dict):
            other.figures[section].update(values)
        else:
            other.figures[section] = values
    pieces = list(document_of(other, language).pieces())
    assert not [piece.text for piece in pieces if re.search(r"%\(\w+\)s|None", piece.text)]
    return " ".join(" ".join(piece.text for piece in pieces).split())


def measure(key, kind, value, of=None):
    return {"key": key, "kind": kind, "value": value, "of": of}


def since(now, before, **over):
    earlier = {"number": 1, "period": "2025-H2", "made_at": "2026-01-05T09:00:00+00:00"}
    return {"earlier": earlier, "reports_before": 3, "changes": compared(now, before), "promised": 0, "not_done": []} | over


def test_a_share_that_rose_beyond_chance_is_said_on_the_first_page(report):
    changes = since([measure("answered", "share", 54, 76)], [measure("answered", "share", 20, 75)])
    text = reworded(report, since=changes)
    assert "Points answered rose to 54 of 76 (71%) from 20 of 75 (27%) in July to December 2025, which is more than chance" in text
    assert re.search(r"a rise beyond what chance would give ; between \+2\d\.\d and \+5\d\.\d points", text)
    assert "1 share moved by more than chance would move it" in text


def test_a_fall_and_a_still_share(report):
    now = [measure("answered", "share", 20, 75), measure("told", "share", 20, 75)]
    before = [measure("answered", "share", 54, 76), measure("told", "share", 21, 75)]
    text = reworded(report, since=since(now, before))
    assert "Points answered fell to 20 of 75 (27%) from 54 of 76 (71%)" in text
    assert "no more than chance could give" in text
    still = reworded(report, since=since(now[1:], before[1:]))
    assert "1 share could be compared with July to December 2025, and it did not move by more than chance could move it." in still


def test_counts_are_given_with_their_difference_and_no_verdict(report):
    now = [measure("activities", "count", 12), measure("money", "money", 5000, 3), measure("median_days", "days", None, 0)]
    before = [measure("activities", "count", 20), measure("money", "money", 9000, 3), measure("median_days", "days", 4, 9)]
    text = reworded(report, since=since(now, before))
    assert "8 fewer" in text
    assert "£40 less" in text
    assert "there was nothing to measure in one of the two" in text


def test_what_was_promised_and_not_done_is_listed_with_its_moved_day(report):
    promise = {"title": "Translate the leaflet", "area": None, "promised_for": "2026-03-31", "due_on": "2026-09-01"}
    text = reworded(report, since=since([], [], promised=2, not_done=[promise]))
    assert "1 of 2 actions that the last report said would be done by now are not done." in text
    assert "Translate the leaflet 31 March 2026 moved to 1 September 2026" in text
    assert "Everything that the last report said" in reworded(report, since=since([], [], promised=2))
    assert "listed no open action" in reworded(report, since=since([], []))


def test_a_half_year_that_still_runs_is_marked(report):
    text = reworded(report, ended=False, position_on="2026-03-10")
    assert "The half-year has not ended. These figures run to 10 March 2026 and will still move." in text
    assert "How the half-year ends" in text
    beside = reworded(report, ended=False, since=since([], []))
    assert beside.count("A fall may come from that alone.") == 2
    assert "A fall may come" not in reworded(report, since=since([], []))


def test_fictional_data_are_marked(report):
    assert "Fictional data" in reworded(report, fictional=True)
    assert "Fictional data" not in reworded(report)


def test_no_trend_is_read_from_few_reports_and_one_may_be_from_many(report):
    assert "With 1 half-year reported, no trend can be told from chance; about 12 are needed." in reworded(report)
    assert "may be read as a trend" in reworded(report, since=since([], [], reports_before=11))


def test_long_lists_are_cut_to_the_ten_longest(report):
    late = report.figures["actions"]["overdue_list"][0]
    many = [late | {"title": f"Late thing {days}.", "days": days} for days in range(1, 15)]
    text = reworded(report, actions={"overdue": 14, "open": 20, "overdue_list": many})
    assert "14 of 20 (70%) open actions are overdue, the longest by 14 days." in text
    assert "Late thing 5." in text
    assert "Late thing 4." not in text
    assert "And 4 more." in text
    assert "Manager" not in text
    promise = {"title": "Promised thing", "area": None, "promised_for": "2026-03-31", "due_on": "2026-03-31"}
    text = reworded(report, since=since([], [], promised=40, not_done=[promise] * 12))
    assert text.count("Promised thing") == 10
    assert "date unchanged" in text
    assert "12 of 40 (30%) actions that the last report said" in text


def test_a_count_that_rose_stands_beside_the_earlier_one(report):
    now = [measure("overdue", "part", 48, 69), measure("waiting", "count", 75)]
    changes = since(now, [measure("overdue", "part", 20, 60), measure("waiting", "count", 40)])
    text = reworded(report, since=changes, voice={"waiting": 75, "waiting_overdue": 47, "waiting_praise": 5})
    assert "It was 20 of 60 (33%) in the report for July to December 2025." in text
    assert "75 points are waiting for an answer, whenever they were raised; 5 of them are praise. It was 40 in the report" in text
    assert "47 of 75 (63%) points waiting for an answer have waited more than" in text


def test_nationally_communities_are_entries_in_registers(report):
    assert "2 of 3 communities on record were reached." in reworded(report)
    national = factories.report(national=True)
    assert "entries in the Areas' registers of communities were reached" in reworded(national)
    assert "communities on record" not in reworded(national)


def test_no_heading_of_a_column_or_period_stands_as_a_code(report):
    table = {"by": ["age_band"], "outcome": "charged", "title": "x"}
    assert by_words(table["by"]) == "age band"
    assert "2026-H1" not in reworded(report)


def test_nothing_at_all(report):
    empty = {"raised": 0, "answered": 0, "actioned": 0, "changed": 0, "told": 0}
    voice = {"loop": empty, "by_nature": [], "by_theme": [], "waiting": 0, "waiting_overdue": 0, "waiting_longest": [], "median_days": None}
    text = reworded(report, voice=voice, actions={"due": 0, "open": 0, "overdue": 0, "overdue_list": [], "achieved": 0})
    assert "No point was recorded in this period." in text
    assert "No action was due in this period." in text
    assert "No action is overdue." in text
    assert "Nothing is waiting for an answer." in text


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_table_is_whole(report, language):
    for section in document_of(report, language).every_section():
        for block in section.blocks:
            if isinstance(block, Table):
                assert block.caption
                assert {len(row.cells) for row in block.rows} <= {len(block.columns)}
                assert all(cell for row in block.rows for cell in row.cells)
            if isinstance(block, Chart):
                assert block.alt


def test_every_headline_figure_has_a_name_and_leads_to_its_rows(report):
    for one in headline(report.figures):
        assert one["key"] in LABELS
        target = target_of(one["key"], report.figures)
        assert target
        assert reverse(target.route)


def test_each_room_has_a_figure_beside_the_earlier_report(report):
    """Counts of the rooms: shown with their base, never tested as if they were samples."""
    four = {key: value for key, value in report.figures.items() if key not in NAMES}
    found = {one["key"]: one for one in headline(four | rooms.full())}
    assert (found["recommendations_finished"]["value"], found["recommendations_finished"]["of"]) == (5, 15)
    assert (found["signals_open"]["value"], found["targets_reached"]["value"], found["assessments_settled"]["of"]) == (3, 2, 2)
    fewer = four | rooms.full() | {"partners": {**rooms.full()["partners"], "lapsed": []}}
    verdicts = {one["now"]["key"]: one["verdict"] for one in compared(headline(four | rooms.full()), headline(fewer))}
    assert (verdicts["partnerships_lapsed"], verdicts["signals_open"]) == ("count", "same")
    earlier = {one["now"]["key"]: one["verdict"] for one in compared(headline(four | rooms.full()), headline(four))}
    assert (earlier["signals_open"], earlier["overdue"]) == ("new_measure", "same")
    assert set(found) == set(LABELS)
    assert all(reverse(target_of(key, report.figures).route) for key in found)


def test_a_restatement_names_the_room_whose_figures_changed(report):
    before = report.figures | rooms.full()
    now = before | {"workforce": {"targets": []}}
    assert [one["section"] for one in differences(now, before)] == ["headline", "workforce"]
    same_headline = before | {"panels": before["panels"] | {"owed": 7}}
    assert [one["section"] for one in differences(same_headline, before)] == ["panels"]


def test_words_and_numbers():
    assert share(48, 77) == "48 of 77 (62%)"
    assert share(3, 9) == "3 of 9"
    assert share(0, 0) == "–"
    assert (pounds(125000), pounds(12550)) == ("£1,250", "£125.50")
    assert (hours(12.5), hours(12), hours(0.25), hours(10)) == ("12.5", "12", "0.25", "10")
    assert Words("x").english is False


def test_the_canary_is_seen_where_the_scope_is_broken(monkeypatch):
    """The control of the test that an Area's report holds nothing of another."""

    def unbounded(self, rows, column="area_id"):
        return rows

    factories.half_year()
    monkeypatch.setattr(Scope, "of_area", unbounded)
    monkeypatch.setattr(Scope, "of", classmethod(lambda cls, *given: cls(*given)))
    figures = factories.report(hq()).figures
    assert factories.CANARY in str(figures["actions"])
    assert factories.CANARY in str(figures["voice"])


def test_completeness_rests_on_the_records_of_the_table_and_says_what_is_left_out(report):
    known = {"not_recorded": 50, "not_stated": 30, "outcome_not_recorded": 12, "share_recorded": 0.9, "eligible": 512}
    table = {"table": {"by": ["age_band"], "completeness": known, "overall": {"base": 500}}}
    assert completeness_words(table).text == (
        "“age band” names a group for 420 of 500 (84%) records in the table; 30 say that it is not stated, and for 50 nothing is recorded."
    )
    assert left_out_words(table).text.startswith("12 more records are left out because the outcome is not recorded")
    known |= {"not_stated": "[c]", "outcome_not_recorded": "[c]"}
    assert "withheld" in completeness_words(table).text
    assert "withheld" in left_out_words(table).text
    known |= {"not_stated": 0, "outcome_not_recorded": 0}
    assert "not stated" not in completeness_words(table).text
    assert left_out_words(table).text == "No record is left out for want of an outcome."
