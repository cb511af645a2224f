"""Letters that have not left, and whether the daily job is done."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from folkmoot.cli.health.finding import Finding, look, ok

LATE = timedelta(days=2)
LONG = timedelta(hours=6)


def letters() -> Finding:
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.accounts.notices.rules import State

    rows = Letter.objects.order_by()
    open_now = {state: rows.filter(state=state).count() for state in (State.UNCERTAIN, State.FAILED)}
    if any(open_now.values()):
        return look(
            f"Letters: {open_now[State.UNCERTAIN]} may not have arrived, {open_now[State.FAILED]} failed.",
            "An administrator settles them under People, Letters.",
        )
    waiting = rows.filter(state=State.WAITING, next_at__lt=timezone.now() - LONG).count()
    if waiting:
        return look(f"Letters: {waiting} have waited for hours to be sent.", "Run: folkmoot post")
    return ok("Letters: none is left over.")


def daily_job() -> Finding:
    from folkmoot.overview.reminders.models import DailyRun

    last = DailyRun.objects.exclude(finished_at=None).order_by("-day").first()
    when = f"last on {last.day}" if last else "never"
    if settings.FICTIONAL or (last and last.day >= timezone.localdate() - LATE):
        return ok(f"The daily job (reminders, digests, letters) was done {when}.")
    return look(
        f"The daily job (reminders, digests, letters) was done {when}.",
        "`folkmoot serve` does it by itself from the hour in FOLKMOOT_DAILY_AT; otherwise schedule: folkmoot daily",
    )
