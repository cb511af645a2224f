"""Letters that have not left, and whether the daily job is done."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from folkmoot.cli.health.finding import Finding, look, ok

LATE = timedelta(days=2)


def letters() -> Finding:
    from folkmoot.accounts.notices.models import Letter
    from folkmoot.accounts.notices.rules import State
    from folkmoot.overview.running.state import LETTER_LATE
    from folkmoot.overview.running.state import letters as letters_now

    rows = Letter.objects.order_by()
    open_now = {state: rows.filter(state=state).count() for state in (State.UNCERTAIN, State.FAILED)}
    if any(open_now.values()):
        return look(
            f"Letters: {open_now[State.UNCERTAIN]} may not have arrived, {open_now[State.FAILED]} failed.",
            "An administrator settles them under People, Letters.",
        )
    queue = letters_now(timezone.now())
    if queue.oldest_seconds > LETTER_LATE.total_seconds():
        return look(
            f"Letters: {queue.waiting} wait to be sent, the oldest for {queue.oldest_seconds // 60} minutes.",
            "`folkmoot serve` sends them by itself each minute; otherwise schedule: folkmoot post",
        )
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


def daily_parts() -> Finding:
    """Parts of the daily job that were given up after their tries, and not done since."""
    from folkmoot.overview.reminders.parts import parked

    rows = parked(timezone.localdate())
    if not rows:
        return ok("The daily job: no part of it was given up.")
    told = "; ".join(f"{row.name} on {row.day} after {row.tries} tries ({row.reason})" for row in rows)
    return look(f"The daily job: given up was {told}.", "The log says more. When the cause is mended, run: folkmoot daily --date DAY")
