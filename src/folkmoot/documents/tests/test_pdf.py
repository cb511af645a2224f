"""A PDF is read as it shows: what paints nothing is not there."""

import numpy as np
import pytest

from folkmoot.documents import HazardKind, attachments, read
from folkmoot.documents.pdf import seeing
from folkmoot.documents.tests.hiding import PDFS, SEEN, Hidden
from folkmoot.documents.tests.packages import docx, paragraph
from folkmoot.documents.tests.pdfs import box, pdf, stream, words

COVERED = [hidden for hidden in PDFS if hidden.hazard in (HazardKind.TEXT_UNDER_BOX, HazardKind.LAYER) or "text" in hidden.carrier]
COVERED = [hidden for hidden in COVERED if hidden.carrier not in ("alt text", "tiny text", "invisible text", "text printed over")]


def _kinds(data: bytes) -> dict[HazardKind, int]:
    return {hazard.kind: hazard.count for hazard in read(data).hazards}


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept() -> None:
    line = "The officer spoke with the witness about all that had happened there"
    drawn = words("A heading", y=740, size=18) + words(line, y=700) + words("and wrote it down.", y=686)
    drawn += words("A second paragraph.", y=650) + words("1. A point", y=636)
    assert read(pdf([drawn])).text.splitlines() == ["A heading", f"{line} and wrote it down.", "A second paragraph.", "1. A point"]


def test_a_word_parted_at_the_end_of_its_line_is_whole_again() -> None:
    line = "The officer spoke with the witness whose name was given as Ash-"
    assert "given as Ashcroft and" in read(pdf([words(line, y=700) + words("croft and wrote it down.", y=686)])).text


@pytest.mark.parametrize("width", [9, 14, 22, 30])
def test_a_word_covered_in_part_is_not_read(width: int) -> None:
    data = pdf([words("John Smith left.") + box(100, 696, width, 14)])
    assert read(data).text == "John left."
    assert _kinds(data) == {HazardKind.TEXT_UNDER_BOX: 1}


def test_a_line_under_words_hides_nothing() -> None:
    data = pdf([words("Underlined words, and a full stop.") + box(72, 697, 200, 0.6) + "0.5 w 72 704 m 120 704 l S\n"])
    assert read(data).text == "Underlined words, and a full stop."
    assert read(data).hazards == ()


def test_colours_of_one_brightness_are_told_apart() -> None:
    data = pdf([box(60, 690, 300, 30, "0 0.51 0") + words("Red on green", colour="1 0 0")])
    assert read(data).text == "Red on green"
    assert read(data).hazards == ()


def test_words_printed_twice_to_look_bold_are_read_once() -> None:
    data = pdf([words("Bold words") + words("Bold words", x=72.2)])
    assert read(data).text == "Bold words"
    assert read(data).hazards == ()


def test_a_turned_and_cut_page_is_read() -> None:
    drawn = words("Turned words") + words("Covered words", y=600) + box(60, 590, 300, 30)
    for page in ("/Rotate 90", "/Rotate 270", "/CropBox [50 50 500 800]", "/Rotate 180 /CropBox [50 50 500 800]"):
        assert read(pdf([drawn], page=page)).text == "Turned words"


def test_what_the_page_is_cut_to_hides_the_rest() -> None:
    data = pdf([words("Seen words") + words("Cut away words", y=100)], page="/CropBox [0 400 595 842]")
    assert read(data).text == "Seen words"
    assert HazardKind.HIDDEN_TEXT in _kinds(data)


def test_filled_in_fields_are_read_and_hidden_fields_are_told() -> None:
    drawn = stream(
        words("Typed in", 2, 2).encode(), "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>"
    )
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Typed in) /F {} /Rect [72 600 272 620] /AP << /N 101 0 R >> >>"
    shown = pdf([words(SEEN)], page="/Annots [100 0 R]", extra={100: field.format(4), 101: drawn})
    hidden = pdf([words(SEEN)], page="/Annots [100 0 R]", extra={100: field.format(2), 101: drawn})
    assert read(shown).text == f"{SEEN}\nTyped in"
    assert read(shown).hazards == ()
    assert read(hidden).text == SEEN
    assert _kinds(hidden) == {HazardKind.ANNOTATION: 1}


def test_files_inside_are_documents_of_their_own() -> None:
    spec = "<< /Type /Filespec /UF (a.docx) /EF << /F 101 0 R >> >>"
    extra: dict[int, bytes | str] = {100: spec, 101: stream(docx(paragraph("Zebedee")), "/Type /EmbeddedFile")}
    (inside,) = attachments(pdf([words(SEEN)], catalog="/Names << /EmbeddedFiles << /Names [(a) 100 0 R] >> >>", extra=extra))
    assert (inside.number, inside.name, read(inside.data).text) == (1, "a.docx", "Zebedee")


def test_an_end_written_twice_is_no_earlier_revision() -> None:
    data = pdf([words(SEEN)])
    start = data[data.rfind(b"startxref") :]
    assert read(data + b"xref\n0 0\ntrailer << /Size 4000 /Root 1 0 R >>\n" + start).hazards == ()


def test_pictures_are_told_for_their_page() -> None:
    image = stream(bytes(range(64)), "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    data = pdf([words(SEEN), "q 400 0 0 400 60 200 cm /I1 Do Q\n"], resources="/XObject << /I1 100 0 R >>", extra={100: image})
    assert [(hazard.kind, hazard.where) for hazard in read(data).hazards] == [(HazardKind.PICTURE, "page 2"), (HazardKind.SCAN, "page 2")]


@pytest.mark.parametrize("hidden", COVERED, ids=lambda hidden: hidden.carrier)
def test_without_the_comparison_of_what_is_painted_covered_text_gets_through(hidden: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: take the comparison away, and what lies under boxes, in white, in layers is read as if it showed."""
    assert "Zebedee" not in read(hidden.build("Zebedee")).text
    monkeypatch.setattr(seeing.Painted, "_changed", staticmethod(lambda *painted: np.ones(len(painted[2]), dtype=bool)))
    assert "Zebedee" in read(hidden.build("Zebedee")).text
