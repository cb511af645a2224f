"""From a file to rows in the browser, and what a bad file meets on the way."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem
from folkmoot.foundation.models import AuditEvent, ImportRun
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.overview.importing.kinds import KINDS
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db
GROUPS = b"Group,Town,Shoe size\nFenland Deaf Club,Ely,7\n<b>Bold</b>,March,8\n"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def files(tmp_path):
    return lambda: [found for found in (tmp_path / "incoming").rglob("*") if found.is_file()] if (tmp_path / "incoming").exists() else []


def client_of(viewer):
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.fixture
def client():
    area()
    return client_of(icem())


def send(client, data=GROUPS, name="groups.csv", **over):
    return client.post(reverse("import"), {"kind": "organisations", "file": SimpleUploadedFile(name, data)} | over)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def matched(client, *fields, data=GROUPS, **over):
    answer = send(client, data, **over)
    return client.post(answer.url, {f"column_{place}": field for place, field in enumerate(fields)})


def test_a_file_becomes_rows_and_is_gone(client, files):
    first = send(client)
    page = client.get(first.url)
    assert '<option value="name" selected' in page.content.decode()
    assert "will not be brought in: “Shoe size”" in text_of(page)
    second = client.post(first.url, {"column_0": "name", "column_1": "town", "column_2": ""})
    checked = client.get(second.url)
    assert "To be added 2 To be changed 0" in text_of(checked)
    assert Organisation.objects.count() == 0
    third = client.post(second.url)
    assert "Added 2" in text_of(client.get(third.url))
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Fenland Deaf Club", "<b>Bold</b>"}
    assert files() == []
    assert "groups.csv" in text_of(client.get(reverse("import")))
    assert client.post(second.url).url == third.url
    assert ImportRun.objects.count() == 1


def test_an_icem_of_one_area_is_not_asked_for_it_and_national_staff_are(client):
    assert "Which Area" not in text_of(client.get(reverse("import")))
    area("cymru-wales", "Cymru-Wales")
    assert "Which Area" in text_of(client_of(hq()).get(reverse("import")))


def test_the_next_file_of_the_same_shape_is_matched_as_the_last(client):
    client.post(matched(client, "name", "notes", "").url)
    page = client.get(send(client).url).content.decode()
    assert '<option value="notes" selected' in page


def test_columns_matched_twice_or_without_the_name_are_refused(client):
    answer = matched(client, "town", "town", "")
    assert answer.status_code == 422
    assert "are all matched with Town" in text_of(answer)
    assert "No column is matched with Name" in text_of(answer)


def test_problems_are_shown_with_their_place_and_nothing_can_be_brought_in(client):
    answer = matched(client, "name", "kind", "", data=b"Group,Type,x\nA,Sports,1\n<i>B</i>,<script>,2\n")
    shown = client.get(answer.url)
    assert "B (Type)" in text_of(shown)
    assert "Sports" in text_of(shown)
    assert "<script>" not in shown.content.decode().replace('<script type="module"', "")
    assert "Bring it in" not in text_of(shown)
    assert client.post(answer.url).status_code == 422
    assert Organisation.objects.count() == 0


def test_what_would_change_is_shown_and_that_it_was_shown_is_on_record(client):
    organisation("Fenland Deaf Club", town="Ely", area=area(), notes="old")
    answer = matched(client, "name", "town", "notes")
    assert "To be added 1 To be changed 1" in text_of(client.get(answer.url))
    assert AuditEvent.objects.filter(kind="consultation", route="import_check").count() == 1


def test_a_file_known_already_has_nothing_to_confirm(client):
    client.post(matched(client, "name", "town", "").url)
    answer = matched(client, "name", "town", "")
    assert "Everything in this file is known already" in text_of(client.get(answer.url))
    assert client.post(answer.url).url == reverse("import")
    assert ImportRun.objects.count() == 1


def _broken(**values):
    return 1 / 0


def test_a_broken_run_keeps_the_file_and_stores_nothing(client, files, monkeypatch):
    answer = matched(client, "name", "town", "")
    monkeypatch.setattr("folkmoot.stakeholders.imports.add_organisation", _broken)
    with pytest.raises(ZeroDivisionError):
        client.post(answer.url)
    assert len(files()) == 2
    assert client.get(answer.url).status_code == 200


def test_another_sheet_and_another_row_of_headings_can_be_chosen(client):
    data = write_xlsx(
        [Sheet("Cover", ["About"], [["x"]]), Sheet("List", ["Groups 2026", ""], [["Name", "Town"], ["A", "Ely"]])], "t", "en-GB"
    )
    answer = send(client, data, "groups.xlsx")
    page = client.get(answer.url, {"sheet": "List", "header_row": "2"})
    assert '<option value="town" selected' in page.content.decode()
    assert client.get(answer.url, {"sheet": "Nowhere"}).status_code == 422
    assert client.get(answer.url, {"header_row": "999"}).status_code == 422
    assert '<option value="town" selected' in client.get(answer.url).content.decode()


def test_a_file_can_be_given_up(client, files):
    answer = send(client)
    client.post(answer.url.replace("/match/", "/forget/"))
    assert files() == []
    assert client.get(answer.url).status_code == 422


def test_nobody_opens_the_file_or_the_result_of_somebody_else(client):
    answer = matched(client, "name", "town", "")
    other = client_of(icem("mo.ali@example.org", "Mo Ali"))
    assert other.get(answer.url).status_code == 422
    done = client.post(answer.url)
    assert other.get(done.url).status_code == 404


@pytest.mark.parametrize("address", ["import", "export"])
def test_other_roles_are_refused(address):
    who = account("ana.reis@example.org", "Ana Reis")
    grant(who, Role.STAFF, [area()])
    client = Client()
    client.force_login(who)
    assert client.get(reverse(address)).status_code == 403


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1024):
                sheet.write(b"0" * 1024 * 1024)
    return target.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bomb.xlsx", bomb, "once it is unpacked"),
        ("empty.csv", lambda: b"", "empty"),
        ("locked.xlsx", lambda: LOCKED, "password"),
        ("page.xls", lambda: b"<html><table></table></html>", "not a table"),
        ("large.csv", lambda: b"a,b\n" + b"x" * 21 * 1024 * 1024, "20 MB"),
        ("none.csv", None, "Choose a file"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_cannot_be_used_is_a_plain_error(client, files, name, data, words):
    answer = send(client, data(), name) if data else client.post(reverse("import"), {"kind": "organisations"})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert files() == []


def test_sixteen_bit_text_and_formula_cells_are_read(client):
    answer = matched(client, "name", "town", data="Group\tTown\r\nTŷ’r Byddar\tLlŷn\r\n=1+1\tEly\r\n".encode("utf-16"))
    client.post(answer.url)
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Tŷ’r Byddar", "=1+1"}


def test_hostile_spreadsheets_are_read_or_refused_and_store_nothing(client, files, shared_data):
    found = sorted((shared_data / "hostile" / "spreadsheets").glob("*.[xo]*"))
    sample = found[:: max(1, len(found) // 25)]
    assert len(sample) >= 25
    for file in sample:
        answer = send(client, file.read_bytes(), file.name)
        assert answer.status_code in (302, 422), file.name
        if answer.status_code == 302:
            assert client.get(answer.url).status_code == 200, file.name
            client.post(answer.url.replace("/match/", "/forget/"))
    assert (Organisation.objects.count(), files()) == (0, [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_files_to_fill_in_and_files_taken_out_have_the_same_columns(client, tmp_path, kind, ending):
    headings = [column.english for column in KINDS[kind].columns]
    for route in ("import_template", "export_file"):
        answer = client.get(reverse(route, args=[kind, ending]))
        assert "attachment" in answer.headers["Content-Disposition"]
        path = tmp_path / f"{route}.{ending}"
        path.write_bytes(answer.content)
        assert list(read_table(path).columns) == headings
    assert AuditEvent.objects.get(kind="disclosure").detail == {"kind": kind, "format": ending, "rows": 0}


def test_taking_out_keeps_to_the_area_asked_for_and_to_the_scope(client, tmp_path):
    organisation("Fenland Deaf Club", area=area())
    organisation("Clwb Byddar", area=area("cymru-wales", "Cymru-Wales"))
    national = client_of(hq())
    for who, query, names in (
        (client, "", {"Fenland Deaf Club"}), (national, "", {"Fenland Deaf Club", "Clwb Byddar"}),
        (national, "?area=cymru-wales", {"Clwb Byddar"}),
    ):  # fmt: skip
        path = tmp_path / "out.csv"
        path.write_bytes(who.get(reverse("export_file", args=["organisations", "csv"]) + query).content)
        assert {row.values[0] for row in read_table(path).rows} == names
    assert client.get(reverse("export_file", args=["organisations", "csv"]) + "?area=cymru-wales").status_code == 404
    assert client.get("/export/accounts.csv").status_code == 404
    assert client.get("/export/points.pdf").status_code == 404
    assert client.get(reverse("export")).status_code == 200


def test_the_same_row_twice_is_counted_once_and_said(client):
    answer = matched(client, "name", "town", data=b"Group,Town\nFenland Deaf Club,Ely\nFenland Deaf Club,Ely\n")
    shown = text_of(client.get(answer.url))
    assert "The same row twice in the file, counted once 1" in shown
    assert "To be added 1" in shown
    assert "Known already, left as they are 0" in shown


def test_the_columns_left_out_are_those_chosen_also_where_the_choice_is_refused(client):
    answer = matched(client, "", "town", "notes")
    assert answer.status_code == 422
    assert "these will not be brought in: “Group”" in text_of(answer)
