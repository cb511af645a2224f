"""Reading draws: by the service within its sight, by a member for their own panel; what a draw proves and what its list may say.

Functions without a viewer are for other parts of the room, which have asked already what their reader may see.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.panels.space.seats import same_person
from folkmoot.sampling.receipt import Proof, Receipt
from folkmoot.scrutiny.draws.models import Contribution, Draw, DrawnCase
from folkmoot.scrutiny.draws.rules import State
from folkmoot.scrutiny.frames.models import Frame, FrameCase
from folkmoot.scrutiny.frames.queries import group_counts
from folkmoot.scrutiny.limits import limits
from folkmoot.scrutiny.rules import Count

CAPABILITY = "scrutiny.read"
_WITH = ("frame", "panel__area", "panel__kind", "meeting", "drawn_by", "prepared_by", "committed_by")


def draws(viewer: Viewer, *, panel: Panel | None = None, capability: str = CAPABILITY) -> QuerySet[Draw]:
    """The draws of the panels in sight, the latest first."""
    rows = of_panels(viewer, Draw.objects.select_related(*_WITH), capability)
    return rows.filter(panel=panel) if panel else rows


def the_draw(viewer: Viewer, draw_id: int, capability: str = CAPABILITY) -> Draw:
    """One draw in sight. Raises Draw.DoesNotExist."""
    return draws(viewer, capability=capability).get(pk=draw_id)


def draws_of_seat(seat: Member) -> QuerySet[Draw]:
    """The draws of a member's panel from the moment on which list and rules were fixed, the latest first; also those given up since."""
    return Draw.objects.filter(panel=seat.panel_id, committed_at__isnull=False).select_related("panel", "meeting", "frame")


def own_contribution(seat: Member, draw: Draw) -> Contribution | None:
    """The phrase that whoever holds this seat sealed for a draw."""
    return Contribution.objects.filter(same_person(seat), draw=draw).first()


def contributions(draw: Draw) -> QuerySet[Contribution]:
    """Every phrase of a draw, the service's first."""
    return draw.contributions.select_related("member__contact").order_by("pk")


def drawn_of(draw: Draw) -> QuerySet[DrawnCase]:
    """Every case that came out of a draw, those replaced too, in order."""
    return draw.drawn.select_related("case__frame", "stands_for__case").order_by("order")


def cases_of(meeting: Meeting) -> QuerySet[DrawnCase]:
    """The cases that come before a meeting: those drawn for it and not replaced, by draw and order."""
    rows = DrawnCase.objects.filter(draw__meeting=meeting, draw__state=State.DRAWN, replaced_at__isnull=True)
    return rows.select_related("draw__panel", "case__identity", "case__frame").order_by("draw", "order")


def receipt_of(draw: Draw) -> Receipt | None:
    """The receipt as members and the public see it: pseudonyms, bare groups, tickets, and no fact of any case. None before the draw."""
    return Receipt.from_plain(draw.receipt) if draw.receipt else None


def proof_of(draw: Draw) -> Proof | None:
    """How much the draw proves; None before it."""
    receipt = receipt_of(draw)
    return receipt.proof if receipt else None


@dataclass(frozen=True)
class Told:
    """One group as members may see it: its bare name on list and receipt, what it is where it is large enough to say, how many it holds."""

    code: str
    words: str
    count: Count


def groups_told(draw: Draw) -> list[Told]:
    """The groups of a draw as members may see them; none where it is not drawn by groups. A small group is not said by name."""
    if not draw.rules.get("grouped"):
        return []
    codes, least = draw.frame.columns.get("groups", {}), limits().few_in_list
    told = [Told(codes[each.value], "" if each.few else each.value, each.told(least)) for each in group_counts(draw.frame)]
    return sorted(told, key=lambda each: (len(each.code), each.code))


def from_same_cases(frame: Frame) -> QuerySet[Draw]:
    """Draws of the same panel that were committed to, from this list or from another that holds a case of it.

    The same cases brought in once more are another list with other pseudonyms: what went before must be seen all the same.
    """
    here = FrameCase.objects.filter(frame=frame, refused="").values("identity")
    there = FrameCase.objects.filter(frame=OuterRef("frame"), refused="", identity__in=here)
    rows = Draw.objects.filter(Q(frame=frame) | Exists(there), panel=frame.panel_id, committed_at__isnull=False)
    return rows.order_by("pk")


def given_up_before(draw: Draw) -> QuerySet[Draw]:
    """Draws from the same cases that were committed to before this one, and then given up."""
    rows = from_same_cases(draw.frame).filter(state=State.GIVEN_UP).exclude(pk=draw.pk)
    return rows.filter(committed_at__lte=draw.committed_at) if draw.committed_at else rows


def waits_for(seat: Member) -> list[tuple[str, Draw]]:
    """What a member can do about draws of their panel: ("seal", draw) or ("open", draw), the most urgent first."""
    found: list[tuple[str, Draw]] = []
    for draw in draws_of_seat(seat).filter(state__in=[State.COMMITTED, State.OPENING]).order_by("seals_until"):
        held = own_contribution(seat, draw)
        if draw.state == State.COMMITTED and held is None:
            found.append(("seal", draw))
        elif draw.state == State.OPENING and held is not None and held.opened_at is None:
            found.append(("open", draw))
    return found


def facts(draw: Draw) -> dict[str, Any]:
    """What the receipt of a draw amounts to in numbers: drawn by chance, always included, chosen, replaced."""
    rows = list(draw.drawn.values_list("how", "replaced_at"))
    return {
        "random": sum(how == "random" for how, _gone in rows), "always": sum(how == "always" for how, _gone in rows),
        "chosen": sum(how == "chosen" for how, _gone in rows), "replaced": sum(gone is not None for _how, gone in rows),
    }  # fmt: skip
