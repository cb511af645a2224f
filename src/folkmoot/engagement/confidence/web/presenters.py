"""Shares and their intervals in words."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from folkmoot.engagement.confidence.rules import Change, Group, Part
from folkmoot.stats.intervals import Estimate


@dataclass(frozen=True)
class GroupWords:
    """One group as a line of the table; `share` empty where it may not be shown."""

    name: str
    answers: int
    unknown: str
    share: str
    interval: str


def percent(share: float) -> str:
    """“62%”."""
    return f"{number_format(round(share * 100))}%"


def group_words(name: str, group: Group) -> GroupWords:
    if group.share is None:
        return GroupWords(name, group.answers, "", "", "")
    interval = _("%(low)s to %(high)s, of %(base)s") % {
        "low": percent(group.share.low), "high": percent(group.share.high), "base": group.base
    }  # fmt: skip
    return GroupWords(name, group.answers, str(group.unknown), percent(group.share.value), interval)


def difference_words(change: Change) -> str:
    """“After less before: +12 percentage points (95 per cent interval −3 to +27).” Empty where it may not be shown."""
    gap: Estimate | None = change.difference
    if gap is None:
        return ""
    words = _("After less before: %(value)s percentage points (95 per cent interval %(low)s to %(high)s).")
    return words % {"value": _signed(gap.value), "low": _signed(gap.low), "high": _signed(gap.high)}


def part_words(part: Part) -> str:
    """“Women: 62% (of 40)”; what is withheld is said to be."""
    name = part.name or _("Groups too small to show one by one")
    share = _("not shown") if part.share is None else percent(part.share)
    return f"{name}: {share}" + ("" if part.base is None else " " + _("(of %(base)s)") % {"base": part.base})


def _signed(share: float) -> str:
    points = round(share * 100)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"
