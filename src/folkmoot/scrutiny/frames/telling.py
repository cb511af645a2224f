"""Telling a member what the service noted in their name: a tie that nobody has keeps a case from being drawn."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import Viewer
from folkmoot.scrutiny.frames.models import Tie


def tell_tied(*, by: Viewer, at: datetime, tie: Tie) -> None:
    """Tell whoever signs in for this seat, without a word of the case."""
    account = tie.member.account
    if account is None:
        return
    words = _("It was noted for you that you are tied to a case of a list, so you will not be shown it. If that is not so, say so to the"
              " person who runs your panel.")  # fmt: skip
    address = reverse("my_cases:draws")
    notify(by=by, at=at, account=account, kind="scrutiny.tied", words=words, address=address, key=f"scrutiny.tied {tie.pk}")
