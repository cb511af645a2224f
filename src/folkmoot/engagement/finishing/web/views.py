"""Pages on which an activity is finished at the desk."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement import queries
from folkmoot.engagement.finishing import operations
from folkmoot.engagement.finishing.queries import categories_offered, headcounts, materials, may_see_counts, staff_parts
from folkmoot.engagement.finishing.web.forms import EvaluationForm, PeopleForm, ResourcesForm
from folkmoot.engagement.models import Activity
from folkmoot.engagement.rules import State

EVALUATED = (
    "outcome",
    "result",
    "evidence",
    "differently",
    "follow_up",
    "follow_up_words",
    "told_participants_on",
    "told_community_on",
    "version",
)


@may("engagement.write")
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    activity, back = to_finish(request, pk), reverse("engagement:detail", args=[pk])
    form = EvaluationForm(request.POST or None, initial=started(**{name: getattr(activity, name) for name in EVALUATED}))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.evaluate_activity(by=request.viewer, at=request.at, activity=activity, seen_version=seen, **values)
        return back

    return form_page(
        request, form, title=_("What came of it"), lead=activity.title, back=back, do=do, done=_("What came of it was saved."),
        template="engagement/finishing_evaluation.html", activity=activity,
    )  # fmt: skip


@may("engagement.write")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    activity, back = to_finish(request, pk), reverse("engagement:detail", args=[pk])
    if not may_see_counts(request.viewer, activity):
        raise Http404
    stored = list(headcounts(request.viewer, activity))
    form = PeopleForm(
        request.POST or None, categories=categories_offered(request.viewer), stored=stored, initial=started(version=activity.version)
    )

    def do(values: dict[str, Any]) -> str:
        operations.set_headcounts(
            by=request.viewer, at=request.at, activity=activity, counts=values["counts"], seen_version=values["version"]
        )
        return back

    shown(request, stored)
    return form_page(
        request, form, title=_("Who came"), lead=activity.title, back=back, do=do, done=_("Who came was saved."),
        template="engagement/finishing_people.html",
    )  # fmt: skip


@may("engagement.write")
def used(request: HttpRequest, pk: int) -> HttpResponse:
    activity, back = to_finish(request, pk), reverse("engagement:detail", args=[pk])
    viewer = request.viewer
    colleagues = people_who_may("engagement.write", activity.area_id, today=timezone.localdate(request.at))
    form = ResourcesForm(
        request.POST or None, activity=activity, colleagues=colleagues, used=list(materials(viewer, activity)),
        parts=list(staff_parts(viewer, activity)), organisations=viewer.may("stakeholders.read", activity.area_id),
        initial=started(version=activity.version, staff=[row.pk for row in activity.staff.all()],
                        partners=[row.pk for row in activity.partners.all()]),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.set_resources(by=viewer, at=request.at, activity=activity, seen_version=seen, **values)
        return back

    return form_page(
        request, form, title=_("Who took part, partners and materials"), lead=activity.title, back=back, do=do, done=_("That was saved."),
    )  # fmt: skip


def to_finish(request: HttpRequest, pk: int) -> Activity:
    """A recorded activity that this viewer may write; for any other the page does not exist."""
    try:
        activity = queries.get_activity(request.viewer, pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    if not request.viewer.may("engagement.write", activity.area_id) or queries.state_of_row(activity) is not State.RECORDED:
        raise Http404
    return activity
