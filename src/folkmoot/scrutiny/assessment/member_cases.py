"""The cases before a member's panel, each with what the member has still to do about it."""

from datetime import datetime

from django.utils import timezone

from folkmoot.panels.members.models import Member
from folkmoot.panels.queries import terms_on
from folkmoot.panels.space.seats import same_person
from folkmoot.scrutiny.assessment.models import Assessment, Judgement
from folkmoot.scrutiny.assessment.queries import Case, apart, standing_of, with_history
from folkmoot.scrutiny.assessment.rules import State, may_judge
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.queries import packs_asked, packs_for
from folkmoot.scrutiny.packs.rules import EXPLAIN

# What asks something of the member comes first; what is over, last.
ORDER = ("todo", "begun", "shown", "read", "locked", "not_concluded", "concluded", "closed", "aside", "set_aside")


def cases_of(seat: Member, at: datetime) -> list[Case]:
    """Every case that was released to the panel and that this member has a part in, what they have to do first.

    The same queries however many they are. A recalled case is left out, unless its panel had begun: then it says that it was set aside.
    """
    packs = list(packs_asked(seat))
    open_now = {row.pk for row in packs_for(seat, at)}
    rounds: dict[int, Assessment] = {}
    for row in with_history().filter(pack__in=[pack.pk for pack in packs]).order_by("number"):
        rounds[row.pack_id] = row
    own = {
        each.assessment_id: each for each in Judgement.objects.filter(same_person(seat), assessment__in=[row.pk for row in rounds.values()])
    }
    away = apart([pack.pk for pack in packs])
    terms = terms_on(seat.panel, timezone.localdate(at))
    votes = may_judge(seat.position, terms.voting if terms else [])
    found = []
    for pack in packs:
        round_, aside = rounds.get(pack.pk), seat.contact_id in away[pack.pk]
        judgement = own.get(round_.pk) if round_ else None
        stage = _stage(pack, round_, judgement, at, aside=aside, open_now=pack.pk in open_now, votes=votes)
        if stage:
            watches = not votes and seat.position not in EXPLAIN  # an observer is given no case, whatever has become of it
            found.append(Case(pack, round_, judgement, "closed" if watches else stage))
    return sorted(found, key=lambda case: ORDER.index(case.stage))


def to_do(seat: Member, at: datetime) -> int:
    """How many cases wait for this member's judgement."""
    return sum(case.stage in ("todo", "begun") for case in cases_of(seat, at))


def _stage(
    pack: Pack, row: Assessment | None, judgement: Judgement | None, at: datetime, *, aside: bool, open_now: bool, votes: bool
) -> str:
    state = standing_of(row, timezone.localdate(at)).state if row else State.ALONE
    if state is State.SET_ASIDE:
        return "set_aside"
    if aside:
        return "aside"
    if state is not State.ALONE:
        return state.value
    if pack.state != Pack.State.RELEASED:
        return ""
    if judgement is not None:
        return "locked" if judgement.locked_at else "begun"
    if not votes:
        return "closed" if not open_now else "read"
    return "todo" if open_now or pack.level == Pack.Level.FULL else "closed"
