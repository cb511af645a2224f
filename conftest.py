"""Fixtures for every test: where the real files lie, no network, and an audit trail that can be emptied between tests."""

import importlib
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Tests are never timed: a busy machine makes none of them fail.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A change is judged on the same examples each time; whoever runs the tests by hand gets fresh ones, which is how new faults are found.
settings.register_profile("repeatable", settings.get_profile("untimed"), derandomize=True)
settings.load_profile("repeatable" if os.environ.get("FOLKMOOT_REPEATABLE") else "untimed")

SHARED = Path(os.environ.get("FOLKMOOT_SHARED_DATA", Path(__file__).resolve().parent.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real published files; they are not part of the project, so tests that read them skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real data files not found at {SHARED}; set FOLKMOOT_SHARED_DATA to their folder to run this test")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Nothing but this machine can be reached from a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_this_machine(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _only_own_names(socket.getaddrinfo))
        yield


def _is_this_machine(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else host
    if text in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(text)).is_loopback
    except ValueError:
        return False


def _only_this_machine(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_this_machine(address[0]):
            raise RuntimeError(f"a test tried to reach {address[0]}: tests stay on this machine")
        return connect(self, address)

    return guarded


def _only_own_names(look_up: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_this_machine(host):
            raise RuntimeError(f"a test tried to look up {host}: tests stay on this machine")
        return look_up(host, *args, **kwargs)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def audit_trail_can_be_emptied() -> Iterator[None]:
    """Tests that commit are followed by emptying every table, which the triggers of the audit trail forbid: lift them for that moment.

    Only Django's own emptying between tests is let through; a test that deletes events still meets the triggers.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    names = (
        "foundation.migrations.0002_append_only", "reports.migrations.0002_frozen",
        "reports.migrations.0004_what_was_said_of_reports_stays", "engagement.migrations.0005_copies_stay",
        "accounts.migrations.0004_letters_stay", "strategy.migrations.0006_what_was_measured_stays",
        "actions.migrations.0005_what_was_done_stays",
        "voice.migrations.0004_what_was_said_stays", "voice.migrations.0006_what_was_published_stays",
        "decisions.migrations.0003_what_was_decided_stays", "panels.migrations.0002_what_panels_settled_stays",
        "casework.migrations.0005_what_was_found_stays", "workforce.migrations.0002_what_was_counted_stays",
        "scrutiny.migrations.0002_what_was_drawn_and_judged_stays", "assurance.migrations.0002_what_was_assured_stays",
        "languages.migrations.0002_what_was_worded_stays",
        "languages.migrations.0004_what_was_recorded_stays",
    )  # fmt: skip
    kept = [importlib.import_module(f"folkmoot.{name}") for name in names]
    empty = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, statements: list[str]) -> None:
        vendor = self.connection.vendor
        with self.connection.cursor() as cursor:
            for statement in (each for guards in kept for each in guards.UNDO[vendor]):
                cursor.execute(statement)
        try:
            empty(self, statements)
        finally:
            with self.connection.cursor() as cursor:
                for statement in (each for guards in kept for each in guards.GUARDS[vendor]):
                    cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a page asked for in Welsh leaves its thread speaking Welsh."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield
