"""Following an action up: asking a partner how theirs stands, and asking of an achieved one whether it worked."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action, Asking, Review
from folkmoot.actions.queries import held, state_of_row
from folkmoot.actions.rules import asking_problem, closed_problem, review_problem
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check


@transaction.atomic
def ask_partner(*, by: Viewer, at: datetime, action: Action, words: str, on: date, is_reply: bool = False) -> Asking:
    """Record that a partner was asked how the action stands, or what they replied. Raises Refused (by field)."""
    by.require_for("actions.write", action.area_id)
    today = timezone.localdate(at)
    if closed := closed_problem(state_of_row(held(action), today)):
        raise Refused({"": [closed]})
    problem = asking_problem(agency=action.agency, words=words, on=on, today=today)
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    asking = Asking(action=action, on=on, words=words, is_reply=is_reply, by_id=by.account_id)
    check(asking)
    asking.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"reply" if is_reply else "asked": asking.pk})
    return asking


@transaction.atomic
def review_action(
    *, by: Viewer, at: datetime, action: Action, verdict: str, words: str, on: date, before: str = "", after: str = "", source: str = ""
) -> Review:
    """Record whether an achieved action worked, with the figures. Raises Refused (by field)."""
    by.require_for("actions.write", action.area_id)
    today = timezone.localdate(at)
    row = held(action)
    problem = review_problem(
        state=state_of_row(row, today), verdict=verdict, after=after, source=source, words=words, on=on,
        achieved_on=row.latest_on, today=today,  # type: ignore[attr-defined]
    )  # fmt: skip
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    review = Review(action=action, verdict=verdict, words=words, on=on, before=before, after=after, source=source, by_id=by.account_id)
    check(review)
    review.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"review": verdict})
    return review


@transaction.atomic
def take_out(*, by: Viewer, at: datetime, rows: int, ending: str, area_id: int | None = None, route: str = "") -> None:
    """Record that actions left as a file. Raises NotAllowed."""
    by.require("exports.run", area_id)
    detail: dict[str, object] = {"format": ending, "rows": rows}
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject="actions.action", area_id=area_id, route=route, recipient=by.name, detail=detail
    )
