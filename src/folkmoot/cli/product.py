"""Starting the product for commands that need its database."""

import os

from folkmoot.errors import FolkmootError


def start() -> None:
    """Load settings and rooms. Call before importing any room's models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    import django

    django.setup()


def viewer(email: str | None):  # type: ignore[no-untyped-def]
    """Who a command acts for: the account with this address, or the product itself where none is named."""
    from django.utils import timezone

    from folkmoot.accounts.models import Account
    from folkmoot.accounts.scope import THE_PRODUCT, viewer_for

    if not email:
        return THE_PRODUCT
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        raise FolkmootError(f"No account has the address {email}.", "", "Check the address, or leave --by out to act as the command line.")
    return viewer_for(account, timezone.localdate())
