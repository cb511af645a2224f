"""Every table an analysis shows, released together: what is not in here may not be shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from folkmoot.disparity.analysis.plan import dimensions, with_place
from folkmoot.disparity.request import Request
from folkmoot.engines.cube import Cube
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disparity import Settings, label, uncompared_table, unread_table
from folkmoot.stats.released import Attack, Release, ReleasedTable, released

Place = tuple[tuple[str, ...], str]  # characteristics and outcome


@dataclass(frozen=True)
class Tables:
    """The released tables by characteristics and outcome, with the counts they were made from: for models, never for showing."""

    cube: Cube
    request: Request

    @cached_property
    def _release(self) -> Release:
        compared = [self.counts(by, stage) for by in self._compared() for stage in self.stages]
        shown = [self.counts(by, stage) for by in self._shown() for stage in self.stages]
        settings = self.settings
        tables = [*(unread_table(table, settings) for table in compared), *(uncompared_table(table, settings) for table in shown)]
        return released(tables, self.request.threshold or 1)

    @cached_property
    def by_place(self) -> Mapping[Place, ReleasedTable]:
        return {(table.by, table.outcome): table for table in self._release.tables}

    @property
    def attack(self) -> Attack:
        """How the tables stood up to somebody trying to work out what is withheld."""
        return self._release.attack

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(outcome.name for outcome in self.request.outcomes)

    @property
    def settings(self) -> Settings:
        asked = self.request
        return Settings(asked.references, asked.level, asked.rule, asked.threshold or 1, asked.ratio_method)

    def table(self, by: tuple[str, ...], stage: str) -> ReleasedTable:
        return self.by_place[by, stage]

    def counts(self, by: tuple[str, ...], stage: str) -> CountsTable:
        """The counts themselves. For computing."""
        return self.cube.counts(by, stage)

    def shown(self, by: tuple[str, ...], stage: str) -> dict[Key, Counts | None]:
        """What may be shown of every recorded combination; None where it is withheld, and no entry where not even its name may be."""
        rows = {row.group: row.shown.counts for row in self.table(by, stage).rows}
        return {key: rows[label(key)] for key in self.counts(by, stage).recorded() if label(key) in rows}

    def _compared(self) -> Iterator[tuple[str, ...]]:
        yield from dict.fromkeys([*((column,) for column in self.request.by), *self.request.intersect])

    def _shown(self) -> Iterator[tuple[str, ...]]:
        already = set(self._compared())
        for place in dimensions(self.request):
            wanted = [(place,), *(with_place(column, place) for column in self.request.by if column != place)]
            yield from (by for by in wanted if by not in already)
