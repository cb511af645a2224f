"""What a recording says of its maker goes; what is heard and seen stays; what cannot be cleaned is refused."""

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.languages.media.kinds import M4A, MP3, MP4, OGG, WAV, WEBM
from folkmoot.languages.media.tags import CannotClean, cleaned
from folkmoot.languages.media.tests import tagged
from folkmoot.languages.media.tests.making import sound
from folkmoot.languages.media.tests.tagged import SAID, SOUND

TAGGED = [
    (MP4, tagged.mp4()), (M4A, tagged.mp4(b"M4A ", b"soun")), (WEBM, tagged.webm()), (WEBM, tagged.webm(open_ended=True)),
    (MP3, tagged.mp3()),
]  # fmt: skip


def bare(data: bytes, kind) -> bytes:
    with cleaned(ContentFile(data, "a"), kind) as made:
        assert made.size == len(made.read())
        made.seek(0)
        return made.read()


@pytest.mark.parametrize(("kind", "data"), TAGGED)
def test_what_a_recording_says_of_its_maker_goes(kind, data):
    assert data.count(SAID) >= 3
    made = bare(data, kind)
    assert SAID not in made
    assert SAID[:8] not in made
    assert SOUND in made
    assert bare(made, kind) == made
    if kind is not MP3:
        assert len(made) == len(data)
        assert made.index(SOUND) == data.index(SOUND)


def test_a_wave_keeps_its_sound_alone():
    assert tagged.wav().count(SAID) == 2
    assert bare(tagged.wav(), WAV) == sound(1)


def test_an_ogg_with_comments_and_a_film_with_other_tracks_are_refused():
    plain = tagged.ogg(b"encoder=libx 1")
    assert bare(plain, OGG) == plain
    with pytest.raises(CannotClean, match="comments"):
        bare(tagged.ogg(b"ARTIST=" + SAID), OGG)
    with pytest.raises(CannotClean, match="no picture"):
        bare(tagged.mp4(handler=b"meta"), MP4)


@given(st.sampled_from([*TAGGED, (WAV, tagged.wav()), (OGG, tagged.ogg())]), st.data())
def test_a_damaged_recording_is_refused_in_words_or_cleaned(which, data):
    kind, whole = which
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4)):
        damaged[at : at + 1] = bytes([value])
    said = ""
    try:
        bare(bytes(damaged), kind)
    except CannotClean as error:
        said = str(error)
    assert not said or "and send that" in said
