"""Other forms: the Board report that was published, its summary read aloud, with the transcript that is published below it.

Nobody's voice is in the fictional year: a low tone stands in its place, and the transcript says so.
"""

import io
import math
import wave
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import viewer_for
from folkmoot.languages.media.operations import attach, confirm, release
from folkmoot.languages.media.rules import Said, length_in_words
from folkmoot.languages.shapes import ENGLISH
from folkmoot.reports.formats.segments import offer
from folkmoot.reports.models import Report

OWEN, LEO, INGRID = "owen.achebe@example.org", "leo.marchetti@example.org", "ingrid.solheim@example.org"
OFFICE = "Communications, England and Wales"
SECONDS, A_SECOND, PITCH = 20, 8000, 220  # length, samples a second, hertz
TRANSCRIPT = (
    "[In this fictional year a low tone stands in the place of a voice.]\n\n"
    "This is the summary of the report that our Board was given. It says which communities we met in these six months, what they told us, "
    "what we did about it, and what we have not done yet. The whole report, with its tables, is on the same page."
)


def enter_media(accounts: dict[str, Account], report: Report, *, at: datetime) -> None:
    """Offered as it was published, read aloud from that version, listened to by a second person and released."""
    owen, leo, ingrid = (viewer_for(accounts[email], timezone.localdate(at)) for email in (OWEN, LEO, INGRID))
    document = offer(by=owen, at=at, report=report)
    said = Said(
        sort="audio", language=ENGLISH, sound=ENGLISH, length=length_in_words(SECONDS), transcript=TRANSCRIPT,
        performer="Nobody: a tone", agreed_on=timezone.localdate(at), agreed_how="Nothing to agree: there is no voice in it",
    )  # fmt: skip
    made = attach(
        by=leo, at=at + timedelta(days=2), document=document, said=said, file=ContentFile(_tone()), file_name="summary.wav", made_from=1
    )
    checked = confirm(by=ingrid, at=at + timedelta(days=3), rendition=made, same=True)
    release(by=ingrid, at=at + timedelta(days=3, hours=1), rendition=checked, office=OFFICE)


def _tone() -> bytes:
    """A WAV file of a low tone that swells and fades once a second."""
    once = bytes(
        128 + round(40 * math.sin(math.pi * each / A_SECOND) * math.sin(2 * math.pi * PITCH * each / A_SECOND)) for each in range(A_SECOND)
    )
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(A_SECOND)
        file.writeframes(once * SECONDS)
    return target.getvalue()
