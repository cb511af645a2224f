"""What the lists of engagement were asked to show, and in which order they show it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.engagement import queries
from folkmoot.engagement.models import Activity
from folkmoot.engagement.rules import State
from folkmoot.webkit.forms import DayField

LATEST_FIRST, NEAREST_FIRST, LONGEST_WAITING_FIRST = _("The latest first."), _("The nearest first."), _("The longest waiting first.")
# What waits for somebody: which rows, by which day they are ordered, and that order in words.
WAITING: dict[str, tuple[Callable[[Viewer, date], QuerySet[Activity]], str, Promise]] = {
    "planned": (lambda viewer, _today: queries.list_activities(viewer, state=State.PLANNED), "planned_for", NEAREST_FIRST),
    "late": (queries.waiting_to_be_recorded, "planned_for", LONGEST_WAITING_FIRST),
    "soon": (queries.soon_without_community, "planned_for", NEAREST_FIRST),
    "recorded": (lambda viewer, _today: queries.waiting_to_be_closed(viewer), "held_on", LONGEST_WAITING_FIRST),
}


class ActivityFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("planned", _("Planned")), ("late", _("Planned, but not recorded")),
                 ("soon", _("Planned soon, no community named")), ("recorded", _("Recorded, not closed")), ("closed", _("Closed")),
                 ("cancelled", _("Cancelled"))],
    )  # fmt: skip
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)


class FiguresFilter(FilterForm):
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)


def listed(viewer: Viewer, asked: dict[str, Any], today: date) -> tuple[QuerySet[Activity], Promise]:
    """The activities asked for, in the order that the second value says; `asked` is what ActivityFilter chose."""
    asked = dict(asked)
    state = asked.pop("state", "")
    if state not in WAITING:
        return queries.list_activities(viewer, state=State(state) if state else None, **asked), LATEST_FIRST
    which, day, order = WAITING[state]
    rows = queries.list_activities(viewer, **asked).filter(pk__in=which(viewer, today).order_by().values("pk"))
    return rows.order_by(day, "pk"), order
