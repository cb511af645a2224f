"""The message that carries an invitation's link."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from folkmoot.accounts.models import Invitation

log = logging.getLogger("folkmoot.mail")


def link_of(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('accounts:join')}?key={token}"


def send(invitation: Invitation, link: str) -> bool:
    """Mail the link. False where no mail server is set up (the message then lies in the outbox folder) or it did not answer."""
    words = render_to_string("accounts/email/invitation.txt", {"invitation": invitation, "link": link})
    message = EmailMessage("Folkmoot: your invitation", words, to=[invitation.email])
    try:
        message.send()
    except OSError as error:  # its text may name the recipient
        log.error("an invitation could not be mailed: %s", type(error).__name__)
        return False
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
