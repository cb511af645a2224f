"""A form sent twice counts once: each carries a random mark, and the mark is kept where the form led."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from folkmoot.foundation.models import SentForm


def new_mark() -> str:
    return secrets.token_urlsafe(24)


def only_once(mark: str, *, account_id: int, at: datetime, do: Callable[[], str]) -> str:
    """Run `do` (which returns the address to go to) unless this mark was already sent by this account; return the address.

    The mark and what `do` writes are one transaction: a retry after a cut connection finds either both or neither.
    """
    if not re.fullmatch(r"[\w-]{1,64}", mark, re.ASCII):  # none, or none of ours
        return do()
    earlier = SentForm.objects.filter(mark=mark, account_id=account_id).first()
    if earlier:
        return earlier.went_to
    try:
        with transaction.atomic():
            sent = SentForm.objects.create(mark=mark, account_id=account_id, went_to="", at=at)
            sent.went_to = do()
            sent.save(update_fields=["went_to"])
    except IntegrityError:
        earlier = SentForm.objects.filter(mark=mark, account_id=account_id).first()
        if earlier is None:
            raise
        return earlier.went_to
    return sent.went_to
