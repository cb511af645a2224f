"""Reading trends and priorities. Those of the whole service are seen by everyone who may read reference data."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.rules import State, state_of

CAPABILITY = "reference.read"


def trends(viewer: Viewer) -> QuerySet[Trend]:
    """The trends in sight, ended ones too."""
    return within(viewer, Trend.objects.select_related("area", "owner"), CAPABILITY, national_rows=True)


def get_trend(viewer: Viewer, trend_id: int) -> Trend:
    """One trend in sight with all it is linked to. Raises Trend.DoesNotExist for one out of sight."""
    return trends(viewer).prefetch_related("aims", "categories__scheme", "reviews__by").get(pk=trend_id)


def list_trends(viewer: Viewer, *, today: date, area_id: int | None = None, kind: str = "", state: State | None = None) -> QuerySet[Trend]:
    """Trends in sight, the soonest to be looked at again first. With an Area: its own, and those of the whole service."""
    rows = trends(viewer).filter(_in_state(state, today))
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area__isnull=True))
    return rows.filter(kind=kind) if kind else rows


def trends_for(viewer: Viewer, area_id: int | None, *, also: Iterable[int] = ()) -> QuerySet[Trend]:
    """What a plan, a partnership or an action of this Area may refer to; `also` those it refers to already."""
    open_here = Q(ended_on__isnull=True) & (Q(area__isnull=True) | Q(area_id=area_id) if area_id else Q(area__isnull=True))
    return trends(viewer).filter(open_here | Q(pk__in=list(also))).order_by("title", "pk")


def state_of_row(trend: Trend, today: date) -> State:
    return state_of(review_on=trend.review_on, ended_on=trend.ended_on, today=today)


def _in_state(state: State | None, today: date) -> Q:
    if state is State.ENDED:
        return Q(ended_on__isnull=False)
    if state is State.REVIEW_DUE:
        return Q(ended_on__isnull=True, review_on__lt=today)
    return Q(ended_on__isnull=True)
