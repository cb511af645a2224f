"""The register of releases: everything that was ever published, each once, and what was withdrawn of it, with the reason.

Made from what the rooms froze when they published. Of what was withdrawn there stands that it was there, when, and why it went: not its
title and not its words, unless its own page still shows them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.site.words import Words


class Kind(StrEnum):
    SAID = "said"
    UPDATE = "update"
    ANNUAL = "annual"
    FOI = "foi"
    REPRESENTATION = "representation"
    TABLES = "tables"
    GOAL = "goal"
    ASSESSMENT = "assessment"
    CONSULTATION = "consultation"
    REPORT = "report"


KIND_NAMES = {
    Kind.SAID: _("You said, we did"), Kind.UPDATE: _("Update after a meeting of a panel"), Kind.ANNUAL: _("Annual report of a panel"),
    Kind.FOI: _("Answer to a request for information"), Kind.REPRESENTATION: _("Statement of representation"),
    Kind.TABLES: _("Tables about fairness"), Kind.GOAL: _("Goal for fairness"), Kind.ASSESSMENT: _("Equality impact assessment"),
    Kind.CONSULTATION: _("Consultation"), Kind.REPORT: _("Report"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An Area as the register names it."""

    code: str
    en: str
    cy: str


def place_of(area: Area | None) -> Place | None:
    """None for England and Wales."""
    return Place(area.code, area.name_en, area.name_cy) if area else None


@dataclass(frozen=True)
class Release:
    """One thing that was published. `key` stays its own for ever; `title` and `text` are empty once it was withdrawn.

    `about` names what it belongs to (a panel). `latest`: nothing of the same line was published after it. `address`: its own page, without
    the language; empty where there is none any more.
    """

    key: str
    kind: Kind
    place: Place | None
    published: datetime
    title: Words
    address: str
    text: str = ""
    about: Words = Words()  # noqa: RUF009  (frozen, and never filled)
    edition: str = ""
    latest: bool = True
    withdrawn: date | None = None
    why: Words = Words()  # noqa: RUF009

    @property
    def area(self) -> str:
        """The code of its Area; empty for England and Wales."""
        return self.place.code if self.place else ""

    @property
    def day(self) -> date:
        return timezone.localdate(self.published)


def in_order(rows: Iterable[Release]) -> tuple[Release, ...]:
    """The latest published first."""
    return tuple(sorted(rows, key=lambda row: (row.published, row.key), reverse=True))


def chosen(
    rows: Iterable[Release], *, kinds: Iterable[Kind] = (), area: str = "", standing: bool = False, first: date | None = None,
    last: date | None = None,
) -> Iterator[Release]:  # fmt: skip
    """Those of the kinds (none named: of all), of an Area by its code, from a day to a day; `standing`: neither withdrawn nor replaced."""
    wanted = frozenset(kinds)
    for row in rows:
        if (wanted and row.kind not in wanted) or (area and row.area != area) or (standing and (row.withdrawn or not row.latest)):
            continue
        if (first and row.day < first) or (last and row.day > last):
            continue
        yield row
