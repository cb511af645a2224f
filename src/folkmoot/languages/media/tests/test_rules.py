"""What a film, a reading or large print must come with. No database."""

from dataclasses import replace
from datetime import date

import pytest

from folkmoot.languages.media.kinds import (
    DOCX,
    M4A,
    MP3,
    MP4,
    ODT,
    OGG,
    PDF,
    WAV,
    WEBM,
    opened_document,
    recording_kind,
    wave_seconds,
)
from folkmoot.languages.media.rules import (
    TRANSITIONS,
    Looked,
    State,
    attach_problems,
    confirm_problem,
    going_problem,
    length_in_words,
    may_go,
    points_away,
    release_problems,
    seconds_in,
    state_of,
    transcript_problems,
    words_a_minute,
)
from folkmoot.languages.media.tests import making
from folkmoot.languages.media.tests.making import AUDIO, BSL, LARGE
from folkmoot.languages.media.web.serving import part_asked_for

TODAY = date(2026, 7, 1)
FILE = Looked(MP4, 2000)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (making.FILM, MP4), (making.WEBM, WEBM), (making.sound(1), WAV), (b"ID3\x03", MP3), (b"OggS", OGG), (b"\0\0\0\x20ftypM4A ", M4A),
        (making.MATROSKA, None), (b"\0\0\0\x14ftypqt  ", None), (b"\0\0\0\x18ftypheic", None), (b"<html><script>", None), (b"", None),
        (making.PDF, None),
    ],
)  # fmt: skip
def test_a_recording_is_known_by_its_bytes(head, kind):
    assert recording_kind(head) == kind


def test_a_document_is_opened_to_the_end():
    assert [opened_document(data).kind for data in (making.PDF, making.DOCX, making.ODT)] == [PDF, DOCX, ODT]
    assert not any(opened_document(data).problem for data in (making.PDF, making.DOCX, making.ODT))
    assert "comments" in opened_document(making.COMMENTED).problem
    assert "screen reader" in opened_document(making.SCAN).problem
    assert opened_document(making.NAMED).properties
    assert not opened_document(making.DOCX).properties
    for data in (making.PDF[:100], making.DOCX[:60], making.FILM, b"Plain words", b""):
        found = opened_document(data)
        assert found.kind is None or found.problem


def test_a_sound_file_says_how_long_it_is():
    data = making.sound(3)
    assert wave_seconds(data[:4096], len(data)) == pytest.approx(3, abs=0.01)
    assert wave_seconds(making.FILM, 2000) is None


def test_lengths_are_read_and_said():
    assert [seconds_in(each) for each in ("3:25", "0:01", "1:03:25", "120:00")] == [205, 1, 3805, 7200]
    assert not any(map(seconds_in, ("", "0:00", "3.25", "3:65", "3", "121:00", "three minutes")))
    assert [length_in_words(each) for each in (5, 205, 3805)] == ["0:05", "3:25", "1:03:25"]


@pytest.mark.parametrize(
    "words",
    [
        "See video",
        "Please see the video above.",
        "n/a",
        "N/A.",
        "Transcript to follow",
        "Watch the film",
        "none",
        "Listen to the attached file",
    ],
)
def test_words_that_only_point_away_are_no_transcript(words):
    assert points_away(words)
    assert "transcript" in transcript_problems(words, 5, "It is short")


def test_a_transcript_that_mentions_a_film_is_one():
    words = "In this film we say what the Board was told. Three hundred people came. You can see the video of the meeting on our pages."
    assert not points_away(words)
    assert not points_away("Thank you for coming to see us.")


def test_a_thin_transcript_is_asked_about_and_kept_with_a_reason():
    words = "word " * 39
    assert words_a_minute(words, 120) == 19.5
    (asked,) = transcript_problems(words, 120, "")["short_why"]
    assert "39 words for 2:00" in asked
    assert not transcript_problems(words, 120, "Long pauses between the pictures")
    assert not transcript_problems("word " * 40, 120, "")
    assert set(transcript_problems("  ", 120, "Nothing is said")) == {"transcript"}


def test_what_is_whole_is_taken():
    assert not attach_problems(BSL, FILE, today=TODAY)
    assert not attach_problems(AUDIO, Looked(WAV, 24_044, 3.0), today=TODAY)
    assert not attach_problems(LARGE, Looked(PDF, 900), today=TODAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sort": "film"}, "sort"), ({"language": "fr"}, "language"), ({"sound": ""}, "sound"), ({"length": "x"}, "length"),
        ({"transcript": ""}, "transcript"), ({"performer": " "}, "performer"), ({"agreed_on": None}, "agreed_on"),
        ({"agreed_on": date(2026, 7, 2)}, "agreed_on"), ({"agreed_how": ""}, "agreed_how"), ({"length": "59:00"}, "short_why"),
    ],
)  # fmt: skip
def test_what_is_missing_of_a_film_is_said_at_its_field(change, field):
    assert set(attach_problems(replace(BSL, **change), FILE, today=TODAY)) == {field}


def test_the_file_fits_what_it_is_called():
    for said, kind in ((BSL, WAV), (BSL, PDF), (AUDIO, MP4), (LARGE, MP4), (BSL, None)):
        assert "file" in attach_problems(said, Looked(kind, 900), today=TODAY)
    assert "not empty" in attach_problems(BSL, Looked(None, 0), today=TODAY)["file"][0]
    assert "25 MB" in attach_problems(LARGE, Looked(PDF, 26 * 1024 * 1024), today=TODAY)["file"][0]
    assert "100 MB" in attach_problems(BSL, Looked(MP4, 101 * 1024 * 1024), today=TODAY)["file"][0]
    assert "0:10" in attach_problems(AUDIO, Looked(WAV, 80_044, 10.0), today=TODAY)["length"][0]


def test_a_reading_is_in_the_language_of_its_transcript():
    assert "sound" in attach_problems(replace(AUDIO, sound="cy"), Looked(WAV, 24_044, 3.0), today=TODAY)
    assert not attach_problems(replace(BSL, sound="cy"), FILE, today=TODAY)  # a film may be spoken over in another language


def test_who_may_confirm_and_what_may_be_released():
    assert not confirm_problem(state=State.WAITING, maker=1, checker=2, same=True)
    assert "somebody else" in confirm_problem(state=State.WAITING, maker=1, checker=1, same=True)
    assert "Tick" in confirm_problem(state=State.WAITING, maker=1, checker=2, same=False)
    assert confirm_problem(state=State.RELEASED, maker=1, checker=2, same=True)
    assert not release_problems(state=State.CONFIRMED, office="Communications", old=False, old_too=False)
    assert set(release_problems(state=State.WAITING, office=" ", old=True, old_too=False)) == {"", "office", "old_too"}
    assert not release_problems(state=State.CONFIRMED, office="Communications", old=True, old_too=True)


def test_states_follow_from_what_was_recorded():
    none = dict.fromkeys(("confirmed", "returned", "released", "withdrawn", "removed"), False)
    assert state_of(**none) is State.WAITING
    assert state_of(**none | {"confirmed": True}) is State.CONFIRMED
    assert state_of(**none | {"confirmed": True, "returned": True}) is State.RETURNED
    assert state_of(**none | {"confirmed": True, "released": True, "withdrawn": True}) is State.WITHDRAWN
    for before in State:
        for after in (State.CONFIRMED, State.RETURNED, State.RELEASED, State.WITHDRAWN, State.REMOVED):
            assert bool(going_problem(before, after)) is not may_go(before, after)
    assert not may_go(State.RELEASED, State.REMOVED)
    assert {start for start, _cause, _end in TRANSITIONS} == set(State) - {State.REMOVED}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None), ("bytes=0-", (0, 99)), ("bytes=0-1", (0, 1)), ("bytes=10-500", (10, 99)), ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)), ("bytes=5-2", None), ("bytes=0-1,5-6", None), ("items=0-1", None), ("bytes=-", None),
        ("bytes=٣-", None),
    ],
)  # fmt: skip
def test_a_player_gets_the_part_it_asks_for(header, part):
    """RFC 9110, 14.1.2: of 10,000 bytes there, of 100 here; what cannot be read as one range is answered whole."""
    assert part_asked_for(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(header):
    with pytest.raises(ValueError, match=r"byte|end"):
        part_asked_for(header, 100)
