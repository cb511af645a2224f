"""Reading targets as cards: the figure, its range, the people by which it is missed, and the trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.stats.workforce.representation import Declaration, Movement, Representation, movements
from folkmoot.stats.workforce.targets import (
    AgainstTarget,
    DeclarationAgainstTarget,
    Declared,
    TargetAnswer,
    against_target,
    declaration_against_target,
)
from folkmoot.workforce.headcounts.held import Held, since_break
from folkmoot.workforce.headcounts.queries import latest
from folkmoot.workforce.models import Unit
from folkmoot.workforce.targets.models import DeclarationReview, Target

MOST_DAYS = 8


@dataclass(frozen=True)
class Card:
    """A target with what the figures say. `found` and `against` None: nothing was counted for it. `as_of` is the day of the figures."""

    target: Target
    as_of: date | None
    found: Representation | None
    against: AgainstTarget | None
    declared: Declaration | None = None
    known: DeclarationAgainstTarget | None = None
    returned: DeclarationAgainstTarget | None = None
    trend: tuple[Movement, ...] = ()
    unit: Unit | None = None

    @property
    def answer(self) -> TargetAnswer | None:
        if self.known is not None:
            return self.known.answer
        return self.against.answer if self.against else None


def targets(viewer: Viewer, *, kinds: tuple[str, ...] = (Target.Kind.REACH, Target.Kind.HOLD)) -> QuerySet[Target]:
    """The targets in force."""
    viewer.require("workforce.read")
    return Target.objects.filter(ended_on__isnull=True, kind__in=kinds)


def versions(viewer: Viewer, key: str) -> QuerySet[Target]:
    """Every version of a target, the one in force first."""
    viewer.require("workforce.read")
    return Target.objects.filter(key=key).order_by("-from_on", "-id")


def cards(viewer: Viewer, unit: Unit | None = None, as_of: date | None = None) -> list[Card]:
    """Every target in force beside the latest figures up to a day, of the service or of one unit."""
    counted = list(reversed(latest(viewer, up_to=as_of, most=MOST_DAYS)))
    rows = targets(viewer, kinds=(Target.Kind.REACH, Target.Kind.HOLD, Target.Kind.DECLARE))
    return [card_of(target, counted, unit) for target in rows]


def card_of(target: Target, counted: Sequence[Held], unit: Unit | None = None) -> Card:
    """A target beside the days counted, the earliest first."""
    if target.kind == Target.Kind.DECLARE:
        return _declared(target, counted, unit)
    found = {one.as_of: _found(target, one, unit) for one in counted}
    last = next((day for day in reversed(found) if found[day] is not None), None)
    if last is None:
        return Card(target, None, None, None, unit=unit)
    now = found[last]
    lately = [one.as_of for one in since_break(counted, target.characteristic)]
    trend = tuple(movements({day.isoformat(): found[day] for day in lately}))
    return Card(target, last, now, against_target(now, target.share) if now else None, trend=trend, unit=unit)


def _declared(target: Target, counted: Sequence[Held], unit: Unit | None) -> Card:
    place = unit.pk if unit else None
    found = {one.as_of: one.declaration(target.characteristic, unit=place, levels=target.levels or None) for one in counted}
    last = next((day for day in reversed(found) if found[day] is not None), None)
    said = found[last] if last else None
    if said is None:
        return Card(target, None, None, None, unit=unit)
    known, returned = (declaration_against_target(said, target.share, one) for one in (Declared.KNOWN, Declared.RETURNED))
    return Card(target, last, None, None, said, known, returned, unit=unit)


@dataclass(frozen=True)
class Quarter:
    """Declaration of a characteristic on a day, by both definitions."""

    as_of: date
    said: Declaration


def quarters(counted: Sequence[Held], characteristic: str, unit: Unit | None = None) -> list[Quarter]:
    """Declaration on every day counted, the latest first."""
    place = unit.pk if unit else None
    found = [(one.as_of, one.declaration(characteristic, unit=place)) for one in counted]
    return [Quarter(day, said) for day, said in found if said is not None]


@dataclass(frozen=True)
class Standing:
    """A target of representation on a day, of the service or of a unit."""

    as_of: date
    unit: Unit | None
    found: Representation
    against: AgainstTarget


def standings(target: Target, counted: Sequence[Held], units: Sequence[Unit | None] = (None,)) -> list[Standing]:
    """A target beside every day and unit where its group was counted."""
    found = [(one, unit, _found(target, one, unit)) for one in counted for unit in units]
    return [Standing(one.as_of, unit, share, against_target(share, target.share)) for one, unit, share in found if share is not None]


def _found(target: Target, counted: Held, unit: Unit | None) -> Representation | None:
    place, levels = unit.pk if unit else None, target.levels or None
    return counted.representation(target.characteristic, target.groups, unit=place, levels=levels)


def reviews(viewer: Viewer) -> list[DeclarationReview]:
    """The latest review of each characteristic."""
    viewer.require("workforce.read")
    latest: dict[str, DeclarationReview] = {}
    for row in DeclarationReview.objects.select_related("by").order_by("on", "pk"):
        latest[row.characteristic] = row
    return list(latest.values())


def all_reviews(viewer: Viewer) -> QuerySet[DeclarationReview]:
    """Every time declaration was looked at, the latest first."""
    viewer.require("workforce.read")
    return DeclarationReview.objects.select_related("by").order_by("-on", "-pk")


def target_of(viewer: Viewer, characteristic: str, groups: Sequence[str]) -> Target | None:
    """The target of representation in force that speaks of these groups."""
    rows = targets(viewer).filter(characteristic=characteristic)
    return next((row for row in rows if set(row.groups) == set(groups)), None)
