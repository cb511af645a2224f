"""Small files of each kind, made here, and a film, a reading and large print as a person attaches them."""

import io
import wave
from datetime import date

from django.core.files.base import ContentFile

from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.documents.tests.packages import core, docx, odt, paragraph, word_part
from folkmoot.documents.tests.pdfs import pdf, words
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.operations import attach, confirm, release
from folkmoot.languages.media.rules import Said
from folkmoot.languages.tests.factories import LATER, document, second

TRANSCRIPT = "This is the Board report. " + "It says what we did in this half of the year. " * 3
FILM = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0\0\0\x08moov\0\0\x08\x08mdat" + bytes(range(256)) * 8
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(8) + b"\x18\x53\x80\x67\x80"
MATROSKA = WEBM.replace(b"webm", b"mkvx")
PDF = pdf([words("We met people and listened.", size=18)])
SCAN = pdf(["0 0 m 10 10 l S\n"])
DOCX = docx(paragraph("We met people and listened."))
COMMENTED = docx(
    paragraph("We met people and listened."),
    {"word/comments.xml": word_part("comments", '<w:comment w:id="0" w:author="A"><w:p/></w:comment>')},
)
NAMED = docx(paragraph("We met people and listened."), {"docProps/core.xml": core("Somebody")})
ODT = odt("<text:p>We met people and listened.</text:p>")
BSL = Said(
    sort="bsl", language="en", sound="none", length="0:30", transcript=TRANSCRIPT, performer="Sam Signer", agreed_on=date(2026, 3, 1),
    agreed_how="Form signed at the filming",
)  # fmt: skip
AUDIO = Said(
    sort="audio", language="en", sound="en", length="0:03", transcript=TRANSCRIPT, performer="Vic Voice", agreed_on=date(2026, 3, 1),
    agreed_how="E-mail to the office",
)  # fmt: skip
LARGE = Said(sort="large_print", language="en")


def sound(seconds: int = 3) -> bytes:
    """Silence: 8,000 samples a second of one byte each."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return target.getvalue()


def attached(said: Said = BSL, data: bytes = FILM, of=None, *, made_from: int = 1, by=None) -> Rendition:
    file = ContentFile(data, "Sam Signer take 2.mp4")
    return attach(by=by or hq(), at=NOW, document=of or document(), said=said, file=file, file_name=file.name, made_from=made_from)


def released(said: Said = BSL, data: bytes = FILM, of=None, **over) -> Rendition:
    row = confirm(by=second(), at=LATER, rendition=attached(said, data, of), same=True)
    return release(by=second(), at=LATER, rendition=row, office="Communications", **over)
