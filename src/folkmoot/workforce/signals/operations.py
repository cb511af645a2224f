"""Raising a signal from figures about staff: its figures stay, and it is answered by the code that answers every signal."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import raise_from
from folkmoot.foundation.saving import Refused
from folkmoot.workforce.signals.queries import offers


@transaction.atomic
def raise_of_workforce(*, by: Viewer, at: datetime, key: str, note: str = "") -> Signal:
    """Raise a signal of what meets the rule now. Raises Refused where it does not, or was raised already, and NotAllowed."""
    by.require_national("workforce.write")
    offer = next((one for one in offers(by) if one.key == key), None)
    if offer is None:
        raise Refused({"": [_("This does not meet the rule for review any more. Look at the list again.")]})
    if offer.signal:
        raise Refused({"": [_("A signal was raised of this already.")]})
    return raise_from(
        by=by, at=at, figures=offer.figures, subject=Signal.Subject.WORKFORCE, origin_kind=offer.kind, origin_id=offer.origin_id,
        origin_words=offer.words, note=note,
    )  # fmt: skip
