"""Asking the index through the viewer's scope, and reading what it names from the rooms' own queries: two fences, not one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.overview.search import index
from folkmoot.overview.search.keeping import catch_up
from folkmoot.overview.search.sources import BY_LABEL, SOURCES, Source
from folkmoot.overview.search.words import asked_words, scope_token

A_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One row that was found, as its own room gives it to this viewer."""

    source: Source
    row: Any


@dataclass(frozen=True)
class Answer:
    """A page of hits; how many each kind has, up to `index.RANKED`; whether there were more; whether the index is level."""

    words: list[str]
    hits: list[Hit]
    counts: list[tuple[Source, int]]
    number: int
    page: int
    capped: bool
    level: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // A_PAGE))


def kinds_open_to(viewer: Viewer) -> list[Source]:
    return [source for source in SOURCES if viewer.may(source.capability)]


def search(viewer: Viewer, text: str, *, source: str = "", page: int = 1) -> Answer:
    """The rows in sight that hold every word of `text`, the best first; the last word may be only begun.

    A row that the index names and the viewer may not see (moved, erased or given away a moment ago) is left out.
    """
    words, level = asked_words(text), catch_up()
    found = index.find(words, scopes_of(viewer))
    counts = [(kind, sum(label == kind.label for label, _row in found)) for kind in kinds_open_to(viewer)]
    wanted = [each for each in found if not source or each[0] == source]
    page = min(max(page, 1), max(1, -(-len(wanted) // A_PAGE)))
    hits = _read(viewer, wanted[(page - 1) * A_PAGE : page * A_PAGE])
    return Answer(words, hits, counts, len(wanted), page, len(found) >= index.RANKED, level)


def scopes_of(viewer: Viewer) -> list[str]:
    """The tokens of everything in sight: one for a capability that holds everywhere, else one for each Area and one for open rows."""
    tokens: list[str] = []
    for capability in {capability for source in kinds_open_to(viewer) for capability in source.capabilities}:
        sight = viewer.sight(capability)
        if sight.national:
            tokens.append(scope_token(capability))
        elif not sight.nothing:
            tokens += [scope_token(capability, "all"), *(scope_token(capability, area_id) for area_id in sight.area_ids)]
    return sorted(tokens)


def _read(viewer: Viewer, wanted: Iterable[tuple[str, int]]) -> list[Hit]:
    wanted = list(wanted)
    rows: dict[tuple[str, int], Any] = {}
    for label in {label for label, _row in wanted}:
        ids = [row_id for kind, row_id in wanted if kind == label]
        source = BY_LABEL[label]
        rows |= {(label, row.pk): row for row in source.seen(viewer).filter(pk__in=ids, **source.gone)}
    return [Hit(BY_LABEL[each[0]], rows[each]) for each in wanted if each in rows]
