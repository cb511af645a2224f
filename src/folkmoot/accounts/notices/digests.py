"""Digests: once in a period, for whoever wants them, one letter that says what waits and was not written of before."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter, Notice, Preference
from folkmoot.accounts.notices.operations import tell_by_mail
from folkmoot.accounts.notices.rules import How, period_of
from folkmoot.foundation.audit import Actor


def compose_digests(*, by: Actor, at: datetime) -> int:
    """Write the digests that are due, each in a transaction of its own; returns how many were written. Run as often as you like.

    A digest's key is the person and the period: a second run, or one after a crash, finds the letter and writes none.
    """
    waiting = Notice.objects.filter(read_at=None, letter=None).values("account")
    people = Account.objects.filter(is_active=True, pk__in=waiting).order_by("pk")
    chosen = {row.account_id: row for row in Preference.objects.all()}
    return sum(_digest(account, chosen.get(account.pk) or Preference(account=account), by, at) for account in people)


@transaction.atomic
def _digest(account: Account, preference: Preference, by: Actor, at: datetime) -> int:
    period = period_of(How(preference.how), preference.weekday, timezone.localdate(at))
    key = f"digest:{account.pk}:{period}"
    if not period or Letter.objects.filter(key=key).exists():
        return 0
    notices = list(Notice.objects.filter(account=account, read_at=None, letter=None).order_by("pk"))
    if not notices:
        return 0
    tell_by_mail(by=by, at=at, account=account, notices=notices, key=key)
    return 1
