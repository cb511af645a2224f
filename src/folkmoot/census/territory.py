"""Which authorities, of today and before, make up an Area, force, county or authority: each once, so that nobody is counted twice.

A place of today is made of the authorities in being today, whatever editions of the lookup to forces were brought in: what an older
one tells of an authority that ended serves only to find the force of those that followed it.
Counts stay under the codes they were published for. A place of today takes in an authority that has ended only where all that
followed it belongs to the place; one that was divided across the border of the place is left out, and named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from folkmoot.areas.models import Area, AreaForce, Authority, AuthorityPart, AuthoritySuccession, County, PoliceForce
from folkmoot.areas.rules import Held

Place = Area | PoliceForce | County | Authority | None  # None: England and Wales


@dataclass(frozen=True)
class Members:
    """The ids of the authorities of a place, past ones included; those divided across its border; and the Areas it shares a force with.

    `current` are those in being, or the place's own last ones; `everywhere`: all of England and Wales.
    """

    current: frozenset[int]
    whole: frozenset[int]
    divided: frozenset[int]
    shared_with: tuple[str, ...] = ()
    shared_forces: tuple[str, ...] = ()
    everywhere: bool = False


class Territory:
    """Everything needed to put authorities together, read once: six queries however many places are asked for."""

    def __init__(self, today: date) -> None:
        self.today = today
        rows = Authority.objects.filter(withdrawn_on__isnull=True).exclude(kind=Authority.Kind.COUNTY_COUNCIL)
        self.authorities = {one.pk: one for one in rows}
        self._followed: dict[int, set[int]] = {}
        self._came_from: dict[int, set[int]] = {}
        steps = AuthoritySuccession.objects.filter(withdrawn_on__isnull=True, on__lte=today)
        for before, after in steps.values_list("from_authority", "to_authority"):
            self._followed.setdefault(before, set()).add(after)
            self._came_from.setdefault(after, set()).add(before)
        self._told: dict[int, set[int]] = {}
        for authority, force in AuthorityPart.objects.filter(withdrawn_on__isnull=True).values_list("authority", "force"):
            self._told.setdefault(authority, set()).add(force)
        self._here = {pk for pk, one in self.authorities.items() if self._stands(one)}
        self._forces_of = {pk: self._policed_by(pk) for pk in self._here}
        self._area_forces = list(
            AreaForce.objects.filter(withdrawn_on__isnull=True)
            .filter(Q(ends__isnull=True) | Q(ends__gte=today), Q(starts__isnull=True) | Q(starts__lte=today))
            .select_related("area", "force")
        )
        self._found: dict[tuple[str, int], Members] = {}

    def members(self, place: Place) -> Members:
        """The authorities of a place. Read from memory after the first time."""
        key = (type(place).__name__, place.pk if place else 0)
        if key not in self._found:
            self._found[key] = self._members(place)
        return self._found[key]

    def named(self, ids: Iterable[int]) -> list[Authority]:
        """The authorities themselves, by name."""
        return sorted((self.authorities[pk] for pk in ids if pk in self.authorities), key=lambda one: one.name_en)

    def in_being(self, ids: Iterable[int]) -> list[Authority]:
        """Those of the authorities that are in being today, by name."""
        return [one for one in self.named(ids) if one.pk in self._here]

    @property
    def has_forces(self) -> bool:
        """Whether the published lookup from authorities to forces is in: without it no Area or force has any."""
        return bool(self._told)

    def counted_as(self, authority: int, held: frozenset[int]) -> bool:
        """Whether a table holds an authority, by itself or by those before it."""
        if authority in held:
            return True
        before = self._came_from.get(authority, set())
        return bool(before) and all(self.counted_as(pk, held) for pk in before)

    def _stands(self, authority: Authority) -> bool:
        """Whether an authority is in being today. A first or last day that is not known does not exclude it."""
        began = authority.starts is None or authority.starts <= self.today
        return began and (authority.ends is None or authority.ends >= self.today) and authority.pk not in self._followed

    def _policed_by(self, authority: int) -> set[int]:
        """The forces of an authority; where no lookup names it yet, those of all whom it followed."""
        if authority in self._told:
            return self._told[authority]
        before = [self._policed_by(pk) for pk in self._came_from.get(authority, ())]
        return set().union(*before) if all(before) else set()

    def _members(self, place: Place) -> Members:
        if place is None:
            everything = frozenset(self.authorities)
            current = frozenset(self._here)
            return Members(current, everything, frozenset(), everywhere=True)
        shared_with, shared_forces = self._shared(place) if isinstance(place, Area) else ((), ())
        current = frozenset(self._current(place))
        whole, divided = self._with_those_before(current)
        return Members(current, whole, divided, shared_with, shared_forces)

    def _current(self, place: Area | PoliceForce | County | Authority) -> set[int]:
        if isinstance(place, Authority):
            return {place.pk}
        if isinstance(place, County):
            return {pk for pk, one in self.authorities.items() if one.county_id == place.pk and pk in self._here}
        if isinstance(place, PoliceForce):
            return self._wholly_in({place.pk})
        return self._wholly_in({one.force_id for one in self._area_forces if one.area_id == place.pk})

    def _wholly_in(self, forces: set[int]) -> set[int]:
        """The authorities in being all of whose parts are policed by these forces."""
        return {pk for pk, own in self._forces_of.items() if own and own <= forces}

    def _with_those_before(self, current: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """The authorities together with every earlier one that went over wholly into them; and those that did so only in part."""
        whole = set(current)
        while True:
            more = {before for before, after in self._followed.items() if before not in whole and after <= whole}
            if not more:
                break
            whole |= more
        divided = {before for before, after in self._followed.items() if before not in whole and after & whole}
        return frozenset(whole), frozenset(divided)

    def _shared(self, area: Area) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The other Areas with whom this one shares a force along a line that is not published, and the forces."""
        forces = {one.force_id: one.force.name for one in self._area_forces if one.area_id == area.pk and one.shared}
        others = {
            one.area.name
            for one in self._area_forces
            if one.force_id in forces and one.area_id != area.pk and one.area.span.on(self.today) is not Held.NO
        }
        return tuple(sorted(others)), tuple(sorted(forces.values()))
