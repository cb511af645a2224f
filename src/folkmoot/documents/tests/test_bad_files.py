"""Files that are broken, locked, made to do harm, or something else than their name says: each is refused in plain words."""

import io
import zipfile

import pytest

from folkmoot.documents import DocumentError, DocumentKind, HazardKind, NeedsPassword, attachments, carriers, read
from folkmoot.documents import contract as limits
from folkmoot.documents.tests.hiding import SEEN
from folkmoot.documents.tests.packages import docx, docx_parts, packed, paragraph
from folkmoot.documents.tests.pdfs import box, pdf, words

WORD = docx(paragraph(SEEN))
BOMB = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;">]><w:document><w:body>&c;</w:body></w:document>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def _locked_pdf(user: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([words(SEEN)]))))
    writer.encrypt(user, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _huge_member() -> bytes:
    return packed({**docx_parts(paragraph(SEEN)), "word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def _named(name: str) -> bytes:
    return packed({**docx_parts(paragraph(SEEN)), name: "x"})


def _twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", "<a/>")
    return stream.getvalue()


REFUSED = {
    "empty": b"",
    "blank": b"\0\0 \n",
    "a program": bytes(range(256)) * 50,
    "a plain zip": packed({"a.txt": "hello"}),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "Outlook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"),
    "RTF": b"{\\rtf1 hello}",
    "half a Word document": WORD[: len(WORD) // 2],
    "half a PDF": b"%PDF-1.7\n1 0 obj\n<< /Type",
    "half a picture": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "entities": docx("", {"word/document.xml": BOMB}),
    "an outside entity": docx("", {"word/document.xml": OUTSIDE}),
    "no XML": docx("", {"word/document.xml": "<a><b></a>"}),
    "very deep": docx("<w:p>" * 5000 + "</w:p>" * 5000),
    "a zip bomb": _huge_member(),
    "a way out": _named("../../etc/cron.d/x"),
    "a way out by backslash": _named("..\\x"),
    "from the root": _named("/etc/x"),
    "a drive": _named("C:x"),
    "too many parts": packed({f"a{number}": "" for number in range(5_001)}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(REFUSED[name], "a.docx")
    assert refused.value.what.startswith("a.docx ")
    assert refused.value.do
    assert "Traceback" not in str(refused.value)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(DocumentError, match="same name"):
        read(_twice(), "a.docx")


@pytest.mark.parametrize("name", ["entities", "an outside entity", "a zip bomb", "a way out"])
def test_looking_for_strings_refuses_harm_as_well_or_reads_it_as_bytes(name: str) -> None:
    try:
        found = " ".join(carrier.text for carrier in carriers(REFUSED[name]))
    except DocumentError:
        return
    assert "bbbb" not in found
    assert "root:" not in found


def test_a_document_is_what_its_bytes_are() -> None:
    assert read(WORD, "a.pdf").kind is DocumentKind.DOCX
    assert read(pdf([words(SEEN)]), "a.docx").kind is DocumentKind.PDF
    assert read(b"hello", "a.docx").kind is DocumentKind.TEXT


def test_a_locked_pdf_needs_its_password() -> None:
    for data in (_locked_pdf("secret"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")):
        with pytest.raises(NeedsPassword, match="without"):
            read(data)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_locked_against_printing_only_is_read_and_told(algorithm: str) -> None:
    data = _locked_pdf("", algorithm)
    reading = read(data)
    assert reading.text == SEEN
    assert HazardKind.PASSWORD in {hazard.kind for hazard in reading.hazards}
    assert any(SEEN in carrier.text for carrier in carriers(data))


def test_a_scan_is_said_and_nothing_is_made_up() -> None:
    reading = read(pdf([words(SEEN), box(50, 50, 400, 600, "0.5 0.5 0.5"), ""]))
    assert [(hazard.kind, hazard.where) for hazard in reading.hazards] == [(HazardKind.SCAN, "page 2")]
    assert reading.text == SEEN
    assert reading.pages == 3


def test_four_hundred_pages_are_read_and_said_as_they_go() -> None:
    said: list[tuple[int, int]] = []
    reading = read(pdf([words(f"Page number {number} of the file.") for number in range(1, 401)]), progress=lambda *done: said.append(done))
    assert reading.pages == 400
    assert said == [(number, 400) for number in range(1, 401)]
    assert reading.pieces[399].text == "Page number 400 of the file."
    assert reading.pieces[399].where == "page 400"


def test_more_pages_than_the_limit_are_refused() -> None:
    with pytest.raises(DocumentError, match="pages"):
        read(pdf([""] * 1001))


def test_a_picture_of_too_many_pixels_is_refused_unseen() -> None:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0" + b"\0" * 4
    with pytest.raises(DocumentError):
        read(head)


def test_a_larger_file_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr("folkmoot.documents.kinds.LIMITS", replace(limits.LIMITS, file_bytes=10))
    with pytest.raises(DocumentError, match="larger"):
        read(WORD)


def test_everything_unpacked_together_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    inner = packed({f"a{number}.txt": b"x" * 10_000 for number in range(10)})
    data = packed({f"b{number}.zip": inner for number in range(10)})
    monkeypatch.setattr("folkmoot.documents.everywhere.LIMITS", replace(limits.LIMITS, unpacked_bytes=200_000))
    with pytest.raises(DocumentError):
        list(carriers(data))


def test_only_mail_and_pdf_hold_documents_of_their_own() -> None:
    assert attachments(WORD) == ()
    with pytest.raises(DocumentError):
        attachments(b"")
