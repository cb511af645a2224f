"""People, roles and voices as they are found in real spreadsheets, and what comes back of them."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.areas.authorities.queries import PostcodePlaces
from folkmoot.areas.models import Authority, PostcodeSector
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.foundation.importing import exporting
from folkmoot.foundation.importing.matching import suggest
from folkmoot.foundation.importing.running import Source, bring_in, check
from folkmoot.foundation.importing.tests.making import source
from folkmoot.foundation.tables.reading import read_table
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.imported_standing import AFFILIATIONS, SPEAKS_FOR
from folkmoot.stakeholders.imports import CONTACTS, ORGANISATIONS
from folkmoot.stakeholders.models import Affiliation, Contact, Organisation, SpeaksFor
from folkmoot.stakeholders.queries import organisation_list
from folkmoot.stakeholders.tests.factories import contact, organisation, person

pytestmark = pytest.mark.django_db


def plan(spec, columns, *rows, by=None):
    return check(spec, source(spec, columns, *rows, area=area()), by=by or icem(), at=NOW)


def bring(spec, columns, *rows, by=None):
    return bring_in(spec, source(spec, columns, *rows, area=area()), by=by or icem(), at=NOW)


def test_a_spreadsheet_as_people_keep_it():
    bring(
        CONTACTS,
        ["Surname, Forename", "Mobile", "Consent date", "Formats", "What they need", "May be used for", "How they agreed", "Born"],
        ["Prŷs, Siân", "1632960001", "45292", "audio; LARGE PRINT", "Hearing loop, step-free way in", "Invitations", "On a form", "1961"],
        ["Cole, Idris", "7700900123", "01/02/2025", "", "", "", "", ""],
        ["Ali Khan, OBE", "+44 1632 960002", "2025-02-01", "", "", "", "", ""],
    )
    one, two, three = Contact.objects.order_by("pk")
    assert (one.name, one.phone, one.basis_on, one.birth_year) == ("Siân Prŷs", "01632960001", date(2024, 1, 1), 1961)
    assert (one.formats, one.needs) == (["large_print", "audio"], ["step_free", "hearing_loop"])
    assert queries.may_be_invited(one, on=TODAY)
    assert not queries.may_be_invited(one, "bulletins", on=TODAY)
    assert (two.name, two.phone, three.name, three.phone) == ("Idris Cole", "07700900123", "Ali Khan, OBE", "+44 1632 960002")


@pytest.mark.parametrize(
    ("heading", "value", "what"),
    [
        ("Formats", "Braille", "“Braille”, which is not one of the words"),
        ("What they need", "step-free way in; a crane", "“a crane”"),
        ("May be used for", "Invitations", "Say how they agreed"),
        ("Year of birth", "1850", "year of birth"),
        ("Why we may keep their details", "None: they withdrew it", "person’s page"),
        ("Name", " ", "blank"),
    ],
)
def test_what_cannot_be_used_is_said_in_words(heading, value, what):
    columns = list(dict.fromkeys(["Name", "Since", heading]))
    values = {"Name": "Siân Prŷs", "Since": "2025-01-01", heading: value}
    (problem,) = plan(CONTACTS, columns, [values[name] for name in columns]).problems
    assert what in str(problem)
    assert not Contact.objects.exists()


def test_a_purpose_left_out_is_no_longer_agreed_to_and_a_new_one_is():
    row = person(purposes=["invitations"], how="form")
    columns = ["Name", "May be used for", "How they agreed"]
    bring(CONTACTS, columns, [row.name, "Bulletins", "In writing"])
    assert not queries.may_be_invited(row, on=TODAY)
    assert queries.may_be_invited(row, "bulletins", on=TODAY)
    assert bring(CONTACTS, columns, [row.name, "Bulletins", "In writing"]).run is None
    assert bring(CONTACTS, columns, [row.name, "", ""]).run is None


def test_two_of_one_name_born_in_different_years_are_two_people():
    row = person(birth_year=1950)
    seen = plan(CONTACTS, ["Name", "Year of birth", "Since"], ["Siân Prŷs", "1950", ""], ["Siân Prŷs", "1980", "2025-01-01"])
    assert [(step.stored, step.adds) for step in seen.steps] == [(row, False), (None, True)]


def test_a_name_that_only_a_merged_entry_bears_stands_for_what_took_it_in():
    kept, who = organisation(), person()
    organisation("Fenland Def Club", merged_into=kept)
    contact("Sean Price", merged_into=who)
    assert bring(ORGANISATIONS, ["Name"], ["Fenland Def Club"]).run is None
    assert bring(CONTACTS, ["Name"], ["Sean Price"]).run is None
    bring(CONTACTS, ["Name", "Organisation", "Since"], ["Mo Ali", "Fenland Def Club", "2025-01-01"])
    assert Contact.objects.get(name="Mo Ali").organisation == kept
    bring(AFFILIATIONS, ["Person", "Kind of role"], ["Sean Price", "Faith leader"])
    assert Affiliation.objects.get(kind="faith_leader").contact == who
    assert queries.organisations(icem()).count() == 1


def test_a_postcode_outside_the_area_is_told_and_not_refused(monkeypatch):
    def places(viewer, postcode):
        inside = [Authority(code="W06000015")] if postcode.startswith("CF") else []
        return PostcodePlaces(sector="", authorities=inside, areas=[wales()] if inside else [], shared=False, known=True)

    monkeypatch.setattr(organisation_list, "postcode_places", places)
    seen = plan(ORGANISATIONS, ["Name", "Postcode"], ["A", "CF10 3AT"], ["B", "ZZ99 9ZZ"])
    assert [note for note in seen.notes if "Check it" in note] == [
        "A: “CF10 3AT” lies outside East of England, in Cymru-Wales. Check it.",
        "B: “ZZ99 9ZZ” is not in the postcode directory that was brought in. Check it.",
    ]
    assert not seen.problems
    assert bring(ORGANISATIONS, ["Name", "Postcode"], ["A", "CF10 3AT"]).run.added == 1
    assert not any("CF10" in note for note in plan(ORGANISATIONS, ["Name", "Postcode"], ["A", "CF10 3AT"]).notes)


def test_without_a_directory_it_is_said_that_postcodes_are_not_checked():
    told = "Postcodes are not checked against the Area: no postcode directory has been brought in."
    assert told in plan(ORGANISATIONS, ["Name", "Postcode"], ["A", "CF10 3AT"], ["B", "PE30 1JJ"]).notes
    assert told not in plan(ORGANISATIONS, ["Name"], ["A"]).notes
    cardiff = Authority.objects.create(code="W06000015", name_en="Cardiff", kind="welsh")
    PostcodeSector.objects.create(sector="CF10 3", authority=cardiff, postcodes=9)
    (note,) = [each for each in plan(ORGANISATIONS, ["Name", "Postcode"], ["B", "PE30 1JJ"]).notes if "ostcode" in each]
    assert note == "B: “PE30 1JJ” is not in the postcode directory that was brought in. Check it."


def test_a_sheet_that_says_nothing_of_agreement_makes_people_who_have_still_to_be_asked():
    columns, rows = ["Name", "E-mail", "Year of birth"], [["Mo Ali", "mo@example.org", "1961"], ["Idris Cole", "idris@example.org", ""]]
    seen = plan(CONTACTS, columns, *rows)
    assert seen.problems == []
    assert [note for note in seen.notes if note.startswith("2 new people are kept as “Still to be asked”")]
    assert bring(CONTACTS, columns, *rows).run.added == 2
    for row in Contact.objects.all():
        assert (row.basis, row.basis_on) == ("to_be_asked", None)
        assert not any(queries.may_be_invited(row, purpose, on=TODAY) for purpose in ("engagement", "invitations", "bulletins", "panels"))
    assert bring(CONTACTS, columns, *rows).run is None
    assert not any("Still to be asked" in note for note in plan(CONTACTS, columns, *rows).notes)


def test_a_sheet_does_not_take_away_what_was_agreed_and_one_that_says_when_is_taken_at_its_word():
    known = person(email="sian.prys@example.org")
    bring(CONTACTS, ["Name", "E-mail", "Telephone"], ["Siân Prŷs", "sian.prys@example.org", "01632 960009"])
    known.refresh_from_db()
    assert (known.phone, known.basis, known.basis_on) == ("01632 960009", "consent", date(2025, 5, 1))
    bring(CONTACTS, ["Name", "Consent date"], ["Mo Ali", "2025-02-01"])
    assert Contact.objects.get(name="Mo Ali").basis == "consent"
    (problem,) = plan(CONTACTS, ["Name", "Why we may keep their details"], ["Idris Cole", "They agreed"]).problems
    assert "Give the day on which they agreed" in str(problem)


def test_what_is_wrong_and_what_to_do_are_two_sentences():
    (problem,) = plan(ORGANISATIONS, ["Name", "Communities"], ["A", "People of Nowhere"]).problems
    assert "is not a community of this Area. " in str(problem)


def test_roles_are_brought_in_once_and_ended_by_a_later_file():
    club = organisation()
    row = person()
    columns = ["Member", "Group", "Kind of role", "Title", "Joined", "Left"]
    lines = [["Siân Prŷs", club.name, "Chair", "", "1/9/2024", ""], ["Siân Prŷs", "", "Panel member", "Hate crime panel", "", ""]]
    assert bring(AFFILIATIONS, columns, *lines).run.added == 2
    assert bring(AFFILIATIONS, columns, *lines).run is None
    row.refresh_from_db()
    assert (row.organisation, row.role) == (club, "Chair")
    lines[0][-1] = "28/2/2026"
    ended = bring(AFFILIATIONS, columns, *lines).plan
    assert (len(ended.added), [step.changed for step in ended.changed]) == (0, [("ends",)])
    assert Affiliation.objects.get(kind="chair").ends == date(2026, 2, 28)
    row.refresh_from_db()
    assert (row.organisation, row.role) == (None, "Hate crime panel")


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["Sian Pryce", "Chair", "", ""], "Did you mean Siân Prŷs?"),
        (["Siân Prŷs", "Other", "", ""], "Say what the role is"),
        (["Siân Prŷs", "Chair", "2026-01-01", "2025-01-01"], "last day is before the first"),
        (["Mo Ali", "Chair", "", ""], "name of more than one person"),
    ],
)
def test_a_role_that_cannot_be_brought_in_says_why(cells, what):
    person(), person("Mo Ali", email="a@example.org"), person("Mo Ali", birth_year=1970)
    (problem,) = plan(AFFILIATIONS, ["Person", "Kind of role", "Since", "Until"], cells).problems
    assert what in str(problem)


def test_who_speaks_for_whom_is_brought_in_once_and_ended_by_a_later_file():
    club, deaf = organisation(), community()
    person()
    columns = ["Community", "Person", "Organisation", "Nominated by", "Nominated on", "Until"]
    lines = [[deaf.name, "", club.name, "Its annual meeting", "2025-06-01", ""], [deaf.name, "Siân Prŷs", "", "The club", "2025-06-01", ""]]
    assert bring(SPEAKS_FOR, columns, *lines).run.added == 2
    assert bring(SPEAKS_FOR, columns, *lines).run is None
    lines[0][-1] = "2026-01-31"
    assert bring(SPEAKS_FOR, columns, *lines).run.changed == 1
    assert SpeaksFor.objects.get(organisation=club).ended_on == date(2026, 1, 31)
    (both,) = plan(SPEAKS_FOR, columns, [deaf.name, "Siân Prŷs", club.name, "x", "2025-06-01", ""]).problems
    assert "either a person or an organisation" in str(both)
    (other,) = plan(SPEAKS_FOR, columns, [deaf.name, "Siân Prŷs", "", "Another", "2025-07-01", ""]).problems
    assert "recorded already" in str(other)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_everything_taken_out_and_brought_in_again_changes_nothing(ending, tmp_path):
    club, mosque, deaf = organisation(), organisation("Wisbech Mosque"), community()
    full = person(organisation=club, role="Chair", birth_year=1950, formats=["audio", "bsl"], needs=["step_free"], times="Evenings",
                  needs_asked_on=TODAY, purposes=["invitations", "panels"], how="voice", phone="01632 960001")  # fmt: skip
    person(birth_year=1980)
    gone = person("Aled Pugh, Trustee", email="aled@example.org")
    operations.withdraw(by=icem(), at=NOW, contact=gone, purposes=["keep"])
    operations.add_affiliation(
        by=icem(), at=NOW, contact=full, kind="faith_leader", organisation=mosque, starts=date(2020, 1, 1), ends=TODAY
    )
    operations.add_affiliation(by=icem(), at=NOW, contact=full, kind="faith_leader", organisation=mosque)
    for who in (club, full):
        operations.attest(by=icem(), at=NOW, stakeholder=who, community=deaf, attested_by="The club", attested_on=date(2025, 1, 1))
    operations.attest(
        by=hq(), at=NOW, stakeholder=organisation("Clwb", area=wales()), community=community("Pobl", area=wales()), attested_by="x"
    )
    for spec, rows in ((ORGANISATIONS, 2), (CONTACTS, 3), (AFFILIATIONS, 3), (SPEAKS_FOR, 2)):
        path = tmp_path / f"{spec.kind}.{ending}"
        path.write_bytes(exporting.take_out(spec, ending, by=icem(), at=NOW).data)
        table = read_table(path)
        assert list(table.columns) == [column.english for column in spec.columns]
        got = bring_in(spec, Source(table, suggest(spec, table.columns), "out", "0" * 64), by=icem(), at=NOW)
        assert ([str(each) for each in got.plan.problems], got.run, got.plan.unchanged) == ([], None, rows), spec.kind


def test_a_merged_row_is_not_taken_out(tmp_path):
    kept = organisation()
    organisation("Fenland Def Club", merged_into=kept)
    path = tmp_path / "out.csv"
    path.write_bytes(exporting.take_out(ORGANISATIONS, "csv", by=icem(), at=NOW).data)
    assert [row.values[0] for row in read_table(path).rows] == [kept.name]
    assert Organisation.objects.count() == 2
