"""Where messages go: to a mail server or, where none is set up, into a folder from which nobody gets them."""

from django.conf import settings
from django.core.mail.utils import DNS_NAME


def messages_reach_nobody() -> bool:
    """Whether no mail server is set up, so that every message is only written to the outbox folder."""
    return str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")


def message_id(name: str) -> str:
    """The Message-ID of what `name` names: the same at every attempt, so that a mail system can know a second copy."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or str(DNS_NAME)
    return f"<{name}@{host}>"
