"""Fixtures for every test: where the real files lie, and no network."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("FOLKMOOT_SHARED_DATA", Path(__file__).resolve().parent.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real published files; they are not part of the project, so tests that read them skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real data files not found at {SHARED}; set FOLKMOOT_SHARED_DATA to their folder to run this test")
    return SHARED
