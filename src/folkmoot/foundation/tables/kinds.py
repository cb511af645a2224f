"""What a file is, judged by its content: the name it carries is not believed."""

import json

from folkmoot.foundation.tables.table import TableError

WORKBOOK_ADVICE = "Save the table as CSV UTF-8, Excel workbook (.xlsx) or OpenDocument spreadsheet (.ods) and bring that file."

_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"SQLite format", "a database"),
    (b"PAR1", "a Parquet data file"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg", b"<head", b"<body")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognise(data: bytes) -> str:
    """`zip`, `ole` or `text`; raises TableError for anything that is plainly not a table."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise TableError("this file is empty.", "It holds no headings and no rows.", "Choose the right file.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(_OLE_MAGIC):
        _refuse_foreign_ole(data)
        return "ole"
    _refuse_foreign(data)
    return "text"


def _refuse_foreign(data: bytes) -> None:
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise not_a_table(kind)
    start = data[:1000].removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.lower().startswith(_MARKUP):
        raise not_a_table("a web page or XML document")
    if start.startswith((b"{", b"[")) and _is_json(data):
        raise not_a_table("a JSON document")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _refuse_foreign_ole(data: bytes) -> None:
    lowered = data.lower()
    if _utf16("encryptedpackage") in lowered:
        raise password_protected()
    if _utf16("workbook") not in lowered and _utf16("book") not in lowered:
        raise not_a_table("an Office document or message that is no workbook")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def not_a_table(kind: str) -> TableError:
    return TableError("this file is not a table.", f"Its content is {kind}, whatever its name says.", WORKBOOK_ADVICE)


def password_protected() -> TableError:
    return TableError(
        "this file is protected by a password.",
        "Its content is encrypted, so the table cannot be read.",
        "Remove the password in your spreadsheet program, save a copy, and bring the copy.",
    )


def damaged(why: str = "Its content does not follow the rules of its format.") -> TableError:
    return TableError(
        "this file is damaged or incomplete.",
        why,
        "Open it in your spreadsheet program, save it as a new file, and bring the new file.",
    )
