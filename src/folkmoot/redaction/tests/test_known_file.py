"""The file of known values is read in whatever order and words its columns come, or refused with its row and column."""

import io

import pytest

from folkmoot.redaction.known_file import KnownFileError, read_known
from folkmoot.redaction.spans import Kind, Known


def read(text, name="names.csv"):
    return read_known(text.encode(), name)


def test_a_list_of_names_needs_no_heading():
    assert read("John Smith\nMary Jones\n\n") == [Known("John Smith"), Known("Mary Jones")]


@pytest.mark.parametrize(
    "text",
    [
        "value,kind,role,person\nJohn Smith,name,victim,V1\n07700 900123,phone,,V1\n",
        "Person;Role;Type;Value\nV1;victim;Name;John Smith\nV1;;Mobile;07700 900123\n",
        "\ufeffROLE\tWho\tDetails\tCategory\nvictim\tV1\tJohn Smith\tperson\n\tV1\t07700 900123\tTel\n",
        "kind,name,role,person\nname,John Smith,victim,V1\nphone,07700 900123,,V1\n",
        "role,value,person id\nvictim,John Smith,V1\n,07700 900123,V1\n",
    ],
)
def test_columns_in_any_order_and_by_other_words(text):
    assert read(text) == [Known("John Smith", Kind.NAME, "victim", "V1"), Known("07700 900123", Kind.PHONE, "", "V1")]


def test_one_row_for_each_person():
    text = 'First name,Surname,DOB,Address,Mobile,Role\nJohn,Smith,14/03/1990,"12 Acacia Ave, Leeds",07700 900123,victim\nAnn,Lee,,,,\n'
    person = "John Smith"
    assert read(text) == [
        Known(person, Kind.NAME, "victim", person), Known("14/03/1990", Kind.DATE_OF_BIRTH, "victim", person),
        Known("12 Acacia Ave, Leeds", Kind.ADDRESS, "victim", person), Known("07700 900123", Kind.PHONE, "victim", person),
        Known("Ann Lee", Kind.NAME, "", "Ann Lee"),
    ]  # fmt: skip


def test_columns_without_headings_are_told_by_what_they_hold():
    assert read("John Smith,victim\nPC 12 Jones,officer\n") == [
        Known("John Smith", Kind.NAME, "victim"),
        Known("PC 12 Jones", Kind.NAME, "officer"),
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [("John Smith", Kind.NAME), ("a@example.org", Kind.EMAIL), ("@jim", Kind.HANDLE), ("M14 5RX", Kind.POSTCODE), ("07700 900123",
    Kind.PHONE),
     ("AB123456C", Kind.NI_NUMBER), ("AB12 CDE", Kind.VEHICLE), ("14 March 1990", Kind.DATE_OF_BIRTH), ("12 Acacia Avenue", Kind.ADDRESS),
     ("01AB1234521", Kind.REFERENCE), ("https://example.org", Kind.URL), ("DC 4321 Ali", Kind.NAME)],
)  # fmt: skip
def test_a_kind_that_is_not_given_is_told_from_the_value(value, kind):
    assert read(f"value\n{value}\n") == [Known(value, kind)]


def test_a_workbook_with_real_dates():
    import datetime

    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Date of birth", "Collar"])
    sheet.write(1, 0, "John Smith")
    sheet.write_datetime(1, 1, datetime.date(1990, 3, 14), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write(1, 2, 1234)
    book.close()
    assert read_known(made.getvalue(), "names.xlsx") == [
        Known("John Smith", Kind.NAME, "", "John Smith"), Known("14/03/1990", Kind.DATE_OF_BIRTH, "", "John Smith"),
        Known("1234", Kind.REFERENCE, "", "John Smith"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_common_encoding(encoding):
    assert read_known("name\nSiân Huw\n".encode(encoding)) == [Known("Siân Huw")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "holds no values"),
        (b"name,role\n", "holds no values"),
        (b"a,b\nc,d\n", "not clear what the columns"),
        (b"value,kind\nJohn,name\nx,nonsense\n", "Row 3, column 2 of 'names.csv': 'nonsense'"),
        (b'name\n"John\nSmith', "cannot be read as CSV"),
        (b"PK\x03\x04rubbish", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel or Word"),
        (b"\x00\x01\x02", "not a CSV or XLSX"),
        (b"value,kind\n,name\n", "Row 2 of 'names.csv' has a kind and no value"),
    ],
)
def test_what_cannot_be_used_is_refused_plainly(data, told):
    with pytest.raises(KnownFileError, match=told):
        read_known(data, "names.csv")
