"""A small service with something in every kind of table that guards close; and packages, whole and tampered with."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW
from folkmoot.decisions.tests import factories as decisions
from folkmoot.scrutiny.draws.tests import factories as draws
from folkmoot.voice.published.tests import factories as said
from folkmoot.wholesale import emptying
from folkmoot.wholesale.operations import take_everything_out
from folkmoot.wholesale.tables import all_tables
from folkmoot.wholesale.taking_out import Taken

PAPER = "papers/0123456789abcdef.pdf"


def small_service() -> None:
    """Said and published, decided, drawn: rows that the database keeps as they are; and a file."""
    said.published()
    decision = decisions.decision()
    decisions.evidence(decision)
    decisions.take(decisions.ready(decision))
    draws.drawn()
    default_storage.save(PAPER, ContentFile(b"%PDF-1.7 a paper"))


def take(to: Path, **over: Any) -> Taken:
    return take_everything_out(**{"by": THE_PRODUCT, "at": NOW, "to": to, "recipient": "Records", "reason": "A trial"} | over)


def emptied() -> None:
    """The same database with nothing in it, its guards standing, and no files: another service of the same version."""
    with transaction.atomic():
        emptying.give_way([*all_tables(), *emptying.made_anew()])
    for name in list(default_storage.listdir("papers")[1]) if default_storage.exists("papers") else []:
        default_storage.delete(f"papers/{name}")


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every table that leaves, as the database itself gives it, past all models; rows in the order of their keys."""
    stored = {}
    with connection.cursor() as cursor:
        for table in all_tables():
            columns = ", ".join(f'"{one.name}"' for one in table.columns)
            cursor.execute(f'SELECT {columns} FROM "{table.db_table}" ORDER BY "{table.key}"')
            stored[table.name] = [tuple(_plain(value) for value in row) for row in cursor.fetchall()]
    return stored


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def tamper(folder: Path, path: str, data: bytes | None, *, rows: int | None = None) -> None:
    """Change a file of a package (None: remove it) and sign the manifest anew, as somebody would who means it."""
    place = folder / path
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = [one for one in manifest["files"] if one["path"] != path]
    place.unlink(missing_ok=True)
    if data is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        manifest["files"].append({"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    for table in manifest["tables"]:
        if table["path"] == path and data is not None:
            table["rows"] = len(data.splitlines()) if rows is None else rows
    (folder / "manifest.json").write_text(json.dumps(manifest))


def remanifest(folder: Path, **changes: Any) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))


def zipped(folder: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return to
