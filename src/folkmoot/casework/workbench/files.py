"""A view as a file: the document of what it shows, with a note of what was chosen, by the one writer of such documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.disparity.sheets import as_csv, as_ods, as_xlsx
from folkmoot.errors import FolkmootError

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(kind: str, document: Mapping[str, Any], notes: Sequence[str]) -> bytes:
    """CSV (figures only), ODS or XLSX, in English. Raises FolkmootError for another kind."""
    noted = {**document, "caveats": [*notes, *document["caveats"]]}
    if kind == "csv":
        return as_csv(noted).encode("utf-8-sig")
    if kind == "ods":
        return as_ods(noted, lang="en-GB")
    if kind == "xlsx":
        return as_xlsx(noted, lang="en-GB")
    raise FolkmootError(f"A view cannot be saved as “{kind}”.", "", "Choose CSV, ODS or XLSX.")
