from dataclasses import replace
from datetime import timedelta

import pytest

from folkmoot.accounts.tests.factories import NOW
from folkmoot.casework import incoming
from folkmoot.casework.incoming import About, BeingCounted, NoSuchUpload
from folkmoot.casework.process import Looked
from folkmoot.casework.rules import Column


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def about(**over):
    given = {
        "account_id": 7, "received_at": NOW.isoformat(), "area_id": None, "title": "Charging", "source": "CMS", "data_as_of": "2025-06-30"
    }  # fmt: skip
    return About(**(given | over))


def receive(name="cases.csv", **over):
    return incoming.receive(name, [b"a,b\n", b"1,2\n"], about(**over))


def test_a_file_lies_under_a_random_name_open_to_its_owner_alone(tmp_path):
    first, second = receive(), receive("more cases.csv")
    assert first.token != second.token
    assert len(first.token) == 32
    assert first.path.read_bytes() == b"a,b\n1,2\n"
    assert {oct(place.stat().st_mode)[-3:] for place in (tmp_path / "incoming", first.path.parent)} == {"700"}
    assert {oct(place.stat().st_mode)[-3:] for place in first.path.parent.iterdir()} == {"600"}


NAMES = ["../../etc/passwd", "..\\..\\boot.ini", "a*b?[c].csv", ".hidden", "", "x" * 300 + ".csv", "?.json", "a\nb.csv", "Llŷn ‘24’.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_its_folder_or_means_a_pattern(name):
    upload = receive(name)
    assert upload.path.parent.name == upload.token
    assert len(list(upload.path.parent.iterdir())) == 2
    assert not set("*?[]/\\\n") & set(upload.file_name)


def test_what_is_known_and_chosen_waits_beside_the_file():
    upload = receive()
    looked = Looked((Column("a", 1, 1, 1, ("1",)),), 1, "ab", ("a note",))
    incoming.keep(upload, looked=looked, chosen={"by": ["a"]})
    found = incoming.waiting(upload.token, 7, NOW)
    assert (found.looked, found.chosen, found.about) == (looked, {"by": ["a"]}, about())
    assert found.column("a").values == ("1",)


@pytest.mark.parametrize("token", ["../../../../../../../../etc/pass", "short", "A" * 32, ""])
def test_only_a_token_that_was_given_opens_a_file(token):
    receive()
    with pytest.raises(NoSuchUpload):
        incoming.waiting(token, 7, NOW)


def test_nobody_opens_the_file_of_somebody_else():
    with pytest.raises(NoSuchUpload):
        incoming.waiting(receive().token, 8, NOW)


def test_a_file_that_waited_two_hours_is_gone():
    upload = receive()
    with pytest.raises(NoSuchUpload):
        incoming.waiting(upload.token, 7, NOW + timedelta(hours=2, minutes=1))
    assert not upload.path.exists()


def test_sweeping_removes_what_waited_too_long_and_nothing_else():
    old, new = receive("old.csv", received_at=(NOW - timedelta(hours=3)).isoformat()), receive()
    assert incoming.sweep(NOW) == 1
    assert not old.path.exists()
    assert new.path.exists()


def test_a_folder_left_half_made_is_swept_too(tmp_path):
    (tmp_path / "incoming" / "x").mkdir(parents=True)
    assert incoming.sweep(NOW + timedelta(days=10_000)) == 1


def test_only_one_can_take_a_file_to_count_it():
    upload = receive()
    taken = incoming.claim(upload)
    assert taken.path.read_bytes() == b"a,b\n1,2\n"
    with pytest.raises(BeingCounted):
        incoming.claim(upload)
    with pytest.raises(BeingCounted):
        incoming.waiting(upload.token, 7, NOW)
    incoming.discard(taken)
    with pytest.raises(NoSuchUpload):
        incoming.waiting(upload.token, 7, NOW)


def test_a_file_that_was_corrected_and_sent_again_takes_the_place_of_the_first():
    first, second = receive(), receive()
    assert not first.path.exists()
    assert second.path.exists()


def test_a_file_that_is_being_counted_stays_when_it_is_sent_again():
    taken = incoming.claim(receive())
    again = receive()
    assert taken.path.exists()
    assert again.path.exists()


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    def broken():
        yield b"a"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        incoming.receive("cases.csv", broken(), about())
    assert list((tmp_path / "incoming").iterdir()) == []


def test_giving_up_twice_is_no_error():
    upload = receive()
    incoming.discard(upload)
    incoming.discard(replace(upload))
