"""Reading sources with their state. Those of the whole service are seen by everyone who sees organisations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.sources.models import Source
from folkmoot.stakeholders.sources.rules import State, due_on, state_of

CAPABILITY = "stakeholders.read"


@dataclass(frozen=True)
class Standing:
    """A source with its last receipt, the day by which the next is due, and the state that follows."""

    source: Any
    last: date | None
    due: date
    state: State


def sources(viewer: Viewer) -> QuerySet[Source]:
    """The sources in sight, each with `last_on`, the day of its last receipt."""
    rows = Source.objects.select_related("area", "owner", "organisation").annotate(last_on=Max("receipts__on"))
    return within(viewer, rows, CAPABILITY, national_rows=True)


def get_source(viewer: Viewer, source_id: int) -> Source:
    """One source in sight with its receipts. Raises Source.DoesNotExist for one out of sight."""
    return sources(viewer).prefetch_related("receipts__by").get(pk=source_id)


def list_sources(viewer: Viewer, *, today: date, area_id: int | None = None, kind: str = "", state: State | None = None) -> list[Standing]:
    """Sources in sight with their standing, the longest overdue first; those no longer expected only when asked for."""
    rows = sources(viewer).filter(ended_on__isnull=state is not State.ENDED)
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area__isnull=True))
    if kind:
        rows = rows.filter(kind=kind)
    standing = [standing_of(row, today) for row in rows]
    return sorted((each for each in standing if state is None or each.state is state), key=lambda each: (each.due, each.source.name))


def overdue(viewer: Viewer, *, today: date, area_id: int | None = None) -> list[Standing]:
    """Sources from which something is overdue, the longest first."""
    return list_sources(viewer, today=today, area_id=area_id, state=State.OVERDUE)


def standing_of(source: Any, today: date) -> Standing:
    """The standing of a source read by `sources`."""
    due = due_on(last=source.last_on, first_due_on=source.first_due_on, every_months=source.every_months)
    return Standing(source, source.last_on, due, state_of(due=due, ended_on=source.ended_on, today=today))
