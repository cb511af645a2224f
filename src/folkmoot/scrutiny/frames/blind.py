"""A list brought in for a blind reading: whoever set it up knows which group a case is of, and decides nothing about a single case."""

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import Refused


def refuse_whoever_knows(by: Viewer, frame_id: int) -> None:
    """Raises Refused for whoever set the reading up, until it is settled."""
    from folkmoot.scrutiny.signals.queries import kept_from  # it reads what came of draws and packs

    if kept_from(by.account_id, frame_id):
        raise Refused({"": [_("You know what the cases of this list were chosen for. Somebody who does not must do this.")]})
