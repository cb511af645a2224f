"""Where messages go: to a mail server or, where none is set up, into a folder from which nobody gets them."""

from django.conf import settings


def messages_reach_nobody() -> bool:
    """Whether no mail server is set up, so that every message is only written to the outbox folder."""
    return str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")
