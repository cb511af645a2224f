"""Taking the values of measures in from the rooms that know them. The same value is never taken twice; none is ever overwritten."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import store
from folkmoot.strategy.measures.rules import Seen, observation_problems
from folkmoot.strategy.measures.supplied import Supplied


@dataclass
class Taken:
    """What taking values in did: how many are new, restated, and the same as before; `left` says in words what was not taken."""

    new: int = 0
    restated: int = 0
    same: int = 0
    left: list[str] = field(default_factory=list)

    def add(self, other: "Taken") -> None:
        self.new += other.new
        self.restated += other.restated
        self.same += other.same
        self.left += other.left

    @property
    def words(self) -> str:
        said = _("%(new)d new, %(restated)d restated, %(same)d the same as before.")
        return said % {"new": self.new, "restated": self.restated, "same": self.same}


PUBLISHED = "folkmoot.strategy.measures.published.supplied"


@transaction.atomic
def take_in(*, by: Viewer, at: datetime, area: Area | None, published: bool = False) -> Taken:
    """Take in what the rooms say of one place (no Area: the whole service) today; `published`: the figures that ship as well.

    Raises NotAllowed.

    They are asked with the product's own sight, so that the value does not depend on who asked. A value that a room gives differently
    for the same day replaces its own earlier one, marked as restated; a figure from elsewhere is left, and said.
    """
    by.require_for("strategy.write", area.pk if area else None)
    taken, today = Taken(), timezone.localdate(at)
    measures = {row.code: row for row in Measure.objects.select_for_update(of=("self",)).filter(withdrawn_on__isnull=True)}
    standing = _standing(area)
    with override("en-gb"):  # what is kept is in one language, whoever asked for it
        for name in (*settings.MEASURE_SUPPLIERS, *([PUBLISHED] if published else [])):
            for one in import_string(name)(THE_PRODUCT, area=area, on=today):
                measure = measures.get(one.code)
                problem = _problem(measure, one, today)
                if measure is None or problem:
                    taken.left.append(problem)
                else:
                    _take(taken, measure, area, name, one, standing.get((measure.pk, one.as_of)), by=by, at=at)
    return taken


def take_in_everywhere(*, by: Viewer, at: datetime) -> Taken:
    """Take in what the rooms say of the whole service and of each Area: for the daily job. Run again, it changes nothing."""
    areas = list(Area.objects.filter(withdrawn_on__isnull=True, kind=Area.Kind.AREA).order_by("code"))
    taken = take_in(by=by, at=at, area=None)
    for area in in_being(areas, timezone.localdate(at)):
        taken.add(take_in(by=by, at=at, area=area))
    return taken


def _standing(area: Area | None) -> dict[tuple[int, date], Observation]:
    rows = Observation.objects.filter(area=area, replaced_by__isnull=True, survey__taken_back_at__isnull=True)
    return {(row.measure_id, row.as_of): row for row in rows}


def _problem(measure: Measure | None, one: Supplied, today: date) -> str:
    """Why a value is not taken, with its measure and where it comes from; "" where it is."""
    if measure is None:
        return _("There is no measure “%(code)s” for a value from %(source)s.") % {"code": one.code, "source": one.source}
    if not measure.unit:
        return _("%(measure)s: nobody has said in what unit it is counted.") % {"measure": measure.name_en}
    problems = observation_problems(
        Seen(one.as_of, one.value, one.low, one.high, one.base), unit=measure.unit, source=one.source, today=today
    )
    said = " ".join(words for several in problems.values() for words in several)
    return f"{measure.name_en}, {one.source}: {said}" if said else ""


def _take(
    taken: Taken, measure: Measure, area: Area | None, origin: str, one: Supplied, before: Observation | None, *, by: Viewer, at: datetime
) -> None:
    row = Observation(
        measure=measure, area=area, as_of=one.as_of, value=one.value, lower=one.low, upper=one.high, base=one.base,
        design_effect=one.design_effect, unbased=one.unbased, source=one.source, link=one.link, note=one.note, origin=origin,
        by_id=by.account_id, at=at,
    )  # fmt: skip
    if before is None:
        taken.new += 1
    elif (before.value, before.lower, before.upper, before.base) == (one.value, one.low, one.high, one.base):
        taken.same += 1
        return
    elif before.origin != origin:
        taken.left.append(
            _("%(measure)s: a figure of the same day from %(other)s stands; the one from %(source)s was left.")
            % {"measure": measure.name_en, "other": before.source, "source": one.source}
        )
        return
    else:
        taken.restated += 1
        row.replaces, row.restated = before, True
        row.note = one.note or _("The records that it is worked out from say otherwise now.")
    store(by=by, at=at, row=row)
