"""What a source offers to be looked at: its stages, its characteristics, where and when. Pure: no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from folkmoot.engines.spec import YES

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")


@dataclass(frozen=True)
class Stage:
    """One outcome. `name` is the cube's own; the words say what it is, of whom, and which side is worse.

    `line` is shared by all stages of the same people; `chained` says that those who had it are at risk of the next chained one.
    """

    name: str
    title: str
    at_risk: str = ""
    denominator: str = ""
    line: str = ""
    adverse: bool = True
    chained: bool = True


@dataclass(frozen=True)
class Shape:
    """Columns of the cube by what they are for (without one: ""), the words for each, and the levels that occur.

    `breaks` are months from which a column was recorded in another way; `area_codes` gives the Area's code for a level of `area`.
    """

    stages: tuple[Stage, ...]
    characteristics: tuple[str, ...]
    month: str = ""
    area: str = ""
    force: str = ""
    offence: str = ""
    flags: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    occurring: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[str, ...] = ()
    area_codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def stage_names(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self.stages)

    @property
    def controls(self) -> tuple[str, ...]:
        """What may be taken into account: everything recorded about a case but when it was, and nothing that is only flagged."""
        return tuple(column for column in (*self.characteristics, *self.others, self.offence, self.area, self.force) if column)

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)

    def along(self, name: str) -> tuple[Stage, ...]:
        """The stages of the same people in the order of the process: of one in a chain the chain, of another all of them."""
        asked = self.stage(name)
        return tuple(stage for stage in self.stages if stage.line == asked.line and stage.chained >= asked.chained)

    def title(self, column: str) -> str:
        return self.titles.get(column) or column.replace("_", " ").strip()

    def levels(self, column: str) -> tuple[str, ...]:
        return self.occurring.get(column, ())

    @property
    def months(self) -> tuple[str, ...]:
        return self.levels(self.month)

    def flag_level(self, flag: str) -> str:
        """The level of a flag that says that it is set: the one there is beside “no”."""
        levels = [level for level in self.levels(flag) if level]
        return next((level for level in levels if level.strip().lower() in YES), levels[-1] if levels else "yes")

    @cached_property
    def windows(self) -> tuple[str, ...]:
        """The periods that may be chosen, the latest first: financial years that are over, and quarters that are.

        No others: from windows that may begin anywhere, or that grow with every month loaded, single months could be worked out by
        subtracting one from the next.
        """
        dated = [month for month in self.months if year_of(month)]
        latest = max(dated, default="")
        over = {window for month in dated for window in (year_of(month), quarter_of(month)) if last_month_of(window) <= latest}
        return tuple(sorted(over, key=lambda window: (window[:7], window[8:] or "~"), reverse=True))


def year_of(month: str | None) -> str:
    """The financial year a month (“2025-04”) lies in: “2025/26”; "" for what is no month."""
    found = _MONTH.match(month or "")
    if not found:
        return ""
    begins = int(found[1]) - (int(found[2]) < 4)
    return f"{begins}/{(begins + 1) % 100:02}"


def quarter_of(month: str | None) -> str:
    """The quarter of the financial year: “2025/26 Q1” is April to June 2025."""
    found = _MONTH.match(month or "")
    return f"{year_of(month)} Q{(int(found[2]) - 4) % 12 // 3 + 1}" if found else ""


def last_month_of(window: str) -> str:
    """The month a year or a quarter ends with: “2026-03” of “2025/26” and of “2025/26 Q4”."""
    number = int(window[9:] or 4)
    return f"{int(window[:4]) + number // 4}-{(3 * number + 2) % 12 + 1:02}"


def year_before(window: str) -> str:
    """The same period a year earlier; "" where there is none."""
    found = re.match(r"([0-9]{4})/[0-9]{2}( Q[1-4])?\Z", window)
    if not found:
        return ""
    begins = int(found[1]) - 1
    return f"{begins}/{(begins + 1) % 100:02}{found[2] or ''}"
