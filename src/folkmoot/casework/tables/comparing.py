"""One set of tables beside every earlier one, a population at a time, and nothing twice: an attack on the same two is remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from folkmoot.casework.tables.slices import by_population
from folkmoot.stats.attacker import Knowledge, SeenRow
from folkmoot.stats.counts import Key
from folkmoot.stats.register import Difference, Record, differences, extra_withheld

HIDDEN = SeenRow(None, None)


@dataclass
class Comparing:
    """`told` and `withheld` remember what was found of the same records, by what these say."""

    told: dict[tuple[str, str], list[Difference]] = field(default_factory=dict)
    withheld: dict[tuple[str, str], dict[tuple[str, ...], frozenset[Key]]] = field(default_factory=dict)

    def differences(
        self, unit: Sequence[Record], others: Iterable[Record], threshold: int, knowledge: Knowledge
    ) -> list[tuple[Difference, list[Record]]]:
        """What the unit gives away beside each earlier population, with the records of that population."""
        found: list[tuple[Difference, list[Record]]] = []
        own = _text(unit)
        for group in by_population(others):
            key = own, _text(group)
            if key not in self.told:
                self.told[key] = differences(unit, group, threshold, knowledge)
            found += [(each, group) for each in self.told[key]]
        return found

    def more_withheld(
        self, unit: Sequence[Record], found: Sequence[tuple[Difference, list[Record]]], threshold: int, knowledge: Knowledge
    ) -> dict[tuple[str, ...], frozenset[Key]]:
        """Groups of the unit that are withheld too so that what is found for sure is found no more."""
        keys: dict[tuple[str, ...], frozenset[Key]] = {}
        own = _text(unit)
        for group in {id(group): group for each, group in found if each.sure}.values():
            key = own, _text(group)
            if key not in self.withheld:
                self.withheld[key] = extra_withheld(unit, group, threshold, knowledge)
            for by, each in self.withheld[key].items():
                keys[by] = keys.get(by, frozenset()) | each
        return keys

    def told_before(
        self, unit: Sequence[Record], found: Sequence[tuple[Difference, list[Record]]], threshold: int, knowledge: Knowledge
    ) -> frozenset[str]:
        """What can be worked out even where the unit shows nothing: earlier releases gave it away, and nothing withheld takes it back."""
        others = [record for group in {id(group): group for each, group in found if each.sure}.values() for record in group]
        told = self.differences(nothing_of(unit), others, threshold, knowledge)
        return frozenset(each.sentence for each, _group in told if each.sure)


def nothing_of(unit: Sequence[Record]) -> list[Record]:
    """The same tables with nothing shown in them."""
    return [replace(one, rows=dict.fromkeys(one.rows, HIDDEN), not_recorded=HIDDEN, overall=HIDDEN) for one in unit]


def _text(records: Iterable[Record]) -> str:
    return repr([record.to_dict() for record in records])
