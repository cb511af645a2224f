"""What other rooms know of a community, on its page. They stand higher than this one, so they bring it here themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community

LastMet = Callable[[Viewer, Iterable[int]], dict[int, date]]
Facts = Callable[[HttpRequest, Community], dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what the template shows (None: nothing for this viewer)."""

    order: int
    template: str
    facts: Facts


_ORIGINS: dict[str, Any] = {}
_SECTIONS: dict[str, Section] = {}
_LAST_MET: list[LastMet] = []


def knows_when_met(last_met: LastMet) -> LastMet:
    """Declare the function that knows when each community was last met, what came before it taken in."""
    _LAST_MET[:] = [last_met]
    return last_met


def last_met(viewer: Viewer, community_ids: Iterable[int]) -> dict[int, date]:
    """The day each community was last met in sight of the viewer; no entry for one never met, or where nobody knows."""
    return _LAST_MET[0](viewer, community_ids) if _LAST_MET else {}


def origin_said(kind: str, words: Any) -> None:
    """Declare what is said beside a point that came from something of this kind, where who heard it matters. `words` are lazy."""
    _ORIGINS[kind] = words


def origin_words(kind: str) -> str:
    """What is said beside a point of this origin; empty for most."""
    return str(_ORIGINS.get(kind, ""))


def on_the_page(order: int, template: str) -> Callable[[Facts], Facts]:
    """Declare that a function gives the facts of a section; those of a lower `order` stand first."""

    def declare(facts: Facts) -> Facts:
        _SECTIONS[template] = Section(order, template, facts)
        return facts

    return declare


def sections_of(request: HttpRequest, community: Community) -> list[tuple[str, dict[str, Any]]]:
    """The sections of a community's page, each as its template and what it shows."""
    found = ((each.template, each.facts(request, community)) for each in sorted(_SECTIONS.values(), key=lambda each: each.order))
    return [(template, facts) for template, facts in found if facts is not None]
