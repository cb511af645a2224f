"""Reading representation by unit and by level, over time, who joined, left and was promoted, and what targets ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from folkmoot.accounts.scope import Viewer
from folkmoot.stats.missing import Bounds
from folkmoot.stats.workforce.representation import Declaration, Movement, Representation, movements
from folkmoot.stats.workforce.targets import AgainstTarget, against_target
from folkmoot.workforce.headcounts.held import Held, breaks, since_break
from folkmoot.workforce.headcounts.models import Headcount
from folkmoot.workforce.headcounts.queries import latest, units_of
from folkmoot.workforce.headcounts.words import groups_of, levels, questions
from folkmoot.workforce.models import Unit
from folkmoot.workforce.representation.flows import Flow, joiners, rates

MOVED = (Headcount.Measure.JOINED, Headcount.Measure.PROMOTED, Headcount.Measure.LEFT)
LIKE: dict[str, tuple[str, ...]] = {
    "ethnicity": ("Asian", "Black", "Mixed", "Other", "Ethnic minority"), "sex": ("Female",), "disability": ("Disabled",),
    "sexual_orientation": ("Lesbian gay bisexual or other",), "gender_identity": ("Different from sex registered at birth",),
    "socio_economic": ("Lower socio-economic background",),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One unit or level (`name`); `found` None: nothing was counted there. `against`: beside the target, where one speaks of it."""

    name: str
    found: Representation | None
    declared: Declaration | None
    unit: Unit | None = None
    against: AgainstTarget | None = None


@dataclass(frozen=True)
class Past:
    """A day and its figures. `broken`: what differs in how they were made from the day before, so that no change is read from the two."""

    as_of: date
    line: Line
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Representation of a group at a day: of all, by level, by unit, and over the days before."""

    characteristic: str
    groups: tuple[str, ...]
    as_of: date
    everyone: Line
    by_level: tuple[Line, ...]
    by_unit: tuple[Line, ...]
    flows: tuple[Flow, ...]
    trend: tuple[Movement, ...]
    over_time: tuple[Past, ...]
    unit: Unit | None = None
    units: int = 0


def characteristics(viewer: Viewer) -> list[str]:
    """Those that were counted, in the order of the questions."""
    known = {one for day in latest(viewer, most=4) for one in day.characteristics}
    return [key for key in questions() if key in known]


def choices(characteristic: str) -> list[tuple[str, ...]]:
    """What may be looked at: the group a target speaks of first, then every group by itself."""
    like = LIKE.get(characteristic)
    single: list[tuple[str, ...]] = [(group,) for group in groups_of(characteristic)]
    return [like, *(one for one in single if one != like)] if like else single


def table(
    viewer: Viewer, characteristic: str, groups: Sequence[str], *, unit: Unit | None = None, as_of: date | None = None,
    shares: Mapping[str, float] | None = None,
) -> Table | None:  # fmt: skip
    """None where nothing was counted of this characteristic. With a unit: its levels and days, and no other unit.

    `shares`: the target share of a level, where one is set for these groups; "" for one of every level.
    """
    counted = [one for one in latest(viewer, up_to=as_of) if characteristic in one.characteristics]
    if not counted:
        return None
    now, wanted, share = counted[0], tuple(groups), dict(shares or {})
    past = _over_time(counted, characteristic, wanted, unit)
    by_unit = units_of(viewer, now)
    return Table(
        characteristic, wanted, now.as_of, line_of(now, characteristic, wanted, unit=unit, share=share.get("")),
        tuple(_levels(now, characteristic, wanted, unit, share)),
        () if unit else tuple(line_of(now, characteristic, wanted, unit=one, share=share.get("")) for one in by_unit),
        tuple(_flows(viewer, now, characteristic, wanted, unit)), tuple(_trend(counted, characteristic, wanted, unit)), tuple(past),
        unit, len(by_unit),
    )  # fmt: skip


def line_of(
    counted: Held, characteristic: str, groups: Sequence[str], *, unit: Unit | None = None, levels: Sequence[str] | None = None,
    name: str = "", share: float | None = None,
) -> Line:  # fmt: skip
    place = unit.pk if unit else None
    found = counted.representation(characteristic, groups, unit=place, levels=levels)
    declared = counted.declaration(characteristic, unit=place, levels=levels)
    against = against_target(found, share) if found and share else None
    return Line(name or (unit.name if unit else ""), found, declared, unit, against)


def _levels(
    counted: Held, characteristic: str, groups: Sequence[str], unit: Unit | None, shares: Mapping[str, float]
) -> list[Line]:  # fmt: skip
    named = [(level, name) for level, name in levels().items() if level in counted.levels]
    return [
        line_of(counted, characteristic, groups, unit=unit, levels=[level], name=name, share=shares.get(level, shares.get("")))
        for level, name in named
    ]


def _over_time(counted: Sequence[Held], characteristic: str, groups: Sequence[str], unit: Unit | None) -> list[Past]:
    """The days in order, each with what differs in how it was made from the one before."""
    days = list(reversed(counted))
    broken = [(), *(breaks(one.standing(characteristic), other.standing(characteristic)) for one, other in pairwise(days))]
    return [
        Past(one.as_of, line_of(one, characteristic, groups, unit=unit), differs) for one, differs in zip(days, broken, strict=True)
    ]  # fmt: skip


def _trend(counted: Sequence[Held], characteristic: str, groups: Sequence[str], unit: Unit | None) -> list[Movement]:
    """Changes from day to day since the last break that a source or the numbers make."""
    days = since_break(list(reversed(counted)), characteristic)
    return movements({one.as_of.isoformat(): line_of(one, characteristic, groups, unit=unit).found for one in days})


def _flows(viewer: Viewer, now: Held, characteristic: str, groups: Sequence[str], unit: Unit | None) -> list[Flow]:
    """Of the year to the day of the staff in post, or the latest one counted before it."""
    in_post = line_of(now, characteristic, groups, unit=unit).found
    found = []
    for measure in MOVED:
        counted = [one for one in latest(viewer, measure, up_to=now.as_of, most=1) if characteristic in one.characteristics]
        moved = line_of(counted[0], characteristic, groups, unit=unit).found if counted else None
        if moved is not None and in_post is not None:
            found.append(joiners(moved, in_post) if measure == Headcount.Measure.JOINED else rates(measure.value, moved, in_post))
    return found


def overlaps(first: Bounds | None, second: Bounds | None) -> bool:
    """Whether two ranges have a figure in common, so that it cannot be told which is larger."""
    if first is None or second is None:
        return True
    return first.low <= (second.high if second.high is not None else 1) and second.low <= (first.high if first.high is not None else 1)
