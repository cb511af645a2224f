"""A file of headcounts that waits to be kept: read as was said of it, every time anew, and gone at the end."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.queries import areas_by_key
from folkmoot.areas.rules import name_key
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.workforce.headcounts import earlier
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File
from folkmoot.workforce.headcounts.opening import sheets_of
from folkmoot.workforce.headcounts.reading import CannotRead, Sheet, read_all
from folkmoot.workforce.headcounts.words import WHOLE, folded
from folkmoot.workforce.models import Unit
from folkmoot.workforce.survey.models import SurveyOrganisation

KIND = "headcounts"
_ASKED = ("sheet", "source", "counted", "measure", "characteristic")
_SAID = ("words", "columns", "kinds")


def received(request: HttpRequest, values: Mapping[str, Any]) -> Upload:
    """Keep a file that was sent until it is used. Raises whatever it cannot be read for, and then it is gone."""
    file = values["file"]
    said: dict[str, Any] = {name: {} for name in _SAID}
    notes = {"kind": KIND, "as_of": values["as_of"].isoformat()} | said | {name: values[name] for name in _ASKED}
    upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
    try:
        opened(upload)
    except BaseException:
        incoming.discard(upload)
        raise
    return upload


def waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != KIND:  # sent for something else
        raise NoSuchUpload
    return upload


def explained(upload: Upload, meanings: Mapping[str, Mapping[str, str]]) -> Upload | None:
    """The file with what a person said of its words, beside what was said before."""
    said = {name: {**upload.notes[name], **meanings.get(name, {})} for name in _SAID}
    return incoming.keep(upload, **{**upload.notes, **said})


def read_anew(upload: Upload, counted: str) -> Upload | None:
    """The file as if nothing had been said of its words, and its numbers as they were counted."""
    return incoming.keep(upload, **{**upload.notes, **{name: {} for name in _SAID}, "counted": counted})


def opened(upload: Upload) -> File:
    """The file, read as was said of it. Raises TableError, NamesStaff or CannotRead."""
    notes = upload.notes
    sheets, left_out = sheets_of(upload.path, name=upload.file_name, sheet=str(notes["sheet"]))
    if not sheets:
        raise CannotRead(
            f"{upload.file_name}: no table of headcounts was found.", "No row of it holds headings such as Unit, Grade and Headcount.",
            "Head the columns Unit, Grade, Characteristic, Group and Headcount, or by the names of groups.",
        )  # fmt: skip
    headings = hashlib.sha256("|".join(folded(one) for sheet in sheets for one in sheet.columns).encode()).hexdigest()
    known = earlier.words_known(headings)
    asked = Asked(
        str(notes["counted"]), str(notes["characteristic"]), str(notes["measure"]), {**known["words"], **notes["words"]},
        {**known["columns"], **notes["columns"]}, own_names(),
    )  # fmt: skip
    tables = [Sheet(one.name, one.columns, one.rows, _place(upload.file_name, one.name)) for one in sheets]
    digest = hashlib.sha256(upload.path.read_bytes()).hexdigest()
    return File(upload.file_name, digest, headings, asked, read_all(tables, asked), tuple(left_out))


def _place(file: str, sheet: str) -> str:
    return f"{file}, sheet “{sheet}”: " if sheet else f"{file}: "


def own_names() -> tuple[str, ...]:
    """What this service is called in tables of several organisations."""
    surveyed = SurveyOrganisation.objects.values_list("name", flat=True)
    return tuple({*surveyed, *Unit.objects.filter(kind=Unit.Kind.SERVICE).values_list("name", flat=True)})


def new_units(upload: Upload, units: Sequence[str]) -> list[str]:
    """The units of a file that are neither known nor Areas, and of which nobody has said what they are."""
    known = {name.casefold() for name in Unit.objects.values_list("name", flat=True)}
    areas = areas_by_key(THE_PRODUCT)
    return [
        name for name in units
        if name != WHOLE and name.casefold() not in known and name_key(name) not in areas and name not in upload.notes["kinds"]
    ]  # fmt: skip


def day_of(upload: Upload) -> date:
    return date.fromisoformat(str(upload.notes["as_of"]))
