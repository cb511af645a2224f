"""Planting: every personal word in a copy of the fictional year gets a mark of its own, by which it is known wherever it comes out.

A mark is one lower-case word, put before the word that was there. What is planted is every text of a field labelled personal, special
category or case-related, except what is chosen from a list, sealed, or read by machines. Staff of the service are not marked: that
somebody's name stands beside what they did at work is no reading about them, except on the pages about accounts.
"""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = re.compile(r"zq[0-9a-z]{6}zq")
# Sealed, hashed or read by machines, so that a mark would make them something else; or a name of a file of ours.
NEVER = frozenset({
    "search_key", "key", "sealed", "sealed_name", "sealed_text", "salt", "seal", "phrase",
    "kept_at", "seed", "reply_address", "cube", "stratum",
})  # fmt: skip
STAFF = frozenset({"accounts.account", "foundation.auditevent"})
# Addresses of our own pages, and who brought a file in, made or signed a published report: staff at their work.
NOT_THESE = frozenset({
    ("accounts.notice", "address"), ("areas.broughtin", "by_name"), ("reports.report", "maker_name"), ("reports.report", "signer_name"),
    ("casework.analysis", "file_name"),
})  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """Where a mark stands: the model, the row's key, the field."""

    model: str
    pk: Any
    field: str


def number_word(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    word = ""
    for _ in range(6):
        number, rest = divmod(number, 36)
        word = digits[rest] + word
    return f"zq{word}zq"


def fields_to_mark(model: Any) -> list[Any]:
    """The fields of a model in which a mark may stand."""
    from django.db import models

    from folkmoot.foundation.privacy import SENSITIVE

    words = (models.CharField, models.TextField)
    label = model._meta.label_lower

    def marked(field: Any) -> bool:
        text = isinstance(field, words) and not field.choices and model.privacy_of(field.name) in SENSITIVE
        return text and field.name not in NEVER and (label, field.name) not in NOT_THESE

    return [field for field in model._meta.local_concrete_fields if marked(field)]


def ours() -> list[Any]:
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("folkmoot.")]


def plant(database: Path) -> dict[str, Planted]:
    """Mark every personal word in an SQLite database; returns mark -> where it stands. Guards are lifted meanwhile."""
    found: dict[str, Planted] = {}
    link = sqlite3.connect(database)
    guards = link.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in guards:
        link.execute(f'DROP TRIGGER "{name}"')
    link.execute("PRAGMA ignore_check_constraints = ON")
    for model in ours():
        if model._meta.label_lower in STAFF or not model._meta.managed:
            continue
        for field in fields_to_mark(model):
            _mark(link, model, field, found)
    for _name, sql in guards:
        link.execute(sql)
    link.commit()
    link.close()
    return found


def _mark(link: sqlite3.Connection, model: Any, field: Any, found: dict[str, Planted]) -> None:
    table, column, key = model._meta.db_table, field.column, model._meta.pk.column
    rows = link.execute(f'SELECT "{key}", "{column}" FROM "{table}" WHERE "{column}" <> \'\'').fetchall()
    marked = []
    for pk, value in rows:
        mark = number_word(len(found))
        found[mark] = Planted(model._meta.label_lower, model._meta.pk.to_python(pk), field.name)
        marked.append((f"{mark}.{value}" if "@" in value and " " not in value else f"{mark} {value}", pk))
    link.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE "{key}" = ?', marked)


def marks_in(content: bytes) -> set[str]:
    return set(MARK.findall(content.decode("utf-8", errors="replace")))
