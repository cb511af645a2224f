"""A pack as a member has it before them: its words, and the mark that says whose reading this is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise

from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.queries import Block, blocks_of
from folkmoot.scrutiny.packs.summary.rules import FIELDS


@dataclass(frozen=True)
class Shown:
    """One block on the page; `label` is the question that a fact answers."""

    kind: str
    label: str | Promise
    words: str


@dataclass(frozen=True)
class PackText:
    """What a template shows with `scrutiny/packs_text.html`. `mark` is name and time, drawn behind the words and at each block."""

    pack: Pack
    edition: int
    title: str
    blocks: tuple[Shown, ...]
    mark: str
    until: datetime | None


def text_for(pack: Pack, reader: str, at: datetime) -> PackText:
    """The edition as it was submitted, marked for one reader."""
    return PackText(pack, pack.edition, pack.title, shown(blocks_of(pack)), mark_of_reader(reader, at), pack.expires_at)


def shown(blocks: list[Block]) -> tuple[Shown, ...]:
    labels = dict(FIELDS)
    return tuple(Shown(str(block.kind), labels.get(block.field, ""), block.words) for block in blocks)


def mark_of_reader(name: str, at: datetime) -> str:
    """“Ruth Adeyemi · 7 March 2026, 14:05”: on a photograph of the screen it says whose screen that was."""
    return f"{name} · {date_format(timezone.localtime(at), 'j F Y, H:i')}"


def reader_name(seat: Member) -> str:
    return str(seat.contact)
