"""Everything out, and everything back into an empty service. Both leave an event: nothing leaves without one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.wholesale import bringing_in, checking, emptying, stored, versions
from folkmoot.wholesale.keys import scratch_keys
from folkmoot.wholesale.packing import writing
from folkmoot.wholesale.rules import FILES, WHOLE, WITHOUT_PERSONAL, Manifest
from folkmoot.wholesale.tables import Table, all_tables
from folkmoot.wholesale.taking_out import Taken, write_everything
from folkmoot.wholesale.unpacking import NotAPackage, Source, chunks, manifest_of, reading

SUBJECT = "wholesale.everything"
BEGUN, FINISHED, BROUGHT = "begun", "finished", "brought in"


class NotEmpty(FolkmootError):
    """Something was recorded in this service already."""

    def __init__(self, what: list[str]) -> None:
        super().__init__(
            "Everything can only be brought into an empty service.",
            f"This one holds rows already: {', '.join(what[:12])}{' and others' if len(what) > 12 else ''}.",
            "Make a new one: an empty data folder in FOLKMOOT_HOME (or an empty database in DATABASE_URL), then folkmoot setup.",
        )


class Faulty(FolkmootError):
    """The package was looked through and is not right; `found` are sentences that name file, row and column."""

    def __init__(self, found: list[str], *, more: bool) -> None:
        self.found = found
        told = "\n  ".join(found) + (f"\n  … these are the first {len(found)}." if more else "")
        super().__init__("This cannot be brought in; nothing was written.\n  " + told)


@dataclass(frozen=True)
class Brought:
    """What came in: rows and files, and how many rows that setup had written gave way."""

    rows: int
    files: int
    gave_way: int
    fingerprint: str


def take_everything_out(*, by: Viewer, at: datetime, to: Path, recipient: str, reason: str, without_personal: bool = False) -> Taken:
    """Write everything to a folder, or a zip where the name ends in .zip. Two disclosures are recorded: before the first byte, to whom
    and why; and afterwards, what it held. Raises NotAllowed, Refused without a recipient or a reason, and FolkmootError."""
    by.require_national("everything.take")
    empty = {name: ["Say it: it is recorded."] for name, said in (("recipient", recipient), ("reason", reason)) if not said.strip()}
    if empty:
        raise Refused(empty)
    said = {"reason": reason.strip(), "variant": WITHOUT_PERSONAL if without_personal else WHOLE}
    with writing(to, at) as pack:
        with transaction.atomic():
            audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=SUBJECT, recipient=recipient.strip(), detail={"stage": BEGUN, **said})
        taken = write_everything(pack, at=at, without_personal=without_personal)
        held = {"tables": taken.tables, "rows": taken.rows, "files": taken.files, "fingerprint": taken.fingerprint}
        with transaction.atomic():
            audit.record(
                audit.Kind.DISCLOSURE, by=by, at=at, subject=SUBJECT, recipient=recipient.strip(),
                detail={"stage": FINISHED, **said, **held},
            )  # fmt: skip
    return taken


def bring_everything_in(
    *, by: Viewer, at: datetime, place: Path, fingerprint: str = "", say: Callable[[str], None] = lambda _words: None
) -> Brought:
    """Bring a package into this service, which must be empty. Everything is checked first; all of it comes in, or nothing.

    `fingerprint`, where it is known from whoever took it out, must be that of the package. Raises NotAllowed, NotEmpty, NotAPackage,
    Faulty, OtherVersion, and FolkmootError.
    """
    by.require_national("everything.take")
    tables = all_tables()
    _check_empty(tables)
    with reading(place) as source:
        manifest, found_fingerprint = manifest_of(source)
        if fingerprint and fingerprint.strip().lower() != found_fingerprint:
            raise NotAPackage(f"Its fingerprint is {found_fingerprint}, not the one you gave: it is another package, or was changed.")
        say("Checking every file, row and key")
        way = versions.way_from(manifest.migrations, manifest.product)
        _check(source, manifest, tables, way)
        say("Bringing it in")
        brought = _written(by, at, source, manifest, tables, way, found_fingerprint)
    if manifest.fictional and not settings.FICTIONAL:
        (Path(settings.HOME) / "fictional").write_text('{"password": "", "people": []}\n', encoding="utf-8")
    return brought


def _check_empty(tables: list[Table]) -> None:
    what = emptying.in_the_way(tables)
    if what:
        raise NotEmpty(what)


def _check(source: Source, manifest: Manifest, tables: list[Table], way: versions.Way) -> None:
    strange = [path for path in manifest.parts if path.startswith(FILES) and not stored.known_place(path)]
    with scratch_keys(Path(settings.HOME)) as keys:
        told = [f"{path}: no file of the product lies there." for path in strange]
        told += islice(checking.faults(source, manifest, tables, way, keys), checking.MOST_TOLD + 1)
    if told:
        raise Faulty(told[: checking.MOST_TOLD], more=len(told) > checking.MOST_TOLD)


def _written(
    by: Viewer, at: datetime, source: Source, manifest: Manifest, tables: list[Table], way: versions.Way, fingerprint: str
) -> Brought:
    """Rows, files and the event, in one transaction; files that were written are taken away again if it fails."""
    put_back: list[str] = []
    try:
        with transaction.atomic():
            _check_empty(tables)
            before = audit.head()
            gave_way = emptying.give_way([*tables, *emptying.made_anew()])
            rows = bringing_in.write_rows(source, manifest, tables, way)
            files = [path for path in manifest.parts if path.startswith(FILES)]
            for path in files:
                if stored.put_back(path, chunks(source, manifest.parts[path])):
                    put_back.append(path)
            detail: dict[str, object] = {
                "stage": BROUGHT, "fingerprint": fingerprint, "product": manifest.product, "taken out": manifest.made_at, "rows": rows,
                "files": len(files), "rows that gave way": gave_way, "events that gave way": before.seq, "their head": before.hash,
            }  # fmt: skip
            audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=SUBJECT, detail=detail)
            connection.check_constraints()
    except BaseException:
        for path in put_back:
            stored.take_away(path)
        raise
    return Brought(rows, len(files), gave_way, fingerprint)
