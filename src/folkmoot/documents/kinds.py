"""What a file is, told by its bytes alone."""

import zipfile

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import LIMITS, DocumentError, DocumentKind, NeedsPassword
from folkmoot.documents.package import part
from folkmoot.documents.plain import decoded
from folkmoot.documents.xmltree import attribute, named

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {"wordprocessingml.document": DocumentKind.DOCX, "ms-word.document": DocumentKind.DOCX, "spreadsheetml.sheet": DocumentKind.XLSX,
           "ms-excel.sheet.macroEnabled": DocumentKind.XLSX, "wordprocessingml.template": DocumentKind.DOCX}  # fmt: skip
_MAIL_HEADERS = ("from:", "to:", "subject:", "date:", "received:", "return-path:", "message-id:", "delivered-to:", "mime-version:", "x-")
_KINDS = "Word (DOCX), OpenDocument (ODT), PDF, e-mail (EML), plain text and pictures"


def kind_of(data: bytes, name: str) -> DocumentKind:
    """The kind of the document. Raises DocumentError that says what to do with what is not read."""
    if not data.strip(b"\0 \r\n\t"):
        raise DocumentError(f"{name} is empty.", "", "Look whether it was saved, and bring it in again.")
    if len(data) > LIMITS.file_bytes:
        raise DocumentError(
            f"{name} is larger than {LIMITS.file_bytes // 1_000_000} MB.", "", "Split it, or save its pictures smaller, and bring that in."
        )
    if b"%PDF-" in data[:1024]:
        return DocumentKind.PDF
    if data.startswith(b"PK"):
        return _kind_of_package(data, name)
    if data.startswith(_PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return DocumentKind.PICTURE
    if data.startswith(_OLE):
        raise _refused_ole(data, name)
    if data.lstrip()[:5].lower() == b"{\\rtf":
        raise DocumentError(f"{name} is a rich text file (RTF).", "It is not read.", "Open it in Word, save it as DOCX, and bring that in.")
    return _kind_of_text(data, name)


def _refused_ole(data: bytes, name: str) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return NeedsPassword(
            f"{name} opens only with a password.",
            "What lies behind a password cannot be looked at.",
            "Save it without one, and bring that in.",
        )
    if "__substg1.0_".encode("utf-16-le") in data:
        return DocumentError(
            f"{name} is an Outlook message (MSG).", "That form is not read.", "Save it from Outlook as EML, or as a PDF, and bring that in."
        )
    return DocumentError(
        f"{name} is a document of an old Office program (such as DOC or XLS).",
        "That form is not read: it can hold much that nobody sees.",
        "Open it, save it as DOCX or PDF, and bring that in.",
    )


def _kind_of_package(data: bytes, name: str) -> DocumentKind:
    archive = Archive(data, name)
    if "mimetype" in archive:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        if "opendocument.text" in said:
            return DocumentKind.ODT
        if "opendocument.spreadsheet" in said:
            return DocumentKind.ODS
    types = part(archive, "[Content_Types].xml")
    for each in named(types, "Override", "Default") if types is not None else ():
        said = attribute(each, "ContentType") or ""
        for beginning, kind in _OFFICE.items():
            if beginning in said and said.endswith("main+xml"):
                return kind
    raise unknown(name, "It is a folder of files packed together." if not types else "")


def _kind_of_text(data: bytes, name: str) -> DocumentKind:
    text = decoded(data)
    if text is None:
        raise unknown(name)
    if _beginning(text).startswith(("<!doctype html", "<html", "<head", "<body", "<div", "<table")):
        return DocumentKind.HTML
    return DocumentKind.EML if _begins_like_mail(text) else DocumentKind.TEXT


def _beginning(text: str) -> str:
    return text[:8000].lstrip("\ufeff \r\n\t").replace("\r\n", "\n").lower()


def _begins_like_mail(text: str) -> bool:
    head = _beginning(text).split("\n\n")[0].splitlines()
    named = sum(line.startswith(_MAIL_HEADERS) for line in head)
    return named >= 3 and head[0].partition(":")[0].replace("-", "").isalnum()


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of an e-mail message."""
    return _begins_like_mail(data[:8000].decode("latin-1"))


def unknown(name: str, why: str = "") -> DocumentError:
    """The error for a file of no kind that is read."""
    return DocumentError(f"{name} is of no kind that can be read.", why, f"Bring in {_KINDS}: save it as one of them.")


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip file of any kind."""
    import io

    return data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data))
