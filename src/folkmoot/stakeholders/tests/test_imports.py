"""Organisations and contacts brought in from tables and taken out again."""

import json
from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.errors import FolkmootError
from folkmoot.foundation.importing import exporting, running
from folkmoot.foundation.importing.columns import CellProblem
from folkmoot.foundation.importing.matching import asked_for, suggest
from folkmoot.foundation.importing.running import NotBroughtIn, Source, bring_in, check
from folkmoot.foundation.importing.tests.making import source
from folkmoot.foundation.models import AuditEvent, ColumnMatch, ImportRun
from folkmoot.foundation.tables.reading import read_table
from folkmoot.stakeholders import imports
from folkmoot.stakeholders.imports import CONTACTS, ORGANISATIONS
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import change_organisation
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db
DANGEROUS = ["=1+1", "+44 1632 960001", "-2", "@SUM(A1)", "'=1+1", "' =cmd|x"]


def plan(spec, columns, *rows, by=None, **over):
    return check(spec, source(spec, columns, *rows, area=over.pop("area", area()), **over), by=by or icem(), at=NOW)


def bring(spec, columns, *rows, by=None, **over):
    return bring_in(spec, source(spec, columns, *rows, area=over.pop("area", area()), **over), by=by or icem(), at=NOW)


def exported(spec, ending, tmp_path, by=None):
    path = tmp_path / f"out.{ending}"
    path.write_bytes(exporting.take_out(spec, ending, by=by or icem(), at=NOW).data)
    return read_table(path)


def test_every_field_of_an_organisation_is_brought_in():
    deaf = community()
    bring(
        ORGANISATIONS,
        ["Name", "Area", "Kind", "Communities", "Town", "Postcode", "Website", "E-mail", "Telephone", "Notes", "No longer exists since"],
        ["Fenland Deaf Club", "East of England", "Charity or voluntary organisation", deaf.name, "Ely", "cb74ab", "www.example.org",
         "club@example.org", "01632 960001", "Meets on Mondays", "31/12/2025"],
    )  # fmt: skip
    row = Organisation.objects.get()
    assert (row.kind, row.town, row.postcode, row.website) == ("charity", "Ely", "CB7 4AB", "https://www.example.org")
    assert (row.email, row.phone, row.notes, row.ended_on) == ("club@example.org", "01632 960001", "Meets on Mondays", date(2025, 12, 31))
    assert list(row.communities.all()) == [deaf]
    run = ImportRun.objects.get()
    assert (run.kind, run.added, run.changed, run.unchanged, run.account_id) == ("organisations", 1, 0, 0, icem().account_id)
    assert AuditEvent.objects.filter(kind="collection", subject_kind="stakeholders.organisation").count() == 1
    assert AuditEvent.objects.get(subject_kind="foundation.importrun").detail["added"] == 1


@pytest.mark.parametrize(
    ("heading", "value", "what", "do"),
    [
        ("Area", "Eest of England", "is not an Area", "Did you mean East of England?"),
        ("Area", "Cymru-Wales", "outside your work", "Leave"),
        ("Kind", "Sports", "not one of the words", "Community group"),
        ("No longer exists since", "31/02/2026", "not a real date", "2026-03-07"),
        ("E-mail", "nobody", "valid email", ""),
        ("Postcode", "PE3", "whole postcode", ""),
        ("Website", "not an address", "valid URL", ""),
        ("Town", "x" * 121, "at most 120", ""),
        ("Communities", "Def people in the Fens", "not a community", "Did you mean Deaf people in the Fens?"),
        ("County", "Rutlandshire", "not a county", ""),
        ("Name", "", "blank", "Fill it in"),
    ],
)
def test_each_problem_says_where_it_is_and_what_to_do(heading, value, what, do):
    wales(), community()
    columns = ["Name"] if heading == "Name" else ["Name", heading]
    rows = [["Fenland Deaf Club", "x"][: len(columns)], [value, "Ely"]] if heading == "Name" else [["A club", value]]
    found = plan(ORGANISATIONS, [*columns, "Notes"], *[[*row, "n"] for row in rows][-1:], sheet="Groups").problems
    assert len(found) == 1
    problem = found[0]
    letter = "A" if heading == "Name" else "B"
    assert (problem.sheet, problem.row, problem.place) == ("Groups", 2, f"{letter} ({heading})")
    assert what in problem.what
    assert do in problem.do
    assert len(problem.value) <= 60
    assert Organisation.objects.count() == 0


def test_all_problems_are_found_not_only_the_first():
    found = plan(ORGANISATIONS, ["Name", "Kind", "E-mail"], ["", "Sports", "x"], ["A", "Sports", ""], ["B", "", "nobody"]).problems
    assert [(problem.row, problem.place[0]) for problem in found] == [(2, "A"), (2, "B"), (3, "B"), (4, "C")]


def test_one_bad_row_of_a_thousand_stores_nothing():
    before = AuditEvent.objects.count()
    rows = [[f"Group {number}", "Ely"] for number in range(999)]
    with pytest.raises(NotBroughtIn) as error:
        bring(ORGANISATIONS, ["Name", "Kind"], *[[name, ""] for name, _town in rows], ["Group 999", "Sports"])
    assert [problem.row for problem in error.value.plan.problems] == [1001]
    assert (Organisation.objects.count(), ImportRun.objects.count(), ColumnMatch.objects.count()) == (0, 0, 0)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("failure", [OSError("disk full"), CellProblem("no")])
def test_an_exception_in_the_middle_stores_nothing(monkeypatch, failure):
    add, calls = imports.add_organisation, []

    def breaking(**values):
        calls.append(1)
        if len(calls) == 3:
            raise failure
        return add(**values)

    monkeypatch.setattr(imports, "add_organisation", breaking)
    by, before = icem(), AuditEvent.objects.count()
    with pytest.raises(type(failure)):
        bring(ORGANISATIONS, ["Name"], ["A"], ["B"], ["C"], ["D"], by=by)
    assert len(calls) == 3
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (0, before)


def _nothing(*given):
    return []


def test_what_the_database_refuses_is_a_plain_error(monkeypatch):
    monkeypatch.setattr(imports.OrganisationBook, "known", _nothing)
    organisation("Fenland Deaf Club", town="Ely")
    with pytest.raises(FolkmootError, match="row 2 was refused"):
        bring(ORGANISATIONS, ["Name", "Town"], ["Fenland Deaf Club", "Ely"])


def test_the_same_file_twice_changes_nothing():
    columns, rows = ["Name", "Town", "Notes"], [["A", "Ely", "one"], ["B", "", "two"], ["B", "March", "three"]]
    assert bring(ORGANISATIONS, columns, *rows).run.added == 3
    events, versions = AuditEvent.objects.count(), list(Organisation.objects.values_list("version", flat=True))
    again = bring(ORGANISATIONS, columns, *rows)
    assert again.run is None
    assert (len(again.plan.added), len(again.plan.changed), again.plan.unchanged) == (0, 0, 3)
    assert AuditEvent.objects.count() == events
    assert list(Organisation.objects.values_list("version", flat=True)) == versions


def test_what_differs_is_changed_and_an_empty_cell_leaves_what_is_stored():
    row = organisation("Fenland Deaf Club", town="Ely", notes="old", phone="01632 960001")
    seen = plan(ORGANISATIONS, ["Name", "Town", "Notes", "Telephone"], ["fenland deaf club", "Ely", "new", ""])
    assert [step.changed for step in seen.changed] == [("name", "notes")]
    bring(ORGANISATIONS, ["Name", "Town", "Notes", "Telephone"], ["fenland deaf club", "Ely", "new", ""])
    row.refresh_from_db()
    assert (row.name, row.notes, row.phone) == ("fenland deaf club", "new", "01632 960001")


def test_the_same_row_twice_in_a_file_counts_once_and_a_contradiction_is_a_problem():
    same = plan(ORGANISATIONS, ["Name", "Town"], ["A", "Ely"], ["A", "Ely"])
    assert (len(same.added), same.repeated, same.problems) == (1, 1, [])
    other = plan(ORGANISATIONS, ["Name", "Town", "Notes"], ["A", "Ely", "one"], ["a", "Ely", "two"])
    assert [problem.row for problem in other.problems] == [3]
    assert "Row 2" in other.problems[0].what


def test_a_person_of_two_areas_must_say_which():
    wales()
    found = plan(ORGANISATIONS, ["Name", "Area"], ["A", ""], ["B", "Cymru-Wales"], by=hq(), area=None)
    assert [(problem.row, problem.what) for problem in found.problems] == [(2, "The row names no Area.")]


def test_a_contact_with_a_day_before_the_other_and_without_a_day_of_consent():
    club = organisation()
    columns = ["Name", "Organisation", "Since", "Keep until", "Basis"]
    found = plan(
        CONTACTS, columns, ["Siân Prŷs", club.name, "2027-01-01", "", ""], ["Idris Cole", club.name, "2026-03-01", "2026-02-01", ""],
        ["Mo Ali", "Fenland Def Club", "2026-03-01", "", ""], ["Ana Reis", "", "", "", "They agreed"], ["Tom Hale", "", "", "", ""],
    ).problems  # fmt: skip
    assert [(problem.row, problem.place) for problem in found] == [
        (2, "C (Since)"), (3, "D (Keep until)"), (4, "B (Organisation)"), (5, "C (Since)")
    ]  # fmt: skip
    assert "Did you mean Fenland Deaf Club?" in found[2].do


def test_contacts_twice_change_nothing_and_namesakes_elsewhere_are_others():
    club = organisation()
    columns = ["Name", "Organisation", "E-mail", "Since"]
    rows = [
        ["Siân Prŷs", club.name, "sian@example.org", "1/2/2026"],
        ["Siân Prŷs", "", "other@example.org", "1/2/2026"],
        ["Siân Prŷs", club.name, "", "1/2/2026"],
    ]
    bring(CONTACTS, columns, *rows)
    assert Contact.objects.count() == 3
    assert bring(CONTACTS, columns, *rows).run is None


def test_a_day_that_could_be_meant_the_other_way_round_is_told():
    notes = plan(CONTACTS, ["Name", "Since"], ["A", "03/02/2026"], ["B", "04/02/2026"]).notes
    assert "3 February 2026" in notes[0]
    assert "1 other" in notes[0]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_an_export_brought_in_again_changes_nothing(ending, tmp_path):
    deaf, other = community(), community('A; B "quoted"')
    for number, text in enumerate(DANGEROUS):
        organisation(f"{text} {number}", notes=text, phone=text[:40]).communities.set([deaf, other])
    club = organisation(notes="one\r\ntwo", ended_on=date(2025, 1, 1))
    contact(organisation=club)
    contact("Rhys Ty", organisation=None, basis="published", basis_on=None, access_needs="=1")
    for spec in (ORGANISATIONS, CONTACTS):
        table = exported(spec, ending, tmp_path)
        assert list(table.columns) == [column.english for column in spec.columns]
        got = bring_in(spec, Source(table, suggest(spec, table.columns), "out", "0" * 64), by=icem(), at=NOW)
        assert (got.run, len(got.plan.problems), got.plan.unchanged) == (None, 0, len(table.rows))
    assert AuditEvent.objects.filter(kind="disclosure").count() == 2
    assert AuditEvent.objects.filter(kind="disclosure").first().detail["rows"] == len(DANGEROUS) + 1


def test_only_what_is_in_scope_is_taken_out(tmp_path):
    organisation()
    organisation("Clwb Byddar Caerdydd", area=wales())
    assert [row.values[0] for row in exported(ORGANISATIONS, "csv", tmp_path).rows] == ["Fenland Deaf Club"]
    assert len(exported(ORGANISATIONS, "csv", tmp_path, by=hq()).rows) == 2


def _everything(*given):
    return Organisation.objects.all()


def test_an_export_that_forgot_its_scope_would_be_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "taken_out_by", _everything)
    with pytest.raises(AssertionError):
        test_only_what_is_in_scope_is_taken_out(tmp_path)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_naughty_names_come_back_exactly_or_are_refused(ending, tmp_path, shared_data):
    naughty = list(dict.fromkeys(json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))))
    columns = ["Name"]
    first = plan(ORGANISATIONS, columns, *[[text] for text in naughty])
    bad = {problem.row for problem in first.problems}
    kept = [text for number, text in enumerate(naughty, 2) if number not in bad and text.strip()]
    assert len(kept) > 300
    bring(ORGANISATIONS, columns, *[[text] for text in kept])
    stored = set(Organisation.objects.values_list("name", flat=True))
    assert stored == {text.strip() for text in kept}
    table = exported(ORGANISATIONS, ending, tmp_path)
    flat = str if ending == "csv" else (lambda text: text.replace("\r\n", "\n"))
    assert {flat(row.values[0]) for row in table.rows} == {flat(name) for name in stored}
    again = bring_in(ORGANISATIONS, Source(table, suggest(ORGANISATIONS, table.columns), "out", "0" * 64), by=icem(), at=NOW)
    assert again.run is None


@pytest.mark.parametrize(
    ("file", "wishes", "rows"),
    [
        ("councils.csv", ["id=", "url=website"], 302),
        ("uk_local_authorities.csv", ["official-name=name", "area=", "end-date=ended_on"], 470),
    ],
)
def test_published_lists_are_brought_in_as_organisations(file, wishes, rows, shared_data):
    table = read_table(shared_data / "organisations" / file, name_headings=True)
    matching = asked_for(ORGANISATIONS, table.columns, wishes, suggest(ORGANISATIONS, table.columns))
    given = Source(table, matching, file, running.sha256_of(shared_data / "organisations" / file), area())
    assert bring_in(ORGANISATIONS, given, by=icem(), at=NOW).run.added == Organisation.objects.count() == rows
    assert bring_in(ORGANISATIONS, given, by=icem(), at=NOW).run is None


def test_constraints_are_asked_again_after_an_import():
    row = organisation()
    bring(ORGANISATIONS, ["Name"], ["Another"])
    with pytest.raises(FolkmootError, match="already known"):
        change_organisation(by=icem(), at=NOW, organisation=Organisation.objects.get(name="Another"), name=row.name, town=row.town)
