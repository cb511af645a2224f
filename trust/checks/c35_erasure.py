"""Check 35: whatever was erased is gone from every byte: the database's own file, the index of search, files, caches.

Every personal word in a copy of the fictional year is marked. People are erased by hand, and the day's job runs as of many years later; it
brings the index level and writes the database anew. A mark that is no longer where it stood was erased: then it must be nowhere.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from trust.checks.planting import MARK, plant
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

BY_HAND = {Size.GATE: 5, Size.WHOLE: 100}
YEARS = 30
# Each loses something when its time is over, or with the person; the fictional year holds rows of all of them.
ERASABLE = ("stakeholders.contact", "stakeholders.affiliation", "accounts.letter", "accounts.notice", "accounts.invitation",
            "panels.application", "panels.member", "panels.training", "panels.vetting", "scrutiny.packsuggestion")  # fmt: skip
TARGET = "1 person in each of M models erased and retention run: 0 canaries in tables, index, files, caches, free pages"


@check(35, "Whatever was erased is gone from every byte", target=TARGET)
def erasure(size: Size) -> Figure:
    return _measured(size, nullcontext)


@control(35, "the database is not written anew, so that copies of moved rows stay within its pages")
def not_written_anew(size: Size) -> Figure:
    return _measured(size, _as_it_is)


@control(35, "the database leaves deleted words in its free pages as well")
def without_secure_delete(size: Size) -> Figure:
    return _measured(size, lambda: _as_it_is("PRAGMA secure_delete=OFF"))


@control(35, "the index of search is not brought level")
def stale_index(size: Size) -> Figure:
    return _measured(size, lambda: patch("folkmoot.overview.search.keeping.catch_up", lambda *_: True))


@control(35, "the index of search keeps words that were deleted beside a mark")
def unmerged_index(size: Size) -> Figure:
    return _measured(size, lambda: patch("folkmoot.overview.search.index.forget", lambda: None))


@contextmanager
def _as_it_is(clearing: str = "PRAGMA secure_delete=ON") -> Iterator[None]:
    """The file of the database stays as erasing leaves it, with this way of clearing."""
    from django.db import connection

    connection.close()
    options = connection.settings_dict["OPTIONS"]
    command = str(options["init_command"]).replace("PRAGMA secure_delete=ON", clearing)
    with patch("folkmoot.keeping.rewriting._rewrite", lambda: (0, 0)), patch.dict(options, {"init_command": command}):
        yield


def _measured(size: Size, broken: Callable[[], AbstractContextManager[Any]]) -> Figure:
    place = fictional()
    use(place)
    database = place.home / "folkmoot.sqlite3"
    planted = plant(database)
    from django.db import connection

    from folkmoot.overview.search.keeping import rebuild

    rebuild()
    with broken():
        by_hand = _erase_by_hand(BY_HAND[size])
        failed = _run_retention()
    connection.close()
    standing = _standing(database)
    gone = {mark: it for mark, it in planted.items() if mark not in standing}
    met = _everywhere(place.home) & set(gone)
    known = met | (_vocabulary(database) & set(gone))
    unsaid = _without_event(set(Counter(it.model for it in gone.values())))
    models = Counter(it.model for it in gone.values())
    idle = [model for model in ERASABLE if not models[model] and any(it.model == model for it in planted.values())]
    kept = [f"{it.model}.{it.field} of a person erased by hand still stands" for mark, it in planted.items()
            if mark in standing and it.model == "stakeholders.contact" and it.pk in by_hand]  # fmt: skip
    found = [
        f"{gone[mark].model}.{gone[mark].field}: still in {'a file' if mark in met else 'the index of search'}" for mark in sorted(known)
    ]
    found += [f"nothing was erased of {model}" for model in idle] + kept + failed + unsaid
    more = {"models": len(models), "people erased by hand": len(by_hand), "words erased": len(gone), "words that stay": len(standing)}
    more |= {"not measured": "blocks that the disk gave back, backups (they age out by their own rule), PostgreSQL before its vacuum"}
    return Figure(len(found), len(gone), "erased words", more, tuple(found), least=100)


def _without_event(models: set[str]) -> list[str]:
    """Models of which something was erased and no event of an erasure says so, of theirs or of what they hang on; and events that hold
    what was erased."""
    from django.apps import apps

    from folkmoot.foundation.models import AuditEvent

    events = AuditEvent.objects.filter(kind="erasure")
    told = set(events.values_list("subject_kind", flat=True))
    found = []
    for label in sorted(models):
        above = {each.related_model._meta.label_lower for each in apps.get_model(label)._meta.concrete_fields if each.is_relation}
        if not ({label} | above) & told:
            found.append(f"something of {label} was erased, and no event says so")
    held = sum(
        bool(MARK.search(f"{event['detail']}{event['route']}{event['recipient']}"))
        for event in AuditEvent.objects.values("detail", "route", "recipient")
    )
    return [*found, *([f"{held} events hold a personal word"] if held else [])]


def _erase_by_hand(most: int) -> set[int]:
    """So many people who sit on no panel, those with the most standing about them first."""
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.foundation.saving import Refused
    from folkmoot.panels.members.models import Member
    from folkmoot.stakeholders.models import Contact
    from folkmoot.stakeholders.operations import erase_contact

    found: set[int] = set()
    rows = Contact.objects.filter(erased_on=None, merged_into=None).exclude(pk__in=Member.objects.values("contact"))
    for row in rows.order_by("-access_needs", "pk")[:most]:
        try:
            erase_contact(by=THE_PRODUCT, at=timezone.now(), contact=row)
        except Refused:
            continue
        found.add(row.pk)
    return found


def _run_retention() -> list[str]:
    """The parts of the day's job that erase, as of many years later; returns what failed."""
    from django.utils import timezone

    from folkmoot.overview.reminders.daily import PARTS
    from folkmoot.overview.subjects.kept import KEPT, How

    at, found = timezone.now() + timedelta(days=365.25 * YEARS), []
    wanted = {entry.by for entry in KEPT if entry.how is How.DAILY} | {"Seats on panels", "Database"}
    for name, part in PARTS:
        if name in wanted:
            try:
                part(at, lambda: at)
            except Exception as error:
                found.append(f"the part “{name}” failed: {type(error).__name__}: {error}")
    return found


def _standing(database: Path) -> set[str]:
    """Every mark that a table of ours still holds, the index apart."""
    link = sqlite3.connect(database)
    found: set[str] = set()
    tables = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'overview_%'")]
    for table in tables:
        for row in link.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, str):
                    found.update(MARK.findall(value))
    link.close()
    return found


def _everywhere(home: Path) -> set[str]:
    """Every mark in any byte of any file."""
    found: set[str] = set()
    for file in home.rglob("*"):
        if file.is_file() and "static" not in file.parts:
            found.update(MARK.findall(file.read_bytes().decode("latin-1")))
    return found


def _vocabulary(database: Path) -> set[str]:
    """The words in the index's own pages, deleted ones among them. They are packed there, so that no search of bytes finds them."""
    link = sqlite3.connect(database)
    blocks = [block for (block,) in link.execute("SELECT block FROM overview_words_data WHERE id > ?", [1 << 37])]
    link.close()
    return {mark for block in blocks for word in _words_of(block) for mark in MARK.findall(word)}


def _words_of(page: bytes) -> Iterator[str]:
    """The words of one leaf page. Source: sqlite.org/fts5.html and the comments of fts5_index.c: each word but the first of a page
    says how many bytes it shares with the one before it; where the words begin stands at the end of the page."""
    ends = int.from_bytes(page[2:4], "big")
    place, at, word, first = ends, 0, b"", True
    while 4 <= ends <= place < len(page):
        step, place = _number(page, place)
        at += step
        shared, there = (0, at) if first else _number(page, at)
        length, there = _number(page, there)
        word, first = word[:shared] + page[there : there + length], False
        yield word.decode("utf-8", errors="replace")


def _number(page: bytes, at: int) -> tuple[int, int]:
    """A number of SQLite's own sort, of up to eight bytes, and where it ends."""
    value = 0
    while at < len(page):
        value, at = (value << 7) | (page[at] & 0x7F), at + 1
        if page[at - 1] < 0x80:
            break
    return value, at
