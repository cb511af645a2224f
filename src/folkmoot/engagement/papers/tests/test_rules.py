import pytest

from folkmoot.engagement.papers.rules import PDF as PDF_KIND
from folkmoot.engagement.papers.rules import PICTURES, RECORDINGS, kind_of, paper_problems
from folkmoot.engagement.papers.tests.making import DOCX, ODT, PDF, document, picture


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (picture("JPEG"), "jpg"), (picture("PNG"), "png"), (picture("WEBP"), "webp"), (PDF, "pdf"), (DOCX, "docx"), (ODT, "odt"),
        ("Hwyl fawr — a programme".encode(), "txt"), (b"ID3\x03rest", "mp3"), (b"OggS....", "ogg"), (b"....ftypisom", "mp4"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(data, ending):
    assert kind_of(data).ending == ending


@pytest.mark.parametrize(
    "data",
    [
        b"", b"   ", b"<html><script>alert(1)</script>", b"\xef\xbb\xbf  <svg onload=alert(1)>", b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\x00program", b"\x7fELF", b"GIF89a\x01\x00", b"words with \x00 in them", b"PK\x03\x04 not an archive",
        document("word/document.xml"), document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        document("content.xml", "Basic/Standard/Module1.xml", mimetype="application/vnd.oasis.opendocument.text"),
        document("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), document("run.exe"),
        b"\xd0\xcf\x11\xe0old word",
    ],
)  # fmt: skip
def test_anything_else_is_not_kept_whatever_it_is_called(data):
    assert kind_of(data) is None


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"kind": None}, "file"), ({"empty": True}, "file"), ({"title": " "}, "title"), ({"kind": PICTURES["jpg"]}, "consent"),
        ({"kind": RECORDINGS["mp4"]}, "transcript"),
    ],
)  # fmt: skip
def test_what_must_be_said_of_a_file(over, field):
    said = {"kind": PDF_KIND, "title": "Programme", "consent": "", "transcript": "", "empty": False}
    assert paper_problems(**said) == {}
    assert list(paper_problems(**(said | over))) == [field]
