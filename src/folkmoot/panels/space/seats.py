"""The one gate of the members' own pages: a role given for the panel and a seat on it, both in force today.

A role alone, or a seat alone, opens nothing. Somebody who leaves early is let in no more from the very day on which they leave.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

CAPABILITY = "panel.home"


def seats(viewer: Viewer, today: date) -> list[Member]:
    """The seats that this person may use today, one for each panel, by the panel's name. Renewed seats count once."""
    rows = _in_force(Member.objects.filter(account_id=viewer.account_id or 0, panel__code__in=viewer.panels(CAPABILITY)), today)
    held = {row.panel_id: row for row in rows.select_related("panel__kind", "panel__area", "contact").order_by("starts", "pk")}
    return sorted(held.values(), key=lambda row: (row.panel.name_en, row.pk)) if viewer.account_id is not None else []


def seat_of(viewer: Viewer, code: str, today: date) -> Member:
    """The seat on one panel. Raises Member.DoesNotExist where role or seat is missing, or holds no more, or the panel has ended."""
    for seat in seats(viewer, today):
        if seat.panel.code == code:
            return seat
    raise Member.DoesNotExist(code)


def same_person(seat: Member, member: str = "member") -> Q:
    """The rows of one person's seats on one panel, also of terms before and where their details were joined with another entry.

    `member` is the way from the row to its seat.
    """
    own = Q(**{f"{member}__contact": seat.contact_id}) | Q(**{f"{member}__account": seat.account_id})
    return Q(**{f"{member}__panel": seat.panel_id}) & own


def _in_force(rows: QuerySet[Member], today: date) -> QuerySet[Member]:
    held = rows.filter(starts__lte=today).filter(Q(ends__isnull=True) | Q(ends__gte=today))
    last_day = Q(ended_on=today, ended_how__in=[Member.Left.TERM, Member.Left.PANEL])
    still = held.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today) | last_day, contact__erased_on__isnull=True)
    return still.filter(Q(panel__ended_on__isnull=True) | Q(panel__ended_on__gte=today))


def areas_of_panels(codes: Iterable[str]) -> frozenset[int] | None:
    """The Areas of panels by their short names, for the second fence; None where one of them is of the whole service: its cases are too."""
    areas = set(Panel.objects.filter(code__in=codes).values_list("area_id", flat=True))
    return None if None in areas else frozenset(areas)
