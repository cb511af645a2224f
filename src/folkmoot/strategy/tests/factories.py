"""Strategies for tests: the real ones, loaded from the files that ship."""

import shutil
from pathlib import Path

from folkmoot.areas.tests.factories import NOW, load_places
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.reference.rows import Changes
from folkmoot.strategy import operations, tables


def load_strategies(folder: Path = tables.FOLDER) -> list[Changes]:
    load_places()
    return operations.load_reference_data(by=SYSTEM, at=NOW, folder=folder)


def copied_files(to: Path) -> Path:
    """A copy of the room's files that a test may edit."""
    return Path(shutil.copytree(tables.FOLDER, to / "data"))
