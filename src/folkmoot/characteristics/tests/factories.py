"""Schemes for tests: the real ones, loaded from the files that ship. Accounts are reached without importing the room above."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.test import Client

from folkmoot.characteristics import operations, tables
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.reference.rows import Changes

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def load_schemes(folder: Path = tables.FOLDER) -> list[Changes]:
    return operations.load_reference_data(by=SYSTEM, at=NOW, folder=folder)


def copied_files(to: Path) -> Path:
    """A copy of the room's files that a test may edit."""
    return Path(shutil.copytree(tables.FOLDER, to / "data"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the one occurrence of `old` in a file; fails where there is none, or more than one."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def sign_in(client: Client, role: str = "hq") -> Client:
    """Nia Rowe with one role: for one panel as a panel member, for the whole service as anyone else."""
    account = get_user_model().objects.create_user("nia.rowe@example.org", "Nia Rowe", "marigold-lantern-42")
    panel = "east-of-england-hate-crime" if role == "panel_member" else ""
    account.grants.create(role=role, national=not panel, panel=panel, starts=date(2025, 1, 1))
    client.force_login(account)
    return client
