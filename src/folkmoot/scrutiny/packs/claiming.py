"""Taking hold of a pack for one transaction, so that of two requests at once the second finds what the first has done."""

from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import Refused
from folkmoot.scrutiny.frames.blind import refuse_whoever_knows
from folkmoot.scrutiny.packs.models import Pack, PackHand
from folkmoot.scrutiny.packs.rules import preparing_problem

_WITH = ("drawn__draw__meeting", "drawn__draw__panel__area", "drawn__case__identity")


def locked(pack: Pack) -> Pack:
    """The pack as it is now, held until the transaction is over."""
    return Pack.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=pack.pk)


def locked_for_preparing(pack: Pack, by: Viewer, at: datetime) -> Pack:
    """The same for whoever prepares it, who is kept as one who had a hand in it. Raises Refused (not a draft) or NotAllowed."""
    by.require_for("scrutiny.prepare", pack.area_id)
    held = locked(pack)
    if problem := preparing_problem(held.state):
        raise Refused({"": [problem]})
    refuse_whoever_knows(by, held.drawn.case.frame_id)
    note_hand(held, by, at)
    return held


def person(by: Viewer) -> int:
    """The account of whoever does something. Raises Refused for the product itself: it prepares nothing and clears nothing."""
    if by.account_id is None:
        raise Refused({"": [_("Only somebody who is signed in can do this.")]})
    return by.account_id


def note_hand(pack: Pack, by: Viewer, at: datetime) -> None:
    """Keep that somebody had a hand in a pack; from now on they cannot review any edition of it."""
    if by.account_id is not None:
        PackHand.objects.get_or_create(pack=pack, who_id=by.account_id, defaults={"first_at": at})
