"""Writing what is finished at the desk. Each is one transaction with its audit event; no count enters the audit trail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.characteristics.models import Category
from folkmoot.engagement.finishing.queries import may_see_counts
from folkmoot.engagement.finishing.rules import Evaluation, count_problem, evaluation_problems
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart
from folkmoot.engagement.queries import state_of_row
from folkmoot.engagement.rules import State
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Organisation

EVALUATED = ("result", "evidence", "follow_up", "follow_up_words", "told_participants_on", "told_community_on")


@dataclass(frozen=True)
class Counted:
    """So many people of one category, known in one way (a word of `Headcount.How`)."""

    category: Category
    people: int
    how: str


@dataclass(frozen=True)
class Used:
    """So many copies of one material, in a language and a format (words of `Material.Kind` and `Material.Format`)."""

    kind: str
    quantity: int
    language: str
    format: str = Material.Format.STANDARD


@dataclass(frozen=True)
class TookPart:
    """So many of one unit and grade."""

    unit: str
    people: int
    grade: str = ""


@transaction.atomic
def evaluate_activity(*, by: Viewer, at: datetime, activity: Activity, seen_version: int | None = None, **values: object) -> list[str]:
    """Say what came of a recorded activity against what was planned; returns the fields that changed. Raises Refused or NotAllowed."""
    held = _to_write(by, activity)
    proposed = Evaluation(**{name: values.get(name, getattr(held, name)) for name in EVALUATED})  # type: ignore[arg-type]
    assert held.held_on is not None
    problems = evaluation_problems(proposed, held_on=held.held_on, today=timezone.localdate(at))
    if problems:
        raise Refused(problems)
    changed = change(held, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"fields": changed})
    return changed


@transaction.atomic
def set_headcounts(*, by: Viewer, at: datetime, activity: Activity, counts: Sequence[Counted], seen_version: int | None = None) -> None:
    """Set how many came by characteristic, in place of what was there. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = _to_write(by, activity)
    if not may_see_counts(by, held):
        raise NotAllowed("staff_work.write")
    problem = count_problem([(each.category.pk, each.people) for each in counts], held.headcount)
    if problem:
        raise Refused({"": [problem]})
    rows = [Headcount(activity=held, category=each.category, people=each.people, how=each.how) for each in counts]
    _replace(held, list(held.headcounts.all()), rows, lambda row: (row.category_id, row.people, row.how), seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"headcounts": len(rows)})


@transaction.atomic
def set_resources(
    *, by: Viewer, at: datetime, activity: Activity, used: Sequence[Used], parts: Sequence[TookPart], staff: Iterable[Account],
    partners: Iterable[Organisation], seen_version: int | None = None,
) -> None:  # fmt: skip
    """Set what was handed out, who of us took part, and which of the organisations named put it on with us.

    A partner is no longer among those the activity was for. Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _to_write(by, activity)
    if len({(each.unit.casefold(), each.grade.casefold()) for each in parts}) < len(parts):
        raise Refused({"": [_("One unit and grade is given twice. Put its people together in one line.")]})
    materials = [Material(activity=held, **vars(each)) for each in used]
    _replace(held, list(held.materials.all()), materials, lambda row: (row.kind, row.quantity, row.language, row.format), seen_version)
    took_part = [StaffPart(activity=held, **vars(each)) for each in parts]
    _replace(held, list(held.staff_parts.all()), took_part, lambda row: (row.unit, row.grade, row.people), None)
    together = _apart(held, partners)
    changed = change_with_links(held, {}, {**together, "staff": staff})
    audit.record(
        audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"materials": len(materials), "parts": len(took_part), "fields": changed}
    )


def _apart(held: Activity, partners: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    """The organisations named with an activity, those who put it on apart from those it was for."""
    named = {row.pk: row for row in (*held.organisations.all(), *held.partners.all())}
    chosen = {row.pk for row in partners}
    if not chosen <= set(named):
        raise Refused({"partners": [_("Name the organisation with the activity first.")]})
    return {
        "partners": [row for pk, row in named.items() if pk in chosen],
        "organisations": [row for pk, row in named.items() if pk not in chosen],
    }


def _to_write(by: Viewer, activity: Activity) -> Activity:
    """The activity as it is now, held until the transaction ends; refused where it was not held or is closed."""
    by.require("engagement.write", activity.area_id)
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if state_of_row(held) is not State.RECORDED:
        raise Refused({"": [_("This is said of an activity that was held, and that is not closed.")]})
    return held


def _replace(held: Activity, stored: list[Row], wanted: Sequence[Row], key: Callable[..., object], seen_version: int | None) -> None:
    """Store rows in place of others, raising the version of the activity where they differ."""
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    if [key(row) for row in stored] == [key(row) for row in wanted]:
        return
    if not Activity.objects.filter(pk=held.pk, version=held.version).update(version=F("version") + 1):
        raise ChangedMeanwhile(held)
    held.version += 1
    for row in stored:
        row.delete()
    for row in wanted:
        check(row)
        row.save()
