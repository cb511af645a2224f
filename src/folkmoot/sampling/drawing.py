"""From a list, rules and a seed to the cases drawn: tickets, numbers for each group, and who stands next in line."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from folkmoot.sampling.digests import FORMAT, SEPARATOR
from folkmoot.sampling.errors import RulesError
from folkmoot.sampling.frame import Case, Frame
from folkmoot.sampling.rules import Rules


class How(StrEnum):
    """How a case came into the sample."""

    ALWAYS = "always"
    CHOSEN = "chosen"
    RANDOM = "random"


@dataclass(frozen=True)
class Drawn:
    """One case of the sample. Only a random one has a ticket; only a chosen one says why."""

    case: str
    stratum: tuple[str, ...]
    how: How
    ticket: str = ""
    why: str = ""


@dataclass(frozen=True)
class Group:
    """One group: how many cases chance may draw from, how many were asked of it, how many it gives."""

    stratum: tuple[str, ...]
    cases: int
    wanted: int
    taken: int

    @property
    def is_short(self) -> bool:
        return self.taken < self.wanted


@dataclass(frozen=True)
class Plan:
    """What the rules make of a list before any chance: who is taken without it, and how many of each group chance takes.

    `left_out` cases are outside the theme. `missing` is how many fewer chance gives than were asked for, because there are no more.
    """

    always: tuple[Case, ...]
    chosen: tuple[Case, ...]
    groups: tuple[Group, ...]
    left_out: int
    missing: int

    @property
    def size(self) -> int:
        return len(self.always) + len(self.chosen) + sum(group.taken for group in self.groups)

    @property
    def short(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.is_short)

    @property
    def unseen(self) -> tuple[Group, ...]:
        """Groups that hold cases and give none."""
        return tuple(group for group in self.groups if not group.taken)


@dataclass(frozen=True)
class Draw:
    """The sample in its order: always taken, chosen, then random by group and ticket."""

    drawn: tuple[Drawn, ...]
    plan: Plan


Pools = dict[str, list[Case]]


def plan(frame: Frame, rules: Rules) -> Plan:
    """What would be drawn, without chance. Raises RulesError where the list does not hold what the rules name."""
    return _planned(frame, rules)[0]


def draw(frame: Frame, rules: Rules, seed: str) -> Draw:
    """The sample. Raises RulesError as `plan` does."""
    planned, pools = _planned(frame, rules)
    reasons = {one.case: one.why for one in rules.chosen}
    drawn = [Drawn(case.id, group_of(case, rules), How.ALWAYS) for case in planned.always]
    drawn += [Drawn(case.id, group_of(case, rules), How.CHOSEN, why=reasons[case.id]) for case in planned.chosen]
    for group in planned.groups:
        line = in_line(pools[SEPARATOR.join(group.stratum)], group.stratum, seed) if group.taken else []
        drawn += [Drawn(case.id, group.stratum, How.RANDOM, ticket) for ticket, case in line[: group.taken]]
    return Draw(tuple(drawn), planned)


def next_in_line(frame: Frame, rules: Rules, seed: str, stratum: tuple[str, ...], used: Collection[str]) -> tuple[str, Case] | None:
    """The first case of a group by ticket that is not used yet, with its ticket; None where no case is left."""
    pool = pools_of(frame, rules).get(SEPARATOR.join(stratum), [])
    return next(((ticket, case) for ticket, case in in_line(pool, stratum, seed) if case.id not in used), None)


def in_line(cases: Collection[Case], stratum: tuple[str, ...], seed: str) -> list[tuple[str, Case]]:
    """Tickets and cases of one group, the lowest ticket first."""
    started = sha256(f"{FORMAT}/ticket\n{seed}\n{SEPARATOR.join(stratum)}\n".encode())
    tickets = []
    for case in cases:
        hashed = started.copy()
        hashed.update(f"{case.id}\n".encode())
        tickets.append((hashed.hexdigest(), case))
    return sorted(tickets, key=lambda each: (each[0], each[1].id))


def group_of(case: Case, rules: Rules) -> tuple[str, ...]:
    """The group a case is drawn in; where rules do not group, all are in one."""
    return case.stratum if rules.grouped else ()


def shares(sizes: Mapping[str, int], total: int, least: int) -> dict[str, int]:
    """How a total is shared between groups of these sizes: `least` first, the rest in proportion by the largest remainder.

    Raises RulesError where the least numbers together are more than the total.
    """
    given = {group: min(least, size) for group, size in sizes.items()}
    rest = min(total, sum(sizes.values())) - sum(given.values())
    if rest < 0:
        raise RulesError(
            f"{least} from each of {len(sizes):,} groups are more than {total} cases.",
            "",
            "Draw more, ask for fewer of each, or group less.",
        )
    left = {group: size - given[group] for group, size in sizes.items()}
    whole = sum(left.values()) or 1
    by_remainder = sorted(left, key=lambda group: (-(rest * left[group] % whole), group))
    still = rest - sum(rest * size // whole for size in left.values())
    extra = set(by_remainder[:still])
    return {group: given[group] + rest * size // whole + (group in extra) for group, size in left.items()}


def pools_of(frame: Frame, rules: Rules) -> Pools:
    """What chance draws from, by group. Raises RulesError as `plan` does."""
    return _planned(frame, rules)[1]


def _planned(frame: Frame, rules: Rules) -> tuple[Plan, Pools]:
    always = [case for case in frame.cases if not set(rules.always).isdisjoint(case.marks)] if rules.always else []
    taken = {case.id for case in always}
    chosen = [_chosen(frame, one.case, taken) for one in rules.chosen]
    taken |= {case.id for case in chosen}
    left = [case for case in frame.cases if case.id not in taken] if taken else list(frame.cases)
    themed = [case for case in left if all(not set(marks).isdisjoint(case.marks) for marks in rules.only)] if rules.only else left
    if rules.number is not None and not themed:
        why = "No case of the list has what the theme asks for." if left else "All are taken without it."
        raise RulesError("There is no case left for chance to draw from.", why, "Widen the theme, or draw nothing at random.")
    pools: Pools = defaultdict(list)
    for case in themed:
        pools[case.group if rules.grouped else ""].append(case)
    groups = _groups(pools, rules)
    asked = rules.total if rules.total is not None else sum(group.wanted for group in groups)
    missing = asked - sum(group.taken for group in groups)
    return Plan(tuple(always), tuple(chosen), groups, len(left) - len(themed), missing), pools


def _chosen(frame: Frame, name: str, always: Collection[str]) -> Case:
    case = frame.by_id.get(name)
    if case is None:
        raise RulesError(f"The chosen case “{name}” is not in the list.", "", "Check its reference.")
    if name in always:
        raise RulesError(f"The chosen case “{name}” is always taken.", "", "It need not be chosen.")
    return case


def _groups(pools: Pools, rules: Rules) -> tuple[Group, ...]:
    sizes = {name: len(pools[name]) for name in sorted(pools)}
    strata = {name: group_of(pools[name][0], rules) for name in sizes}
    if rules.each is not None:
        return tuple(Group(strata[name], size, rules.each, min(rules.each, size)) for name, size in sizes.items())
    if rules.total is None:
        return ()
    given = shares(sizes, rules.total, rules.least)
    return tuple(Group(strata[name], size, given[name], given[name]) for name, size in sizes.items())
