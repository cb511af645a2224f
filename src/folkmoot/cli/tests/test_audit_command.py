"""`folkmoot audit`: check, keep the head, take out a period."""

import json
import stat

import pytest
from django.utils import timezone

from folkmoot.accounts.tests.factories import administrator, icem
from folkmoot.cli import main
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.tampering import tamper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _events():
    for number in range(4):
        audit.record(Kind.ALTERATION, by=SYSTEM, at=timezone.now(), subject="voice.point", ids=[number])


def test_a_sound_trail(capsys):
    assert main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == f"4 events, 0 faults; the chain holds up to {audit.head().hash}\n"


def test_a_changed_trail_is_named_and_gives_exit_code_1(capsys):
    tamper("UPDATE foundation_auditevent SET actor_name = 'x' WHERE seq = 2")
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr()
    assert (said.err, said.out) == ("event 2: was altered after it was written\n", "4 events, 1 faults\n")


def test_a_cut_tail_is_found_by_the_head_kept_elsewhere(tmp_path, capsys):
    kept = tmp_path / "head.json"
    assert main(["audit", "head", "--out", str(kept)]) == 0
    assert set(json.loads(kept.read_text())) == {"seq", "hash", "time"}
    assert main(["audit", "verify", "--head", str(kept)]) == 0
    tamper("DELETE FROM foundation_auditevent WHERE seq = 4")
    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--head", str(kept)]) == 1
    assert "its tail is missing" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", '{"seq": "x", "hash": "y"}', "[1]"])
def test_a_file_that_is_no_head_is_said_to_be_none(tmp_path, capsys, text):
    (tmp_path / "head.json").write_text(text)
    assert main(["audit", "verify", "--head", str(tmp_path / "head.json")]) == 1
    assert "is not a head of the audit trail" in capsys.readouterr().err


def export(path, *more):
    today = timezone.localdate().isoformat()
    return main(["audit", "export", "--from", today, "--to", today, "--out", str(path), "--for", "Information Commissioner", *more])


def test_taking_out_a_period_is_itself_a_disclosure(tmp_path):
    assert export(tmp_path / "trail.jsonl") == 0
    events = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text().splitlines()]
    assert [event["seq"] for event in events] == [1, 2, 3, 4]
    assert events[3]["hash"] == AuditEvent.objects.get(pk=4).hash
    assert stat.S_IMODE((tmp_path / "trail.jsonl").stat().st_mode) == 0o600
    recorded = AuditEvent.objects.latest("seq")
    assert (recorded.kind, recorded.recipient, recorded.detail["events"]) == ("disclosure", "Information Commissioner", 4)


def test_an_existing_file_is_not_overwritten_and_nothing_is_recorded(tmp_path, capsys):
    (tmp_path / "trail.jsonl").write_text("kept")
    assert export(tmp_path / "trail.jsonl") == 1
    assert (tmp_path / "trail.jsonl").read_text() == "kept"
    assert AuditEvent.objects.count() == 4
    assert "could not be made" in capsys.readouterr().err


def test_whoever_may_not_read_the_trail_takes_nothing_out(tmp_path, capsys):
    icem()
    assert export(tmp_path / "trail.jsonl", "--by", "nia.rowe@example.org") == 1
    assert "read the audit trail" in capsys.readouterr().err
    assert not (tmp_path / "trail.jsonl").exists()
    administrator()
    assert export(tmp_path / "trail.jsonl", "--by", "gwen.pryce@example.org") == 0
