"""Whatever way a secret is hidden: it is told as a hazard, is not in the text that is read, and is found among all strings."""

import pytest

from folkmoot.documents import Hazard, carriers, read
from folkmoot.documents.tests.hiding import ALL, SEEN, Hidden, clean_files

SECRET = "Zebedee Quillfeather"
PICTURES = ("jpg", "png")


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: f"{hidden.form}: {hidden.carrier}")
def test_it_is_told_and_not_read(hidden: Hidden) -> None:
    reading = read(hidden.build(SECRET), f"a.{hidden.form}")
    assert hidden.hazard in {hazard.kind for hazard in reading.hazards}
    assert "Quillfeather" not in reading.text
    if hidden.form not in PICTURES:
        assert SEEN in reading.text


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: f"{hidden.form}: {hidden.carrier}")
def test_it_is_among_all_strings(hidden: Hidden) -> None:
    assert any(SECRET in " ".join(carrier.text.split()) for carrier in carriers(hidden.build(SECRET), f"a.{hidden.form}"))


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: f"{hidden.form}: {hidden.carrier}")
def test_no_hazard_says_the_secret(hidden: Hidden) -> None:
    assert not any("Quillfeather" in str(hazard) for hazard in read(hidden.build(SECRET), f"{SECRET}.{hidden.form}").hazards)


@pytest.mark.parametrize("name", clean_files())
def test_nothing_is_said_of_a_clean_file(name: str) -> None:
    assert read(clean_files()[name]).hazards == ()


@pytest.mark.parametrize("name", clean_files())
def test_light_text_on_a_dark_ground_is_read(name: str) -> None:
    said = {"a page": "Name and age\nA note", "a letter": "Draft\nName", "an open text": "Heading"}
    assert said.get(name, SEEN) in read(clean_files()[name]).text


@pytest.mark.parametrize("hidden", ALL, ids=lambda hidden: f"{hidden.form}: {hidden.carrier}")
def test_the_same_file_reads_the_same(hidden: Hidden) -> None:
    data = hidden.build(SECRET)
    assert read(data) == read(data)
    assert list(carriers(data)) == list(carriers(data))


def test_pieces_say_where_the_text_stands() -> None:
    for data in clean_files().values():
        reading = read(data)
        assert all(reading.text[piece.start : piece.start + len(piece.text)] == piece.text for piece in reading.pieces)
        assert "\n".join(piece.text for piece in reading.pieces) == reading.text
        assert all(isinstance(hazard, Hazard) for hazard in reading.hazards)
