"""Writing counts of units: one at a time, or a table of many. Each is one transaction with its audit event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.workforce.models import Unit
from folkmoot.workforce.objectives.models import StaffCount
from folkmoot.workforce.objectives.queries import WRITE
from folkmoot.workforce.objectives.rules import count_problems


@dataclass(frozen=True)
class Line:
    """A line of a table of counts, and where it stood."""

    where: str
    unit: Unit
    whole: int
    part: int


@transaction.atomic
def record_count(
    *, by: Viewer, at: datetime, unit: Unit, question: str, as_of: date, whole: int, part: int, source: str, about: str = "",
    instead: bool = False,
) -> StaffCount:  # fmt: skip
    """Keep a unit's count. With `instead` one of the same day is replaced, and stays on record. Raises Refused or NotAllowed."""
    by.require_for(WRITE, unit.area_id)
    problems = count_problems(
        question=question, about=about, as_of=as_of, whole=whole, part=part, source=source, today=timezone.localdate(at)
    )
    standing = StaffCount.objects.select_for_update().filter(
        unit=unit, question=question, about=about.strip(), as_of=as_of, replaced_by__isnull=True
    )  # fmt: skip
    before = standing.first()
    if before and not instead and not problems:
        problems = {
            "as_of": [_("%(unit)s has a count of that day already. Tick that it is to be replaced, or give another day.") % {"unit": unit}]
        }
    if problems:
        raise Refused(problems)
    row = StaffCount(
        unit=unit, question=question, about=about.strip(), as_of=as_of, whole=whole, part=part, source=source.strip(),
        made_by_id=by.account_id, made_at=at,
    )  # fmt: skip
    _put_in_place(row, before)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"question": question, "replaces": before.pk if before else None})
    return row


def _put_in_place(row: StaffCount, before: StaffCount | None) -> None:
    """The one before gives way first: only one count of a day stands."""
    if before is None:
        check(row)
        row.save()
        return
    row.full_clean(validate_constraints=False)
    row.replaced_by = before  # for the moment between the two writes neither may stand twice
    row.save()
    before.replaced_by = row
    before.save(update_fields=["replaced_by"])
    row.replaced_by = None
    row.save(update_fields=["replaced_by"])


@transaction.atomic
def record_table(
    *, by: Viewer, at: datetime, question: str, as_of: date, source: str, lines: Sequence[Line], about: str = "", instead: bool = False
) -> list[StaffCount]:
    """Keep the counts of many units, or of none: the first line that cannot be kept is named. Raises Refused or NotAllowed."""
    kept = []
    for line in lines:
        try:
            kept.append(
                record_count(
                    by=by, at=at, unit=line.unit, question=question, as_of=as_of, whole=line.whole, part=line.part, source=source,
                    about=about, instead=instead,
                )
            )  # fmt: skip
        except Refused as refused:
            raise Refused({"file": [f"{line.where}: {sentence}" for told in refused.problems.values() for sentence in told]}) from refused
    return kept
