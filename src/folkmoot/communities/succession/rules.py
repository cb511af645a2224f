"""When communities may merge, split and be put back, and what came before each. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.communities.rules import EARLIEST

MERGED, SPLIT = "merged", "split"
MOST_PARTS = 8


@dataclass(frozen=True)
class Step:
    """One community came before another; `kind` is MERGED or SPLIT."""

    earlier: int
    later: int
    kind: str


@dataclass(frozen=True)
class Before:
    """A community that came before, however long ago. `inherited`: one was split between the two, so what it did, it did with all parts."""

    community_id: int
    inherited: bool


@dataclass(frozen=True)
class Standing:
    """What a rule needs to know of a community: its Area, when it was known first and when it ended."""

    name: str
    area_id: int | None
    starts: date | None
    ends: date | None


def all_before(wanted: Iterable[int], steps: Iterable[Step]) -> dict[int, list[Before]]:
    """Everything that came before each wanted community, the nearest first; no entry for one that nothing came before."""
    came_from: dict[int, list[Step]] = {}
    for step in steps:
        came_from.setdefault(step.later, []).append(step)
    found = {community: _chain(community, came_from) for community in wanted}
    return {community: before for community, before in found.items() if before}


def _chain(community: int, came_from: dict[int, list[Step]]) -> list[Before]:
    found: dict[int, Before] = {}
    waiting = [Before(community, False)]
    while waiting:
        here = waiting.pop(0)
        for step in came_from.get(here.community_id, ()):
            if step.earlier != community and step.earlier not in found:
                found[step.earlier] = Before(step.earlier, here.inherited or step.kind == SPLIT)
                waiting.append(found[step.earlier])
    return list(found.values())


def day_problem(rows: Sequence[Standing], on: date | None, today: date) -> str | None:
    """Why others may not take the place of communities on this day, or None; each has its last day on the day before."""
    if on is None:
        return _("Give the day.")
    if on > today:
        return _("The day cannot be in the future.")
    if on < EARLIEST:
        return _("Check the year.")
    late = next((row for row in rows if row.starts and row.starts >= on), None)
    if late and late.starts:
        return _("“%(name)s” is known only since %(day)s. Give a later day.") % {
            "name": late.name,
            "day": date_format(late.starts, "j F Y"),
        }
    return None


def merge_problems(parts: Sequence[Standing], into: Standing | None, new_name: str) -> dict[str, list[str]]:
    """Why communities may not merge, by field. `parts` are those that end; `into` the one that goes on, None for a new one."""
    problems: dict[str, list[str]] = {}
    if len(parts) + (into is not None) < 2:
        problems["others"] = [_("Choose at least one other community.")]
    ended = [row.name for row in (*parts, *([into] if into else [])) if row.ends]
    if ended:
        problems["others"] = [_("“%(name)s” has ended already.") % {"name": ended[0]}]
    if len({row.area_id for row in (*parts, *([into] if into else []))}) > 1:
        problems["others"] = [_("Communities of one Area merge; those of the whole service stay apart.")]
    if into is None and not new_name.strip():
        problems["name"] = [_("Give the new community a name, or choose the community that goes on.")]
    return problems


def may_join_characteristics(described: Sequence[set[tuple[int, int]]]) -> bool:
    """Whether the characteristics of several communities may stand together for all of them; each is a set of (scheme, category).

    Categories of one scheme mean any of them, so those of one scheme may be joined. Of several schemes together only the same may.
    """
    if all(each == described[0] for each in described):
        return True
    schemes = {scheme for each in described for scheme, _category in each}
    return len(schemes) == 1 and all(described)


def split_problems(earlier: Standing, names: Sequence[str], shares: Sequence[Decimal | None]) -> dict[str, list[str]]:
    """Why a community may not be split, by field. `shares` are parts of its people from 0 to 1, None where nobody has said."""
    problems: dict[str, list[str]] = {}
    if earlier.ends:
        problems[""] = [_("“%(name)s” has ended already.") % {"name": earlier.name}]
    if not 2 <= len(names) <= MOST_PARTS:
        problems["name_1"] = [_("Give the names of at least two communities.")]
    elif len({name.casefold() for name in names}) < len(names):
        problems["name_2"] = [_("Two of the new communities have the same name.")]
    elif earlier.name.casefold() in {name.casefold() for name in names}:
        problems["name_1"] = [_("The earlier community keeps its name, so that its history can be found. Give its parts other names.")]
    stated = [share for share in shares if share is not None]
    if any(not 0 < share <= 1 for share in stated):
        problems["share_1"] = [_("A share lies above 0 and is at most 100 per cent.")]
    elif sum(stated) > 1 or (len(stated) == len(shares) and stated and sum(stated) < Decimal("0.99")):
        problems["share_1"] = [_("The shares of all parts together are 100 per cent. Leave one blank where it is not known.")]
    return problems


def undo_problem(*, made_on: date, made_by: int | None, by: int | None, national: bool, today: date, used: Sequence[str]) -> str | None:
    """Why a merge or a split may not be undone, or None. `used` names later communities with which something was recorded since."""
    if made_on != today:
        return _("This can be undone only on the day it was recorded (%(day)s).") % {"day": date_format(made_on, "j F Y")}
    if made_by != by and not national:
        return _("Only whoever recorded this, or headquarters, can undo it.")
    if used:
        return _("Something was recorded with “%(name)s” since. Take that back first.") % {"name": used[0]}
    return None
