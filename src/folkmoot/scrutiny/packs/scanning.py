"""The leak scan of a pack: what members would read, against everything that the case is known to hold and all that was replaced in it.

It is another's work than what made the suggestions (`folkmoot.leakscan`): what the one overlooks the other must not overlook likewise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from folkmoot.accounts.scope import Viewer
from folkmoot.leakscan.contract import Leak, Secret
from folkmoot.leakscan.scanning import scan
from folkmoot.redaction.spans import Kind
from folkmoot.scrutiny.identities.keeping import known_of, mark_of
from folkmoot.scrutiny.identities.operations import known_for
from folkmoot.scrutiny.packs.composing import documents_in, text_of
from folkmoot.scrutiny.packs.documents.texts import replaced_words
from folkmoot.scrutiny.packs.found_how import WHY
from folkmoot.scrutiny.packs.models import Pack, PackFalseAlarm
from folkmoot.scrutiny.packs.queries import Block

AROUND = 60  # characters shown on either side


@dataclass(frozen=True)
class Found:
    """One passage that may be a leak, with the words around it. `alarm`: somebody said why it is none."""

    kind: str
    before: str
    words: str
    after: str
    why: Promise
    mark: str
    alarm: PackFalseAlarm | None

    def same_words_as(self, other: "Found") -> bool:
        return (self.kind, self.words.casefold()) == (other.kind, other.words.casefold())

    @property
    def may_be_put_aside(self) -> bool:
        """A word may be an ordinary one; a number, a postcode or an address of e-mail never is."""
        return not any(mark.isdigit() or mark == "@" for mark in self.words)


def look(*, by: Viewer, at: datetime, pack: Pack, blocks: list[Block]) -> list[Found]:
    """Everything in these blocks that may tell who somebody is, also what was put aside. Raises NotAllowed, Erased or KeyLost."""
    text = text_of(blocks, pack.title)
    leaks = scan(text, secrets_of(by=by, at=at, pack=pack))
    alarms = {row.mark: row for row in PackFalseAlarm.objects.filter(pack=pack).select_related("by")}
    return [_found(leak, text, alarms) for leak in leaks]


def names_looked_for(pack: Pack) -> int:
    """How many names the case is known to hold: with none of them, that nothing was found says little."""
    return sum(each.kind == Kind.NAME for each in known_of(pack.drawn.case.identity))


def still_open(found: Iterable[Found]) -> int:
    """How many of them nobody has put aside."""
    return sum(one.alarm is None for one in found)


def secrets_of(*, by: Viewer, at: datetime, pack: Pack) -> list[Secret]:
    """What must stand nowhere in a pack: the case's own details, and each passage that was replaced in one of its documents."""
    use = f"pack {pack.pk}, edition {pack.edition}"
    known = known_for(by=by, at=at, identity=pack.drawn.case.identity, use=use)
    from_case = [Secret(each.value, str(each.kind)) for each in known]
    documents = documents_in(pack) if pack.level != Pack.Level.FULL else []
    from_text = [Secret(words, kind) for document in documents for words, kind in replaced_words(document)]
    return list(dict.fromkeys([*from_case, *from_text]))


def _found(leak: Leak, text: str, alarms: dict[str, PackFalseAlarm]) -> Found:
    before, after = text[max(0, leak.start - AROUND) : leak.start], text[leak.end : leak.end + AROUND]
    words = text[leak.start : leak.end]
    mark = mark_of(f"leak {leak.kind} {before[-20:]} {words} {after[:20]}")
    return Found(str(leak.kind), before, words, after, WHY[leak.why], mark, alarms.get(mark))
