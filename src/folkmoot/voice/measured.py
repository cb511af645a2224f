"""What voice hands down as the value of a measure of the strategy: named in settings.MEASURE_SUPPLIERS."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.strategy.measures.supplied import Supplied, quarter_end, share, year_to
from folkmoot.voice.models import Answer
from folkmoot.voice.queries import list_points


def supplied(viewer: Viewer, *, area: Area | None, on: date) -> list[Supplied]:
    """Of the points raised in the twelve months to the last quarter, how many were answered, or acted on, by its end.

    Counts of points, without their words. An answer that said more was needed is none.
    """
    last = quarter_end(on)
    rows = list_points(viewer, area_id=area.pk if area else None, first=year_to(last), last=last)
    by_then = Answer.objects.filter(point=OuterRef("pk"), on__lte=last).exclude(outcome=Answer.Outcome.NEEDS_MORE)
    counted = rows.order_by().annotate(by_then=Exists(by_then)).aggregate(
        base=Count("pk"), part=Count("pk", filter=Q(by_then=True) | Q(acted_on__lte=last))
    )  # fmt: skip
    source = "Points raised by communities, and the answers to them"
    return share("success-7", counted["part"], counted["base"], last, source, reverse("voice:list"))
