"""Whether a published national row is the sum of its areas: the first thing to ask of a table before comparing them."""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.stats.counts import NONE_COUNTED, Counts


@dataclass(frozen=True)
class NationalCheck:
    """The national row as given beside the sum of the areas as given."""

    national: Counts
    summed: Counts

    @property
    def agrees(self) -> bool:
        return self.national == self.summed

    @property
    def base_gap(self) -> int:
        """National minus sum: above 0 where areas are missing, below 0 where something is counted twice."""
        return self.national.base - self.summed.base

    @property
    def outcome_gap(self) -> int:
        return self.national.with_outcome - self.summed.with_outcome


def check_national(national: Counts, areas: Mapping[str, Counts]) -> NationalCheck:
    """The areas must not contain the national row itself."""
    return NationalCheck(national, sum(areas.values(), NONE_COUNTED))
