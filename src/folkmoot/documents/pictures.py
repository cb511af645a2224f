"""Photographs and scans: nothing of them is read as text; what they carry beside their pixels is told."""

import io
import struct
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

from folkmoot.documents.archive import damaged
from folkmoot.documents.contract import LIMITS, Carrier, DocumentError, DocumentKind, Hazard, HazardKind, Place, Reading, at

FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "MPO")
_THUMBNAIL_START = 0x0201
_TELLS_OF_PIXELS = {
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011A, 0x011B, 0x011C, 0x0128, 0x013D, 0x0140, 0x0142,
    0x0143, 0x0144, 0x0145, 0x0152, 0x0153, 0x0211, 0x0212, 0x0213, 0x0214, 0x8769, 0x8825, 0xA001, 0xA002, 0xA003, 0x9000, 0x9101, 0xA000,
}  # fmt: skip


def read_picture(data: bytes, name: str) -> Reading:
    """No text, one SCAN hazard a page, and what the picture carries. Raises DocumentError."""
    frames, texts, thumbnails = _looked_at(data, name)
    counts = Counter(
        {HazardKind.SCAN: frames, HazardKind.PICTURE: frames, HazardKind.METADATA: len(texts), HazardKind.THUMBNAIL: thumbnails}
    )
    hazards = tuple(Hazard(kind, at(Place.FILE), count) for kind, count in counts.items() if count)
    return Reading(DocumentKind.PICTURE, "", (), hazards, frames)


def picture_carriers(data: bytes, name: str) -> Iterator[Carrier]:
    """What a picture says about itself: EXIF with the place where it was taken, XMP, comments."""
    for where, text in _looked_at(data, name)[1]:
        yield Carrier(where, text)


def _looked_at(data: bytes, name: str) -> tuple[int, list[tuple[str, str]], int]:
    """Frames, what is said beside the pixels as (where, text), and thumbnails. The pixels themselves are never unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > LIMITS.pixels:
                    raise _too_many_pixels(name)
                frames = getattr(picture, "n_frames", 1)
                if frames > LIMITS.pages:
                    raise _too_many_pixels(name)
                texts = [*_said_by_exif(picture), *_said_beside(picture)]
                thumbnail = picture.getexif().get_ifd(1)
                small = _THUMBNAIL_START in thumbnail or any(b"\xff\xd8\xff" in each for each in beside_pixels(data))
                return frames, texts, int(small)
    except DocumentError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, OverflowError, MemoryError, AttributeError, IndexError):
        raise damaged(name) from None


def _too_many_pixels(name: str) -> DocumentError:
    return DocumentError(f"{name} has more pixels than a picture of a page has.", "", "Save it smaller, and bring that in.")


def _said_by_exif(picture: Any) -> Iterator[tuple[str, str]]:
    from PIL import ExifTags

    exif = picture.getexif()
    for part, names in ((None, ExifTags.TAGS), (0x8769, ExifTags.TAGS), (0x8825, ExifTags.GPSTAGS), (1, ExifTags.TAGS)):
        values = exif if part is None else exif.get_ifd(part)
        for tag, value in values.items():
            if part != 0x8825 and tag in _TELLS_OF_PIXELS:
                continue
            text = _as_text(value)
            if text:
                yield f"EXIF {names.get(tag, tag)}", text
        if part == 0x8825:
            yield from _place_taken(values)


def _place_taken(gps: Any) -> Iterator[tuple[str, str]]:
    """Where the picture was taken, in decimal degrees as maps write them."""
    try:
        degrees = []
        for reference, value in ((1, 2), (3, 4)):
            whole, minutes, seconds = (float(part) for part in gps[value])
            sign = -1 if str(gps.get(reference, "")).upper() in ("S", "W") else 1
            degrees.append(sign * (whole + minutes / 60 + seconds / 3600))
        yield "EXIF place", f"{degrees[0]:.5f}, {degrees[1]:.5f}"
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        head, body = value[:8].rstrip(b"\0 "), value[8:]
        if head in (b"ASCII", b"UNICODE", b"JIS"):
            value = body
        encoding = "utf-16-le" if value[1::2].count(0) * 3 > len(value) else "utf-8"
        text = value.decode(encoding, "replace").replace("\0", " ").strip()
        return text if text.count("\ufffd") * 4 < len(text) else ""
    if isinstance(value, dict):
        return ""
    if isinstance(value, tuple) and len(value) > 4 and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        return _as_text(bytes(value))  # how Windows keeps titles and authors
    if isinstance(value, tuple):
        return " ".join(filter(None, (_as_text(each) for each in value)))
    return str(value).strip("\0 ")


def _said_beside(picture: Any) -> Iterator[tuple[str, str]]:
    """Comments, PNG texts, XMP and IPTC."""
    for key, value in {**picture.info, **getattr(picture, "text", {})}.items():
        if key in ("exif", "icc_profile", "photoshop") or not isinstance(value, str | bytes):
            continue
        text = _as_text(value)
        if text and not text.replace(".", "").isdigit() and key not in ("jfif_unit", "version"):
            yield f"picture {key}", text
    for segment, value in getattr(picture, "applist", []):
        if segment in ("APP13", "APP1") and not value.startswith(b"Exif"):
            yield f"picture {segment}", value.decode("utf-8", "replace")


def beside_pixels(data: bytes) -> Iterator[bytes]:
    """The bytes of a picture that are no pixels: its segments or chunks, and what follows its end."""
    if data.startswith(b"\x89PNG"):
        yield from _png_chunks(data)
    elif data.startswith(b"\xff\xd8"):
        yield from _jpeg_segments(data)
    elif data.startswith((b"GIF8", b"RIFF", b"BM")):
        yield data[:64]
        yield data[-4096:]
    else:
        yield data[:65536]


def _png_chunks(data: bytes) -> Iterator[bytes]:
    place = 8
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind not in (b"IDAT", b"fdAT", b"PLTE"):
            yield data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IEND":
            break
    yield data[place:]


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA:
            break
        if marker not in (0xDB, 0xC4, 0xC0, 0xC2, 0xE2):
            yield data[place + 4 : place + 2 + length]
        place += 2 + max(2, length)
    end = data.find(b"\xff\xd9", place)
    yield data[end + 2 :] if end >= 0 else b""
