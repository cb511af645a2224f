"""Forgetting who wrote to the service's mailbox. May be repeated each day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from folkmoot.engagement.calendar.models import TakenMessage
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor

SENDERS_KEPT = timedelta(days=90)


@transaction.atomic
def forget_senders(*, by: Actor, at: datetime) -> int:
    """Erase the senders of messages read long enough ago; the fingerprint stays, so that none is taken twice. Returns how many."""
    ids = list(TakenMessage.objects.filter(taken_at__lt=at - SENDERS_KEPT).exclude(sender="").values_list("pk", flat=True))
    if ids:
        TakenMessage.objects.filter(pk__in=ids).update(sender="", version=F("version") + 1)
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="engagement.takenmessage", ids=ids, detail={"fields": ["sender"]})
    return len(ids)
