"""Forgetting old notices, and whom invitations that are over were sent to. Each may be repeated each day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from folkmoot.accounts.models import Invitation
from folkmoot.accounts.notices.models import Letter, Notice
from folkmoot.accounts.notices.rules import State
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor

NOTICES_KEPT = timedelta(days=365)
INVITATIONS_KEPT = timedelta(days=90)  # after they were accepted, withdrawn or ran out


@transaction.atomic
def forget_notices(*, by: Actor, at: datetime) -> int:
    """Delete what stood in somebody's inbox long enough. Returns how many."""
    old = Notice.objects.filter(at__lt=at - NOTICES_KEPT)
    ids = list(old.values_list("pk", flat=True))
    if ids:
        old.delete()
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="accounts.notice", ids=ids, detail={"kept long enough": "notices"})
    return len(ids)


@transaction.atomic
def forget_invitations(*, by: Actor, at: datetime) -> int:
    """Erase name and address of invitations that have been over long enough; that somebody was asked stays. Returns how many."""
    over = at - INVITATIONS_KEPT
    past = Q(accepted_at__lt=over) | Q(withdrawn_at__lt=over) | Q(expires_at__lt=over)
    ids = list(Invitation.objects.filter(past).exclude(name="", email="").values_list("pk", flat=True))
    if ids:
        Invitation.objects.filter(pk__in=ids).update(name="", email="", version=F("version") + 1)
        detail: dict[str, object] = {"fields": ["email", "name"]}
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="accounts.invitation", ids=ids, detail=detail)
    return len(ids)


@transaction.atomic
def forget_letters_to(*, by: Actor, at: datetime, emails: Iterable[str]) -> int:
    """Erase address and words of the letters that somebody got whose details are erased. Returns how many.

    One that still waits leaves first: it goes with the others that are old.
    """
    wanted = Q(pk__in=[])
    for email in {each.casefold() for each in emails} - {""}:
        wanted |= Q(to__iexact=email)
    left = Letter.objects.filter(wanted, state__in=[State.SENT.value, State.FAILED.value], forgotten_at=None)
    ids = list(left.values_list("pk", flat=True))
    if ids:
        Letter.objects.filter(pk__in=ids).update(to="", subject="", text="", forgotten_at=at, version=F("version") + 1)
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="accounts.letter", ids=ids, detail={"letters forgotten": len(ids)})
    return len(ids)
