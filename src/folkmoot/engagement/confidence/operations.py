"""Making a question sheet, stopping it, and taking an answer. An answer leaves no trace of who gave it."""

import secrets
import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.characteristics.models import Category
from folkmoot.engagement.confidence.models import Reply, Sheet
from folkmoot.engagement.confidence.rules import CHARACTERISTICS, QUESTIONS, is_open, until_problem
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import state_of_row
from folkmoot.engagement.rules import State
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check


@transaction.atomic
def make_sheet(*, by: Viewer, at: datetime, activity: Activity, question: str, until: date | None, characteristic: str = "") -> Sheet:
    """Ask a question before and after an activity. Raises Refused or NotAllowed."""
    by.require("engagement.write", activity.area_id)
    if state_of_row(activity) not in (State.PLANNED, State.RECORDED):
        raise Refused({"": [_("Confidence is asked at an activity that is planned or recorded, not at a closed one.")]})
    if Sheet.objects.filter(activity=activity).exists():
        raise Refused({"": [_("There is a question for this activity already.")]})
    held = activity.held_on or activity.planned_for or timezone.localdate(at)
    problem = until_problem(until=until, held=held, today=timezone.localdate(at))
    if problem or until is None:
        raise Refused({"until": [problem or ""]})
    if question not in QUESTIONS or characteristic not in CHARACTERISTICS:
        raise Refused({"": [_("Choose a question, and what else to ask, from the lists.")]})
    sheet = Sheet(
        activity=activity, question=question, characteristic=characteristic, until=until, made_at=at, made_by_id=by.account_id,
        before_token=secrets.token_urlsafe(12), after_token=secrets.token_urlsafe(12),
    )  # fmt: skip
    check(sheet)
    sheet.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=sheet, area_id=activity.area_id, detail={"activity": activity.pk})
    return sheet


@transaction.atomic
def stop_sheet(*, by: Viewer, at: datetime, sheet: Sheet) -> None:
    """Take no more answers; those given stay. Raises Refused or NotAllowed."""
    by.require("engagement.write", sheet.area_id)
    if sheet.stopped_at:
        raise Refused({"": [_("It was stopped already.")]})
    change(sheet, {"stopped_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=sheet, area_id=sheet.area_id, detail={"stopped": True})


@transaction.atomic
def take_answer(*, by: Viewer, at: datetime, sheet: Sheet, phase: str, answer: str, mark: str, category: Category | None = None) -> bool:
    """Take one answer from the public page; False where this mark has answered in this phase already.

    The audit trail learns that the sheet took an answer on its first one only: a trail of single answers would hold their moments.
    """
    if not is_open(until=sheet.until, stopped=sheet.stopped_at is not None, today=timezone.localdate(at)):
        raise Refused({"": [_("No more answers are taken here.")]})
    if answer not in Reply.Answer.values or phase not in Reply.Phase.values:
        raise Refused({"answer": [_("Choose one of the answers.")]})
    if category is not None and (category.scheme.code != sheet.characteristic or category.kind != Category.Kind.ANSWER):
        raise Refused({"category": [_("Choose one of the answers.")]})
    first = not Reply.objects.filter(sheet=sheet).exists()
    _reply, taken = Reply.objects.get_or_create(
        sheet=sheet, phase=phase, mark=mark, defaults={"id": uuid.uuid4(), "answer": answer, "category": category}
    )
    if first:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=sheet, area_id=sheet.area_id, detail={"answers": "first"})
    return taken
