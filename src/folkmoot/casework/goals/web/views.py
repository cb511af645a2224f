"""The pages of goals for those who keep them: the list, one goal, setting and changing it, publishing it, ending it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import within
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.goals import operations, queries
from folkmoot.casework.goals.measuring import What
from folkmoot.casework.goals.models import Goal
from folkmoot.casework.goals.web import presenters
from folkmoot.casework.goals.web.forms import ChangeForm, EndForm, GoalForm, PublishForm
from folkmoot.casework.sources.queries import sources
from folkmoot.casework.workbench.opening import NotThere, open_source
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.models import Organisation
from folkmoot.webkit.forms import GovukForm


@may("casework.read")
def listing(request: HttpRequest) -> HttpResponse:
    lines = [presenters.line_of(one) for one in queries.list_goals(request.viewer)]
    return render(request, "casework/goals.html", {"lines": lines, "may_write": request.viewer.may("goals.write")})


@may("casework.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _in_sight(request, pk), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    standing = queries.standing_of(row)
    waiting = standing.waiting
    may_write = viewer.sight("goals.write").holds(row.area_id) and row.ended_on is None
    context = {
        "row": row, "standing": standing, "line": presenters.line_of(standing), "history": presenters.history_lines(standing),
        "pictures": presenters.pictures(standing), "changes": presenters.changes_of(standing, list(row.versions.all())),
        "place": presenters.place_of(row), "may_write": may_write,
        "may_publish": may_write and waiting is not None and waiting.by_id != viewer.account_id,
    }  # fmt: skip
    return render(request, "casework/goal.html", context)


@may("goals.write")
def choose(request: HttpRequest) -> HttpResponse:
    """Which source a goal is measured in."""
    request.viewer.require("casework.read")
    return render(request, "casework/goal_choose.html", {"sources": sources(request.viewer).filter(retired_on=None)})


@may("goals.write")
def new(request: HttpRequest, source: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    try:
        opened = open_source(viewer, source)
    except NotThere:
        raise Http404 from None
    except FolkmootError as error:
        return render(request, "casework/goal_choose.html", {"sources": sources(viewer).filter(retired_on=None), "problem": error})
    form = GoalForm(
        request.POST or None, initial=started(months=12), shape=opened.shape, places=areas_for(viewer, "goals.write", today=today),
        organisations=within(viewer, Organisation.objects.order_by("name"), "stakeholders.read"),
        national=viewer.sight("goals.write").national,
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        what = What(
            opened.row, values["place"], values["stage"], values["column"], values["group"], values["reference"], values["measure"],
            values["months"],
        )  # fmt: skip
        given = {name: values[name] for name in ("agreed_on", "present", "organisation", "advisory_words")}
        return address_of(operations.set_goal(by=viewer, at=request.at, what=what, promise=form.promise(values), **given))

    lead = _("A goal is agreed with an advisory group, measured from released figures, and published once a second person agrees.")
    return form_page(
        request, form, title=_("Set a public goal"), lead=lead, back=reverse("casework:goals"), do=_told(do),
        done=_("The goal was set. Somebody else publishes it."),
    )  # fmt: skip


def _told(do: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
    """The same, where what cannot be measured is told at the form."""

    def tried(values: dict[str, Any]) -> str:
        try:
            return do(values)
        except Refused:
            raise
        except FolkmootError as error:
            raise Refused({"": [str(error)]}) from error

    return tried


@may("goals.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    request.viewer.require_for("goals.write", row.area_id)
    versions = list(row.versions.all())
    last = versions[-1]
    unit = 1 if row.measure == Goal.Measure.RATIO else 100
    first = {name: getattr(last, name) for name in ("title_en", "words_en", "title_cy", "words_cy", "by_on")}
    values = started(**first, target=round(last.target * unit, 4), seen_versions=len(versions))
    form = ChangeForm(request.POST or None, initial=values, measure=row.measure)

    def do(values: dict[str, Any]) -> str:
        promise, seen = form.promise(values), values["seen_versions"]
        operations.change_goal(by=request.viewer, at=request.at, goal=row, promise=promise, seen_versions=seen)
        return address_of(row)

    return _form(request, row, form, _("Change the goal"), do, _("It was recorded. The public sees it once somebody else publishes it."))


@may("goals.write")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    request.viewer.require_for("goals.write", row.area_id)
    waiting = queries.standing_of(row).waiting
    if waiting is None:
        raise Http404
    form = PublishForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.publish_goal(by=request.viewer, at=request.at, version=waiting)
        return address_of(row)

    return form_page(
        request, form, title=_("Publish this goal"), lead=str(waiting), back=address_of(row), do=do, done=_("It is published."),
        template="casework/goal_publish.html", line=presenters.line_of(queries.standing_of(row), waiting), version=waiting,
    )  # fmt: skip


@may("goals.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    request.viewer.require_for("goals.write", row.area_id)

    def do(values: dict[str, Any]) -> str:
        operations.end_goal(by=request.viewer, at=request.at, goal=row, **values)
        return address_of(row)

    return _form(request, row, EndForm(request.POST or None, initial=started()), _("End the goal"), do, _("The goal has ended."))


def _form(request: HttpRequest, row: Goal, form: GovukForm, title: Any, do: Any, done: Any) -> HttpResponse:
    return form_page(request, form, title=title, lead=str(row), back=address_of(row), do=do, done=done)


def _in_sight(request: HttpRequest, pk: int) -> Goal:
    try:
        return queries.get_goal(request.viewer, pk)
    except Goal.DoesNotExist:
        raise Http404 from None


def address_of(row: Goal) -> str:
    return reverse("casework:goal", args=[row.pk])
