"""`folkmoot import` and `folkmoot export`."""

import json

import pytest

from folkmoot.accounts.tests.factories import area, icem
from folkmoot.cli import main
from folkmoot.communities.models import Community
from folkmoot.foundation.models import AuditEvent, ImportRun
from folkmoot.overview.importing.kinds import KINDS
from folkmoot.overview.importing.named import KIND_NAMES
from folkmoot.overview.importing.views import LISTS
from folkmoot.stakeholders.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(tmp_path):
    area()
    file = tmp_path / "groups.csv"
    file.write_text("Group,Town,Shoe size\nFenland Deaf Club,Ely,7\n=1+1,March,8\n", encoding="utf-8")
    return file


def bring(file, *more):
    return main(["import", "organisations", str(file), "--area", "east-of-england", *more])


def test_a_dry_run_stores_nothing_and_the_run_stores_all(groups, capsys):
    assert bring(groups, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "2 would be added" in said
    assert "will not be brought in: Shoe size" in said
    assert Organisation.objects.count() == 0
    assert bring(groups) == 0
    assert "2 added, 0 changed, 0 known already" in capsys.readouterr().out
    events = AuditEvent.objects.count()
    assert bring(groups) == 0
    assert "0 added, 0 changed, 2 known already" in capsys.readouterr().out
    assert (AuditEvent.objects.count(), ImportRun.objects.count()) == (events, 1)


def test_columns_are_matched_as_asked(groups, capsys):
    assert bring(groups, "--match", "Shoe size=notes", "--match", "Town=", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["columns"], said["left_out"]) == ({"Group": "name", "Town": "", "Shoe size": "notes"}, ["Town"])
    assert (said["brought_in"], said["added"], said["problem_count"]) == (True, 2, 0)
    assert Organisation.objects.get(name="=1+1").notes == "8"


def test_every_problem_is_printed_and_the_exit_code_is_1(groups, capsys):
    groups.write_text("Group,Type\nA,Sports\n,\nB,Police\n,Health\n", encoding="utf-8")
    assert bring(groups) == 1
    said = capsys.readouterr().out
    assert "row 2, column B (Type): “Sports” is not one of the words allowed here" in said
    assert "row 5, column A (Group): This is needed and is blank." in said
    assert "2 problems: nothing was brought in" in said
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--match", "Colour=name"], "no column “Colour”"), (["--area", "narnia"], "no Area “narnia”"),
        (["--by", "x@example.org"], "No account"),
     (["--match", "Group="], "No column is matched with Name")],
)  # fmt: skip
def test_a_wrong_request_is_a_plain_error(groups, capsys, words, said):
    assert bring(groups, *words) == 1
    assert said in capsys.readouterr().err


def test_a_person_brings_into_their_own_area_alone(groups, capsys):
    by = icem()
    area("cymru-wales", "Cymru-Wales")
    assert main(["import", "organisations", str(groups), "--by", "nia.rowe@example.org"]) == 0
    assert ImportRun.objects.get().account_id == by.account_id
    assert main(["import", "organisations", str(groups), "--by", "nia.rowe@example.org", "--area", "cymru-wales"]) == 1
    assert "role does not let you" in capsys.readouterr().err


def test_an_export_is_private_recorded_and_comes_back_unchanged(groups, tmp_path, capsys):
    bring(groups)
    out = tmp_path / "out.ods"
    assert main(["export", "organisations", "--out", str(out)]) == 0
    assert "2 organisations written" in capsys.readouterr().out
    assert oct(out.stat().st_mode)[-3:] == "600"
    assert AuditEvent.objects.get(kind="disclosure").detail["rows"] == 2
    assert main(["import", "organisations", str(out)]) == 0
    assert "0 added, 0 changed, 2 known already" in capsys.readouterr().out


def test_an_existing_file_or_an_unknown_ending_takes_nothing_out(groups, tmp_path, capsys):
    bring(groups)
    assert main(["export", "organisations", "--out", str(groups)]) == 1
    assert main(["export", "organisations", "--out", str(tmp_path / "out.pdf")]) == 1
    said = capsys.readouterr().err
    assert "File exists" in said
    assert "Choose .csv, .xlsx or .ods" in said
    assert not AuditEvent.objects.filter(kind="disclosure").exists()


def test_the_command_knows_every_kind_that_the_page_knows(tmp_path, capsys):
    area()
    assert tuple(KINDS) == KIND_NAMES == tuple(LISTS)
    file = tmp_path / "communities.csv"
    file.write_text("Name\nDeaf people in the Fens\n", encoding="utf-8")
    assert main(["import", "communities", str(file), "--area", "east-of-england"]) == 0
    assert Community.objects.get().name == "Deaf people in the Fens"
    assert main(["export", "communities", "--out", str(tmp_path / "out.csv")]) == 0
    assert "Deaf people in the Fens" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    for kind in ("roles", "speaks-for"):
        assert main(["export", kind, "--out", str(tmp_path / f"{kind}.csv")]) == 0


def test_the_command_prints_what_the_page_says(tmp_path, capsys):
    area()
    groups, people = tmp_path / "groups.csv", tmp_path / "people.csv"
    groups.write_text("Group,Postcode\nCardiff House,CF10 3AT\n", encoding="utf-8")
    people.write_text("Name,E-mail\nMo Ali,mo@example.org\n", encoding="utf-8")
    assert bring(groups) == 0
    assert "note: Postcodes are not checked against the Area" in capsys.readouterr().out
    assert main(["import", "contacts", str(people), "--area", "east-of-england"]) == 0
    assert "note: 1 new person is kept as “Still to be asked”" in capsys.readouterr().out
