"""What a file of everything may be called, hold and weigh. No database, no clock."""

import re
from dataclasses import dataclass
from typing import Any

FORMAT = "folkmoot everything"
FORMAT_VERSION = 1
MANIFEST, PACKAGE, README = "manifest.json", "datapackage.json", "README.txt"
TABLES, FILES = "tables/", "files/"
WHOLE, WITHOUT_PERSONAL = "whole", "without personal data"

MOST_MANIFEST = 64 * 1024 * 1024  # bytes: the list of files of a service with half a million papers
MOST_LINE = 256 * 1024 * 1024  # bytes of one row: the PDF of a report, written in letters
SQUEEZED = 400  # times smaller: rows that are alike reach 40; only what is made to burst passes this
SQUEEZED_FROM = 16 * 1024 * 1024  # bytes below which squeezing harms nobody

_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,180}[A-Za-z0-9_])?")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """One file of the package: its place, size in bytes and SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class TablePart:
    """One table of the package: how many rows, and the highest number that was ever given to a row (0: it is not numbered)."""

    name: str
    path: str
    rows: int
    highest: int = 0


@dataclass(frozen=True)
class Manifest:
    """What the package says of itself. `migrations`: the state of the database it came from, by app."""

    product: str
    made_at: str
    variant: str
    fictional: bool
    audit_seq: int
    audit_hash: str
    migrations: dict[str, list[str]]
    tables: dict[str, TablePart]
    parts: dict[str, Part]


def place_problem(path: str) -> str | None:
    """Why a file may not lie at this place of the package, or None."""
    if len(path) > 400 or not all(_PART.fullmatch(part) for part in path.split("/")):
        return "its name could lead out of the folder, or is not plain letters, figures, points and dashes"
    return None


def squeeze_problem(*, packed: int, unpacked: int) -> str | None:
    """Why a packed file is not unpacked, or None. Both sizes in bytes."""
    if unpacked > SQUEEZED_FROM and unpacked > SQUEEZED * max(packed, 1):
        return f"it would become {unpacked // max(packed, 1)} times as large as it is, as a file made to fill the disk does"
    return None


def read_manifest(said: Any) -> Manifest:
    """The manifest from its JSON. Raises ValueError with what is wrong."""
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ValueError("it is not the manifest of a service taken out with `folkmoot everything out`")
    if said.get("format_version") != FORMAT_VERSION:
        raise ValueError(f"it is of format version {said.get('format_version')}; this Folkmoot reads version {FORMAT_VERSION}")
    try:
        parts = [Part(_text(one["path"]), _count(one["bytes"]), _hash(one["sha256"])) for one in said["files"]]
        tables = [TablePart(_text(one["name"]), _text(one["path"]), _count(one["rows"]), _count(one["highest"])) for one in said["tables"]]
        migrations = {_text(app): [_text(name) for name in names] for app, names in said["migrations"].items()}
        manifest = Manifest(
            product=_text(said["product"]), made_at=_text(said["made_at"]), variant=_text(said["variant"]),
            fictional=said["fictional"] is True, audit_seq=_count(said["audit"]["seq"]), audit_hash=_hash(said["audit"]["hash"]),
            migrations=migrations, tables={one.name: one for one in tables}, parts={one.path: one for one in parts},
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"something is missing in it: {error}") from error
    if len(manifest.parts) != len(parts) or len(manifest.tables) != len(tables):
        raise ValueError("it names a file or a table twice")
    unlisted = [one.name for one in tables if one.path not in manifest.parts]
    if unlisted:
        raise ValueError(f"it names tables without their files: {', '.join(unlisted[:5])}")
    return manifest


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} stands where words are expected")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} stands where a count is expected")
    return value


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ValueError(f"{value!r} stands where a SHA-256 is expected")
    return value
