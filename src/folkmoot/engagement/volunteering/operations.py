"""Writing opportunities; taking one up, leaving it, and logging time: each person only for themselves."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.engagement.briefings.models import StaffUnit
from folkmoot.engagement.volunteering.models import Opportunity, TakeUp, VolunteerTime
from folkmoot.engagement.volunteering.rules import take_up_problem, time_problem
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Organisation
from folkmoot.strategy.models import Aim


@transaction.atomic
def add_opportunity(
    *, by: Viewer, at: datetime, area: Area, title: str, starts: date, communities: Iterable[Community] = (), aims: Iterable[Aim] = (),
    **values: object,
) -> Opportunity:  # fmt: skip
    """Add an opportunity to an Area. Raises Refused or NotAllowed."""
    by.require("staff_work.write", area.pk)
    opportunity = Opportunity(area=area, title=title.strip(), starts=starts, **values)
    linked = _of_area(opportunity, communities)
    check(opportunity)
    opportunity.save()
    opportunity.communities.set(linked)
    opportunity.aims.set(aims)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=opportunity)
    return opportunity


@transaction.atomic
def change_opportunity(
    *, by: Viewer, at: datetime, opportunity: Opportunity, communities: Iterable[Community], aims: Iterable[Aim],
    seen_version: int | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change or end an opportunity (its last day is `ends`); returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require("staff_work.write", opportunity.area_id)
    links: dict[str, Iterable[Model]] = {"communities": _of_area(opportunity, communities), "aims": list(aims)}
    changed = change_with_links(opportunity, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=opportunity, detail={"fields": changed})
    return changed


@transaction.atomic
def take_up(*, by: Viewer, at: datetime, opportunity: Opportunity, unit: StaffUnit | None = None) -> TakeUp:
    """Take an opportunity up for oneself, or again after leaving it. Raises Refused where it ended or is full."""
    by.require("engagement.write", opportunity.area_id)
    held = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    today = timezone.localdate(at)
    me = _person(by)
    mine = TakeUp.objects.filter(opportunity=held, account_id=me).first()
    if mine and mine.left_on is None:
        return mine
    taken = held.taken_up.filter(left_on__isnull=True).count()
    problem = take_up_problem(starts=held.starts, ends=held.ends, places=held.places, taken=taken, today=today)
    if problem:
        raise Refused({"": [problem]})
    if mine is None:
        mine = TakeUp(opportunity=held, account_id=me, unit=unit, since=today)
        check(mine)
        mine.save()
    else:
        change(mine, {"left_on": None, "unit": unit})
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=mine, area_id=held.area_id)
    return mine


@transaction.atomic
def leave(*, by: Viewer, at: datetime, taken: TakeUp) -> None:
    """Leave an opportunity; the time given stays. Raises NotAllowed for anybody else's."""
    _own(by, taken)
    if change(taken, {"left_on": max(timezone.localdate(at), taken.since)}):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=taken, area_id=taken.opportunity.area_id, detail={"left": True})


@transaction.atomic
def log_time(*, by: Viewer, at: datetime, taken: TakeUp, day: date, quarters: int) -> VolunteerTime:
    """Log one's own time of one day, in quarter hours; logging the day again puts the new time in place of the old.

    Raises Refused (by field), or NotAllowed for anybody else's.
    """
    _own(by, taken)
    of = taken.opportunity
    today = timezone.localdate(at)
    problem = time_problem(day=day, quarters=quarters, starts=of.starts, left_on=taken.left_on, ends=of.ends, today=today)
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    row = VolunteerTime.objects.filter(take_up=taken, day=day).first()
    kind = audit.Kind.ALTERATION if row else audit.Kind.COLLECTION
    if row:
        change(row, {"quarters": quarters})
    else:
        row = VolunteerTime(take_up=taken, day=day, quarters=quarters)
        check(row)
        row.save()
    audit.record(kind, by=by, at=at, subject=row, area_id=taken.opportunity.area_id)
    return row


@transaction.atomic
def remove_time(*, by: Viewer, at: datetime, row: VolunteerTime) -> None:
    """Take back time that one logged. Raises NotAllowed for anybody else's."""
    _own(by, row.take_up)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=row, area_id=row.take_up.opportunity.area_id)
    row.delete()


def _own(by: Viewer, taken: TakeUp) -> None:
    by.require("engagement.write", taken.opportunity.area_id)
    if taken.account_id != _person(by):
        raise NotAllowed("engagement.write")


def _person(by: Viewer) -> int:
    """Whose own it is: a person's, never the product's."""
    if by.account_id is None:
        raise NotAllowed("engagement.write")
    return by.account_id


def _of_area(opportunity: Opportunity, communities: Iterable[Community]) -> list[Community]:
    chosen = list(communities)
    rows: list[Community | Organisation] = [*chosen, *([opportunity.organisation] if opportunity.organisation else [])]
    for row in rows:
        if row.area_id not in (None, opportunity.area_id):
            raise Refused({"": [_("“%(name)s” belongs to another Area.") % {"name": row}]})
    return chosen
