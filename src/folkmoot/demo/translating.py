"""Languages: headings of the public pages, translated as far as published Welsh goes, and an Easy Read edition of what they say.

Every Welsh word comes from the term list with its source; where none was published the segment stays untranslated.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import viewer_for
from folkmoot.demo.calendar import Calendar
from folkmoot.languages import operations, queries
from folkmoot.languages.easy import operations as easy
from folkmoot.languages.shapes import ENGLISH, WELSH, Segment
from folkmoot.languages.terms import terms

KIND, NUMBER, TITLE = "service", 1, "Headings of the public pages"
HEADINGS = (
    "Your Area", "How to take part", "You said, we did", "Panels", "Fairness", "Assessments", "Releases", "Reports", "Summary", "Contents",
    "England and Wales", "Accessibility statement", "Sex", "Age", "Disability", "Religion or belief", "Sexual orientation",
    "Pregnancy and maternity", "Marriage and civil partnership", "British Sign Language", "Panel member", "Evidence", "Outcome", "Published",
)  # fmt: skip
UNCHECKED = ("Outcome", "Evidence")  # a second person has not read these yet
OFFICE = "Communications, England and Wales"
EASY = (
    "We want everybody to be treated fairly.",
    "On these pages you can see what we do.",
    "You can tell us what we should do better.",
)
READER = "A self-advocacy group in the East of England"


def enter_translating(accounts: dict[str, Account], *, calendar: Calendar) -> None:
    """The last quarter: offered and asked for, translated, checked, released in part; and Easy Read, released after it was read."""
    owen, leo, ingrid = (accounts[f"{name}@example.org"] for name in ("owen.achebe", "leo.marchetti", "ingrid.solheim"))
    asked_at = calendar.until - timedelta(days=80)
    calendar.enter(asked_at, lambda at: _ask(owen, at))
    calendar.enter(asked_at + timedelta(days=7), lambda at: _translate(leo, at))
    calendar.enter(asked_at + timedelta(days=14), lambda at: _check_and_release(ingrid, at))
    calendar.enter(asked_at + timedelta(days=21), lambda at: _write_easy(leo, at))


def _ask(owen: Account, at: datetime) -> None:
    by = viewer_for(owen, timezone.localdate(at))
    segments = [Segment(words.casefold().replace(" ", "-"), words) for words in HEADINGS]
    row = operations.offer(by=by, at=at, kind=KIND, number=NUMBER, title=TITLE, language=ENGLISH, segments=segments)
    operations.ask(by=by, at=at, document=row, language=WELSH, why="The public pages are read in both languages.")


def _translate(leo: Account, at: datetime) -> None:
    by, known = viewer_for(leo, timezone.localdate(at)), {term.english: term for term in terms()}
    for standing in queries.documents(by)[0].standings:
        for line in standing.lines:
            if term := known.get(line.source):
                operations.translate(by=by, at=at, translation=standing.translation, key=line.key, text=term.welsh, taken_from=term.source)


def _check_and_release(ingrid: Account, at: datetime) -> None:
    by = viewer_for(ingrid, timezone.localdate(at))
    for standing in queries.documents(by)[0].standings:
        for line in standing.lines:
            if line.wording and line.source not in UNCHECKED:
                operations.check(by=by, at=at, wording=line.wording)
        operations.release(by=by, at=at, translation=standing.translation, office=OFFICE, partly=True)


def _write_easy(leo: Account, at: datetime) -> None:
    by = viewer_for(leo, timezone.localdate(at))
    edition = easy.begin_edition(by=by, at=at, document=queries.documents(by)[0].document)
    for words in EASY:
        easy.add_part(by=by, at=at, edition=edition, words=words)
    easy.record_reading(
        by=by, at=at, edition=edition, office=READER, read_on=timezone.localdate(at), changed="“Improve” became “do better”."
    )
    easy.release_edition(by=by, at=at, edition=edition, office=OFFICE)
