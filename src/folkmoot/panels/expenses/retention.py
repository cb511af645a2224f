"""Taking away what past members claimed for, and their receipts, when the months are over. The sums stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.panels.expenses.models import Claim, ClaimLine
from folkmoot.panels.members.models import ERASED
from folkmoot.panels.members.retention import how_long
from folkmoot.panels.members.rules import goes_on
from folkmoot.panels.papers.keeping import remove_file


@transaction.atomic
def forget_claims(*, by: Viewer, at: datetime) -> int:
    """Empty the claims of those who left long enough ago, and of those whose details were erased, once nothing is owed to them.

    Returns how many. Made to be repeated each day.
    """
    today, months = timezone.localdate(at), how_long()["claims"]
    kept = Claim.objects.filter(emptied_on__isnull=True).select_related("member")
    past = [claim for claim in kept.filter(member__ended_on__lt=today) if goes_on(claim.member.ended_on or today, months) <= today]
    owed = (Claim.State.SENT, Claim.State.AGREED)
    due = {claim.pk: claim for claim in (*past, *kept.filter(contact__erased_on__isnull=False).exclude(state__in=owed))}
    lines = ClaimLine.objects.filter(claim__in=list(due))
    for line in lines.filter(receipt__isnull=False, receipt__removed_at__isnull=True).select_related("receipt__panel"):
        if line.receipt is not None:
            remove_file(by=by, at=at, file=line.receipt, reason=_("It was kept long enough."))
    lines.update(what="", no_receipt_why="", version=F("version") + 1)
    lines.exclude(cut_why="").update(cut_why=ERASED, version=F("version") + 1)
    claims = Claim.objects.filter(pk__in=list(due))
    claims.exclude(refused_why="").update(refused_why=ERASED)
    claims.update(occasion=ERASED, paid_reference="", emptied_on=today, version=F("version") + 1)
    if due:
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="panels.claim", ids=list(due))
    return len(due)
