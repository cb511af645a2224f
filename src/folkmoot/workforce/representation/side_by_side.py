"""All units beside one another: the share of groups that targets speak of, and how many characteristics reach the declaration aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from folkmoot.accounts.scope import Viewer
from folkmoot.stats.workforce.representation import Declaration, Representation
from folkmoot.stats.workforce.targets import Declared, TargetAnswer, declaration_against_target
from folkmoot.workforce.headcounts.held import Held
from folkmoot.workforce.headcounts.queries import latest, units_of
from folkmoot.workforce.models import Unit
from folkmoot.workforce.targets.models import Target


@dataclass(frozen=True)
class Beside:
    """One unit (None: the whole service). `shares` in the order of the targets of representation, at all grades; None where not counted.

    `declared`, `below` and `open`: of how many characteristics declaration reaches its target, does not, or cannot be told.
    """

    unit: Unit | None
    shares: tuple[Representation | None, ...]
    declared: int
    below: int
    open: int

    @property
    def asked(self) -> int:
        return self.declared + self.below + self.open


@dataclass(frozen=True)
class SideBySide:
    as_of: date
    targets: tuple[Target, ...]
    rows: tuple[Beside, ...]


def side_by_side(viewer: Viewer, targets: Sequence[Target]) -> SideBySide | None:
    """The whole service first, then the units in sight by name; None before anything was counted by unit."""
    counted = latest(viewer, most=1)
    if not counted:
        return None
    units = units_of(viewer, counted[0])
    wanted = [one for one in targets if one.kind != Target.Kind.DECLARE]
    declared = [one for one in targets if one.kind == Target.Kind.DECLARE]
    if not units:
        return None
    rows = [_row(counted[0], unit, wanted, declared) for unit in (None, *units)]
    return SideBySide(counted[0].as_of, tuple(wanted), tuple(rows))


def _row(counted: Held, unit: Unit | None, wanted: Sequence[Target], declared: Sequence[Target]) -> Beside:
    place = unit.pk if unit else None
    shares = tuple(counted.representation(one.characteristic, one.groups, unit=place) for one in wanted)
    said = [(one, counted.declaration(one.characteristic, unit=place)) for one in declared]
    answers = [_answer(one, found) for one, found in said if found is not None]
    return Beside(unit, shares, *(answers.count(each) for each in (TargetAnswer.MET, TargetAnswer.NOT_MET, TargetAnswer.CANNOT_TELL)))


def _answer(target: Target, found: Declaration) -> TargetAnswer:
    return declaration_against_target(found, target.share, Declared.KNOWN).answer
