"""Writing plans. Their actions are raised and changed as all actions are."""

from datetime import date, datetime

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.rules import plan_problems
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.models import Aim

# The Area of a plan stays: its actions are of that Area.
CHANGEABLE = frozenset({"title", "kind", "division", "purpose", "owner", "starts_on", "ends_on", "aim"})


@transaction.atomic
def make_plan(
    *, by: Viewer, at: datetime, area: Area | None, title: str, kind: str, purpose: str, owner: Account, starts_on: date, ends_on: date,
    division: str = "", aim: Aim | None = None,
) -> Plan:  # fmt: skip
    """Begin a plan; `area` None: of the whole service, or of the division it names. Raises Refused (by field) or NotAllowed."""
    by.require_for("actions.write", area.pk if area else None)
    plan = Plan(
        area=area, title=title, kind=kind, purpose=purpose, owner=owner, starts_on=starts_on, ends_on=ends_on, division=division, aim=aim,
        made_by_id=by.account_id, made_at=at,
    )  # fmt: skip
    if problems := plan_problems(title=title, purpose=purpose, starts_on=starts_on, ends_on=ends_on):
        raise Refused(problems)
    check(plan)
    plan.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=plan, detail={"kind": kind})
    return plan


@transaction.atomic
def change_plan(*, by: Viewer, at: datetime, plan: Plan, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused, ChangedMeanwhile, or KeyError for another field."""
    by.require_for("actions.write", plan.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a plan's {', '.join(sorted(unknown))} cannot be changed")
    said = {name: values.get(name, getattr(plan, name)) for name in ("title", "purpose", "starts_on", "ends_on")}
    if problems := plan_problems(**said):  # type: ignore[arg-type]  # the form gives days and words
        raise Refused(problems)
    changed = change(plan, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=plan, detail={"fields": changed})
    return changed
