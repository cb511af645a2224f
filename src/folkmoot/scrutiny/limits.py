"""The limits that hold for this service: the rule, with what the settings say instead."""

from django.conf import settings

from folkmoot.scrutiny.rules import Limits, limits_of


def limits() -> Limits:
    """See `rules.Limits`. Raises WrongLimit where the settings name one that does not exist."""
    return limits_of(getattr(settings, "SCRUTINY", {}))
