"""Relative rates along a chain of decisions: each stage by itself, and from the first people at risk to the last outcome.

Near parity at every stage can still add up, and a gap at one stage may only pass on an earlier one: show both. Where those at risk of a
stage are exactly those who had the outcome of the stage before, the cumulative ratio is the product of the stage ratios. A chain for
which that does not hold is refused unless it is asked for, and then says by how much it fails.

Sources: Uhrig (2016) and the Lammy Review for the relative rate index; the Disproportionate Minority Contact manual of the US Office of
Juvenile Justice and Delinquency Prevention (chapter 1) for the three reasons why a figure is not given.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.intervals import Estimate, ratio
from folkmoot.stats.judgement import Rule, enough_to_judge


class NoNumber(Enum):
    """Why there is no figure. Different facts, never one blank; the last is only ever said of a cumulative ratio."""

    GROUP_TOO_SMALL = "too small a group"
    TOO_FEW_EVENTS = "too few events"
    NOT_RECORDED = "not recorded"
    NOT_THE_SAME_PEOPLE = "more had the last outcome than were first at risk"


class ChainBroken(FolkmootError):
    """Those at risk of one stage are not those who had the outcome of the stage before. `breaks` says where and by how much."""

    def __init__(self, breaks: Sequence["Break"]) -> None:
        self.breaks = tuple(breaks)
        stages = dict.fromkeys(found.stage for found in breaks)
        super().__init__(
            "The stages are not a chain: those at risk are not those who had the outcome before, at " + "; ".join(stages) + ".",
            "The relative rates of the stages would then not multiply to the one from first to last, and the chart would claim they do.",
            "Count every stage from the same cases. If outcomes are missing or people join late, ask for the chain with its breaks.",
        )


@dataclass(frozen=True)
class Stage:
    """One decision. `counts` by group; a group that is absent, or None, is not recorded at this stage."""

    name: str
    counts: Mapping[str, Counts | None]


@dataclass(frozen=True)
class Break:
    """For one group at one stage: how many had the outcome before, and how many are at risk now."""

    stage: str
    group: str
    had_previous: int
    at_risk: int

    @property
    def lost(self) -> int:
        """Those with no recorded outcome at this stage; below 0 where more are at risk than came from the stage before."""
        return self.had_previous - self.at_risk


@dataclass(frozen=True)
class Settings:
    """A group is shown from `min_share` of all at risk at the first stage; `rule` says how many people and events are enough."""

    min_share: Fraction = Fraction(1, 100)
    rule: Rule = field(default_factory=Rule)
    method: str = "score"
    level: float = 0.95


StageRatio: TypeAlias = Estimate | NoNumber


@dataclass(frozen=True)
class GroupChain:
    """One group beside the reference. `stages` in the order given; `cumulative` is from the first at risk to the last outcome.

    `product` is the product of the stage ratios, and None where one of them is not defined; it is not rounded or suppressed.
    """

    group: str
    stages: tuple[StageRatio, ...]
    cumulative: StageRatio
    product: Fraction | None


@dataclass(frozen=True)
class Chain:
    """Every group but the reference. The cumulative ratio is the product of the stage ratios where `breaks` is empty, and only there."""

    stage_names: tuple[str, ...]
    reference: str
    groups: tuple[GroupChain, ...]
    breaks: tuple[Break, ...]
    settings: Settings

    @property
    def multiplies(self) -> bool:
        return not self.breaks


def stage_chain(stages: Sequence[Stage], reference: str, settings: Settings | None = None, *, show_breaks: bool = False) -> Chain:
    """Relative rates of every group along the stages, at least one. Raises ChainBroken, unless told to show the breaks instead."""
    breaks = chain_breaks(stages)
    if breaks and not show_breaks:
        raise ChainBroken(breaks)
    settings = settings or Settings()
    groups = dict.fromkeys(group for stage in stages for group in stage.counts if group != reference)
    chains = tuple(_group_chain(stages, group, reference, settings) for group in groups)
    return Chain(tuple(stage.name for stage in stages), reference, chains, breaks, settings)


def chain_breaks(stages: Sequence[Stage]) -> tuple[Break, ...]:
    """Where a recorded group's base is not its number with the outcome of the stage before."""
    found = []
    for before, after in pairwise(stages):
        for group, now in after.counts.items():
            then = before.counts.get(group)
            if now is not None and then is not None and now.base != then.with_outcome:
                found.append(Break(after.name, group, then.with_outcome, now.base))
    return tuple(found)


def relative_rate(group: Counts, reference: Counts) -> Fraction | None:
    """The relative rate as an exact fraction; None where it is not defined."""
    if not group.base or not reference.with_outcome:
        return None
    return Fraction(group.with_outcome * reference.base, group.base * reference.with_outcome)


def first_to_last(stages: Sequence[Counts | None]) -> Counts | NoNumber:
    """The first people at risk, and how many had the last outcome; at least one stage."""
    if any(stage is None for stage in stages):
        return NoNumber.NOT_RECORDED
    first, last = stages[0], stages[-1]
    assert first is not None
    assert last is not None
    return NoNumber.NOT_THE_SAME_PEOPLE if last.with_outcome > first.base else Counts(first.base, last.with_outcome)


def _group_chain(stages: Sequence[Stage], group: str, reference: str, settings: Settings) -> GroupChain:
    ours, theirs = [stage.counts.get(group) for stage in stages], [stage.counts.get(reference) for stage in stages]
    small = _is_small(stages[0], group, settings.min_share)
    ratios = tuple(_ratio(our, their, small, settings) for our, their in zip(ours, theirs, strict=True))
    whole = _ratio(first_to_last(ours), first_to_last(theirs), small, settings)
    return GroupChain(group, ratios, whole, _product(ours, theirs))


def _is_small(first: Stage, group: str, min_share: Fraction) -> bool:
    everyone = sum((counts for counts in first.counts.values() if counts), NONE_COUNTED).base
    ours = first.counts.get(group)
    return ours is not None and ours.base < min_share * everyone


def _ratio(group: Counts | NoNumber | None, reference: Counts | NoNumber | None, small: bool, settings: Settings) -> StageRatio:
    for side in (group, reference):
        if not isinstance(side, Counts):
            return side or NoNumber.NOT_RECORDED
    assert isinstance(group, Counts)
    assert isinstance(reference, Counts)
    if small:
        return NoNumber.GROUP_TOO_SMALL
    if not enough_to_judge(group, reference, settings.rule):
        return NoNumber.TOO_FEW_EVENTS
    found = ratio(settings.method, group.with_outcome, group.base, reference.with_outcome, reference.base, settings.level)
    return found or NoNumber.TOO_FEW_EVENTS


def _product(ours: Sequence[Counts | None], theirs: Sequence[Counts | None]) -> Fraction | None:
    ratios = [relative_rate(our, their) if our and their else None for our, their in zip(ours, theirs, strict=True)]
    known = [found for found in ratios if found is not None]
    return math.prod(known, start=Fraction(1)) if len(known) == len(ratios) else None


class Direction(Enum):
    """Which way a ratio is read."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    NEVER = "never"


@dataclass(frozen=True)
class Reading:
    """A ratio as it is said aloud: `times` to one decimal, at least 1, and which way."""

    direction: Direction
    times: str

    @property
    def words(self) -> str:
        sentences = {
            Direction.MORE: f"{self.times} times as likely",
            Direction.LESS: f"{self.times} times less likely",
            Direction.SAME: "as likely",
            Direction.NEVER: "never, in these figures",
        }
        return sentences[self.direction]


def reading(value: float) -> Reading:
    """A ratio below 1 is read as its reciprocal: 0.7 is "1.4 times less likely" (as the Washington State courts explain theirs)."""
    if value <= 0:
        return Reading(Direction.NEVER, "")
    times = f"{max(value, 1 / value):.1f}"
    if times == "1.0":
        return Reading(Direction.SAME, times)
    return Reading(Direction.MORE if value > 1 else Direction.LESS, times)
