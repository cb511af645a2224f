"""Reading documents of a pack: what stands on one page of suggestions, what else the files hold, and how far it all is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackSuggestion
from folkmoot.scrutiny.packs.documents.rules import STALE, part_bounds
from folkmoot.scrutiny.packs.models import Pack

AREA = "pack__drawn__draw__panel__area_id"
CAPABILITY = "scrutiny.identities"


@dataclass(frozen=True)
class Part:
    """One page of a document: its text with every name in it, where that begins in the whole, and the passages in it."""

    document: PackDocument
    number: int
    of: int
    start: int
    text: str
    suggestions: tuple[PackSuggestion, ...]

    def words(self, one: PackSuggestion) -> str:
        return self.text[one.start - self.start : one.end - self.start]


@dataclass(frozen=True)
class Progress:
    """A document with how much of it is decided; `stopped`: its reading broke off and can be begun anew."""

    document: PackDocument
    found: int
    undecided: int
    stopped: bool


def documents(viewer: Viewer) -> QuerySet[PackDocument]:
    """The documents whose text the viewer may see."""
    rows = PackDocument.objects.select_related(
        "pack__drawn__draw__panel__area", "pack__drawn__draw__meeting", "pack__drawn__case__identity"
    )
    return within(viewer, rows, CAPABILITY, area=AREA)


def get_document(viewer: Viewer, pk: int) -> PackDocument:
    """One document whose text the viewer may see. Raises PackDocument.DoesNotExist."""
    return documents(viewer).get(pk=pk)


def progress_of(pack: Pack, at: datetime) -> list[Progress]:
    """The documents of a pack, removed ones too, with how far each is. Names nothing that is in them."""
    rows = PackDocument.objects.filter(pack=pack).select_related("added_by").order_by("number")
    counted = rows.annotate(found=Count("suggestions"), open=Count("suggestions", filter=Q(suggestions__state="open")))
    return [Progress(row, row.found, row.open, _stopped(row, at)) for row in counted]


def part_of(document: PackDocument, number: int, text: str) -> Part:
    """One page of a document whose text the caller has unsealed. Raises IndexError for no such page."""
    start, end = part_bounds(document.cuts, number, len(text))
    rows = PackSuggestion.objects.filter(document=document, start__gte=start, start__lt=max(end, start + 1)).order_by("start")
    return Part(document, number, len(document.cuts), start, text[start:end], tuple(rows.select_related("decided_by")))


def open_in(document: PackDocument) -> Counter[int]:
    """How many passages are to be decided on each page, by its number."""
    starts = PackSuggestion.objects.filter(document=document, state="open").values_list("start", flat=True)
    return Counter(_page(document.cuts, start) for start in starts)


def next_open(document: PackDocument) -> int | None:
    """The first page on which something is to be decided."""
    return min(open_in(document), default=None)


def _page(cuts: Sequence[int], start: int) -> int:
    return sum(cut <= start for cut in cuts)


def _stopped(row: PackDocument, at: datetime) -> bool:
    since = row.beat_at or row.added_at
    return row.state in (PackDocument.State.WAITING, PackDocument.State.READING) and at - since > STALE
