"""Taking away what past members wrote, once their own seat became bare. How many were told, and when, stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.panels.members.models import ERASED
from folkmoot.panels.space.models import Briefing, Invitation


@transaction.atomic
def forget_words(*, by: Viewer, at: datetime) -> int:
    """Empty the words of those whose seats are bare; returns of how many rows. Made to be repeated each day."""
    told = Briefing.objects.filter(member__bare_on__isnull=False).exclude(whom=ERASED, heard="")
    asked = Invitation.objects.filter(member__bare_on__isnull=False).exclude(reply_words="", came_of_it="")
    ids = {"panels.briefing": list(told.values_list("pk", flat=True)), "panels.invitation": list(asked.values_list("pk", flat=True))}
    for subject, rows in ids.items():
        if rows:
            audit.record(audit.Kind.ERASURE, by=by, at=at, subject=subject, ids=rows, detail={"kept long enough": "words"})
    emptied = Briefing.objects.filter(pk__in=ids["panels.briefing"]).update(whom=ERASED, heard="", version=F("version") + 1)
    return emptied + Invitation.objects.filter(pk__in=ids["panels.invitation"]).update(
        reply_words="", came_of_it="", version=F("version") + 1
    )
