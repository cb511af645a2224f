"""Who joined, was promoted and left: how often, of one group and of everybody else. Pure figures; no database, no clock.

Joiners are judged as a share: of those who joined, how many belong to the group, beside its share of the staff in post. Promotions and
leavers are judged as rates: of the staff of the group in post, how many in the year. A year's people are one draw of many that could have
come, so chance has a part in it: intervals are Wilson's, differences Newcombe's.
"""

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.stats.intervals import Estimate, newcombe_difference, wilson
from folkmoot.stats.missing import Bounds
from folkmoot.stats.workforce.headcounts import Headcount
from folkmoot.stats.workforce.representation import Representation

FEWEST = 10  # events, and people at risk on each side, below which nothing is judged


class Finding(StrEnum):
    DIFFERS = "differs"
    NOT_SHOWN = "not shown"
    TOO_FEW = "too few"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Flow:
    """`measure` "joined", "promoted" or "left". `events` of the group, of `base` people; the same for the others.

    For joiners `base` is everybody who joined, `rate` the group's share of them, and `other_rate` its share of the staff in post.
    `difference` is rate less other rate, with its interval; None where a figure is withheld or rounded too coarsely to be had.
    """

    measure: str
    events: Headcount
    base: Headcount
    rate: Estimate | None
    bounds: Bounds | None
    other_rate: Estimate | None
    difference: Estimate | None
    finding: Finding


def joiners(joined: Representation, in_post: Representation) -> Flow:
    """The group's share of those who joined, beside its share of the staff in post."""
    of_joined = _proportion(joined.group, joined.group + joined.others)
    of_staff = _proportion(in_post.group, in_post.group + in_post.others)
    base = joined.group + joined.others
    return _flow("joined", joined.group, base, joined.bounds, of_joined, of_staff)


def rates(measure: str, moved: Representation, in_post: Representation) -> Flow:
    """How many of the group in post were promoted or left, beside everybody else whose group is known."""
    own, others = _proportion(moved.group, in_post.group), _proportion(moved.others, in_post.others)
    return _flow(measure, moved.group, in_post.group, _rate_bounds(moved.group, in_post.group), own, others)


def _flow(
    measure: str, events: Headcount, base: Headcount, bounds: Bounds | None, own: tuple[int, int] | None, others: tuple[int, int] | None
) -> Flow:  # fmt: skip
    rate, beside = (wilson(*counts) if counts else None for counts in (own, others))
    if own is None or others is None:
        return Flow(measure, events, base, rate, bounds, beside, None, Finding.CANNOT_TELL)
    difference = newcombe_difference(*own, *others)
    few = min(own[1], others[1]) < FEWEST or own[0] + others[0] < FEWEST
    apart = difference.low > 0 or difference.high < 0
    finding = Finding.TOO_FEW if few else Finding.DIFFERS if apart else Finding.NOT_SHOWN
    return Flow(measure, events, base, rate, bounds, beside, difference, finding)


def _proportion(part: Headcount, whole: Headcount) -> tuple[int, int] | None:
    """Part and whole as printed; None where one is withheld or says nothing."""
    if part.printed is None or not whole.printed or part.printed > whole.printed:
        return None
    return part.printed, whole.printed


def _rate_bounds(part: Headcount, whole: Headcount) -> Bounds | None:
    if whole.high == 0 or whole.low == 0:
        return None
    return Bounds(part.low / whole.high, min(1.0, part.high / whole.low))
