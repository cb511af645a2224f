"""An e-mail is read as its reader sees it; what came with it is a document of its own."""

import base64

from folkmoot.documents import DocumentKind, HazardKind, attachments, carriers, read
from folkmoot.documents.tests.packages import docx, paragraph

HEAD = (
    "From: =?utf-8?q?Si=C3=A2n?= <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?b?xbRhbGVz?=\n"
    "Date: Mon, 1 Jan 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
)


def _message(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="b"\n\n{body}--b--\n'.encode()


def _kinds(data: bytes) -> set[HazardKind]:
    return {hazard.kind for hazard in read(data).hazards}


def test_headers_and_text_are_read_in_plain_words() -> None:
    body = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9 at =\nten."
    reading = read(_message(body))
    assert reading.kind is DocumentKind.EML
    assert reading.text.startswith("From: Siân <a@example.org>\nTo: b@example.org\n")
    assert reading.text.endswith("Subject: Ŵales\nCafé at ten.")
    assert {piece.where for piece in reading.pieces} == {"message"}


def test_of_two_versions_the_one_that_shows_is_read() -> None:
    plain, html = "Content-Type: text/plain\n\nHello there", "Content-Type: text/html\n\n<p>Hello <b>there</b></p><script>var a</script>"
    reading = read(_message(plain, html, kind="alternative"))
    assert reading.text.endswith("\nHello there")
    assert reading.text.count("Hello") == 1
    assert HazardKind.HIDDEN_TEXT not in _kinds(_message(plain, html, kind="alternative"))


def test_a_plain_version_that_says_more_is_hidden_text() -> None:
    data = _message("Content-Type: text/plain\n\nHello Zebedee", "Content-Type: text/html\n\n<p>Hello</p>", kind="alternative")
    assert "Zebedee" not in read(data).text
    assert HazardKind.HIDDEN_TEXT in _kinds(data)
    assert any("Zebedee" in carrier.text for carrier in carriers(data))


def test_attachments_are_documents_of_their_own() -> None:
    inside = base64.encodebytes(docx(paragraph("Zebedee"))).decode()
    data = _message(
        "Content-Type: text/plain\n\nSee attached",
        f'Content-Type: application/octet-stream; name="a b.docx"\nContent-Transfer-Encoding: base64\n\n{inside}',
        f"Content-Type: message/rfc822\n\n{HEAD}\nForwarded words\n",
    )
    first, second = attachments(data)
    assert (first.number, first.name, read(first.data).text) == (1, "a b.docx", "Zebedee")
    assert read(second.data).text.endswith("Forwarded words")
    assert read(data).text.endswith("See attached")
    assert [hazard.count for hazard in read(data).hazards if hazard.kind is HazardKind.ATTACHMENT] == [2]


def test_white_on_a_dark_ground_is_read_in_html() -> None:
    table = '<table bgcolor="#000080"><tr><td style="color:#fff">Heading</td></tr></table>'
    data = _message(f'Content-Type: text/html\n\n{table}<p style="color:white">gone</p>')
    assert read(data).text.endswith("\nHeading")


def test_a_letter_that_only_looks_like_mail_is_text() -> None:
    assert read(b"Dear Sir,\nFrom: us\nTo: you\n").kind is DocumentKind.TEXT
