"""A short text of two people's work. The Welsh in it is published: each term stands in data/terms.csv with its source."""

from datetime import timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.languages.models import Document, Translation, Wording
from folkmoot.languages.operations import ask, check, offer, translate
from folkmoot.languages.shapes import WELSH, Segment

LATER = NOW + timedelta(days=1)
SEGMENTS = (Segment("title", "Report"), Segment("area", "England and Wales"), Segment("email", "Email address"))
WORDS = {"title": "Adroddiad", "area": "Cymru a Lloegr", "email": "Cyfeiriad e-bost"}


def second() -> Viewer:
    return hq("ana.lund@example.org", "Ana Lund")


def document(segments=SEGMENTS, **over) -> Document:
    given = {"kind": "report", "number": 1, "title": "Board report", "language": "en"} | over
    return offer(by=hq(), at=NOW, segments=segments, **given)


def translation(of: Document | None = None) -> Translation:
    return ask(by=hq(), at=NOW, document=of or document(), language=WELSH, why="The report is published in both languages.")


def say(row: Translation, key: str, text: str = "", *, checked: bool = True) -> Wording:
    made = translate(by=hq(), at=NOW, translation=row, key=key, text=text or WORDS[key])
    return check(by=second(), at=LATER, wording=made) if checked else made
