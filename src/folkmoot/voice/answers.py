"""Writing one answer: the part that answering a point and answering an issue share."""

from datetime import date, datetime

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import Refused, check
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.rules import answer_problem


def write_answer(
    by: Viewer, at: datetime, point: Point, *, outcome: str, words: str, on: date, reason: str, issue_id: int | None = None
) -> Answer:
    """Check and write one answer; the operation that calls asks for the right and writes the audit event. Raises Refused."""
    today = timezone.localdate(at)
    problem = answer_problem(
        outcome=outcome, words=words, reason=reason, on=on, nature=point.nature, said_on=point.said_on, today=today
    )  # fmt: skip
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    answer = Answer(point=point, outcome=outcome, words=words.strip(), reason=reason.strip(), on=on, by_id=by.account_id, issue_id=issue_id)
    check(answer)
    answer.save()
    return answer
