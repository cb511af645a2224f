"""The panel together: answers put side by side, the joint view, dissent, a case taken to a later meeting, and the reply of the unit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import seat_is_theirs
from folkmoot.panels.queries import may_in, terms_on
from folkmoot.scrutiny.assessment.models import Assessment, Dissent, Escalation, JointView
from folkmoot.scrutiny.assessment.operations.alone import has_grades
from folkmoot.scrutiny.assessment.queries import OVER, Standing, apart, chairs, judges_of, not_locked, standing_of, with_history
from folkmoot.scrutiny.assessment.questions.models import Grade
from folkmoot.scrutiny.assessment.rules import (
    State,
    dissent_problems,
    naming_problem,
    reply_due,
    reply_problems,
    returning_problem,
    showing_problem,
    view_problems,
)
from folkmoot.voice.naming import personal_in

HELD = (Meeting.State.IN_PROGRESS, Meeting.State.CLOSED)
NOT_THERE = (Attendance.Present.ABSENT, Attendance.Present.APOLOGIES)


@transaction.atomic
def show(*, by: Viewer, at: datetime, assessment: Assessment, why: str = "", seat: Member | None = None) -> Assessment:
    """Put the answers side by side: once all have locked, or at the meeting, when its chair (`seat`) or whoever prepares it says so.

    From then on nobody can answer. Raises Refused (by field) or NotAllowed.
    """
    standing = _held(assessment, at)
    _require_chair(by, standing.row, seat)
    waiting = len(not_locked(standing.row))
    problems = showing_problem(
        state=standing.state, waiting=waiting, locked=standing.locked, why=why,
        meeting_goes_on=standing.row.meeting.state == Meeting.State.IN_PROGRESS,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    change(standing.row, {"shown_at": at, "shown_by_id": by.account_id, "shown_why": why.strip() if waiting else ""})
    _noted(by, at, standing.row, {"shown": True, "not locked": waiting})
    return standing.row


@transaction.atomic
def record_joint_view(
    *, by: Viewer, at: datetime, assessment: Assessment, chaired_by: Member, took_part: Iterable[Member], concluded: bool,
    grade: Grade | None = None, reasons: str = "", good: str = "", better: str = "", missing: str = "", why_anew: str = "",
    names_nobody: bool = False, seat: Member | None = None,
) -> JointView:  # fmt: skip
    """Record what the panel agreed, or that it could not conclude. By the chair (`seat`) or whoever prepares the panel’s cases.

    A grade that goes to somebody makes an escalation with a day for the reply, never in a calibration round. Raises Refused (by field)
    or NotAllowed.
    """
    standing = _held(assessment, at)
    row, part = standing.row, list(took_part)
    _require_chair(by, row, seat)
    problems = _view_problems(standing, chaired_by, part, concluded, grade, reasons, missing, why_anew)
    problems |= naming_problem([found.text for found in personal_in("\n".join((reasons, good, better, missing)))], names_nobody)
    if problems:
        raise Refused(problems)
    view = JointView(
        assessment=row, number=standing.view.number + 1 if standing.view else 1, concluded=concluded,
        grade=grade if concluded else _no_conclusion(row), reasons=reasons.strip(), good=good.strip(), better=better.strip(),
        missing="" if concluded else missing.strip(), why_anew=why_anew.strip() if standing.view else "", chaired_by=chaired_by,
        agreed_at=at, recorded_by_id=by.account_id,
    )  # fmt: skip
    _keep(view)
    view.took_part.set(part)
    _noted(by, at, view, {"concluded": concluded, "took part": len(part), "number": view.number}, new=True)
    if concluded and grade is not None:
        _escalate(by, at, view, grade)
    return view


def _view_problems(
    standing: Standing,
    chaired_by: Member,
    part: list[Member],
    concluded: bool,
    grade: Grade | None,
    reasons: str,
    missing: str,
    why_anew: str,
) -> dict[str, list[str]]:
    row = standing.row
    panel = row.pack.drawn.draw.panel
    away = apart([row.pack_id])[row.pack_id]
    may = {member.contact_id for member in judges_of(row)}
    there = Attendance.objects.filter(meeting=row.meeting, member__contact__in=[member.contact_id for member in part])
    terms = terms_on(panel, timezone.localdate(row.meeting.starts_at) if row.meeting.starts_at else timezone.localdate())
    scale = row.question_set.scale_id
    return view_problems(
        state=standing.state, held=row.meeting.state in HELD, taking_part=len(part), anew=standing.view is not None, why_anew=why_anew,
        chair_apart=chaired_by.contact_id in away or chaired_by.panel_id != panel.pk,
        strangers=sum(member.contact_id not in may for member in part), absent=there.filter(present__in=NOT_THERE).count(),
        quorum=terms.quorum if terms else 1, concluded=concluded, has_scale=has_grades(row.question_set),
        graded=grade is not None and grade.scale_id == scale, grade_concludes=grade is not None and grade.concludes, reasons=reasons,
        missing=missing,
    )  # fmt: skip


def _no_conclusion(row: Assessment) -> Grade | None:
    """The grade of its scale that says so, where it has one."""
    return Grade.objects.filter(scale=row.question_set.scale_id, concludes=False, withdrawn_on__isnull=True).first()


def _escalate(by: Viewer, at: datetime, view: JointView, grade: Grade) -> None:
    if not grade.escalates_to or not grade.reply_days or view.assessment.pack.drawn.draw.calibration:
        return
    due = reply_due(timezone.localdate(at), grade.reply_days)
    row = Escalation(view=view, to_whom=grade.escalates_to, due_on=due, made_at=at)
    _keep(row)
    _noted(by, at, row, {"due": due.isoformat()}, new=True)


@transaction.atomic
def keep_dissent(
    *, by: Viewer, at: datetime, view: JointView, member: Member, words: str, grade: Grade | None = None, named: bool = False,
    names_nobody: bool = False,
) -> Dissent:  # fmt: skip
    """Keep a member’s dissent beside the joint view: written by themselves, or entered for them. It stays. Raises Refused or NotAllowed."""
    if not seat_is_theirs(by, member) and not may_in(by, member.panel, "scrutiny.prepare"):
        raise NotAllowed("case.judge")
    standing = _held(view.assessment, at)
    problems = dissent_problems(
        holds=standing.view is not None and standing.view.pk == view.pk, concluded=view.concluded, words=words,
        took_part=view.took_part.filter(contact=member.contact_id).exists(),
        again=view.dissents.filter(member__contact=member.contact_id).exists(),
    )  # fmt: skip
    if grade is not None and grade.scale_id != standing.row.question_set.scale_id:
        problems["grade"] = [_("Choose a grade of the scale by which this case is graded.")]
    problems |= naming_problem([found.text for found in personal_in(words)], names_nobody)
    if problems:
        raise Refused(problems)
    row = Dissent(view=view, member=member, grade=grade, words=words.strip(), named=named, at=at, entered_by_id=by.account_id)
    _keep(row)
    _noted(by, at, row, {"named": named}, new=True)
    return row


@transaction.atomic
def bring_back(*, by: Viewer, at: datetime, assessment: Assessment, meeting: Meeting) -> Assessment:
    """Take a case to a later meeting: as a new round where the panel could not conclude, with its judgements where it did not get to it.

    Members answer a new round afresh; what they answered before stays with the round before. Raises Refused or NotAllowed.
    """
    by.require_for("scrutiny.prepare", assessment.area_id)
    standing = _held(assessment, at)
    row = standing.row
    problem = returning_problem(
        state=State.ALONE if standing.state is State.SHOWN and row.meeting.state in OVER else standing.state,
        meeting_over=row.meeting.state in OVER, same_panel=meeting.panel_id == row.pack.drawn.draw.panel_id,
        later=meeting.state not in OVER, taken=Assessment.objects.filter(pack=row.pack_id, meeting=meeting).exists(),
    )  # fmt: skip
    if problem:
        raise Refused({"meeting": [problem]})
    if standing.state is not State.NOT_CONCLUDED:
        change(row, {"meeting": meeting})
        _noted(by, at, row, {"meeting": meeting.pk})
        return row
    again = Assessment(pack=row.pack, number=row.number + 1, meeting=meeting, question_set=row.question_set, begun_at=at)
    _keep(again)
    _noted(by, at, again, {"round": again.number, "meeting": meeting.pk}, new=True)
    return again


@transaction.atomic
def record_reply(
    *, by: Viewer, at: datetime, escalation: Escalation, reply: str, replied_by: str, names_nobody: bool = False
) -> Escalation:
    """Record what the unit replied, in its words, for the panel to hear at its next meeting. It stays. Raises Refused or NotAllowed."""
    by.require_for("scrutiny.learn", escalation.area_id)
    row = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    problems = reply_problems(replied=row.replied_at is not None, words=reply, replied_by=replied_by)
    problems |= naming_problem([found.text for found in personal_in(reply)], names_nobody)
    if problems:
        raise Refused(problems)
    change(row, {"reply": reply.strip(), "replied_by": replied_by.strip(), "replied_at": at, "entered_by_id": by.account_id})
    _noted(by, at, row, {"replied": True})
    return row


def _held(assessment: Assessment, at: datetime) -> Standing:
    """Where it stands now, read afresh and held until the transaction ends."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    return standing_of(with_history().get(pk=assessment.pk), timezone.localdate(at))


def _require_chair(by: Viewer, row: Assessment, seat: Member | None) -> None:
    """Whoever prepares the panel’s cases, or the member who chairs this one."""
    if may_in(by, row.pack.drawn.draw.panel, "scrutiny.prepare"):
        return
    if seat is None or not seat_is_theirs(by, seat) or seat.panel.code not in by.panels("case.judge") or not chairs(seat, row):
        raise NotAllowed("scrutiny.prepare")


def _keep(row: Row) -> None:
    check(row)
    row.save()


def _noted(by: Viewer, at: datetime, row: Row, detail: dict[str, Any], *, new: bool = False) -> None:
    audit.record(audit.Kind.COLLECTION if new else audit.Kind.ALTERATION, by=by, at=at, subject=row, detail=detail)
