"""A sealed backup opens with its key alone, and whatever was changed in it is noticed."""

import io

import pytest

from folkmoot.keeping.sealing import PIECE, Key, Unreadable, head_of, make_key, opened, read_key, sealed

KEY = Key(bytes(range(32)))
PLAIN = b"".join(bytes([number]) * 1000 for number in range(256)) * 9  # three pieces, the last a part of one


def pack(plain: bytes = PLAIN, key: Key = KEY) -> bytes:
    out = io.BytesIO()
    with sealed(out, key, {"made at": "2026-04-20"}) as pieces:
        pieces.write(plain)
    return out.getvalue()


def unpack(data: bytes, key: Key = KEY) -> bytes:
    return opened(io.BytesIO(data), key).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, len(PLAIN)])
def test_what_was_sealed_comes_back(size):
    packed = pack(PLAIN[:size])
    assert unpack(packed) == PLAIN[:size]
    assert size < 9 or PLAIN[:9] not in packed


def test_the_first_line_says_what_it_is_without_the_key():
    assert head_of(io.BytesIO(pack()))["made at"] == "2026-04-20"


@pytest.mark.parametrize("place", [30, 200, -1, -PIECE // 2, -2 * PIECE])
def test_a_changed_byte_is_noticed(place):
    data = bytearray(pack())
    data[place] ^= 1
    with pytest.raises(Unreadable):
        unpack(bytes(data))


@pytest.mark.parametrize("left", [0, 10, -1, -17, -PIECE])
def test_a_backup_cut_off_anywhere_is_noticed(left):
    with pytest.raises(Unreadable):
        unpack(pack()[:left])


def test_another_key_does_not_open_it():
    with pytest.raises(Unreadable, match="key"):
        unpack(pack(), Key(bytes(32)))


def test_a_key_is_written_once_for_its_owner_alone_and_read_again(tmp_path):
    made = make_key(tmp_path / "backup.key")
    assert read_key(tmp_path / "backup.key") == made
    assert (tmp_path / "backup.key").stat().st_mode & 0o077 == 0
    with pytest.raises(Exception, match=r"backup\.key"):
        make_key(tmp_path / "backup.key")
