"""A picture says nothing that can be read, and much beside it."""

import io

from folkmoot.documents import DocumentKind, HazardKind, carriers, read
from folkmoot.documents.tests.hiding import picture


def _texts(data: bytes) -> dict[str, str]:
    return {carrier.where: carrier.text for carrier in carriers(data)}


def test_a_picture_is_a_page_without_text() -> None:
    reading = read(picture("Zebedee"))
    assert (reading.kind, reading.text, reading.pages) == (DocumentKind.PICTURE, "", 1)
    assert {HazardKind.SCAN, HazardKind.PICTURE, HazardKind.METADATA} == {hazard.kind for hazard in reading.hazards}


def test_where_it_was_taken_is_given_as_maps_write_it() -> None:
    assert _texts(picture("Zebedee"))["EXIF place"] == "53.79167, -1.53333"


def test_what_was_appended_behind_a_picture_is_found() -> None:
    assert any("Zebedee" in text for text in _texts(picture("a") + b"Zebedee was here").values())


def test_a_title_as_windows_keeps_it_is_found() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x9C9B] = "Zebedee".encode("utf-16-le") + b"\0\0"
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    assert any("Zebedee" in text for text in _texts(stream.getvalue()).values())


def test_every_page_of_a_fax_is_a_scan() -> None:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("1", (8, 8)).save(stream, "TIFF", save_all=True, append_images=[Image.new("1", (8, 8))] * 2)
    reading = read(stream.getvalue())
    assert reading.pages == 3
    assert [hazard.count for hazard in reading.hazards if hazard.kind is HazardKind.SCAN] == [3]
