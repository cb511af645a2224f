"""What casework hands down as the value of a measure of the strategy: named in settings.MEASURE_SUPPLIERS."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework.signals.models import Signal, SignalAnswer
from folkmoot.casework.signals.queries import signals
from folkmoot.strategy.measures.supplied import Supplied, quarter_end, share, year_to

ANSWERED = (SignalAnswer.Outcome.ACCEPTED, SignalAnswer.Outcome.EXPLAINED, SignalAnswer.Outcome.CLOSED)


def supplied(viewer: Viewer, *, area: Area | None, on: date) -> list[Supplied]:
    """Of the differences in casework noticed in the twelve months to the last quarter, how many were answered by its end.

    A count of signals, never of cases. Of an Area: those noticed there.
    """
    last = quarter_end(on)
    rows = signals(viewer).filter(subject=Signal.Subject.CASEWORK, noticed_on__gte=year_to(last), noticed_on__lte=last)
    if area is not None:
        rows = rows.filter(area=area)
    by_then = SignalAnswer.objects.filter(signal=OuterRef("pk"), outcome__in=ANSWERED, at__date__lte=last)
    ids = rows.order_by().values("pk")
    base, part = Signal.objects.filter(pk__in=ids).count(), Signal.objects.filter(Exists(by_then), pk__in=ids).count()
    return share("success-3", part, base, last, "Casework: differences that needed review, and their answers", reverse("casework:signals"))
