"""A check gives a figure: so many went wrong, of so many tried. Its controls break the product on purpose and must find something wrong."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Size(StrEnum):
    """How much a check tries: `gate` in a few seconds with each change, `whole` as much as its target asks for."""

    GATE = "gate"
    WHOLE = "whole"


class Cannot(Exception):
    """The check needs something that is not here; the message says what. It is reported as not measured, never as passed."""


@dataclass(frozen=True)
class Figure:
    """`wrong` of `tried` (in `unit`). `more` holds further figures by name; `found` names the places that went wrong, the first twenty.

    `least`: fewer than so many tried proves nothing, and does not pass.
    """

    wrong: int
    tried: int
    unit: str
    more: dict[str, Any] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    least: int = 1

    @property
    def holds(self) -> bool:
        return self.wrong == 0 and self.tried >= self.least

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"found": list(self.found[:20]), "holds": self.holds}


Measure = Callable[[Size], Figure]


@dataclass(frozen=True)
class Control:
    """What is broken on purpose, in words, and how it is measured then: the figure must not hold."""

    breaks: str
    measure: Measure


@dataclass
class Check:
    """`number` as in the list of promises; `promise` and `target` in words; `gate`: small enough to run with each change."""

    number: int
    promise: str
    target: str
    measure: Measure
    gate: bool
    part: str
    controls: list[Control] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.number}{self.part}"


CHECKS: dict[str, Check] = {}


def check(number: int, promise: str, *, target: str, gate: bool = False, part: str = "") -> Callable[[Measure], Measure]:
    """Declare a check: `@check(11, "…", target="0 lost of 10,000")` over a function of a Size. `part` tells several of one number apart."""

    def declare(measure: Measure) -> Measure:
        made = Check(number, promise, target, measure, gate, part)
        if made.name in CHECKS:
            raise ValueError(f"check {made.name} is declared twice")
        CHECKS[made.name] = made
        return measure

    return declare


def control(name: str | int, breaks: str) -> Callable[[Measure], Measure]:
    """Declare a control of a check declared before: the same measurement with something broken on purpose."""

    def declare(measure: Measure) -> Measure:
        CHECKS[str(name)].controls.append(Control(breaks, measure))
        return measure

    return declare
