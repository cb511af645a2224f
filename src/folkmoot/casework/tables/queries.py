"""Reading publications of tables: those in sight, what waits for whom, the check of an edition as it would come out now, the register."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.tables import contents
from folkmoot.casework.tables.checking import Checked, check
from folkmoot.casework.tables.grid import Grid, grid_from
from folkmoot.casework.tables.marks import marked, revised
from folkmoot.casework.tables.models import Content, Edition, PublishedRelease
from folkmoot.casework.tables.register import everything_released
from folkmoot.casework.tables.rules import OPEN, SHOWN, State, months_of
from folkmoot.errors import FolkmootError
from folkmoot.webkit.dates import day_in_english

READ = "tables.read"


class CannotBeChecked(FolkmootError):
    """An edition that cannot be made into tables as it stands."""


def editions(viewer: Viewer, *, state: str = "") -> QuerySet[Edition]:
    """The editions in sight, the latest first. Those of England and Wales are seen by everyone who may see any."""
    rows = Edition.objects.select_related("publication__area", "prepared_by", "checked_by", "agreed_by", "corrects")
    found = within(viewer, rows, READ, area="publication__area_id", national_rows=True).order_by("-prepared_at", "-pk")
    return found.filter(state=state) if state else found


def get_edition(viewer: Viewer, pk: int) -> Edition:
    """One edition in sight. Raises Edition.DoesNotExist for one out of sight, as for one that does not exist."""
    people = ("returned_by", "published_by", "withdrawn_by")
    return editions(viewer).select_related(*people).prefetch_related("contents", "writers").get(pk=pk)


def waiting_for_agreement(viewer: Viewer) -> list[Edition]:
    """Checked editions that this viewer may agree to, because somebody else made them."""
    rows = editions(viewer, state=State.CHECKED).exclude(writers=viewer.account_id)
    return [row for row in rows if viewer.sight("tables.agree").holds(row.area_id)]


def editions_of(edition: Edition) -> list[Edition]:
    """Every edition of the same publication, the latest first."""
    return list(Edition.objects.filter(publication=edition.publication_id).order_by("-major", "-minor"))


def before(edition: Edition) -> Edition | None:
    """The published edition before this one, which its figures are compared with."""
    rows = Edition.objects.filter(publication=edition.publication_id, state__in=SHOWN).exclude(pk=edition.pk)
    earlier = [row for row in rows if (row.major, row.minor) < (edition.major, edition.minor)]
    return max(earlier, key=lambda row: (row.major, row.minor), default=None)


def is_open(edition: Edition) -> bool:
    return edition.state in OPEN


def grids_of(edition: Edition) -> list[Grid]:
    """The tables of an edition as they were frozen; none before the check."""
    return [grid_from(plain) for plain in (edition.body or {}).get("tables", ())]


@dataclass(frozen=True)
class Made:
    """An edition as the check lets it out now: its tables, the report, the day of its data, and the fingerprint of all of it."""

    found: Checked
    grids: tuple[Grid, ...]
    data_as_of: date

    @property
    def body(self) -> dict[str, Any]:
        return {"tables": [grid.plain() for grid in self.grids]}

    def report(self) -> dict[str, Any]:
        found = self.found
        return {
            "told": [{**vars(one), "title": grid.title, "more": list(one.more)} for one, grid in zip(found.told, self.grids, strict=True)],
            "because": list(found.because), "warnings": list(found.warnings), "compared": found.compared, "unknowns": found.unknowns,
            "protected": found.protected, "revised": revised(self.grids),
        }  # fmt: skip


def made_now(viewer: Viewer, edition: Edition, today: date) -> Made:
    """Draw the tables of an edition, release them together, attack them with everything ever released, and mark what was revised.

    Raises FolkmootError where something chosen is gone or cannot be shown, or where nothing withheld makes it safe.
    """
    rows = list(edition.contents.all())
    if not rows:
        raise CannotBeChecked("There is no table in this edition yet.", "", "Add one first.")
    months = months_of(edition.period_first, edition.period_last)
    with translation.override("en-gb"):
        drafts = [contents.drawn(viewer, row.choice, months) for row in rows]
        for row, draft in zip(rows, drafts, strict=True):
            _refuse_other_period(row, draft, months, edition.period_last)
        found = check(drafts, everything_released(), today)
    last = before(edition)
    titled = _titled(found, rows)
    grids = tuple(marked(titled, grids_of(last) if last else [], provisional=edition.provisional))
    return Made(found, grids, max(date.fromisoformat(grid.data_as_of) for grid in grids))


def _refuse_other_period(row: Content, draft: contents.Drawn, months: frozenset[str], last: date) -> None:
    """Tables of other months than the edition says it is about."""
    told = draft.population if isinstance(draft, contents.Prepared) else draft.table.population
    as_of = draft.data_as_of if isinstance(draft, contents.Prepared) else draft.table.data_as_of
    others = sorted((told.periods or frozenset()) - months)
    if others:
        raise CannotBeChecked(
            f"“{row}” is about months outside the period of this edition: {', '.join(others[:3])}{' …' if others[3:] else ''}.",
            "The edition would say that it is about other days.", "Choose another period for the table, or for the edition.",
        )  # fmt: skip
    if isinstance(draft, contents.Prepared) and draft.is_file and as_of < last:
        raise CannotBeChecked(
            f"The data of “{row}” run to {day_in_english(as_of)}, and the period of this edition to {day_in_english(last)}.",
            "The last days would be missing.", "Give the edition the period of the data.",
        )  # fmt: skip


def _titled(found: Checked, rows: Sequence[Content]) -> list[Grid]:
    """The tables under the titles that a person gave them; two of one choice also say what they are of."""
    titled = []
    for place, grid in zip(found.of, found.grids, strict=True):
        own, several = rows[place], found.of.count(place) > 1
        tail = f": {grid.title}" if several else ""
        welsh = "" if several or not own.title_en else own.title_cy
        titled.append(replace(grid, title=f"{own.title_en}{tail}" if own.title_en else grid.title, title_cy=welsh))
    return titled


_WORDS = (
    "title_en", "title_cy", "about_en", "about_cy", "about_easy", "about_easy_cy", "period_first", "period_last", "next_on", "provisional",
    "changes", "changes_cy", "corrects_id", "major", "minor",
)  # fmt: skip


def fingerprint(edition: Edition, body: dict[str, Any]) -> str:
    """SHA-256 over every word and figure of an edition."""
    said = [*(str(getattr(edition, name)) for name in _WORDS), body]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def is_as_agreed(edition: Edition) -> bool:
    """Whether the frozen words and figures are still those that two people agreed to."""
    return edition.body is not None and fingerprint(edition, edition.body) == edition.fingerprint


def releases(viewer: Viewer) -> QuerySet[PublishedRelease]:
    """The register in sight, the latest first: what was published, and what was taken away as a file in sight."""
    rows = PublishedRelease.objects.filter(follows=False).select_related("edition__publication", "area", "released_by").defer("record")
    mine = within(viewer, PublishedRelease.objects.all(), "casework.read", national_rows=True)
    return rows.filter(Q(how=PublishedRelease.How.PUBLISHED) | Q(pk__in=mine.values("pk")))
