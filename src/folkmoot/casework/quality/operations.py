"""Opening plans of improvement, recording what was done, reading progress from the data, and giving a force its sheet."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.casework.quality.models import ImprovementPlan, PlanReading, PlanStep
from folkmoot.casework.quality.plans import Standing, force_of_level, plans, standing_of, usable_by_month
from folkmoot.casework.quality.queries import Opening
from folkmoot.casework.quality.rules import FINISHED, more_than_shares, opening_problems, step_problems
from folkmoot.casework.sources.models import Source
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.voice.naming import personal_in

WRITE = "quality.review"


class NotOnlyShares(FolkmootError):
    """A sheet for a force holds a number that is no share."""

    def __init__(self) -> None:
        super().__init__(
            _("This sheet cannot be given away."), _("It holds a number that is neither a share nor a date."),
            _("Take the number out of what was agreed, then try again."),
        )  # fmt: skip


@transaction.atomic
def open_plan(
    *, by: Viewer, at: datetime, source: Source, field: str, area: str, force: str, target: float | None, by_on: date | None,
    contact: str, agreed: str, owner: Account,
) -> ImprovementPlan:  # fmt: skip
    """Agree with a force to record a field better. `area` and `force` are levels of the source's columns; the share recorded now is read
    from the data. Raises Refused (by field) or NotAllowed.
    """
    opening = Opening(by, source)
    place, who = opening.area_of(area), force_of_level(by, force)
    if place is None or who is None or field not in opening.fields or not opening.sees(area):
        raise Refused({"": [_("This force, its Area or this field is not known. Choose it from the page of the field.")]})
    by.require_for(WRITE, place.pk)
    month, baseline = _last_readable(opening, field, area, force)
    problems = opening_problems(
        baseline=baseline, target=target, by_on=by_on, today=timezone.localdate(at), agreed=agreed,
        identifying=[found.text for found in personal_in(contact)], numbers=more_than_shares([agreed]),
    )  # fmt: skip
    if problems or baseline is None or target is None or by_on is None:
        raise Refused(problems)
    plan = ImprovementPlan(
        source=source, area=place, force=who, level=force, field=field, field_title=opening.shape.title(field), baseline=baseline,
        baseline_month=month, target=target, by_on=by_on, contact=contact.strip(), owner=owner, agreed=agreed.strip(),
        opened_by_id=by.account_id, opened_at=at,
    )  # fmt: skip
    check(plan)
    plan.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=plan, detail={"source": source.pk, "field": field})
    return plan


def _last_readable(opening: Opening, field: str, area: str, force: str) -> tuple[str, float | None]:
    shares = usable_by_month(opening, field, area, force)
    month = next((month for month in sorted(shares, reverse=True) if shares[month] is not None), "")
    return month, shares.get(month)


@transaction.atomic
def add_step(*, by: Viewer, at: datetime, plan: ImprovementPlan, kind: str, words: str, on: date | None = None) -> PlanStep:
    """Record a note, a meeting with the force, that the plan is finished or taken up again. Raises Refused (by field) or NotAllowed."""
    by.require_for(WRITE, plan.area_id)
    today = timezone.localdate(at)
    list(ImprovementPlan.objects.select_for_update().filter(pk=plan.pk))
    standing = standing_of(plans(THE_PRODUCT).get(pk=plan.pk), today)
    problems = step_problems(state=standing.state, kind=kind, words=words, on=on or today, today=today)
    if problems:
        raise Refused(problems)
    latest = standing.latest.share if standing.latest else None
    step = PlanStep(
        plan=plan, kind=kind, on=on or today, words=words.strip(), share=latest if kind == FINISHED else None, by_id=by.account_id, at=at
    )
    check(step)
    step.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=plan, area_id=plan.area_id, detail={"step": kind})
    return step


def read_progress(*, by: Viewer, at: datetime) -> int:
    """Read from the data what every open plan is measured by, for months that are new or were revised; returns how many were read.

    For the daily job. A source that cannot be opened is left for the next day.
    """
    today, read = timezone.localdate(at), 0
    waiting: dict[int, list[Standing]] = {}
    for row in plans(by):
        standing = standing_of(row, today)
        if standing.is_open:
            waiting.setdefault(row.source_id, []).append(standing)
    for standings in waiting.values():
        try:
            opening = Opening(by, standings[0].row.source)
        except FolkmootError:
            continue
        read += sum(_read_plan(opening, standing, by, at) for standing in standings)
    return read


@transaction.atomic
def _read_plan(opening: Opening, standing: Standing, by: Viewer, at: datetime) -> int:
    plan, held = standing.row, {reading.month: reading.share for reading in standing.readings}
    area = next((level for level, area in opening.opened.areas.items() if area.pk == plan.area_id), "")
    found = usable_by_month(opening, plan.field, area, plan.level) if plan.field in opening.fields else {}
    new = [
        PlanReading(plan=plan, month=month, share=share, data_as_of=opening.opened.data_as_of, at=at)
        for month, share in found.items()
        if month > plan.baseline_month and (month not in held or held[month] != share)
    ]
    PlanReading.objects.bulk_create(new)
    if new:
        audit.record(
            audit.Kind.COMBINATION, by=by, at=at, subject=plan, area_id=plan.area_id, detail={"months": [row.month for row in new]}
        )
    return len(new)


@transaction.atomic
def give_sheet(
    *, by: Viewer, at: datetime, source: Source, force: str, area_id: int | None, lines: Sequence[str], names: Sequence[str]
) -> None:
    """Record that the sheet of a force left. Raises NotOnlyShares where it holds anything but shares and dates, or NotAllowed."""
    by.require("quality.read", area_id)
    if more_than_shares(lines, names):
        raise NotOnlyShares
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=source, area_id=area_id, recipient=force, detail={"sheet": len(lines)})


@transaction.atomic
def take_away(*, by: Viewer, at: datetime, source: Source, kind: str) -> None:
    """Record that the quality of a source left as a file of this kind ("csv" or "ods")."""
    by.require("quality.read", source.area_id)
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=source, recipient=by.name, detail={"kind": kind, "quality": True})
