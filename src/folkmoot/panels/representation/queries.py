"""For whom the sitting members of a panel can speak, against who lives in its Area. The same few queries for one panel or for all.

Who may see exact numbers of members is decided by whoever shows them (`panels.members`); `statement` makes what anybody may read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.census.queries import Asked, populations
from folkmoot.census.territory import Territory
from folkmoot.communities.counted import Wanted, counted_all
from folkmoot.communities.models import Community
from folkmoot.communities.succession.queries import before
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel, Position
from folkmoot.panels.representation.rules import Figure, covered_by, gap_order, places_by_share
from folkmoot.stakeholders.models import SpeaksFor

# Those who sit for the community; advisers, observers and the service's own people speak for nobody here.
REPRESENTING = (Position.MEMBER, Position.CHAIR, Position.DEPUTY)


@dataclass(frozen=True)
class Line:
    """One community: how many sitting members can speak for it, and its people in the Area (or in England and Wales)."""

    community: Community
    members: int
    figure: Figure
    by_share: float | None

    @property
    def missing(self) -> bool:
        return self.members == 0


@dataclass(frozen=True)
class Representation:
    """A panel on a day. `members` sit on it; `spoken` of them have at least one community recorded. `lines`: every community in being."""

    panel: Panel
    on: date
    members: int
    spoken: int
    lines: tuple[Line, ...] = field(default=())

    @cached_property
    def gaps(self) -> list[Line]:
        """The communities for which nobody on the panel can speak: those of low trust and the largest first."""
        return sorted((line for line in self.lines if line.missing), key=_gap_key)

    @cached_property
    def represented(self) -> list[Line]:
        return sorted((line for line in self.lines if not line.missing), key=lambda line: str(line.community))

    @property
    def silent(self) -> int:
        """Members of whom nobody has recorded for whom they can speak."""
        return self.members - self.spoken


def representation(panel: Panel, on: date) -> Representation:
    """One panel on a day; see `representations`."""
    return representations([panel], on)[panel.pk]


def representations(panels: Iterable[Panel], on: date) -> dict[int, Representation]:
    """Many panels on a day, by the id of the panel.

    A panel of an Area is held against the Area's communities and those of the whole service; a national one against the latter.
    A person's own word counts, and that of the organisation for which they sit; a word for a community that merged counts for what
    came of it, one for a community that was split does not: nobody said for which part.
    """
    wanted = list(panels)
    seats = list(_seats(wanted, on))
    rows = _communities_of(wanted, on)
    words = _words(seats, on)
    came_from = {
        pk: [each.community_id for each in earlier if not each.inherited]
        for pk, earlier in before(THE_PRODUCT, [row.pk for row in rows]).items()
    }
    figures = _figures(wanted, rows, on)
    return {panel.pk: _one(panel, on, seats, rows, words, came_from, figures) for panel in wanted}


def sitting_rows(on: date) -> Q:
    """Seats held on a day: from their first to their last day, or to the day on which the member left."""
    return (
        Q(starts__lte=on)
        & (Q(ends__isnull=True) | Q(ends__gte=on))
        & (Q(ended_on__isnull=True) | Q(ended_on__gte=on))
        & Q(contact__erased_on__isnull=True)
    )


def spoken_for_by(members: Iterable[Member], on: date) -> dict[int, list[Community]]:
    """The communities each of these members can speak for on a day, by the id of the seat: for those who may see who they are."""
    seats = list(members)
    words = _words(seats, on)
    named = Community.objects.in_bulk({pk for ids in words.values() for pk in ids})
    return {seat.pk: sorted((named[pk] for pk in words.get(seat.pk, ())), key=str) for seat in seats}


def _seats(panels: Sequence[Panel], on: date) -> QuerySet[Member]:
    return Member.objects.filter(sitting_rows(on), panel__in=panels, position__in=REPRESENTING)


def _communities_of(panels: Sequence[Panel], on: date) -> list[Community]:
    in_being = (Q(starts__isnull=True) | Q(starts__lte=on)) & (Q(ends__isnull=True) | Q(ends__gte=on))
    here = Q(area__isnull=True) | Q(area__in={panel.area_id for panel in panels if panel.area_id})
    return list(
        Community.objects.filter(in_being, here).select_related("county", "area").prefetch_related("authorities", "characteristics")
    )


def _words(seats: Sequence[Member], on: date) -> dict[int, set[int]]:
    """The ids of the communities each seat can speak for, in one query."""
    people, organisations = {seat.contact_id for seat in seats}, {seat.organisation_id for seat in seats if seat.organisation_id}
    rows = SpeaksFor.objects.filter(Q(contact__in=people) | Q(organisation__in=organisations), attested_on__lte=on)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))
    by_person: dict[int, set[int]] = defaultdict(set)
    by_organisation: dict[int, set[int]] = defaultdict(set)
    for contact, organisation, community in rows.order_by().values_list("contact_id", "organisation_id", "community_id"):
        (by_person[contact] if contact else by_organisation[organisation or 0]).add(community)
    found = {seat.pk: by_person[seat.contact_id] | by_organisation[seat.organisation_id or 0] for seat in seats}
    return {pk: ids for pk, ids in found.items() if ids}


Key = tuple[int, int | None]  # a community, and the Area in which its people are counted


def _figures(panels: Sequence[Panel], rows: Sequence[Community], on: date) -> dict[Key, Figure]:
    """The people of each community in the Area of each panel. A figure that somebody recorded comes before that of the tables."""
    areas = {panel.area_id: panel.area for panel in panels}
    territory = Territory(on)
    own = [row for row in rows if row.area_id or row.county_id or row.authorities.all()]
    counted = counted_all(THE_PRODUCT, [Wanted(row) for row in own], territory)
    everywhere = {(row.pk, pk): _asked(row, area) for row in rows if row not in own for pk, area in areas.items()}
    whole = {pk: Asked((), area) for pk, area in areas.items()}
    answers = populations(THE_PRODUCT, [*everywhere.values(), *whole.values()], today=on, territory=territory)
    bases = {pk: answers[asked].base for pk, asked in whole.items()}
    found: dict[Key, Figure] = {}
    for row in rows:
        for pk in areas:
            asked = everywhere.get((row.pk, pk))
            table = answers[asked] if asked else counted[Wanted(row)]
            found[row.pk, pk] = _figure(row, Figure(table.value, table.base, table.source, table.note), bases[pk], pk)
    return found


def _asked(row: Community, area: Area | None) -> Asked:
    return Asked(tuple(sorted(row.characteristics.all(), key=lambda category: category.pk)), area)


def _figure(row: Community, table: Figure, base: int | None, area_id: int | None) -> Figure:
    """A recorded figure is of the community's own place: a national one says nothing of one Area."""
    if row.population is not None and row.area_id == area_id:
        return Figure(row.population, base, row.population_source)
    if row.area_id is None and not row.characteristics.all():  # without a characteristic the tables would count everybody
        return Figure()
    return table


def _one(
    panel: Panel, on: date, seats: Sequence[Member], rows: Sequence[Community], words: dict[int, set[int]],
    came_from: dict[int, list[int]], figures: dict[Key, Figure],
) -> Representation:  # fmt: skip
    here = [seat for seat in seats if seat.panel_id == panel.pk]
    speakers: dict[int, set[int]] = defaultdict(set)
    for seat in here:
        for community in words.get(seat.pk, ()):
            speakers[community].add(seat.contact_id)
    ours = [row for row in rows if row.area_id in (None, panel.area_id)]
    covered = covered_by(speakers, came_from, [row.pk for row in ours])
    people = {seat.contact_id for seat in here}
    lines = tuple(
        Line(row, len(covered[row.pk]), figures[row.pk, panel.area_id], places_by_share(figures[row.pk, panel.area_id].share, len(people)))
        for row in ours
    )
    return Representation(panel, on, len(people), len({seat.contact_id for seat in here if seat.pk in words}), lines)


def _gap_key(line: Line) -> tuple[bool, bool, float, int, str]:
    return gap_order(
        low_trust=line.community.low_trust, share=line.figure.share, people=line.figure.people, name=str(line.community)
    )  # fmt: skip
