"""What must be in place for people to work: styles, reference data, an administrator, a sound audit trail."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from folkmoot.cli.health.finding import Finding, look, ok, wrong

QUICK = 1000


def styles() -> Finding:
    import folkmoot

    if not (Path(folkmoot.__file__).parent / "webkit/static/vendor/folkmoot.css").exists():
        return wrong("The styles are not compiled.", "In a checkout run: make. An installed package brings them: install it again.")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return wrong("The styles are not in the data folder.", "Run: folkmoot setup")
    return ok("The styles are compiled and in place.")


def reference_data() -> Finding:
    from folkmoot.areas.models import Area

    count = Area.objects.filter(withdrawn_on=None).count()
    return ok(f"{count} Areas are loaded.") if count else wrong("No Area is loaded.", "Run: folkmoot setup")


def administrators() -> list[Finding]:
    from allauth.mfa.models import Authenticator

    from folkmoot.accounts.models import Account
    from folkmoot.accounts.scope import viewer_for

    today = timezone.localdate()
    possible = Account.objects.filter(is_active=True, grants__role="administrator").distinct()
    ids = [account.pk for account in possible if viewer_for(account, today).sight("accounts.manage").national]
    if not ids:
        return [wrong("There is no administrator.", "Run: folkmoot invite you@example.org --name 'Your Name' --role administrator")]
    found = [ok(f"{len(ids)} administrator(s).")]
    if len(ids) == 1:
        found.append(look("There is only one administrator.", "Invite a second: nobody can change their own role."))
    protected = Authenticator.objects.filter(user__in=ids).values("user").distinct().count()
    if protected < len(ids):
        found.append(
            look(f"{len(ids) - protected} administrator(s) sign in without a second step.", "They turn it on under “Your account”.")
        )
    return found


def audit_trail() -> list[Finding]:
    from folkmoot.foundation import audit
    from folkmoot.foundation.models import AuditEvent

    faults = list(audit.faults(last=QUICK))
    if faults:
        return [wrong(f"The audit trail does not hold: {faults[0]}.", "Run: folkmoot audit verify, and keep everything as it is.")]
    found = [ok(f"The last {min(QUICK, audit.head().seq)} events of the audit trail hold together (all: folkmoot audit verify).")]
    newest = AuditEvent.objects.order_by("-seq").first()
    if newest and newest.at > timezone.now() + timedelta(minutes=5):
        found.append(wrong("The last audit event lies in the future, so the clock was or is wrong.", "Set the machine's clock."))
    return found
