"""Reading roles, relationships, whom one may speak for, and how much each stakeholder matters to the work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.models import Affiliation, Assessment, Contact, Organisation, Relationship, SpeaksFor
from folkmoot.stakeholders.queries.people import held_on
from folkmoot.stakeholders.rules import on_that_day

_KNOWN = Q(contact__isnull=True) | Q(contact__erased_on__isnull=True, contact__merged_into__isnull=True)
_IN_BEING = Q(organisation__isnull=True) | Q(organisation__merged_into__isnull=True, organisation__ended_on__isnull=True)


def affiliations(viewer: Viewer) -> QuerySet[Affiliation]:
    """The roles of the people in sight, those held and those that ended."""
    rows = Affiliation.objects.filter(contact__erased_on__isnull=True, contact__merged_into__isnull=True)
    return within(viewer, rows.select_related("contact", "organisation"), "stakeholders.read", area="contact__area_id")


def relationships_of(viewer: Viewer, organisation: Organisation) -> list[Relationship]:
    """What an organisation is to others and others to it, where both are in sight; those that go on first."""
    rows = Relationship.objects.filter(Q(organisation=organisation) | Q(other=organisation)).select_related("organisation", "other")
    for place in ("organisation__area_id", "other__area_id"):
        rows = within(viewer, rows, "stakeholders.read", area=place)
    return sorted(rows, key=lambda row: (row.ends is not None, row.pk))


def speakers(viewer: Viewer) -> QuerySet[SpeaksFor]:
    """Who can speak for which community, in sight; those that ended too."""
    rows = SpeaksFor.objects.filter(_KNOWN, _IN_BEING).select_related("contact", "organisation", "community")
    sight = viewer.sight("stakeholders.read")
    if sight.national:
        return rows
    return rows.filter(Q(contact__area_id__in=sight.area_ids) | Q(organisation__area_id__in=sight.area_ids))


def speaking_for(viewer: Viewer, community_ids: Iterable[int], *, on: date | None = None) -> dict[int, list[SpeaksFor]]:
    """Who can speak for each community on a day (today unless given), by whose word; an empty list for none. One query."""
    ids, day = list(community_ids), on or timezone.localdate()
    found: dict[int, list[SpeaksFor]] = {pk: [] for pk in ids}
    for row in speakers(viewer).filter(community__in=ids):
        if on_that_day(row.attested_on, row.ended_on, day):
            found[row.community_id].append(row)
    return found


def panel_seats(
    viewer: Viewer, community_ids: Iterable[int], *, on: date | None = None, speaking: Mapping[int, Sequence[SpeaksFor]] | None = None
) -> dict[int, int]:
    """How many people in sight sit on a panel and can speak for each community, themselves or by where they belong; 0 for none.

    One who can speak in both ways is counted once. Three queries; two where `speaking` (of `speaking_for` on that day) was read already.
    """
    ids, day = list(community_ids), on or timezone.localdate()
    seated = held_on(affiliations(viewer).filter(kind=Affiliation.Kind.PANEL_MEMBER), day)
    sitting = set(seated.order_by().values_list("contact_id", flat=True))
    places: dict[int, set[int]] = defaultdict(set)
    for contact_id, organisation_id in (
        held_on(affiliations(viewer).filter(contact__in=sitting), day).order_by().values_list("contact_id", "organisation_id")
    ):
        if organisation_id:
            places[organisation_id].add(contact_id)
    speaking = speaking_for(viewer, ids, on=day) if speaking is None else speaking
    return {pk: len({one for row in rows for one in _who(row, sitting, places)}) for pk, rows in speaking.items()}


def _who(row: SpeaksFor, sitting: set[int], places: dict[int, set[int]]) -> set[int]:
    """Those on panels whom one word covers."""
    if row.contact_id:
        return {row.contact_id} & sitting
    return places.get(row.organisation_id or 0, set())


def assessments_of(stakeholder: Contact | Organisation) -> QuerySet[Assessment]:
    """Every assessment of a stakeholder that the viewer may see, the latest first."""
    return stakeholder.assessments.select_related("assessed_by")


@dataclass(frozen=True)
class Standing:
    """A stakeholder's latest assessment and the one before it."""

    latest: Assessment
    before: Assessment | None

    @property
    def stakeholder(self) -> Contact | Organisation | None:
        return self.latest.contact or self.latest.organisation


def latest_assessments(viewer: Viewer, *, area_id: int | None = None) -> list[Standing]:
    """The latest assessment of each stakeholder in sight, with the one before. One query."""
    rows = Assessment.objects.filter(_KNOWN, _IN_BEING).select_related("contact", "organisation").order_by("on", "pk")
    sight = viewer.sight("stakeholders.read")
    if not sight.national:
        rows = rows.filter(Q(contact__area_id__in=sight.area_ids) | Q(organisation__area_id__in=sight.area_ids))
    if area_id is not None:
        rows = rows.filter(Q(contact__area_id=area_id) | Q(organisation__area_id=area_id))
    found: dict[tuple[int | None, int | None], Standing] = {}
    for row in rows:
        key = (row.contact_id, row.organisation_id)
        found[key] = Standing(row, found[key].latest if key in found else None)
    return sorted(found.values(), key=lambda one: (-one.latest.influence, -one.latest.interest, str(one.stakeholder)))
