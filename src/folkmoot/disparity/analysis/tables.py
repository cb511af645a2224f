"""Every table an analysis shows, released together: what is not in here may not be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from folkmoot.disparity.analysis.plan import dimensions, placed, with_place
from folkmoot.disparity.request import Request
from folkmoot.engines.cube import Cube
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disparity import DisparityTable, Settings, label, uncompared_table, unread_table
from folkmoot.stats.register import Beside, Population, Record, release_beside
from folkmoot.stats.released import SYMBOL, Attack, Release, ReleasedTable, released

Place = tuple[tuple[str, ...], str]  # characteristics and outcome


@dataclass(frozen=True)
class Register:
    """What was released before, under what name it is kept, and the day of this release in ISO form."""

    name: str
    earlier: Sequence[Record]
    released_on: str


@dataclass(frozen=True)
class Tables:
    """The released tables by characteristics and outcome, with the counts they were made from: for models, never for showing."""

    cube: Cube
    request: Request
    register: Register | None = None

    @cached_property
    def _prepared(self) -> list[DisparityTable]:
        compared = [self.counts(by, stage) for by in self._compared() for stage in self.stages]
        shown = [self.counts(by, stage) for by in self._shown() for stage in self.stages]
        settings = self.settings
        return [*(unread_table(table, settings) for table in compared), *(uncompared_table(table, settings) for table in shown)]

    @cached_property
    def beside(self) -> Beside | None:
        """The release as it may stand beside every earlier one; None where no register is kept. Raises CannotBeReleased."""
        if self.register is None or self.request.threshold is None:
            return None
        kept = self.register
        return release_beside(self._prepared, self._population, kept.earlier, kept.released_on, self.request.threshold)

    @cached_property
    def release(self) -> Release:
        """What may be shown, and how it stood up to the attack."""
        return self.beside.release if self.beside else released(self._prepared, self.request.threshold or 1)

    @property
    def _population(self) -> Population:
        where = {condition.column: condition.folded_values for condition in self.request.where}
        return Population(frozenset(source.sha256 for source in self.cube.sources), where)

    @cached_property
    def by_place(self) -> Mapping[Place, ReleasedTable]:
        return {(table.by, table.outcome): table for table in self.release.tables}

    @property
    def attack(self) -> Attack:
        """How the tables stood up to somebody trying to work out what is withheld."""
        return self.release.attack

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
            wanted = [(place,), *(with_place(column, place) for column in placed(self.request, place))]
            yield from (by for by in wanted if by not in already)


def not_placed(tables: Tables, column: str, stage: str, phrase: str) -> list[str]:
    """That some of those at risk have no Area, or no period, and how many, where that may be told; nothing where all have one."""
    base = tables.table((column,), stage).not_recorded.shown.base
    if base == 0:
        return []
    return [phrase.format(number=f"{base:,}" if isinstance(base, int) else SYMBOL)]
