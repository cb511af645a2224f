"""A file as it lies on the disk: read safely, recognised or named, and read by its declaration with what the database knows."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from folkmoot.areas.models import Authority
from folkmoot.census.reading import Known, Reading, read
from folkmoot.census.recognition import BadTable, recognise
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Source
from folkmoot.characteristics.queries import recogniser
from folkmoot.characteristics.rules import Entry
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.tables.reading import read_table


@dataclass(frozen=True)
class TableFile:
    """A file read by its declaration. `sha256` is of its bytes."""

    name: str
    sha256: str
    reading: Reading


def open_file(viewer: Actor, path: Path, *, name: str = "", source: str = "") -> TableFile:
    """Read a published table. `source` names its declaration, else its headings do. Raises BadTable or TableError."""
    said = name or path.name
    table = read_table(path, name=said, name_headings=True)
    declared = named(source) if source else recognise(table, said)
    entries: list[Entry] = recogniser(viewer, declared.scheme) if declared.scheme else []
    reading = read(declared, table, file=said, entries=entries, known=known_authorities(viewer))
    with path.open("rb") as opened:
        return TableFile(said, hashlib.file_digest(opened, "sha256").hexdigest(), reading)


def named(source: str) -> Source:
    """Raises BadTable for a name that is declared nowhere."""
    if source not in SOURCES:
        raise BadTable(_("No published table is called “%(name)s”.") % {"name": source}, "", _("See the list: folkmoot census sources."))
    return SOURCES[source]


def known_authorities(viewer: Actor) -> dict[str, Known]:
    """Every authority by code, past ones too; county councils apart, for no table here is published for them."""
    rows = Authority.objects.filter(withdrawn_on__isnull=True).exclude(kind=Authority.Kind.COUNTY_COUNCIL)
    return {code: Known(code, name, starts, ends) for code, name, starts, ends in rows.values_list("code", "name_en", "starts", "ends")}
