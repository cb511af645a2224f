"""What panels hand down as the value of a measure of the strategy: named in settings.MEASURE_SUPPLIERS."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.panels.recommendations.models import Recommendation, RecommendationAnswer
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.strategy.measures.supplied import Supplied, quarter_end, share, year_to


def supplied(viewer: Viewer, *, area: Area | None, on: date) -> list[Supplied]:
    """Of the recommendations panels made in the twelve months to the last quarter, how many were answered by its end."""
    last = quarter_end(on)
    rows = recommendations(viewer).filter(made_on__gte=year_to(last), made_on__lte=last)
    if area is not None:
        rows = rows.filter(panel__area=area)
    by_then = RecommendationAnswer.objects.filter(recommendation=OuterRef("pk"), answered_on__lte=last)
    ids = rows.order_by().values("pk")
    made = Recommendation.objects.filter(pk__in=ids)
    source, link = "Panels: recommendations and the answers to them", reverse("panels:recommendations")
    return share("recommendations-answered", made.filter(Exists(by_then)).count(), made.count(), last, source, link)
