"""What a published table is once it was read: its kind, its rows, what was kept apart, its periods and the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.published.periods import Period
from folkmoot.published.report import Report


class Kind(StrEnum):
    """What is recognised. The codes are kept where files are declared; do not change them."""

    OUTCOMES_MONTHLY = "outcomes_monthly"
    OUTCOMES_QUARTERLY = "outcomes_quarterly"
    STOP_SEARCH = "stop_search"
    USE_OF_FORCE = "use_of_force"


class Outcome(StrEnum):
    """How a prosecution ended. An administrative finalisation is unsuccessful too, but its offence is not known."""

    CONVICTION = "Conviction"
    UNSUCCESSFUL = "Unsuccessful outcome"
    ADMIN_FINALISED = "Administratively finalised"
    ALL = "All outcomes"


@dataclass(frozen=True, slots=True)
class OffenceCount:
    """Of a month, an area and a principal offence category: the prosecutions that ended so. `area` is a force area."""

    month: str
    area: str
    offence: str
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Of a quarter (or a rolling year): the defendants of a group whose prosecution ended so. `place` is "" for all."""

    period: Period
    place: str
    characteristic: str
    group: str
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True)
class Search:
    """One stop and search. Empty texts were not recorded. `repeated`: an earlier row is the same in every column, rounded place and all."""

    row: int
    month: str
    force: str
    searched: str
    gender: str
    age: str
    self_defined: str
    officer_defined: str
    legislation: str
    object: str
    outcome: str
    linked: str
    repeated: bool

    @property
    def of_person(self) -> bool:
        return self.searched != "Vehicle search"


class Level(StrEnum):
    """What a row of a nested table is: only details may be added up."""

    DETAIL = "detail"
    OF_WHICH = "of which"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class TacticCount:
    """How often a force reported a tactic against people whom its officers saw as of a group."""

    period: Period
    force: str
    type_of_force: str
    tactic: str
    level: Level
    characteristic: str
    group: str
    count: int


AnyRow = OffenceCount | GroupCount | Search | TacticCount


@dataclass(frozen=True)
class Fingerprint:
    """By what a file is known again beside others: `size` in bytes, `sha256` of them; `figures_sha256` of its rows without period."""

    name: str
    kind: Kind
    size: int
    sha256: str
    figures_sha256: str
    periods: tuple[Period, ...]
    places: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """A table that was read. `rows` may be added up; `apart` are totals, rows broken down below, vehicle-only searches, rolling years."""

    kind: Kind
    name: str
    rows: tuple[AnyRow, ...]
    apart: tuple[AnyRow, ...]
    periods: tuple[Period, ...]
    report: Report
    fingerprint: Fingerprint

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({month for period in self.periods for month in period.months}))

    @property
    def characteristics(self) -> tuple[str, ...]:
        """By what its counts are broken down. Each holds everybody once: counts by two of them must not be added."""
        return tuple(dict.fromkeys(row.characteristic for row in self.rows if isinstance(row, GroupCount | TacticCount)))


@dataclass(frozen=True)
class Reading:
    """What a reader of one kind hands back: rows, rows kept apart, and the headings whose change breaks a series."""

    rows: Sequence[AnyRow]
    apart: Sequence[AnyRow]
    columns: tuple[str, ...]
    rows_read: int
