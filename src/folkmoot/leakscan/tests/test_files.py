"""Nothing of a case leaves in a file, wherever in the file it sits."""

import pytest

from folkmoot.documents import DocumentError
from folkmoot.documents.tests.hiding import ALL, SEEN, Hidden, clean_files
from folkmoot.documents.tests.packages import core, docx, paragraph
from folkmoot.documents.tests.pdfs import pdf, words
from folkmoot.leakscan import Secret, files, scan_file

NAME = Secret("Zebedee Quillfeather")


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: f"{hidden.form}: {hidden.carrier}")
def test_a_hidden_name_is_found_with_its_place(hidden: Hidden) -> None:
    found = scan_file(hidden.build(NAME.value), f"released.{hidden.form}", [NAME])
    assert any("quillfeather" in each.leak.text.casefold() for each in found)
    assert all(each.where for each in found)


@pytest.mark.parametrize("name", clean_files())
def test_nothing_is_found_in_a_clean_file(name: str) -> None:
    assert scan_file(clean_files()[name], "released", [NAME, Secret("07700 900123", "phone")]) in ([], _addresses_of(name))


def _addresses_of(name: str) -> list[files.FileLeak]:
    """The clean message has the addresses of its writer and its reader, which are no secret of the case and yet tell who they are."""
    if name != "a message":
        return []
    return scan_file(clean_files()[name], "released", [])


def test_the_name_of_the_file_is_looked_at() -> None:
    assert [each.where for each in scan_file(SEEN.encode(), "Quillfeather statement.txt", [NAME])] == ["file name"]


def test_a_name_on_the_page_is_told_once() -> None:
    found = scan_file(pdf([words("Zebedee Quillfeather left.")]), "a.pdf", [NAME])
    assert found[0].where == "the text that is seen"
    assert "page 1" not in {each.where for each in found}


def test_a_name_on_the_page_and_in_the_properties_is_told_for_both() -> None:
    found = scan_file(docx(paragraph(NAME.value), {"docProps/core.xml": core(NAME.value)}), "a.docx", [NAME])
    assert {"the text that is seen", "docProps/core.xml"} <= {each.where for each in found}


def test_a_file_that_cannot_be_read_is_no_clean_file() -> None:
    with pytest.raises(DocumentError):
        scan_file(b"%PDF-1.7\nbroken", "a.pdf", [NAME])


def test_without_the_other_strings_hidden_names_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a scan that looks only at the readable text misses every hidden name."""
    monkeypatch.setattr(files, "carriers", lambda *_: iter(()))
    assert not [hidden.carrier for hidden in ALL if scan_file(hidden.build(NAME.value), "a", [NAME], patterns=False)]
