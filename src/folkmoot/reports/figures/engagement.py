"""Engagement of the period by aim, and which communities were reached or are overdue for contact."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max, Q

from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities
from folkmoot.communities.rules import Contact, contact_due
from folkmoot.communities.succession.queries import before
from folkmoot.engagement.figures import Figures as Sums
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities, engagement_figures, engagement_total, list_activities, waiting_to_be_recorded
from folkmoot.engagement.reach.adding import Families
from folkmoot.reports.figures.scope import Scope, noted, place_or_none
from folkmoot.reports.shapes import AimLine, Amount, AreaReach, Engagement, Input, Name, Quiet
from folkmoot.strategy.models import Strategy
from folkmoot.strategy.queries import list_aims

_QUERY = (
    "activities held in the period and scope; communities of the scope in being on the day of the report, with the day of the last"
    " activity of the scope that reached them"
)


def gather(scope: Scope) -> tuple[Engagement, Input]:
    held = _held(scope)
    known = _communities(scope)
    contacts = {one.pk: contact_due(one.last_met, one.contact_every_months, scope.position) for one in known}  # type: ignore[attr-defined]
    reached = {community.pk for activity in held for community in activity.communities.all()}
    families = _families(scope, known)
    met = {one.pk for one in known if not reached.isdisjoint(families.of(one.pk))}
    total = engagement_total(scope.viewer, scope.area_id, scope.first, scope.position)
    figures: Engagement = {
        "lines": _lines(scope),
        "total": _line(None, total),
        "low_contact": {"count": total.low_contact, "of": total.with_communities},
        "not_recorded": _planned_and_not_recorded(scope),
        "reached": {"count": sum(one.pk in met for one in known), "of": len(known)},
        "quiet": {"count": sum(contacts[one.pk].overdue for one in known), "of": len(known)},
        "quiet_list": _quiet(known, contacts),
        "by_area": [] if scope.area else _by_area(held, known, contacts, met),
    }
    return figures, _note(held, known)


def _held(scope: Scope) -> list[Activity]:
    rows = list_activities(scope.viewer, area_id=scope.area_id).filter(held_on__range=(scope.first, scope.position))
    return list(rows.prefetch_related("aims", "communities").order_by("pk"))


def _planned_and_not_recorded(scope: Scope) -> int:
    """Planned for a day of the period that has passed, and neither recorded nor cancelled: they may have happened uncounted."""
    return waiting_to_be_recorded(scope.viewer, scope.position, scope.area_id).filter(planned_for__gte=scope.first).count()


def _communities(scope: Scope) -> list[Community]:
    """Communities of the scope in being on the day of the report, each with `last_met` by then, what it was before taken in."""
    seen = scope.of_area(activities(scope.viewer)).filter(held_on__lte=scope.position).order_by().values("pk")
    rows = scope.of_area(communities(scope.viewer)).filter(Q(ends__isnull=True) | Q(ends__gte=scope.position))
    rows = rows.filter(Q(starts__isnull=True) | Q(starts__lte=scope.position))
    known = list(rows.order_by("pk"))
    families = _families(scope, known)
    everyone = Community.objects.filter(pk__in=families.everyone).annotate(last=Max("activities__held_on", filter=Q(activities__in=seen)))
    last = dict(everyone.exclude(last=None).values_list("pk", "last"))
    for one in known:
        one.last_met = max((last[each] for each in families.of(one.pk) if each in last), default=None)  # type: ignore[attr-defined]
    return known


def _families(scope: Scope, known: Sequence[Community]) -> Families:
    """Each community with those that were merged or split into it: a contact with them was a contact with it."""
    ids = tuple(one.pk for one in known)
    return Families(ids, before(scope.viewer, ids))


def _lines(scope: Scope) -> list[AimLine]:
    """A line for each aim of the strategies that bind this scope, in their order, and one for activities that named no aim."""
    aims = {aim.pk: aim for aim in list_aims(scope.viewer)}
    lines = []
    for one in engagement_figures(scope.viewer, scope.area_id, scope.first, scope.position):
        aim = aims[one.aim_id] if one.aim_id else None
        if one.figures.activities or (aim and aim.parent_id is None and _binds(aim.strategy, scope)):
            lines.append(_line({"en": aim.name_en, "cy": aim.name_cy} if aim else None, one.figures))
    return lines


def _binds(strategy: Strategy, scope: Scope) -> bool:
    """Whether a strategy is of the whole service or of this Area, and was in force in the period (a day not known does not end it)."""
    began = strategy.starts is None or strategy.starts <= scope.position
    lasted = strategy.ends is None or strategy.ends >= scope.first
    return began and lasted and strategy.area_id in {None, scope.area_id}


def _line(aim: Name | None, sums: Sums) -> AimLine:
    return {
        "aim": aim,
        "activities": sums.activities,
        "people": _amount(sums, sums.people_reached, sums.counted),
        "quarters": _amount(sums, int(sums.staff_hours * 4), sums.hours_stated),
        "pence": _amount(sums, sums.cost_pence, sums.cost_stated),
        "per_person_pence": sums.cost_per_person_pence,
        "costed_people": sums.costed_people,
        "communities": sums.communities_reached,
    }


def _amount(sums: Sums, total: int, said: int) -> Amount:
    return {"total": total, "said": said, "unsaid": sums.activities - said}


def _quiet(known: Iterable[Community], contacts: dict[int, Contact]) -> list[Quiet]:
    """Those longest without contact first; those never met before all others."""
    silent = [one for one in known if contacts[one.pk].overdue]
    silent.sort(key=lambda one: (contacts[one.pk].last or date.min, one.name, one.pk))
    return [_quiet_line(one, contacts[one.pk]) for one in silent]


def _quiet_line(one: Community, contact: Contact) -> Quiet:
    return {
        "name": {"en": one.name, "cy": one.name_cy},
        "area": place_or_none(one.area),
        "last_on": contact.last.isoformat() if contact.last else None,
        "months": contact.months_since,
        "every_months": contact.every_months,
    }


def _by_area(held: Sequence[Activity], known: Sequence[Community], contacts: dict[int, Contact], met: set[int]) -> list[AreaReach]:
    areas: dict[int | None, Area | None] = {one.area_id: one.area for one in known}
    areas.update({one.area_id: one.area for one in held})
    ordered = sorted(areas.items(), key=lambda item: (item[1] is None, item[1].name_en if item[1] else ""))
    return [_area_line(area, held, [one for one in known if one.area_id == key], contacts, met) for key, area in ordered]


def _area_line(
    area: Area | None, held: Sequence[Activity], known: Sequence[Community], contacts: dict[int, Contact], met: set[int]
) -> AreaReach:
    return {
        "area": place_or_none(area),
        "activities": sum(one.area_id == (area.pk if area else None) for one in held),
        "reached": {"count": sum(one.pk in met for one in known), "of": len(known)},
        "quiet": {"count": sum(contacts[one.pk].overdue for one in known), "of": len(known)},
    }


def _note(held: Sequence[Activity], known: Sequence[Community]) -> Input:
    rows: list[tuple[str, int, int, Sequence[object]]] = [
        ("engagement.activity", one.pk, one.version, (
            one.held_on, one.headcount, one.staff_quarters, one.cost_pence, sorted(aim.pk for aim in one.aims.all()),
            sorted(community.pk for community in one.communities.all()),
        ))
        for one in held
    ]  # fmt: skip
    for one in known:
        rows.append(("communities.community", one.pk, one.version, (one.contact_every_months, one.last_met)))  # type: ignore[attr-defined]
    return noted("engagement", _QUERY, rows)
