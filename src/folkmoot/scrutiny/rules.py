"""The numbers by which cases are scrutinised, and how a small number is said so that it tells nobody. No database, no clock."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from folkmoot.errors import FolkmootError


class WrongLimit(FolkmootError):
    """A limit that does not exist, or a number it cannot have."""


@dataclass(frozen=True)
class Limits:
    """What the service may set otherwise. Days and months are whole.

    `few_in_list`: fewer cases of a group than this are never told to members as a number. `few_for_draw`: drawing from a group with
    fewer needs somebody's reason. `appeal_days`: 28 days to appeal from the Crown Court (Criminal Appeal Rules; the magistrates' 15
    business days lie within). `waits_months`: how long a case of a list that no draw took is known by its reference, `refused_days` one
    that may not be drawn, `undrawn_days` one that was not drawn, and `kept_months` one that was, after the meeting.
    """

    few_in_list: int = 5
    few_for_draw: int = 3
    appeal_days: int = 28
    refused_days: int = 30
    undrawn_days: int = 30
    waits_months: int = 6
    kept_months: int = 6
    sealing_days: int = 7
    opening_hours: int = 24


def limits_of(given: Mapping[str, int]) -> Limits:
    """The limits with what a service says instead. Raises WrongLimit."""
    known = asdict(Limits())
    for name, number in given.items():
        if name not in known:
            raise WrongLimit(f"There is no limit “{name}”.", "", f"The limits are: {', '.join(known)}.")
        if number < 1:
            raise WrongLimit(f"The limit “{name}” cannot be {number}.", "", "Give a whole number of 1 or more.")
    return replace(Limits(), **given)


@dataclass(frozen=True)
class Count:
    """How many cases are in a group, as it may be told: `number` is None where it is withheld, being below `least`."""

    number: int | None
    least: int

    @property
    def withheld(self) -> bool:
        return self.number is None


def coarsened(number: int, least: int) -> Count:
    """A number as members may see it. None at all is no secret: it says that there is no case."""
    return Count(number if number == 0 or number >= least else None, least)


class Step(StrEnum):
    """What a panel's meeting needs next, from the list to what was learned."""

    MEETING = "meeting"
    LIST = "list"
    DRAW = "draw"
    FIX = "fix"
    SEALING = "sealing"
    OPENING = "opening"
    PACKS = "packs"
    REVIEWS = "reviews"
    RELEASE = "release"
    JUDGING = "judging"
    JOINT = "joint"
    LEARNING = "learning"
    DONE = "done"


@dataclass(frozen=True)
class Progress:
    """How far the cases of a meeting are. `draw` is the state of the draw that is least far ("" for none); the rest are numbers of cases.

    `lists` are lists of the panel from which nothing was drawn yet; `begun` packs that somebody works on or that are further.
    """

    lists: int = 0
    draw: str = ""
    drawn: int = 0
    begun: int = 0
    in_review: int = 0
    cleared: int = 0
    released: int = 0
    agreed: int = 0
    learned: int = 0
    over: bool = False


_BEFORE = {"prepared": Step.FIX, "committed": Step.SEALING, "opening": Step.OPENING}


def next_step(progress: Progress | None) -> Step:
    """What is to be done next; None stands for a panel without a meeting to come."""
    if progress is None:
        return Step.MEETING
    if progress.draw in _BEFORE and not progress.over:
        return _BEFORE[progress.draw]
    if not progress.drawn:
        return Step.DONE if progress.over else Step.DRAW if progress.lists else Step.LIST
    if not progress.over and progress.released < progress.drawn:
        return _of_packs(progress)
    if progress.agreed < progress.released:
        return Step.JOINT if progress.over else Step.JUDGING
    return Step.DONE if progress.learned else Step.LEARNING


def _of_packs(progress: Progress) -> Step:
    """Packs that lie are named before those that others work on."""
    if progress.cleared:
        return Step.RELEASE
    if progress.in_review:
        return Step.REVIEWS
    return Step.PACKS
