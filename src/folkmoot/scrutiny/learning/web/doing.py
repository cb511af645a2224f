"""Pages on which a learning point is replied to, carried out, evidenced and told. Each adds; none changes what stands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.models import Action
from folkmoot.actions.web.raising import raising_page
from folkmoot.engagement.papers.rules import MOST_BYTES
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.papers.web.handing import as_download, sent_with_files
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.learning import operations, resampling
from folkmoot.scrutiny.learning.models import LearningPoint, Resample
from folkmoot.scrutiny.learning.queries import HELD, ORIGIN, achieved_actions, later_draws, standing_of
from folkmoot.scrutiny.learning.web.forms import (
    AgainForm,
    DropForm,
    EvidenceForm,
    LinkForm,
    PlanForm,
    ReplyForm,
    SameForm,
    StepForm,
    ToldForm,
    WelshForm,
)
from folkmoot.scrutiny.learning.web.views import address_of, in_sight


@may("scrutiny.learn")
def welsh(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.add_welsh(by=request.viewer, at=request.at, point=row, **values)

    return _page(request, row, WelshForm(request.POST or None, initial=started()), _("Add the Welsh words"), do, _("They were added."))


@may("scrutiny.learn")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_alter(request, pk), timezone.localdate(request.at)
    held = standing_of(row, today).reply
    owners = people_who_may("scrutiny.learn", row.panel.area_id, today=today)
    first = started(on=today, seen_replies=held.number if held else 0, from_whom=row.to_whom)
    form = ReplyForm(request.POST or None, owners=owners, initial=first)

    def do(values: dict[str, Any]) -> None:
        operations.reply(by=request.viewer, at=request.at, point=row, **values)

    title = _("Record a new reply") if held else _("Record the reply")
    return _page(request, row, form, title, do, _("The reply was recorded. Tell the panel at its next meeting."))


@may("scrutiny.learn")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)
    form = StepForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.record_progress(by=request.viewer, at=request.at, point=row, **values)

    return _page(request, row, form, _("Record progress"), do, _("Progress was recorded."))


@may("scrutiny.learn")
@takes_file(MOST_BYTES)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_alter(request, pk), timezone.localdate(request.at)
    achieved = [action.pk for action in achieved_actions(request.viewer, row, today)]
    form = EvidenceForm(**sent_with_files(request), actions=Action.objects.filter(pk__in=achieved), initial=started())

    def do(values: dict[str, Any]) -> None:
        upload = values.pop("file")
        operations.add_evidence(by=request.viewer, at=request.at, point=row, upload=upload, **values)

    return _page(request, row, form, _("Add evidence"), do, _("The evidence was added."))


@may("scrutiny.read")
def take_out(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    piece = in_sight(request, pk).evidence.filter(pk=evidence, file__isnull=False).select_related("point__panel", "file").first()
    if piece is None:
        raise Http404
    return as_download(operations.take_out_evidence(by=request.viewer, at=request.at, evidence=piece, route=request.path))


@may("scrutiny.learn")
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)
    form = StepForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.finish(by=request.viewer, at=request.at, point=row, **values)

    done = _("It is recorded as done. Tell the panel, and those for whom it is worth knowing.")
    return _page(request, row, form, _("Record that it is done"), do, done)


@may("scrutiny.learn")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.take_up_again(by=request.viewer, at=request.at, point=row, **values)

    return _page(request, row, AgainForm(request.POST or None, initial=started()), _("Take it up again"), do, _("It was taken up again."))


@may("scrutiny.learn")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_alter(request, pk), timezone.localdate(request.at)
    met = Meeting.objects.filter(panel=row.panel, state__in=HELD, starts_at__gte=row.meeting.starts_at).order_by("-starts_at")
    form = ToldForm(request.POST or None, meetings=met, audiences=row.audiences, initial=started(meeting=met.first(), on=today))

    def do(values: dict[str, Any]) -> None:
        operations.told(by=request.viewer, at=request.at, point=row, **values)

    return _page(request, row, form, _("Record who was told"), do, _("It is recorded that they were told."))


@may("scrutiny.learn")
def same(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    row, others = in_sight(request, pk), in_sight(request, other)
    if not any(may_in(request.viewer, each.panel, "scrutiny.learn") for each in (row, others)):
        raise Http404
    form = SameForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.judge_repeat(by=request.viewer, at=request.at, point=row, other=others, **values)

    template = "panels/recommendations_same.html"
    return _page(request, row, form, _("Do they say the same?"), do, _("It was recorded."), template=template, first=row, other=others)


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    if not may_in(request.viewer, row.panel, "actions.write"):
        raise Http404
    return raising_page(
        request, origin_kind=ORIGIN, origin_id=pk, area=row.panel.area, title=_("Raise an action from what was learned"), lead=row.words,
        back=address_of(row),
    )  # fmt: skip


@may("scrutiny.learn")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)

    def do(values: dict[str, Any]) -> None:
        resampling.plan_resample(by=request.viewer, at=request.at, point=row, **values)

    done = _("It is planned. You are reminded when the day has come.")
    return _page(request, row, PlanForm(request.POST or None, initial=started()), _("Look at this theme again"), do, done)


@may("scrutiny.learn")
def link(request: HttpRequest, pk: int, look: int) -> HttpResponse:
    row, resample = _look(request, pk, look)
    form = LinkForm(request.POST or None, draws=later_draws(resample), initial=started())

    def do(values: dict[str, Any]) -> None:
        resampling.link_draw(by=request.viewer, at=request.at, resample=resample, **values)

    return _page(request, row, form, _("Which draw looked at it again?"), do, _("Both draws are compared below."))


@may("scrutiny.learn")
def drop(request: HttpRequest, pk: int, look: int) -> HttpResponse:
    row, resample = _look(request, pk, look)

    def do(values: dict[str, Any]) -> None:
        resampling.drop_resample(by=request.viewer, at=request.at, resample=resample, **values)

    return _page(request, row, DropForm(request.POST or None, initial=started()), _("Do not look again?"), do, _("It was recorded."))


def _look(request: HttpRequest, pk: int, look: int) -> tuple[LearningPoint, Resample]:
    row = _to_alter(request, pk)
    resample = Resample.objects.select_related("point__panel", "earlier").filter(pk=look, point=row).first()
    if resample is None:
        raise Http404
    return row, resample


def _page(request: HttpRequest, row: LearningPoint, form: Any, title: Any, do: Any, done: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return address_of(row)

    return form_page(request, form, title=title, lead=row.words, back=address_of(row), do=go, done=done, **more)


def _to_alter(request: HttpRequest, pk: int) -> LearningPoint:
    """The learning point where the viewer may record for its panel, else 404."""
    row = in_sight(request, pk)
    if not may_in(request.viewer, row.panel, "scrutiny.learn"):
        raise Http404
    return row
