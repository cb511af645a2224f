"""The pages of a member once the panel talks about a case: side by side, the joint view, dissent; and what whoever chairs it does."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.web.gate import own
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.models import Assessment
from folkmoot.scrutiny.assessment.queries import Standing, apart, chairs, not_locked, round_of, standing_of
from folkmoot.scrutiny.assessment.questions.queries import grades_of
from folkmoot.scrutiny.assessment.rules import State
from folkmoot.scrutiny.assessment.together import side_by_side
from folkmoot.scrutiny.assessment.web.forms import DissentForm, ShowForm
from folkmoot.scrutiny.assessment.web.joint import joint_form, joint_page
from folkmoot.scrutiny.assessment.web.presenters import BASIS, beside_lines, grade_tallies, standing_line
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.queries import outside_why, packs_asked
from folkmoot.scrutiny.packs.web.member import sealed


@may("case.judge")
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers side by side with where they differ, the joint view and dissent. Before they are shown, what the chair may do."""
    seat, pack, standing = _before(request, pk)
    row, chairing = standing.row, chairs(seat, standing.row)
    if standing.state is State.ALONE and not chairing:
        return redirect("my_cases:judge", pk)
    beside = side_by_side(row, seat) if row.shown_at and standing.state is not State.SET_ASIDE else None
    if beside:
        shown(request, [*(column.judgement for column in beside.columns), *row.views.all()])
    context = {
        "seat": seat, "pack": pack, "standing": standing, "line": standing_line(standing), "beside": beside, "chairing": chairing,
        "lines": beside_lines(beside) if beside else [], "grades": grade_tallies(beside) if beside else [], "basis": BASIS,
        "waiting_for": not_locked(row) if chairing and standing.state is State.ALONE else [], "may_dissent": _may_dissent(seat, standing),
    }  # fmt: skip
    return sealed(render(request, "scrutiny/assessment_together.html", context))


@may("case.judge")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever chairs the case puts the answers side by side at the meeting."""
    seat, pack, standing = _chaired(request, pk)
    form = ShowForm(request.POST or None, initial=started())
    back = reverse("my_cases:together", args=[pack.pk])

    def do(values: dict[str, Any]) -> str:
        operations.show(by=request.viewer, at=request.at, assessment=standing.row, seat=seat, **values)
        return back

    return form_page(
        request, form, title=_("Put the answers side by side"), lead=pack.told_as, back=back, do=do,
        template="scrutiny/assessment_show.html", waiting=len(not_locked(standing.row)),
    )  # fmt: skip


@may("case.judge")
def joint(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever chairs the case records what the panel agreed."""
    seat, pack, standing = _chaired(request, pk)
    back = reverse("my_cases:together", args=[pack.pk])
    return joint_page(request, standing, joint_form(request, standing, chair=seat), back=back, seat=seat)


@may("case.judge")
def dissent(request: HttpRequest, pk: int) -> HttpResponse:
    """A member who took part keeps what they do not share."""
    seat, pack, standing = _before(request, pk)
    if standing.view is None or not _may_dissent(seat, standing):
        raise Http404
    view, back = standing.view, reverse("my_cases:together", args=[pack.pk])
    form = DissentForm(request.POST or None, grades=grades_of(standing.row.question_set.scale_id), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.keep_dissent(by=request.viewer, at=request.at, view=view, member=seat, **values)
        return back

    return form_page(
        request, form, title=_("I do not share the panel’s view"), lead=pack.told_as, back=back, do=do, done=_("Your dissent is kept.")
    )


def _before(request: HttpRequest, pk: int) -> tuple[Member, Pack, Standing]:
    """The seat, the case and where it stands, for whoever has a part in it. Raises Http404."""
    seat, pack = own(request, packs_asked, pk)
    read(request, pack)
    row: Assessment | None = round_of(pack)
    if row is None or seat.contact_id in apart([pack.pk])[pack.pk]:
        raise Http404
    standing = standing_of(row, timezone.localdate(request.at))
    if standing.state is not State.SET_ASIDE and outside_why(pack, seat, request.at):
        raise Http404
    return seat, pack, standing


def _chaired(request: HttpRequest, pk: int) -> tuple[Member, Pack, Standing]:
    seat, pack, standing = _before(request, pk)
    if not chairs(seat, standing.row):
        raise Http404
    return seat, pack, standing


def _may_dissent(seat: Member, standing: Standing) -> bool:
    view = standing.view
    if view is None or not view.concluded or standing.state is not State.CONCLUDED:
        return False
    took_part = view.took_part.filter(contact=seat.contact_id).exists()
    return took_part and not any(each.member.contact_id == seat.contact_id for each in view.dissents.all())
