"""Check 17: nothing of who a case is about comes out of a released pack, however its documents carried it.

Packs are made with the operations that people use, of documents each of which carries a name, an address, a reference, a telephone number
and a number plate in one carrier. What a member is shown, what was written about it anywhere in the data folder, and what `folkmoot redact`
prints are then searched by a program that shares nothing with the product, and that finds all of them in the documents as they were sent.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest import mock

from trust.checks.carriers import Held, hidden, seen
from trust.checks.digging import found, programs_here
from trust.checks.in_process import begin
from trust.figures import Figure, Size, check, control

PACKS, EACH = {Size.GATE: 6, Size.WHOLE: 200}, 15
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Canaries:
    """What tells who somebody is, unlike anybody else's."""

    name: str
    address: str
    reference: str
    phone: str
    plate: str

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset({each.lower() for each in (self.name, self.address, self.reference, self.phone, self.plate)})

    def said(self, turn: int) -> str:
        """The name and one of the others, short enough to lie under a box whole."""
        return f"{self.name} {(self.address, self.reference, self.phone, self.plate)[turn % 4]}"

    @property
    def sentence(self) -> str:
        """All of them, for a page on which they are to be seen."""
        return f"{self.name} lives at {self.address}. The case is {self.reference}. Call {self.phone}. The car is {self.plate}"


def canaries(number: int) -> Canaries:
    """Those of one person; telephone numbers are of the range kept for fiction."""
    first, second = _LETTERS[number // 26 % 26], _LETTERS[number % 26]
    return Canaries(
        f"Zebedee Quill{first}{second}ther", f"{number + 3} Marrowglass Lane", f"05/ZQ/{20_000 + number}/25",
        f"07700 900{number % 1000:03}", f"Q{first.upper()}51 Z{second.upper()}X",
    )  # fmt: skip


@check(
    17, "Nothing of who a case is about comes out of a released pack, however its documents carried it",
    target="0 of 200 packs × 15 carriers recoverable by any means",
)  # fmt: skip
def packs(size: Size) -> Figure:
    begin()
    return _released(size)


@control("17", "the reader takes what is hidden for what is seen, and nobody looks again")
def hidden_is_read(size: Size) -> Figure:
    begin()
    from folkmoot.documents import carriers as every_string
    from folkmoot.scrutiny.packs import operations

    original = _answered

    def all_of_it(told: bytes, progress: Any) -> Any:
        said = original(told, progress)
        data = told.split(b"\n", 1)[1]
        more = "".join(f"\n{each.text}" for each in every_string(data)).replace("\0", "") if data else ""
        return said | {"text": said["text"] + more}

    with mock.patch.object(operations, "look", return_value=[]):
        return _released(Size.GATE, all_of_it)


@control("17", "the words of a document are released without what was to be replaced, and nobody looks again")
def nothing_replaced(size: Size) -> Figure:
    begin()
    from folkmoot.scrutiny.packs import composing, operations
    from folkmoot.scrutiny.packs.documents.texts import text_of

    with mock.patch.object(operations, "look", return_value=[]), mock.patch.object(composing, "released_text", text_of):
        return _released(Size.GATE)


@control("17", "documents lie in the data folder as they came")
def unsealed(size: Size) -> Figure:
    begin()
    from folkmoot.scrutiny.packs.documents import files

    with ExitStack() as broken:
        broken.enter_context(mock.patch.object(files, "seal_bytes", side_effect=lambda data: data))
        broken.enter_context(mock.patch.object(files, "unseal_bytes", side_effect=lambda data: data))
        return _released(Size.GATE)


def _released(size: Size, reading: Callable[[bytes, Any], Any] | None = None) -> Figure:
    """Every pack made, released and read, and what was found of it anywhere."""
    from folkmoot.scrutiny.packs.documents import job, process

    with ExitStack() as held:
        held.enter_context(mock.patch.object(job, "launch", job.carry_out))
        if size is Size.GATE:
            held.enter_context(mock.patch.object(process, "_conversation", reading or _answered))
        rows = list(islice(_drawn(PACKS[size]), PACKS[size]))
        ways = cycle([*hidden(), *seen()])
        told = [_one(number, row, list(islice(ways, EACH))) for number, row in enumerate(rows)]
        wrong = [fault for each in told for fault in each.faults]
        everything = frozenset(words for each in told for words in each.wanted)
        wrong += [f"{name}: {', '.join(sorted(there)[:3])}" for name, there in _left_behind(everything)]
    sent = sum(each.documents for each in told)
    more = {
        "packs": len(told), "carriers": len(hidden()) + len(seen()), "canaries": len(everything),
        "found in the documents as they were sent": f"{sum(each.proved for each in told)} of {sent}",
        "documents read": "each in a process of its own" if size is Size.WHOLE else "in this process",
        "other programs asked": programs_here(), "not measured": "pictures of the pages read by OCR; x-ray",
    }  # fmt: skip
    return Figure(len(wrong), sent, "documents in released packs", more, tuple(wrong), PACKS[Size.GATE] * EACH)


@dataclass
class Told:
    documents: int
    proved: int
    wanted: frozenset[str]
    faults: list[str]


def _answered(told: bytes, _progress: Any) -> Any:
    """What the process that reads documents would answer, without one."""
    from folkmoot.scrutiny.packs.documents import child

    line, data = told.split(b"\n", 1)
    with mock.patch.object(child, "_write"):
        return json.loads(json.dumps(child._answer(json.loads(line), io.BytesIO(data))))


def _drawn(packs: int) -> Iterator[Any]:
    """Cases drawn for a panel of its own, whose members sign in and may read; the victim of each is one of the canaries."""
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant
    from folkmoot.panels.meetings.operations import call_meeting, draft_meeting
    from folkmoot.panels.members.tests.factories import panel, ready
    from folkmoot.panels.space.tests.factories import seated
    from folkmoot.scrutiny.draws.tests import factories
    from folkmoot.scrutiny.frames.tests.factories import case, frame
    from folkmoot.scrutiny.packs.tests.factories import icem

    grant(account(), Role.ICEM, [area()])
    made = panel("canary-panel")
    for name in ("Ruthven Vale", "Gwendal Moss", "Halinka Brook", "Aishling Field"):
        ready(seated(made, name)[0], on=TODAY)
    meeting = draft_meeting(by=icem(), at=NOW, panel=made, starts_at=NOW + timedelta(days=16), place="Priory Hall, Ely")
    call_meeting(by=icem(), at=NOW, meeting=meeting, despite=True)
    rows = [case(90_000 + place, Victim=canaries(place).name, URN=canaries(place).reference) for place in range(packs * 2)]
    of_them = frame(made, rows, strata=[])
    draw = factories.drawn(factories.prepared(of_them, meeting=meeting, each=packs, grouped=False))
    yield from draw.drawn.select_related("draw__panel", "case__identity").order_by("order")


def _one(number: int, drawn: Any, ways: list[Held]) -> Told:
    """One pack with a document of each of these ways, released and read by a member; what came out of it that must not."""
    from folkmoot.accounts.tests.factories import NOW
    from folkmoot.redaction.spans import Kind, Known
    from folkmoot.scrutiny.identities.operations import add_details, known_of
    from folkmoot.scrutiny.packs import operations
    from folkmoot.scrutiny.packs.tests import factories

    by = factories.icem()
    victim = next(each.value for each in known_of(drawn.case.identity) if each.value.startswith("Zebedee"))
    listed = next(each for each in map(canaries, range(2 * PACKS[Size.WHOLE])) if each.name == victim)
    kinds = (Kind.NAME, Kind.ADDRESS, Kind.REFERENCE, Kind.PHONE, Kind.VEHICLE)
    values = (listed.name, listed.address, listed.reference, listed.phone, listed.plate)
    add_details(by=by, at=NOW, identity=drawn.case.identity, known=[Known(value, kind) for value, kind in zip(values, kinds, strict=True)])
    nobody = canaries(500 + number)  # no list of the case holds this one, so that no later look can save what a reader let through
    pack = operations.begin_pack(by=by, at=NOW, drawn=drawn, level="redacted", title=factories.TITLE)
    documents = [(way, way.build(listed.sentence if way.seen else nobody.said(place))) for place, way in enumerate(ways, number)]
    proved = sum(len(found(data, (listed if way.seen else nobody).wanted)) >= 2 for way, data in documents)
    wanted = listed.wanted | nobody.wanted
    faults = _prepared(pack, documents, by, wanted)
    faults = faults or [f"pack {number}: {words} is on the page" for words in found(_read(pack), wanted, programs=True)]
    faults += [f"pack {number}: folkmoot redact prints {words}" for words in _printed(documents, listed, wanted)] if number < 6 else []
    return Told(len(documents), proved, wanted, faults)


def _prepared(pack: Any, documents: list[tuple[Held, bytes]], by: Any, wanted: frozenset[str]) -> list[str]:
    """The documents brought in, gone through, reviewed by two and released; why it could not be.

    What the leak scan finds that is no canary is put aside, as a person would who knows what is of the case.
    """
    from folkmoot.accounts.tests.factories import NOW
    from folkmoot.errors import FolkmootError
    from folkmoot.panels.papers.keeping import Upload
    from folkmoot.scrutiny.packs import operations
    from folkmoot.scrutiny.packs.composing import compose
    from folkmoot.scrutiny.packs.documents.models import PackSuggestion
    from folkmoot.scrutiny.packs.documents.operations import accept_alike, add_document, see_hazards
    from folkmoot.scrutiny.packs.scanning import look
    from folkmoot.scrutiny.packs.summary.operations import write_summary
    from folkmoot.scrutiny.packs.tests import factories

    try:
        for way, data in documents:
            row = add_document(by=by, at=NOW, pack=pack, what="A statement", upload=Upload(f"statement.{way.form}", data))
            row.refresh_from_db()
            if row.state != "read":
                return [f"{way.name}: was not read: {row.problem}"]
            see_hazards(by=by, at=NOW, document=row)
            for rule in set(PackSuggestion.objects.filter(document=row).values_list("rule", flat=True)):
                accept_alike(by=by, at=NOW, document=row, rule=rule)
        write_summary(by=by, at=NOW, pack=pack, values=factories.FACTS)
        for one in look(by=by, at=NOW, pack=pack, blocks=compose(pack)):
            if one.may_be_put_aside and not found(one.words.encode(), wanted):
                operations.put_aside(by=by, at=NOW, pack=pack, mark=one.mark, why="An ordinary word here", alike=True)
        operations.submit(by=by, at=NOW, pack=pack)
        factories.reviewed(pack, factories.lead(), factories.lawyer())
        operations.release(by=factories.lead(), at=NOW, pack=pack, expires_at=factories.UNTIL)
    except FolkmootError as refused:
        return [f"pack {pack.pk} was not released: {refused}"]
    return []


def _read(pack: Any) -> bytes:
    """Headers and body of the page on which a member reads a pack."""
    from django.test import Client
    from django.utils import timezone

    from folkmoot.accounts.tests.factories import NOW

    seat = pack.drawn.draw.panel.members.filter(account__isnull=False).first()
    member = Client(raise_request_exception=False)
    with mock.patch.object(timezone, "now", return_value=NOW + timedelta(minutes=1)):
        member.force_login(seat.account)
        answer = member.get(f"/my-cases/cases/{pack.pk}/")
    if answer.status_code != 200 or b"The victim told the officer" not in answer.content:
        raise RuntimeError(f"a member could not read pack {pack.pk}: {answer.status_code}")
    return "\n".join(f"{name}: {value}" for name, value in answer.items()).encode() + answer.content


def _printed(documents: list[tuple[Held, bytes]], listed: Canaries, wanted: frozenset[str]) -> set[str]:
    """What `folkmoot redact` leaves of the canaries in the text that it prints."""
    from folkmoot.documents import read
    from folkmoot.redaction.spans import Kind, Known, apply
    from folkmoot.redaction.suggesting import look

    known = [
        Known(listed.name),
        Known(listed.address, Kind.ADDRESS),
        Known(listed.reference, Kind.REFERENCE),
        Known(listed.plate, Kind.VEHICLE),
    ]
    left: set[str] = set()
    for way, data in documents:
        text = read(data, f"a.{way.form}").text
        left |= found(apply(text, look(text, known).spans).encode(), wanted)
    return left


def _left_behind(wanted: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """Every file of the data folder that holds one of the words: the database with its journal, files, post, logs, caches."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    for path in sorted(each for each in Path(settings.HOME).rglob("*") if each.is_file()):
        held = path.read_bytes()
        there = {words for words in wanted if _lies_in(words, held.lower())} if len(held) > 3_000_000 else found(held, wanted)
        if there:
            yield str(path.relative_to(settings.HOME)), there


def _lies_in(words: str, data: bytes) -> bool:
    return any(words.encode(way) in data for way in ("utf-8", "utf-16-le", "utf-16-be"))


@check(
    17, "The product's own look at a file that is to be released finds what it carries, and nothing where there is nothing", part="b",
    target="every carrier of every canary found; no alarm over the same documents without one",
)  # fmt: skip
def looked_through(size: Size) -> Figure:
    begin()
    return _looked(size)


@control("17b", "only what is read on the page is looked at")
def the_page_only(size: Size) -> Figure:
    begin()
    from folkmoot.leakscan import files

    with mock.patch.object(files, "carriers", return_value=()):
        return _looked(size)


@control("17b", "every file is said to hold something")
def always(size: Size) -> Figure:
    begin()
    from folkmoot import leakscan
    from folkmoot.leakscan import FileLeak, Leak, Why

    one = FileLeak("page 1", Leak("name", 0, 1, "a", next(iter(Why))))
    with mock.patch.object(leakscan, "scan_file", return_value=[one]):
        return _looked(size)


def _looked(size: Size) -> Figure:
    """`folkmoot redact check` over each carrier with each kind of canary, and over each with other words in their place."""
    from folkmoot import leakscan
    from folkmoot.leakscan import Secret

    wrong, tried = [], 0
    for number in range(1 if size is Size.GATE else 5):
        who = canaries(700 + number)
        values = {"name": who.name, "address": who.address, "reference": who.reference, "phone": who.phone, "vehicle": who.plate}
        known = [Secret(value, kind) for kind, value in values.items()]
        for way in [*hidden(), *seen()]:
            for kind, value in values.items():
                tried += 1
                if value not in {leak.leak.text for leak in leakscan.scan_file(way.build(value), f"a.{way.form}", known)}:
                    wrong.append(f"{way.name}: the {kind} was not found")
            tried += 1
            clean = leakscan.scan_file(way.build("There was nothing else"), f"a.{way.form}", known, patterns=False)
            wrong += [f"{way.name}: found {each.leak.text!r} where there is none" for each in clean]
    return Figure(len(wrong), tried, "files", {"carriers": len(hidden()) + len(seen())}, tuple(wrong), 400)
