"""The room's part in what the sign-in library tells of the second step."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "folkmoot.accounts"

    def ready(self) -> None:
        """Listen for the codes and passkeys that were not right, and for recovery codes that were used."""
        from allauth.mfa import signals

        signals.authentication_failed.connect(_not_right, dispatch_uid="folkmoot.accounts.second_step")
        signals.authenticator_used.connect(_used, dispatch_uid="folkmoot.accounts.second_step")


def _not_right(user: Any, **_more: Any) -> None:
    from django.utils import timezone

    from folkmoot.accounts.sign_in_events import Missed, missed

    missed(Missed.SECOND_STEP, account_id=user.pk, at=timezone.now())


def _used(user: Any, authenticator: Any, **_more: Any) -> None:
    from django.utils import timezone

    from folkmoot.accounts.sign_in_events import record

    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        record("a recovery code was used", account=user, at=timezone.now())
