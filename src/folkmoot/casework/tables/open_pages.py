"""What anybody may read of published tables, without an account.

These functions take no viewer, because everybody may see what they return: editions that were published, and of a withdrawn one the
reason. A draft, a check and a name are never among it.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from folkmoot.casework.tables.grid import Grid
from folkmoot.casework.tables.models import Edition, PublishedRelease
from folkmoot.casework.tables.queries import grids_of
from folkmoot.casework.tables.rules import SHOWN, State


def latest_editions() -> list[Edition]:
    """Of each publication the latest edition that is published, or was; the latest published first."""
    latest: dict[int, Edition] = {}
    for row in _shown().defer("body").order_by("major", "minor"):
        held = latest.get(row.publication_id)
        if held is None or row.state == State.PUBLISHED or held.state != State.PUBLISHED:
            latest[row.publication_id] = row
    return sorted(latest.values(), key=lambda row: (row.published_at, row.pk), reverse=True)


@dataclass(frozen=True)
class Page:
    """One edition as everybody reads it. `later`: the edition that replaced it; `others`: every published edition, the latest first."""

    edition: Edition
    grids: tuple[Grid, ...]
    later: Edition | None
    others: tuple[Edition, ...]


def page_of(slug: str, number: tuple[int, int] | None = None) -> Page | None:
    """An edition, the latest where no number is given; None for one that was never published."""
    rows = list(_shown().filter(publication__slug=slug).order_by("-major", "-minor"))
    current = next((row for row in rows if row.state == State.PUBLISHED), rows[0] if rows else None)
    found = current if number is None else next((row for row in rows if (row.major, row.minor) == number), None)
    if found is None or current is None:
        return None
    later = current if (current.major, current.minor) > (found.major, found.minor) else None
    return Page(found, tuple(grids_of(found)) if not found.taken_down else (), later, tuple(rows))


def public_register() -> QuerySet[PublishedRelease]:
    """Every published table, the latest first, without its cells."""
    rows = PublishedRelease.objects.filter(how=PublishedRelease.How.PUBLISHED, follows=False).defer("record")
    return rows.select_related("edition__publication").order_by("-number")


def _shown() -> QuerySet[Edition]:
    return Edition.objects.filter(state__in=SHOWN).select_related("publication__area", "corrects")
