"""Documents with one secret each, hidden in one carrier: what `read` must see as a hazard, never as text, and `carriers` as text."""
# ruff: noqa: E501  files written out as they are

import base64
import io
from collections.abc import Callable
from typing import NamedTuple

from folkmoot.documents import HazardKind
from folkmoot.documents.tests.packages import core, docx, odt, open_part, packed, paragraph, relations, run, word_part
from folkmoot.documents.tests.pdfs import box, changed, pdf, stream, words

SEEN = "The victim told the officer what had happened."


class Hidden(NamedTuple):
    """One way of hiding: `build(secret)` makes the file; `hazard` is what must be told of it."""

    carrier: str
    form: str
    build: Callable[[str], bytes]
    hazard: HazardKind


def _page(more: str = "", **entries: object) -> bytes:
    return pdf([words(SEEN) + more], **entries)  # type: ignore[arg-type]


def picture(secret: str, kind: str = "JPEG") -> bytes:
    """A small picture whose EXIF names the secret, with a place and a thumbnail."""
    from PIL import Image

    image = Image.new("RGB", (32, 32), "grey")
    exif = Image.Exif()
    exif[0x013B] = secret  # Artist
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 47.0, 30.0), 3: "W", 4: (1.0, 32.0, 0.0)})
    stream_ = io.BytesIO()
    image.save(stream_, kind, exif=exif)
    return stream_.getvalue()


def thumbnail(secret: str) -> bytes:
    """A picture that carries a smaller picture of itself, which names the secret in a comment."""
    from PIL import Image

    small = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(small, "JPEG", comment=secret.encode())
    exif = b"Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0" + b"\x02\0" + b"\x01\x02\x04\0\x01\0\0\0" + (44).to_bytes(4, "little")
    exif += b"\x02\x02\x04\0\x01\0\0\0" + len(small.getvalue()).to_bytes(4, "little") + b"\0\0\0\0" + small.getvalue()
    whole = io.BytesIO()
    Image.new("RGB", (32, 32), "grey").save(whole, "JPEG", exif=exif)
    return whole.getvalue()


def _field(secret: str) -> bytes:
    note = f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ({secret}) >>"
    return _page(page="/Annots [100 0 R]", extra={100: note})


def _attachment(secret: str) -> bytes:
    inner = docx(paragraph(secret))
    spec = "<< /Type /Filespec /F (a.docx) /UF (a.docx) /EF << /F 101 0 R >> >>"
    return _page(
        catalog="/Names << /EmbeddedFiles << /Names [(a) 100 0 R] >> >>", extra={100: spec, 101: stream(inner, "/Type /EmbeddedFile")}
    )


def _layer(secret: str) -> bytes:
    return _page(
        "/OC /L1 BDC " + words(secret, y=600) + "EMC\n",
        catalog="/OCProperties << /OCGs [100 0 R] /D << /OFF [100 0 R] >> >>",
        resources="/Properties << /L1 100 0 R >>",
        extra={100: "<< /Type /OCG /Name (a) >>"},
    )


def _earlier(secret: str) -> bytes:
    return changed(pdf([words(SEEN) + words(secret, y=600)]), {11: stream(words(SEEN).encode())})


def _picture_over(secret: str) -> bytes:
    image = stream(b"\x80" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    over = words(secret, y=600) + "q 300 0 0 30 60 590 cm /I1 Do Q\n"
    return _page(over, resources="/XObject << /I1 100 0 R >>", extra={100: image})


def _square_over(secret: str) -> bytes:
    drawn = stream(box(0, 0, 300, 30).encode(), "/Type /XObject /Subtype /Form /BBox [0 0 300 30]")
    note = "<< /Type /Annot /Subtype /Square /F 4 /Rect [60 590 360 620] /AP << /N 101 0 R >> >>"
    return _page(words(secret, y=600), page="/Annots [100 0 R]", extra={100: note, 101: drawn})


def _xmp(secret: str) -> bytes:
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:creator><rdf:Seq><rdf:li>{secret}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return _page(catalog="/Metadata 100 0 R", extra={100: stream(packet.encode(), "/Type /Metadata /Subtype /XML")})


def _alt(secret: str) -> bytes:
    tree = "/MarkInfo << /Marked true >> /StructTreeRoot 100 0 R"
    return _page(catalog=tree, extra={100: "<< /Type /StructTreeRoot /K 101 0 R >>", 101: f"<< /S /Figure /P 100 0 R /Alt ({secret}) >>"})


def _word(*inside: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    return docx(paragraph(SEEN) + paragraph("Then ", *inside), parts)


def _drawing(secret: str) -> str:
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="{secret}"/><pic:pic/></wp:inline></w:drawing></w:r>'


def _reference(kind: str) -> str:
    return f'<w:r><w:{kind} w:id="7"/></w:r>'


def _mail(*parts: str, headers: str = "") -> bytes:
    head = f"From: Office <office@example.org>\nTo: Unit <unit@example.org>\nSubject: The case\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n{headers}"
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n{body}--b--\n'.encode()


def _html(inside: str) -> bytes:
    return _mail(f"Content-Type: text/html; charset=utf-8\n\n<html><body><p>{SEEN}</p>{inside}</body></html>")


def _mailed(secret: str) -> bytes:
    inner = base64.encodebytes(docx(paragraph(secret))).decode()
    return _mail(
        f"Content-Type: text/plain\n\n{SEEN}",
        f"Content-Type: application/octet-stream; name=a.docx\nContent-Transfer-Encoding: base64\n\n{inner}",
    )


def _open(inside: str, *, styles: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    return odt(f"<text:p>{SEEN}</text:p>{inside}", styles=styles, parts=parts)


def _styled(properties: str) -> Callable[[str], bytes]:
    style = f'<style:style style:name="T1" style:family="text"><style:text-properties {properties}/></style:style>'
    return lambda secret: _open(f'<text:p>Then <text:span text:style-name="T1">{secret}</text:span></text:p>', styles=style)


def _open_deleted(secret: str) -> bytes:
    gone = f"<text:tracked-changes><text:changed-region><text:deletion><text:p>{secret}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    return odt(f"{gone}<text:p>{SEEN}</text:p>")


def _open_header(secret: str) -> bytes:
    header = f"<office:master-styles><style:master-page><style:header><text:p>{secret}</text:p></style:header></style:master-page></office:master-styles>"
    return _open("", parts={"styles.xml": open_part("document-styles", header)})


def _tags(secret: str) -> bytes:
    return (SEEN + "".join(chr(0xE0000 + ord(letter)) for letter in secret)).encode()


def _stray(secret: str) -> bytes:
    """A part that the table of the package no longer lists, while its bytes are still there."""
    before = packed({"word/old.xml": f"<a>{secret}</a>"})
    old = before[: before.index(b"PK\x01\x02")]
    whole = docx(paragraph(SEEN), {"docProps/core.xml": core("A. N. Other")})
    return whole[: whole.index(b"PK\x01\x02")] + old + _moved(whole, len(old))


def _moved(whole: bytes, by: int) -> bytes:
    table = whole[whole.index(b"PK\x01\x02") :]
    end = table.rindex(b"PK\x05\x06")
    offset = int.from_bytes(table[end + 16 : end + 20], "little") + by
    return table[: end + 16] + offset.to_bytes(4, "little") + table[end + 20 :]


_H = HazardKind
PDFS = [
    Hidden("text under box", "pdf", lambda s: _page(words(s, y=600) + box(60, 590, 400, 30)), _H.TEXT_UNDER_BOX),
    Hidden("text under white box", "pdf", lambda s: _page(words(s, y=600) + box(60, 590, 400, 30, "1 1 1")), _H.TEXT_UNDER_BOX),
    Hidden("text under picture", "pdf", _picture_over, _H.TEXT_UNDER_BOX),
    Hidden("text under annotation", "pdf", _square_over, _H.TEXT_UNDER_BOX),
    Hidden("text on its own highlight", "pdf", lambda s: _page(box(60, 590, 400, 30) + words(s, y=600)), _H.TEXT_UNDER_BOX),
    Hidden("white text", "pdf", lambda s: _page(words(s, y=600, colour="1 1 1")), _H.HIDDEN_TEXT),
    Hidden("nearly white text", "pdf", lambda s: _page(words(s, y=600, colour="0.98 0.98 0.98")), _H.HIDDEN_TEXT),
    Hidden("tiny text", "pdf", lambda s: _page(words(s, y=600, size=1)), _H.HIDDEN_TEXT),
    Hidden("invisible text", "pdf", lambda s: _page(words(s, y=600, mode=3)), _H.HIDDEN_TEXT),
    Hidden("text off the page", "pdf", lambda s: _page(words(s, y=-60)), _H.HIDDEN_TEXT),
    Hidden("text clipped away", "pdf", lambda s: _page("q 0 0 5 5 re W n " + words(s, y=600) + "Q\n"), _H.TEXT_UNDER_BOX),
    Hidden("text printed over", "pdf", lambda s: _page(words(s, y=700, colour="1 1 1")), _H.HIDDEN_TEXT),
    Hidden("annotation", "pdf", _field, _H.ANNOTATION),
    Hidden("attachment", "pdf", _attachment, _H.ATTACHMENT),
    Hidden("layer", "pdf", _layer, _H.LAYER),
    Hidden("earlier revision", "pdf", _earlier, _H.EARLIER_REVISION),
    Hidden("properties", "pdf", lambda s: _page(info=f"/Author ({s})"), _H.METADATA),
    Hidden("XMP", "pdf", _xmp, _H.METADATA),
    Hidden("alt text", "pdf", _alt, _H.ALT_TEXT),
    Hidden("script", "pdf", lambda s: _page(catalog=f"/OpenAction << /S /JavaScript /JS (app.alert\\('{s}'\\)) >>"), _H.MACRO),
]  # fmt: skip
WORDS = [
    Hidden("white text", "docx", lambda s: _word(run(s, '<w:color w:val="FFFFFF"/>')), _H.HIDDEN_TEXT),
    Hidden("tiny text", "docx", lambda s: _word(run(s, '<w:sz w:val="2"/>')), _H.HIDDEN_TEXT),
    Hidden("vanished text", "docx", lambda s: _word(run(s, "<w:vanish/>")), _H.HIDDEN_TEXT),
    Hidden("text on its own highlight", "docx", lambda s: _word(run(s, '<w:highlight w:val="black"/>')), _H.TEXT_UNDER_BOX),
    Hidden("tracked deletion", "docx", lambda s: _word(f'<w:del w:author="a"><w:r><w:delText>{s}</w:delText></w:r></w:del>'), _H.TRACKED_CHANGES),
    Hidden("comment", "docx", lambda s: _word(parts={"word/comments.xml": word_part("comments", f"<w:comment>{paragraph(s)}</w:comment>")}), _H.COMMENTS),
    Hidden("header", "docx", lambda s: _word(parts={"word/header1.xml": word_part("hdr", paragraph(s))}), _H.HEADER_FOOTER),
    Hidden("footer", "docx", lambda s: _word(parts={"word/footer1.xml": word_part("ftr", paragraph(s))}), _H.HEADER_FOOTER),
    Hidden("properties", "docx", lambda s: _word(parts={"docProps/core.xml": core(s)}), _H.METADATA),
    Hidden("custom XML", "docx", lambda s: _word(parts={"customXml/item1.xml": f"<case><who>{s}</who></case>"}), _H.CUSTOM_XML),
    Hidden("embedded object", "docx", lambda s: _word(parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + s.encode("utf-16-le")}), _H.EMBEDDED),
    Hidden("embedded document", "docx", lambda s: _word(parts={"word/embeddings/a.docx": docx(paragraph(s))}), _H.EMBEDDED),
    Hidden("macro", "docx", lambda s: _word(parts={"word/vbaProject.bin": b"\0\1" + s.encode() + b"\0"}), _H.MACRO),
    Hidden("external link", "docx", lambda s: _word(parts={"word/_rels/document.xml.rels": relations("https://example.org/" + s.replace(" ", "%20"))}), _H.EXTERNAL_LINK),
    Hidden("alt text", "docx", lambda s: _word(_drawing(s)), _H.ALT_TEXT),
    Hidden("thumbnail", "docx", lambda s: _word(parts={"docProps/thumbnail.jpeg": picture(s)}), _H.THUMBNAIL),
    Hidden("EXIF", "docx", lambda s: _word(_drawing(""), parts={"word/media/image1.jpg": picture(s)}), _H.PICTURE),
    Hidden("field", "docx", lambda s: _word(parts={"word/settings.xml": word_part("settings", f'<w:docVars><w:docVar w:name="a" w:val="{s}"/></w:docVars>')}), _H.METADATA),
    Hidden("note nobody refers to", "docx", lambda s: _word(parts={"word/footnotes.xml": word_part("footnotes", f'<w:footnote w:id="9">{paragraph(s)}</w:footnote>')}), _H.HIDDEN_TEXT),
    Hidden("unlisted part", "docx", _stray, _H.METADATA),
]  # fmt: skip
OPENS = [
    Hidden("white text", "odt", _styled('fo:color="#ffffff"'), _H.HIDDEN_TEXT),
    Hidden("tiny text", "odt", _styled('fo:font-size="1pt"'), _H.HIDDEN_TEXT),
    Hidden("hidden text", "odt", _styled('text:display="none"'), _H.HIDDEN_TEXT),
    Hidden("text on its own highlight", "odt", _styled('fo:color="#000000" fo:background-color="#000000"'), _H.TEXT_UNDER_BOX),
    Hidden("tracked deletion", "odt", _open_deleted, _H.TRACKED_CHANGES),
    Hidden("comment", "odt", lambda s: _open(f"<text:p>Then<office:annotation><text:p>{s}</text:p></office:annotation></text:p>"), _H.COMMENTS),
    Hidden("header", "odt", _open_header, _H.HEADER_FOOTER),
    Hidden("properties", "odt", lambda s: _open("", parts={"meta.xml": open_part("document-meta", f"<dc:creator>{s}</dc:creator>")}), _H.METADATA),
    Hidden("alt text", "odt", lambda s: _open(f"<text:p><draw:frame><svg:desc>{s}</svg:desc></draw:frame></text:p>"), _H.ALT_TEXT),
    Hidden("thumbnail", "odt", lambda s: _open("", parts={"Thumbnails/thumbnail.jpg": picture(s)}), _H.THUMBNAIL),
    Hidden("earlier revision", "odt", lambda s: _open("", parts={"Versions/Version1": odt(f"<text:p>{s}</text:p>")}), _H.EARLIER_REVISION),
    Hidden("macro", "odt", lambda s: _open("", parts={"Basic/Standard/Module1.xml": f"<m>{s}</m>"}), _H.MACRO),
]  # fmt: skip
OTHERS = [
    Hidden("hidden text", "eml", lambda s: _html(f'<p style="display:none">{s}</p>'), _H.HIDDEN_TEXT),
    Hidden("white text", "eml", lambda s: _html(f'<p><font color="#ffffff">{s}</font></p>'), _H.HIDDEN_TEXT),
    Hidden("tiny text", "eml", lambda s: _html(f'<style>.t {{font-size:1px}}</style><p class="t">{s}</p>'), _H.HIDDEN_TEXT),
    Hidden("comment", "eml", lambda s: _html(f"<!-- {s} -->"), _H.COMMENTS),
    Hidden("alt text", "eml", lambda s: _html(f'<img src="cid:a" alt="{s}">'), _H.ALT_TEXT),
    Hidden("attachment", "eml", _mailed, _H.ATTACHMENT),
    Hidden("headers", "eml", lambda s: _mail(f"Content-Type: text/plain\n\n{SEEN}", headers=f"Bcc: {s}\nX-Case: {s}\n"), _H.METADATA),
    Hidden("EXIF", "jpg", picture, _H.METADATA),
    Hidden("EXIF", "png", lambda s: picture(s, "PNG"), _H.METADATA),
    Hidden("thumbnail", "jpg", thumbnail, _H.THUMBNAIL),
    Hidden("invisible letters", "txt", _tags, _H.HIDDEN_TEXT),
]  # fmt: skip
ALL = [*PDFS, *WORDS, *OPENS, *OTHERS]


def clean_files() -> dict[str, bytes]:
    """Documents that hold nothing but what is seen: nothing may be said of them."""
    table = (
        box(60, 590, 400, 30, "0.1 0.2 0.5")
        + words("Name and age", y=600, colour="1 1 1")
        + box(60, 550, 400, 30, "1 1 0.7")
        + words("A note", y=560)
    )
    shaded = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
        + paragraph(run("Name", '<w:color w:val="FFFFFF"/>'))
        + "</w:tc></w:tr></w:tbl>"
    )
    grey = run("Draft", '<w:color w:val="808080"/><w:sz w:val="12"/>')
    dark = '<style:style style:name="T1" style:family="text"><style:text-properties fo:color="#ffffff" fo:background-color="#1f3864"/></style:style>'
    head = f"From: a@example.org\nTo: b@example.org\nSubject: The case\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\n{SEEN}\n"
    return {
        "a page": _page(words("It was light grey.", y=650, colour="0.6 0.6 0.6") + table),
        "two pages": pdf([words(SEEN), words(SEEN)], info="/Producer (A program)"),
        "a letter": docx(paragraph(SEEN) + paragraph(grey) + shaded),
        "an open text": _open('<text:p><text:span text:style-name="T1">Heading</text:span></text:p>', styles=dark),
        "a message": head.encode(),
        "a text": SEEN.encode("utf-16"),
    }


__all__ = ["ALL", "OPENS", "OTHERS", "PDFS", "SEEN", "WORDS", "Hidden", "clean_files", "picture"]
