"""Which files the rows of the database point at, asked in plain SQL: of the running database, of a copy, of one just restored."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

Ask = Callable[[str], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True)
class Pointer:
    """A table whose rows point at files: the place of a file is `before` + the column + `after`, where the condition holds."""

    model: str
    before: str
    column: str = "kept_as"
    where: str = "removed_at IS NULL"
    sha256: str = "sha256"
    after: str = ""


POINTERS = (
    Pointer("engagement.paper", "files/papers/"),
    Pointer("panels.panelfile", "files/panels/"),
    Pointer("languages.rendition", "files/media/"),
    Pointer("scrutiny.packdocument", "files/cases/", where="kept_as <> ''", sha256=""),
    Pointer("casework.load", "files/cubes/", "cube_name", "state <> 'taken_back'", sha256=""),
    Pointer("voice.suggester", "themes/learned-", "number", "file_hash <> ''", "file_hash", ".zip"),
)


def pointed_at(ask: Ask, tables: Container[str]) -> Iterator[tuple[str, str]]:
    """The place of every file that a row points at, and its SHA-256 where the row knows it (else empty).

    `tables`: those of the database, which may not have been brought up to this version yet.
    """
    for pointer in POINTERS:
        table = apps.get_model(pointer.model)._meta.db_table
        if table not in tables:
            continue
        sha256 = pointer.sha256 or "''"
        for name, mark in ask(f"SELECT {pointer.column}, {sha256} FROM {table} WHERE {pointer.where}"):  # noqa: S608  names from above
            yield f"{pointer.before}{name}{pointer.after}", mark
