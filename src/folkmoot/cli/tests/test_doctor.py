"""`folkmoot doctor` says what is wrong, and says so even where there is no database; each check is broken once on purpose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from folkmoot.accounts.tests.factories import account, administrator, area
from folkmoot.cli import main
from folkmoot.cli.health import content, database, folder, outside
from folkmoot.cli.health.finding import State
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.tests.tampering import tamper


def folkmoot(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it, in a process and a data folder of its own."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT", "DJANGO", "DATABASE", "EMAIL", "SECRET"))
    }
    command = [sys.executable, "-m", "folkmoot.cli", *words]
    return subprocess.run(command, env=clean | {"FOLKMOOT_HOME": str(home)} | environment, capture_output=True, text=True, check=False)


def test_an_empty_folder_then_a_set_up_one(tmp_path):
    empty = folkmoot(tmp_path, "doctor")
    assert (empty.returncode, "The database is empty. Run: folkmoot setup" in empty.stdout) == (1, True)
    assert folkmoot(tmp_path, "setup").returncode == 0
    ready = folkmoot(tmp_path, "doctor")
    assert "wrong  There is no administrator." in ready.stdout
    assert "Areas are loaded." in ready.stdout
    assert ready.stdout.count("wrong") == 1
    assert folkmoot(tmp_path, "setup", "--quiet").stdout == ""


def test_a_database_that_does_not_answer(tmp_path):
    said = folkmoot(tmp_path, "doctor", DATABASE_URL="postgres://somebody:secret@127.0.0.1:1/nothing")
    assert said.returncode == 1
    assert "The database cannot be reached" in said.stdout
    assert "The data folder is" in said.stdout
    assert "secret" not in said.stdout + said.stderr
    assert "Traceback" not in said.stderr


def test_settings_that_cannot_be_read(tmp_path):
    said = folkmoot(tmp_path, "doctor", FOLKMOOT_OIDC_SERVER="https://id.example.org")
    assert (said.returncode, "The settings cannot be read: Set the FOLKMOOT_OIDC_CLIENT_ID" in said.stdout) == (1, True)


def test_a_data_folder_that_others_can_read_or_nobody_can_write(tmp_path):
    tmp_path.chmod(0o755)
    assert folder.data_folder(tmp_path).state is State.WRONG
    tmp_path.chmod(0o700)
    assert folder.data_folder(tmp_path).state is State.OK
    assert folder.data_folder(tmp_path / "missing").state is State.WRONG


def test_the_signing_key(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret.key").write_text("x" * 60)
    (tmp_path / "secret.key").chmod(0o644)
    assert folder.secret_key(tmp_path).state is State.WRONG
    (tmp_path / "secret.key").chmod(0o600)
    assert folder.secret_key(tmp_path).state is State.OK
    monkeypatch.setenv("SECRET_KEY", "short")
    assert folder.secret_key(tmp_path).state is State.WRONG


@pytest.mark.parametrize(("free", "state"), [(10**6, State.WRONG), (10**9, State.LOOK), (10**11, State.OK)])
def test_free_disk(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert folder.free_disk(tmp_path).state is state


def test_a_clock_that_is_years_behind(monkeypatch):
    assert folder.clock().state is State.OK

    class Behind(folder.datetime):
        @classmethod
        def now(cls, zone=None):
            return folder.datetime(2020, 1, 1, tzinfo=zone)

    monkeypatch.setattr(folder, "datetime", Behind)
    assert folder.clock().state is State.WRONG


@pytest.mark.parametrize(
    ("url", "proxies", "state"),
    [
        ("http://localhost:8000", 0, State.OK), ("http://127.0.0.1:8000", 0, State.OK), ("http://folkmoot.example.org", 0, State.WRONG),
        ("https://folkmoot.example.org", 0, State.LOOK), ("https://folkmoot.example.org", 1, State.OK),
    ],
)  # fmt: skip
def test_the_address(settings, url, proxies, state):
    settings.PUBLIC_URL, settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = url, url.startswith("https"), proxies
    assert outside.address().state is state


def test_mail(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", "/outbox"
    assert outside.mail().state is State.LOOK
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = "django.core.mail.backends.smtp.EmailBackend", "folkmoot@example.org"
    assert outside.mail().state is State.OK


@pytest.mark.django_db
def test_the_database_is_asked_what_is_really_in_force():
    assert database.reachable().state is State.OK
    assert {finding.state for finding in database.engine()} <= ({State.OK} if connection.vendor == "sqlite" else {State.OK, State.WRONG})
    assert database.migrations().state is State.OK


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (database._journal("delete", "delete"), State.OK), (database._journal("wal", "wal"), State.OK),
        (database._journal("wal", "delete"), State.WRONG), (database._synchronous(1, "wal"), State.WRONG),
        (database._synchronous(2, "wal"), State.OK), (database._synchronous(2, "delete"), State.WRONG),
        (database._synchronous(3, "delete"), State.OK), (database._memory_map(1 << 20), State.WRONG), (database._memory_map(0), State.OK),
        (database._sound("row 4 missing from index"), State.WRONG), (database._version(13), State.WRONG), (database._version(15), State.OK),
        (database._encoding("SQL_ASCII"), State.WRONG), (database._zone("Europe/Paris"), State.LOOK),
        (database._flush("off", "on"), State.WRONG), (database._flush("on", "off"), State.WRONG), (database._flush("on", "on"), State.OK),
    ],
)  # fmt: skip
def test_each_property_of_a_database_when_it_is_right_and_when_it_is_not(finding, state):
    assert finding.state is state


@pytest.mark.django_db
def test_reference_data_and_administrators():
    assert content.reference_data().state is State.WRONG
    area()
    assert content.reference_data().state is State.OK
    assert [finding.state for finding in content.administrators()] == [State.WRONG]
    administrator()
    words = " ".join(finding.words for finding in content.administrators())
    assert "only one administrator" in words
    assert "without a second step" in words
    account("gwen.pryce@example.org").grants.update(ends="2025-12-31")
    assert [finding.state for finding in content.administrators()] == [State.WRONG]


@pytest.mark.django_db
def test_the_audit_trail():
    from django.utils import timezone

    audit.record(Kind.COLLECTION, by=SYSTEM, at=timezone.now(), subject="x.y", ids=[1])
    assert [finding.state for finding in content.audit_trail()] == [State.OK]
    audit.record(Kind.COLLECTION, by=SYSTEM, at=timezone.now() + timezone.timedelta(days=2), subject="x.y", ids=[1])
    assert [finding.state for finding in content.audit_trail()] == [State.OK, State.WRONG]
    tamper("UPDATE foundation_auditevent SET actor_name = 'x' WHERE seq = 1")
    assert [finding.state for finding in content.audit_trail()] == [State.WRONG]


@pytest.mark.django_db
def test_a_check_that_fails_is_itself_a_finding_and_hides_no_other(monkeypatch, capsys):
    def broken():
        raise RuntimeError("no such thing")

    monkeypatch.setattr(content, "styles", broken)
    assert main(["doctor", "--quiet"]) == 1
    said = capsys.readouterr().out
    assert "This could not be looked at: RuntimeError: no such thing" in said
    assert "There is no administrator." in said
    assert " OK " not in said
