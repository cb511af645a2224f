"""The pages on which the service does something about a case that a panel judges."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.models import Escalation
from folkmoot.scrutiny.assessment.queries import OVER, Standing, apart, not_locked, standing_of
from folkmoot.scrutiny.assessment.questions.queries import grades_of
from folkmoot.scrutiny.assessment.web.forms import AsideForMemberForm, BackForm, DissentForm, ReplyForm, SetAsideForm, ShowForm
from folkmoot.scrutiny.assessment.web.joint import joint_form, joint_page
from folkmoot.scrutiny.assessment.web.service import in_sight
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.queries import get_pack


@may("scrutiny.prepare")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    standing, back = _standing(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.show(by=request.viewer, at=request.at, assessment=standing.row, **values)
        return back

    return form_page(
        request, ShowForm(request.POST or None, initial=started()), title=_("Put the answers side by side"), lead=standing.row.pack.title,
        back=back, do=do, template="scrutiny/assessment_show.html", waiting=len(not_locked(standing.row)),
    )  # fmt: skip


@may("scrutiny.prepare")
def joint(request: HttpRequest, pk: int) -> HttpResponse:
    standing, back = _standing(request, pk)
    form = joint_form(request, standing)
    shown(request, form.fields["took_part"].queryset)
    return joint_page(request, standing, form, back=back)


@may("scrutiny.prepare")
def dissent(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the dissent of a member who cannot do so on their own page."""
    standing, back = _standing(request, pk)
    view = standing.view
    if view is None:
        raise Http404
    members = view.took_part.select_related("contact")
    shown(request, members)
    grades = grades_of(standing.row.question_set.scale_id)
    form = DissentForm(request.POST or None, grades=grades, members=members, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.keep_dissent(by=request.viewer, at=request.at, view=view, **values)
        return back

    return form_page(
        request, form, title=_("A member does not share the panel’s view"), lead=standing.row.pack.title, back=back, do=do,
        done=_("The dissent is kept."),
    )  # fmt: skip


@may("scrutiny.prepare")
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case to a later meeting."""
    standing, back = _standing(request, pk)
    panel = standing.row.pack.drawn.draw.panel
    coming = Meeting.objects.filter(panel=panel, starts_at__gte=request.at).exclude(state__in=OVER).order_by("starts_at")
    form = BackForm(request.POST or None, meetings=coming, initial=started(meeting=coming.first()))
    form.fields["meeting"].label_from_instance = _words_of_meeting

    def do(values: dict[str, Any]) -> str:
        row = operations.bring_back(by=request.viewer, at=request.at, assessment=standing.row, **values)
        return reverse("scrutiny:judgement", args=[row.pk])

    return form_page(
        request, form, title=_("Take it to a later meeting"), lead=standing.row.pack.title, back=back, do=do,
        done=_("The case is judged at that meeting. Make sure that members can read it until then."),
        template="scrutiny/assessment_back.html", standing=standing,
    )  # fmt: skip


def _words_of_meeting(meeting: Meeting) -> str:
    from folkmoot.webkit.templatetags.components import day

    return f"{meeting.number}: {day(meeting.starts_at)}"


@may("scrutiny.learn")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the unit replied."""
    row = in_sight(request, pk, "scrutiny.learn")
    escalation = Escalation.objects.filter(view__assessment=row, replied_at__isnull=True).order_by("-pk").first()
    if escalation is None:
        raise Http404
    back = reverse("scrutiny:judgement", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.record_reply(by=request.viewer, at=request.at, escalation=escalation, **values)
        return back

    return form_page(
        request, ReplyForm(request.POST or None, initial=started()), title=_("Record the reply"), lead=row.pack.title, back=back, do=do,
        done=_("The reply was recorded. The panel hears it at its next meeting."),
    )  # fmt: skip


@may("scrutiny.prepare")
def aside(request: HttpRequest, pack: int) -> HttpResponse:
    """Enter that a member stands aside from a case."""
    row, today = _pack(request, pack, "scrutiny.prepare"), timezone.localdate(request.at)
    members = Member.objects.filter(panel=row.drawn.draw.panel_id, ended_on=None, starts__lte=today).select_related("contact")
    members = members.exclude(contact__in=apart([row.pk])[row.pk])
    shown(request, members)
    back = reverse("scrutiny:judgements")

    def do(values: dict[str, Any]) -> str:
        operations.stand_aside(by=request.viewer, at=request.at, pack=row, **values)
        return back

    return form_page(
        request, AsideForMemberForm(request.POST or None, members=members, initial=started()), title=_("A member stands aside"),
        lead=row.title, back=back, do=do, done=_("It was recorded. What they answered counts for nothing."),
    )  # fmt: skip


@may("scrutiny.review")
def set_aside(request: HttpRequest, pack: int) -> HttpResponse:
    """Set a case aside that should not have come before the panel."""
    row, back = _pack(request, pack, "scrutiny.review"), reverse("scrutiny:judgements")

    def do(values: dict[str, Any]) -> str:
        operations.set_aside(by=request.viewer, at=request.at, pack=row, **values)
        return back

    return form_page(
        request, SetAsideForm(request.POST or None, initial=started()), title=_("Set the case aside"), lead=row.title, back=back, do=do,
        done=_("The case is set aside. What was answered stays and counts for nothing."), template="scrutiny/assessment_set_aside.html",
    )  # fmt: skip


def _standing(request: HttpRequest, pk: int) -> tuple[Standing, str]:
    row = in_sight(request, pk, "scrutiny.prepare")
    return standing_of(row, timezone.localdate(request.at)), reverse("scrutiny:judgement", args=[pk])


def _pack(request: HttpRequest, pk: int, capability: str) -> Pack:
    try:
        return read(request, get_pack(request.viewer, pk, capability))
    except Pack.DoesNotExist:
        raise Http404 from None
