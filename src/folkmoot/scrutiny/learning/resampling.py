"""Planning to look at a theme again in later cases, linking the draw that did, or saying why it was not done."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.learning.models import LearningPoint, Resample
from folkmoot.scrutiny.learning.operations import LEARN
from folkmoot.scrutiny.learning.rules import link_problem, resample_problems


@transaction.atomic
def plan_resample(*, by: Viewer, at: datetime, point: LearningPoint, after: date | None, why: str) -> Resample:
    """Plan to look at the theme of a learning point again in cases drawn after a day. Raises Refused (by field) or NotAllowed."""
    by.require_for(LEARN, point.panel.area_id)
    waiting = Resample.objects.select_for_update().filter(point=point, later__isnull=True, dropped_why="").exists()
    problems = resample_problems(has_case=point.pack is not None, after=after, made_on=point.made_on, why=why, open_already=waiting)
    if problems or point.pack is None or after is None:
        raise Refused(problems)
    row = Resample(point=point, earlier=point.pack.drawn.draw, after=after, why=why.strip(), planned_by_id=by.account_id, planned_at=at)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"point": point.pk})
    return row


@transaction.atomic
def link_draw(*, by: Viewer, at: datetime, resample: Resample, draw: Draw) -> None:
    """Name the later draw that looked again. Raises Refused (by field) or NotAllowed."""
    by.require_for(LEARN, resample.point.panel.area_id)
    problem = link_problem(
        drawn=draw.state == Draw.State.DRAWN, same_panel=draw.panel_id == resample.point.panel_id, same_draw=draw.pk == resample.earlier_id,
        after=resample.after, drawn_on=timezone.localdate(draw.drawn_at) if draw.drawn_at else None,
        done=resample.later_id is not None or bool(resample.dropped_why),
    )  # fmt: skip
    if problem:
        raise Refused({"draw": [problem]})
    change(resample, {"later": draw, "linked_at": at, "linked_by_id": by.account_id})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=resample, detail={"draw": draw.pk})


@transaction.atomic
def drop_resample(*, by: Viewer, at: datetime, resample: Resample, why: str) -> None:
    """Say why the panel does not look again after all. Raises Refused (by field) or NotAllowed."""
    by.require_for(LEARN, resample.point.panel.area_id)
    if resample.later_id is not None or resample.dropped_why:
        raise Refused({"": [_("It is linked or dropped already.")]})
    if not why.strip():
        raise Refused({"why": [_("Say why: the panel was promised that it looks again.")]})
    change(resample, {"dropped_why": why.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=resample, detail={"dropped": True})
