"""Order on the page of the strategies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from folkmoot.accounts.scope import Sight
from folkmoot.strategy.models import Aim, Commitment, Strategy


@dataclass(frozen=True)
class Part:
    """A part of the document that serves no single aim, with its lines."""

    heading: str
    lines: list[Commitment]


@dataclass(frozen=True)
class StrategyPage:
    """A strategy as it is read: aims with their lines, then the parts that serve no single aim."""

    strategy: Strategy
    aims: list[Aim]
    parts: list[Part]
    may_write: bool


def strategy_pages(strategies: Iterable[Any], sight: Sight) -> list[StrategyPage]:
    """`strategies` as `queries.list_strategies` reads them: each a Strategy with `listed_aims` and `listed_lines`.

    `sight`: where the viewer may write.
    """
    return [
        StrategyPage(strategy, strategy.listed_aims, parts(strategy.listed_lines), sight.holds(strategy.area_id)) for strategy in strategies
    ]


def parts(lines: Iterable[Commitment]) -> list[Part]:
    """The lines under no aim, by heading, in document order."""
    found: dict[str, list[Commitment]] = {}
    for line in lines:
        if line.aim_id is None:
            found.setdefault(line.heading, []).append(line)
    return [Part(heading, under) for heading, under in found.items()]
