"""Packs in words: where each stands, what it needs next, and a document as passages that a page can draw."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.scrutiny.packs.documents.models import PackDocument, PackSuggestion
from folkmoot.scrutiny.packs.documents.queries import Part, Progress
from folkmoot.scrutiny.packs.documents.rules import HAZARDS, KINDS, REPLACES
from folkmoot.scrutiny.packs.models import Pack

COLOURS = {
    "draft": "grey",
    "submitted": "yellow",
    "reviewed": "yellow",
    "cleared": "light-blue",
    "released": "turquoise",
    "withdrawn": "red",
}
LOOK_CLOSELY = 0.6  # below: the machine's own rules disagree, so the page says to look at the sentence
STATE_COLOURS = {"open": "yellow", "accepted": "turquoise", "changed": "light-blue", "refused": "grey"}
_KIND_WORDS = dict(KINDS)
DOCUMENT_COLOURS = {"waiting": "yellow", "reading": "yellow", "read": "turquoise", "refused": "red", "removed": "grey"}


@dataclass(frozen=True)
class Step:
    """One thing to be done before a pack can go to review; `done` where it is."""

    words: str | Promise
    address: str
    done: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of a document: plain, or one passage. `start` counts characters of the whole text."""

    start: int
    words: str
    one: PackSuggestion | None = None

    @property
    def read_as(self) -> str:
        """What members read in its place."""
        return self.one.replacement if self.one and self.one.state in REPLACES else self.words


@dataclass(frozen=True)
class Line:
    """One passage as it stands in the form, with the sentences that say why it was found."""

    one: PackSuggestion
    number: int
    words: str
    kind: str | Promise
    why: tuple[str, ...]
    colour: str
    closely: bool
    alike: int


@dataclass(frozen=True)
class HazardLine:
    words: str | Promise
    where: str
    count: int


@dataclass(frozen=True)
class RuleLine:
    """How many passages one rule found that nobody decided yet."""

    rule: str
    words: str
    number: int
    closely: bool


def steps_of(pack: Pack, documents: Sequence[Progress], has_summary: bool) -> list[Step]:
    """What stands between a draft and its review, in order; nothing once it is sent."""
    if pack.state != Pack.State.DRAFT:
        return []
    there = [each for each in documents if each.document.state != PackDocument.State.REMOVED]
    read = bool(there) and all(each.document.state == PackDocument.State.READ and not each.undecided for each in there)
    summary = Step(_("Write the summary"), reverse("scrutiny:pack_summary", args=[pack.pk]), has_summary)
    add = Step(_("Add the documents"), reverse("scrutiny:pack_document_add", args=[pack.pk]), bool(there))
    through = Step(_("Go through what is to be replaced in them"), f"{reverse('scrutiny:pack', args=[pack.pk])}#documents", read)
    who = Step(_("Say who is in the case, so that they are looked for"), reverse("scrutiny:pack_names", args=[pack.pk]), False)
    wanted = {"summary": [who, summary], "redacted": [who, add, through, summary], "full": [add]}
    title = Step(_("Say what kind of case it is"), reverse("scrutiny:pack_change", args=[pack.pk]), bool(pack.title))
    return [title, *wanted[pack.level], Step(_("Check it and send it to review"), reverse("scrutiny:pack_check", args=[pack.pk]), False)]


def pieces_of(part: Part) -> list[Piece]:
    """A page of a document as plain stretches and passages, in order."""
    found, place = [], part.start
    for one in part.suggestions:
        found += [Piece(place, part.text[place - part.start : one.start - part.start]), Piece(one.start, part.words(one), one)]
        place = one.end
    return [piece for piece in [*found, Piece(place, part.text[place - part.start :])] if piece.words]


def lines_of(part: Part) -> list[Line]:
    alike = Counter((part.words(one).casefold(), one.kind) for one in part.suggestions)
    return [
        Line(
            one, number, part.words(one), _KIND_WORDS.get(one.kind, one.kind), tuple(why_of(one)), STATE_COLOURS[one.state],
            one.by_machine and one.confidence < LOOK_CLOSELY, alike[(part.words(one).casefold(), one.kind)],
        )
        for number, one in enumerate(part.suggestions, 1)
    ]  # fmt: skip


def why_of(one: PackSuggestion) -> list[str]:
    """Why it is marked, in sentences."""
    from folkmoot.redaction.rules import explained

    return explained(one.rule) if one.by_machine else []


def rules_of(part: Part) -> list[RuleLine]:
    """The rules by which something on this page waits, those that found most first."""
    waiting = [one for one in part.suggestions if one.state == PackSuggestion.State.OPEN and one.by_machine]
    counted = Counter(one.rule for one in waiting)
    doubtful = {one.rule for one in waiting if one.confidence < LOOK_CLOSELY}
    first = {one.rule: one for one in waiting}
    return [RuleLine(rule, " ".join(why_of(first[rule])), number, rule in doubtful) for rule, number in counted.most_common()]


def hazards_of(document: PackDocument) -> list[HazardLine]:
    return [HazardLine(HAZARDS.get(one["kind"], one["kind"]), one["where"], one["count"]) for one in document.hazards]
