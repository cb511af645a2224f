from datetime import UTC, datetime, timedelta

import pytest

from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import InUse, NoSuchUpload

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def receive(**over):
    return incoming.receive("groups.csv", [b"a,b\n"], **({"account_id": 7, "at": NOW} | over))


def test_a_file_may_wait_two_hours():
    assert not incoming.is_stale(NOW, NOW + timedelta(hours=2))
    assert incoming.is_stale(NOW, NOW + timedelta(hours=2, seconds=1))


def test_notes_wait_beside_the_file_and_more_can_be_added():
    upload = receive(notes={"kind": "organisations"})
    incoming.keep(upload, matching=["name", ""])
    assert incoming.waiting(upload.token, 7, NOW).notes == {"kind": "organisations", "matching": ["name", ""]}


def test_nobody_opens_the_file_of_somebody_else():
    with pytest.raises(NoSuchUpload):
        incoming.waiting(receive().token, 8, NOW)


def test_a_file_claimed_can_be_given_back_and_claimed_again():
    taken = incoming.claim(receive())
    with pytest.raises(InUse):
        incoming.waiting(taken.token, 7, NOW)
    assert incoming.give_back(taken).path.read_bytes() == b"a,b\n"
    assert incoming.claim(incoming.waiting(taken.token, 7, NOW)).path.exists()


def test_notes_that_cannot_be_read_are_no_upload():
    upload = receive()
    (upload.path.parent / "?.json").write_text("[]")
    with pytest.raises(NoSuchUpload):
        incoming.waiting(upload.token, 7, NOW)


def test_a_file_sent_again_takes_the_place_of_the_first():
    first = [receive(notes={"kind": kind}) for kind in ("cases", "staff")] + [receive(account_id=8, notes={"kind": "cases"})]
    second = receive(notes={"kind": "cases"})
    assert incoming.waiting(second.token, 7, NOW).path.is_file()
    assert [upload.path.is_file() for upload in first] == [False, True, True]
