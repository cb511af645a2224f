"""Pages on which a recommendation is answered, carried out, evidenced and told to its panel. Each adds; none changes what stands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.web.raising import raising_page
from folkmoot.engagement.papers.rules import MOST_BYTES
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.papers.web.handing import as_download, sent_with_files
from folkmoot.panels.queries import may_in
from folkmoot.panels.recommendations import operations
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import HELD, ORIGIN, standing_of
from folkmoot.panels.recommendations.web.forms import AgainForm, AnswerForm, EvidenceForm, SameForm, StepForm, ToldForm, WelshForm
from folkmoot.panels.recommendations.web.views import address_of, in_sight


@may("panels.write")
def welsh(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.write")

    def do(values: dict[str, Any]) -> None:
        operations.add_welsh(by=request.viewer, at=request.at, recommendation=row, **values)

    return _page(request, row, WelshForm(request.POST or None, initial=started()), _("Add the Welsh words"), do, _("They were added."))


@may("panels.answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_alter(request, pk, "panels.answer"), timezone.localdate(request.at)
    held = standing_of(row, today).answer
    owners = people_who_may("panels.answer", row.panel.area_id, today=today)
    form = AnswerForm(request.POST or None, owners=owners, initial=started(on=today, seen_answers=held.number if held else 0))

    def do(values: dict[str, Any]) -> None:
        operations.answer(by=request.viewer, at=request.at, recommendation=row, **values)

    title = _("Answer it anew") if held else _("Answer the recommendation")
    return _page(request, row, form, title, do, _("The answer was recorded. Tell the panel at its next meeting."), held=held)


@may("panels.read")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.answer", "panels.write")
    form = StepForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.record_progress(by=request.viewer, at=request.at, recommendation=row, **values)

    return _page(request, row, form, _("Record progress"), do, _("Progress was recorded."))


@may("panels.read")
@takes_file(MOST_BYTES)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.answer", "panels.write")
    form = EvidenceForm(**sent_with_files(request), initial=started())

    def do(values: dict[str, Any]) -> None:
        upload = values.pop("file")
        operations.add_evidence(by=request.viewer, at=request.at, recommendation=row, upload=upload, **values)

    return _page(request, row, form, _("Add evidence"), do, _("The evidence was added."))


@may("panels.read")
def take_out(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    piece = in_sight(request, pk).evidence.filter(pk=evidence, file__isnull=False).select_related("recommendation__panel", "file").first()
    if piece is None:
        raise Http404
    return as_download(operations.take_out_evidence(by=request.viewer, at=request.at, evidence=piece, route=request.path))


@may("panels.read")
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.answer", "panels.write")
    form = StepForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.finish(by=request.viewer, at=request.at, recommendation=row, **values)

    return _page(request, row, form, _("Record that it is done"), do, _("It is recorded as done. Tell the panel at its next meeting."))


@may("panels.read")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.answer", "panels.write")

    def do(values: dict[str, Any]) -> None:
        operations.take_up_again(by=request.viewer, at=request.at, recommendation=row, **values)

    return _page(request, row, AgainForm(request.POST or None, initial=started()), _("Take it up again"), do, _("It was taken up again."))


@may("panels.write")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk, "panels.write")
    met = Meeting.objects.filter(panel=row.panel, state__in=HELD, starts_at__gte=row.meeting.starts_at).order_by("-starts_at")
    form = ToldForm(request.POST or None, meetings=met, initial=started(meeting=met.first()))

    def do(values: dict[str, Any]) -> None:
        operations.told(by=request.viewer, at=request.at, recommendation=row, **values)

    return _page(request, row, form, _("Record that the panel was told"), do, _("It is recorded that the panel was told."))


@may("panels.write")
def same(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    row, others = in_sight(request, pk), in_sight(request, other)
    if not any(may_in(request.viewer, each.panel, "panels.write") for each in (row, others)):
        raise Http404
    form = SameForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.judge_repeat(by=request.viewer, at=request.at, recommendation=row, other=others, **values)

    template = "panels/recommendations_same.html"
    return _page(
        request, row, form, _("Do they recommend the same?"), do, _("It was recorded."), template=template, first=row, other=others
    )


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    if not may_in(request.viewer, row.panel, "actions.write"):
        raise Http404
    return raising_page(
        request, origin_kind=ORIGIN, origin_id=pk, area=row.panel.area, title=_("Raise an action from this recommendation"), lead=row.words,
        back=address_of(row),
    )  # fmt: skip


def _page(request: HttpRequest, row: Recommendation, form: Any, title: Any, do: Any, done: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return address_of(row)

    return form_page(request, form, title=title, lead=row.words, back=address_of(row), do=go, done=done, **more)


def _to_alter(request: HttpRequest, pk: int, *capabilities: str) -> Recommendation:
    """The recommendation where one of the capabilities holds for its panel, else 404."""
    row = in_sight(request, pk)
    if not any(may_in(request.viewer, row.panel, each) for each in capabilities):
        raise Http404
    return row
