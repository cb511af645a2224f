"""How old the last backup is, and when a restore was last tried that went well."""

from django.conf import settings
from django.utils import timezone

from folkmoot.cli.health.finding import Finding, look, ok, wrong


def backups() -> list[Finding]:
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.foundation.models import AuditEvent
    from folkmoot.keeping.queries import standing
    from folkmoot.keeping.rules import DRILL_LATE_AFTER

    if settings.FICTIONAL:
        return [ok("Backups: none are needed of a fictional service.")]
    found, now = standing(THE_PRODUCT), timezone.now()
    assert found is not None
    taken = f"The last backup was taken on {found.backup_at:%-d %B %Y}." if found.backup_at else "No backup was ever taken."
    tried = (
        f"A restore was last tried with success on {found.good_drill_at:%-d %B %Y}."
        if found.good_drill_at
        else "No restore was ever tried."
    )
    if found.drill_at and not found.drill_good:
        tried = f"The restore tried on {found.drill_at:%-d %B %Y} FAILED."
    do = f"Run: folkmoot backup drill FOLDER --key FILE (once in {DRILL_LATE_AFTER.days} days at least)."
    first = AuditEvent.objects.order_by("seq").first()
    young = first is None or now - first.at <= DRILL_LATE_AFTER
    return [
        _said(taken, "Set FOLKMOOT_BACKUPS and FOLKMOOT_BACKUP_KEY, or run: folkmoot backup take FOLDER --key FILE.",
              late=found.backup_late(now), grave=found.backup_at is not None or not young),
        _said(tried, do, late=found.drill_late(now), grave=found.drill_at is not None or not young),
    ]  # fmt: skip


def _said(words: str, do: str, *, late: bool, grave: bool) -> Finding:
    """A new service may lack both for a while."""
    if not late:
        return ok(words)
    return wrong(words, do) if grave else look(words, do)
