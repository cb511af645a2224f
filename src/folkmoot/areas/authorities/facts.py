"""What a published file says about places, in one shape whatever the file was, and the one error of a file that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.areas.authorities.rules import Step
from folkmoot.errors import FolkmootError

Point = tuple[float, float]
Ring = list[Point]


class BadPlaces(FolkmootError):
    """A published file of places that cannot be brought in; it names the file, and the row and column where there is one."""

    def __init__(self, file: str, place: str, why: str, do: str = "") -> None:
        where = ", ".join(part for part in (file, place) if part)
        super().__init__(
            _("%(where)s: this file cannot be brought in.") % {"where": where},
            why,
            do or _("Mend it, or take the file from its publisher again; nothing was stored."),
        )
        self.file, self.place = file, place


@dataclass
class Known:
    """What a file says of one authority. Blank or None: it does not say. `upper` is the code of the county council above it."""

    code: str
    name_en: str
    name_cy: str = ""
    starts: date | None = None
    ends: date | None = None
    upper: str = ""
    aliases: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Part:
    """A community safety partnership of an authority, and the force (by our code) that polices it."""

    authority: str
    csp_code: str
    csp_name: str
    force: str


@dataclass(frozen=True)
class Outline:
    """The rings of an authority (by its nine-character code) or of a force (by ours)."""

    of: str
    code: str
    rings: list[Ring]
    simplified: bool


@dataclass
class Facts:
    """Everything one file says. `year` is that of its edition, None where it names none; `notes` are sentences for a person."""

    rows: int
    year: int | None = None
    authorities: dict[str, Known] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    tiles: dict[str, tuple[int, int]] = field(default_factory=dict)
    sectors: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def edition(self) -> str:
        return str(self.year) if self.year else ""


@dataclass(frozen=True)
class Held:
    """What is stored already and what a file is judged by: forces by ONS code and by key of their name; authorities by code."""

    forces_by_ons: Mapping[str, str]
    forces_by_key: Mapping[str, str]
    names: Mapping[str, str]
    ends: Mapping[str, date]

    def ended_before(self, code: str, year: int | None) -> date | None:
        """The last day of an authority that was gone before an edition's year of councils began, on 1 April."""
        last = self.ends.get(code)
        return last if last and year and last < date(year, 4, 1) else None
