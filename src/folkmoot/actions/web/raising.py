"""The one form that raises an action from anything: a point, an issue, a decision, an assessment, a comparison, a commitment."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.models import Action
from folkmoot.actions.operations import raise_action
from folkmoot.actions.plans.queries import plans_for
from folkmoot.actions.web.forms import ActionForm
from folkmoot.areas.models import Area
from folkmoot.strategy.measures.queries import measures
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import commitments_of_area
from folkmoot.strategy.trends.queries import trends_for


def raising_page(
    request: HttpRequest, *, origin_kind: str, origin_id: int | None, area: Area | None, title: object, back: str, lead: object = "",
    parent: Action | None = None, then: Callable[[Action], str] | None = None, first: dict[str, object] | None = None,
) -> HttpResponse:  # fmt: skip
    """Ask for a SMART action and raise it; `area` None: of the whole service. The caller has checked that the viewer may see its origin.

    Leads to `back`, or to where `then` says of the new action. `first`: first values of fields (plan, commitments, moves, title…).
    Raises NotAllowed where the viewer may not raise actions there.
    """
    viewer, area_id = request.viewer, area.pk if area else None
    viewer.require_for("actions.write", area_id)
    form = ActionForm(
        request.POST or None, initial=started(**{"owner": viewer.account_id, **(first or {})}), is_part=parent is not None,
        **offered(request, area_id, with_plans=parent is None),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        raised = raise_action(
            by=viewer, at=request.at, area=area, origin_kind=origin_kind, origin_id=origin_id, parent=parent,
            **({"plan": parent.plan if parent else None} | values),
        )  # fmt: skip
        return then(raised) if then else back

    return form_page(
        request, form, title=title, lead=lead, back=back, do=do, done=_("The action was raised."), template="actions/raise.html"
    )


def offered(request: HttpRequest, area_id: int | None, *, with_plans: bool = True, also: Action | None = None) -> dict[str, Any]:
    """What the form of an action lets choose from in an Area; what an action has chosen before stays among it."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    return {
        "owners": people_who_may("actions.write", area_id, today=today),
        "trends": trends_for(viewer, area_id, also=list(also.trends.values_list("pk", flat=True)) if also else ()),
        "measures": measures(viewer),
        "commitments": commitments_of_area(
            viewer, area_id, also=list(also.commitments.values_list("pk", flat=True)) if also else ()
        ).filter(kind=Commitment.Kind.COMMITMENT),
        "plans": plans_for(viewer, area_id, today=today, also=also.plan_id if also else None) if with_plans else None,
    }
