"""Drafts that came from calendar files: finished in one form, or thrown away; and bringing a file in by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.calendar import queries, taking
from folkmoot.engagement.calendar.models import DraftActivity
from folkmoot.engagement.calendar.reading import MOST_BYTES, Unreadable
from folkmoot.engagement.calendar.web.forms import FileForm, HeldForm, ask_zone
from folkmoot.engagement.web.forms import PlanForm
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file


@may("engagement.write")
def listing(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    rows, overtaken = list(queries.drafts(viewer)), list(queries.overtaken(viewer))
    shown(request, rows)
    context = {"rows": rows, "overtaken": overtaken, "mark": new_mark(), "today": timezone.localdate(request.at)}
    return render(request, "engagement/drafts.html", context)


@may("engagement.write")
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an activity of a draft: a plan where its day is to come, a record where it has passed."""
    draft, today = _draft(request, pk), timezone.localdate(request.at)
    area, title, back = draft.area, _("Finish the draft"), reverse("engagement:drafts")
    if area is None:
        place = place_of_form(request, "engagement.write", today=today)
        if place is None or place.area is None:
            return choose_area(request, "engagement.write", title=title, back=back, today=today)
        area = place.area
    passed = draft.day < today
    form: Any = _held_form(request, draft) if passed else _plan_form(request, draft, area)
    if draft.floating and draft.starts_at:
        ask_zone(form)
    operation = taking.record_from_draft if passed else taking.plan_from_draft

    def do(values: dict[str, Any], area: Area = area) -> str:
        values.pop("version", None)
        values.setdefault("zone_confirmed", True)
        activity = operation(by=request.viewer, at=request.at, draft=draft, area=area, **values)
        return reverse("engagement:detail", args=[activity.pk])

    answer = form_page(
        request, form, title=title, lead=draft.title, back=back, template="engagement/draft.html", do=do, done=_("The activity was made."),
        draft=draft, area=area, people=list(draft.contacts.all()), mark=new_mark(),
    )  # fmt: skip
    if answer.status_code != 302:
        shown(request, [draft, *draft.contacts.all(), *getattr(form, "people_asked", [])])
    return answer


@may("engagement.write")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    return _once(request, _draft(request, pk), taking.discard_draft)


@may("engagement.write")
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.overtaken(request.viewer).filter(pk=pk).first()
    if draft is None:
        raise Http404
    return _once(request, draft, taking.acknowledge_change)


@may("engagement.write")
@takes_file(MOST_BYTES)
def file(request: HttpRequest) -> HttpResponse:
    """Bring a calendar file in by hand; it goes the same way as one that came by mail."""
    form = FileForm(request.POST or None, request.FILES or None, initial=started())
    if request.method == "POST" and getattr(request, "file_too_large", False):
        form.add_error("file", _("This file is larger than %(most)d kB.") % {"most": MOST_BYTES // 1024})

    def do(values: dict[str, Any]) -> str:
        try:
            draft = taking.take_file(by=request.viewer, at=request.at, raw=values["file"].read())
        except Unreadable as unreadable:
            raise Refused({"file": [str(unreadable)]}) from unreadable
        return reverse("engagement:drafts") if draft.withdrawn_at else reverse("engagement:draft", args=[draft.pk])

    return form_page(
        request,
        form,
        title=_("Bring in a calendar file"),
        back=reverse("engagement:drafts"),
        do=do,
        template="engagement/calendar_file.html",
    )


def _draft(request: HttpRequest, pk: int) -> DraftActivity:
    try:
        return queries.get_draft(request.viewer, pk)
    except DraftActivity.DoesNotExist:
        raise Http404 from None


def _once(request: HttpRequest, draft: DraftActivity, operation: Any) -> HttpResponse:
    def do() -> str:
        operation(by=request.viewer, at=request.at, draft=draft)
        return reverse("engagement:drafts")

    return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))


def _plan_form(request: HttpRequest, draft: DraftActivity, area: Area) -> PlanForm:
    initial = started(title=draft.title, planned_for=draft.day, place=draft.place)
    return PlanForm(request.POST or None, viewer=request.viewer, area=area, today=timezone.localdate(request.at), initial=initial)


def _held_form(request: HttpRequest, draft: DraftActivity) -> HeldForm:
    return HeldForm(request.POST or None, initial=started(title=draft.title, held_on=draft.day, place=draft.place))
