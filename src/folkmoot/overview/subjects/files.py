"""What is held about a person as a file: a page that any browser opens, a workbook, or JSON for a machine."""

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.overview.subjects.gathering import Everything, Kind

Cells = list[list[Cell]]
FORMATS = {"html": "text/html; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet", "json": "application/json"}


def as_file(found: Everything, ending: str, on: date) -> bytes:
    """The file. `ending` is a key of FORMATS."""
    return {"html": _page, "ods": _workbook, "json": _json}[ending](found, on)


def kept_in_words(kind: Kind) -> tuple[str, str, str]:
    """Why, for how long, and what then; empty words where nothing is declared."""
    return (_(kind.kept.why), _(kind.kept.long), _(kind.kept.then)) if kind.kept else ("", "", "")


def _page(found: Everything, on: date) -> bytes:
    kinds = [(kind, *kept_in_words(kind)) for kind in found.kinds]
    return render_to_string("overview/subjects/file.html", {"found": found, "kinds": kinds, "on": on}).encode()


def _workbook(found: Everything, on: date) -> bytes:
    rows: Cells = [[kind.title, number, *pair] for kind in found.kinds for number, row in enumerate(kind.rows, start=1) for pair in row]
    why: Cells = [[kind.title, len(kind.rows), *kept_in_words(kind)] for kind in found.kinds]
    left: Cells = [[kind.title, *reason] for kind in found.kinds for reason in kind.reasons]
    left += [["", words, None] for words in found.left_out]
    shared: Cells = [[each.on, each.to, each.what] for each in found.shared]
    worked: Cells = [list(each) for each in found.worked]
    sheets = [
        Sheet(_("What is held"), (_("Record"), _("Number"), _("What"), _("Held")), rows),
        Sheet(_("Why and how long"), (_("Record"), _("How many"), _("Why"), _("How long"), _("What then")), why),
        Sheet(_("Given to"), (_("When"), _("To whom"), _("Record")), shared),
        Sheet(_("Done at work"), (_("Record"), _("How many")), worked),
        Sheet(_("Left out"), (_("Record"), _("Why"), _("How many")), left),
    ]
    return write_ods(sheets, _("What is held about you"), get_language() or "en-gb")


def _json(found: Everything, on: date) -> bytes:
    said: dict[str, Any] = {"name": found.name, "on": on.isoformat(), "records": []}
    for kind in found.kinds:
        why, long, then = kept_in_words(kind)
        rows = [[{"what": name, "held": words} for name, words in row] for row in kind.rows]
        said["records"].append(
            {"record": kind.title, "why": why, "how_long": long, "what_then": then, "rows": rows, "left_out": dict(kind.reasons)}
        )
    said["given_to"] = [{"on": each.on.isoformat(), "to": each.to, "record": each.what} for each in found.shared]
    said["done_at_work"] = [{"record": title, "how_many": number} for title, number in found.worked]
    said["left_out"] = found.left_out
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
