"""The one form that records a joint view: for whoever chairs the case, and for whoever prepares the panel’s cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.queries import Standing, apart, judges_of
from folkmoot.scrutiny.assessment.questions.queries import grades_of
from folkmoot.scrutiny.assessment.together import side_by_side
from folkmoot.scrutiny.assessment.web.forms import JointForm
from folkmoot.scrutiny.assessment.web.presenters import BASIS, NO_GRADES_KNOWN, beside_lines, grade_tallies

THERE = (Attendance.Present.ROOM, Attendance.Present.ONLINE)


def joint_form(request: HttpRequest, standing: Standing, chair: Member | None = None) -> JointForm:
    """The form with whoever is recorded as present chosen already; `chair`: the member who chairs the case fills it in."""
    row = standing.row
    judges = judges_of(row)
    away = apart([row.pack_id])[row.pack_id]
    there = set(Attendance.objects.filter(meeting=row.meeting, present__in=THERE).values_list("member__contact_id", flat=True))
    seats = Member.objects.filter(panel=row.pack.drawn.draw.panel_id).exclude(contact__in=away).select_related("contact")
    first = started(
        took_part=[member.pk for member in judges if member.contact_id in there],
        chaired_by=chair or _not_away(row.meeting.chaired_by, away),
    )
    return JointForm(
        request.POST or None, grades=grades_of(row.question_set.scale_id).filter(concludes=True), seats=seats.filter(ended_on=None),
        judges=seats.filter(pk__in=[member.pk for member in judges]), anew=standing.view is not None, initial=first,
    )  # fmt: skip


def _not_away(chair: Member | None, away: set[int]) -> Member | None:
    return None if chair is None or chair.contact_id in away else chair


def joint_page(request: HttpRequest, standing: Standing, form: JointForm, *, back: str, seat: Member | None = None) -> HttpResponse:
    row = standing.row
    beside = side_by_side(row, seat) if row.shown_at else None
    called = row.pack.told_as if seat else row.pack.title
    shown(request, [column.judgement for column in beside.columns] if beside else [])

    def do(values: dict[str, Any]) -> str:
        operations.record_joint_view(by=request.viewer, at=request.at, assessment=row, seat=seat, **values)
        return back

    return form_page(
        request, form, title=_("What the panel agreed"), lead=called, back=back, do=do, done=_("The panel’s view was recorded."),
        template="scrutiny/assessment_joint.html", standing=standing, beside=beside, lines=beside_lines(beside) if beside else [],
        grades=grade_tallies(beside) if beside else [], basis=BASIS, no_grades_known=NO_GRADES_KNOWN if "grade" in form.fields else "",
    )  # fmt: skip
