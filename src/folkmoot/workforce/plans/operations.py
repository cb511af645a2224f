"""Beginning a unit's plan, taking one on that is there already, and looking at it again. Its actions are raised as all actions are."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.operations import make_plan
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.models import Aim
from folkmoot.workforce.models import Unit
from folkmoot.workforce.plans.models import PlanReview, UnitPlan
from folkmoot.workforce.plans.queries import WRITE
from folkmoot.workforce.plans.rules import review_problems


@transaction.atomic
def begin_unit_plan(
    *, by: Viewer, at: datetime, unit: Unit, title: str, purpose: str, owner: Account, starts_on: date, ends_on: date, review_on: date,
    aim: Aim | None = None,
) -> UnitPlan:  # fmt: skip
    """Begin the local diversity and inclusion plan of a unit. Raises Refused (by field) or NotAllowed."""
    by.require_for(WRITE, unit.area_id)
    if review_on <= timezone.localdate(at):
        raise Refused({"review_on": [_("Give a day still to come.")]})
    plan = make_plan(
        by=by, at=at, area=unit.area, title=title, kind=Plan.Kind.DIVERSITY, purpose=purpose, owner=owner, starts_on=starts_on,
        ends_on=ends_on, division="" if unit.area_id else unit.name, aim=aim,
    )  # fmt: skip
    row = UnitPlan(unit=unit, plan=plan, review_on=review_on)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"plan": plan.pk})
    return row


@transaction.atomic
def review_unit_plan(
    *, by: Viewer, at: datetime, unit_plan: UnitPlan, words: str, next_on: date, seen_version: int | None = None
) -> PlanReview:
    """Record that a unit's plan was looked at, and when next. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for(WRITE, unit_plan.area_id)
    today = timezone.localdate(at)
    problems = review_problems(words=words, next_on=next_on, today=today)
    if problems:
        raise Refused(problems)
    review = PlanReview(unit_plan=unit_plan, on=today, words=words.strip(), next_on=next_on, by_id=by.account_id)
    check(review)
    change(unit_plan, {"review_on": next_on}, seen_version=seen_version)
    review.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=unit_plan, detail={"review": review.pk})
    return review
