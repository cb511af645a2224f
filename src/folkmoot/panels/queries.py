"""Reading panels, their terms of reference and the kinds of panel, always from what the viewer may see.

A panel of no Area is of the whole service: only those who see the whole service see it. A member's own pages do not come this way;
their one gate is `panels.space.seats`.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Max, Model, Prefetch, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.panels.models import Panel, PanelKind, Remit, Terms
from folkmoot.panels.rules import State, state_of

AnyRow = TypeVar("AnyRow", bound=Model)


def panels(viewer: Viewer, capability: str = "panels.read", *, area: Area | None = None, ended: bool = False) -> QuerySet[Panel]:
    """The panels in sight by a capability, those that ended only with `ended`; of one Area where one is given."""
    rows = within(viewer, Panel.objects.select_related("kind", "area", "owner", "parent"), capability)
    if area is not None:
        rows = rows.filter(area=area)
    return rows if ended else rows.filter(ended_on__isnull=True)


def the_panel(viewer: Viewer, code: str, capability: str = "panels.read") -> Panel:
    """One panel in sight, ended or not. Raises Panel.DoesNotExist for one out of sight; views use `panels.web.sight.panel_in_sight`."""
    return panels(viewer, capability, ended=True).get(code=code)


def of_panels(viewer: Viewer, rows: QuerySet[AnyRow], capability: str, *, panel: str = "panel") -> QuerySet[AnyRow]:
    """The rows of the panels in sight. `panel` is the way from a row to its panel, such as "meeting__panel"."""
    return within(viewer, rows, capability, area=f"{panel}__area_id")


def may_in(viewer: Viewer, panel: Panel, capability: str) -> bool:
    """Whether the viewer may use a capability for one panel."""
    return viewer.sight(capability).holds(panel.area_id)


def terms_on(panel: Panel, day: date) -> Terms | None:
    """The agreed terms of reference that hold on a day; None where none were agreed by then."""
    return agreed_terms(panel).filter(holds_from__lte=day).order_by("-holds_from", "-number").first()


def agreed_terms(panel: Panel) -> QuerySet[Terms]:
    """Every version that was ever agreed, the latest first."""
    return Terms.objects.filter(panel=panel, agreed_on__isnull=False).order_by("-number")


def draft_terms(panel: Panel) -> Terms | None:
    """The version that is being drafted, where one is."""
    return Terms.objects.filter(panel=panel, agreed_on__isnull=True).order_by("-number").first()


def latest_terms(panels_: list[Panel], day: date) -> dict[int, Terms]:
    """The terms that hold on a day for each of many panels, in one query. Those without terms are left out."""
    rows = Terms.objects.filter(panel__in=panels_, agreed_on__isnull=False, holds_from__lte=day).order_by("holds_from", "number")
    return {terms.panel_id: terms for terms in rows}


def state_of_panel(panel: Panel, terms: Terms | None, today: date) -> State:
    """Where a panel stands; `terms` are those that hold today."""
    return state_of(starts=panel.starts, ended_on=panel.ended_on, has_terms=terms is not None, today=today)


def kinds(*, withdrawn: bool = False) -> QuerySet[PanelKind]:
    """The kinds of panel in use (with `withdrawn` all that ever were), each with its remits in use as `remits_in_use`."""
    rows = PanelKind.objects.prefetch_related(
        Prefetch("remits", queryset=Remit.objects.filter(withdrawn_on__isnull=True).order_by("order", "code"), to_attr="remits_in_use")
    )
    return rows if withdrawn else rows.filter(withdrawn_on__isnull=True)


def remits_of(panel: Panel) -> QuerySet[Remit]:
    """What a panel is there to discuss: the remits in use of its kind, in order."""
    return Remit.objects.filter(kind_id=panel.kind_id, withdrawn_on__isnull=True).order_by("order", "code")


def possible_parents(viewer: Viewer, area: Area | None, apart_from: Panel | None = None) -> QuerySet[Panel]:
    """The panels to which one of an Area (or of the whole service) may report: of the same Area, or of the whole service."""
    rows = Panel.objects.filter(ended_on__isnull=True).filter(Q(area=area) | Q(area__isnull=True)).select_related("area", "kind")
    seen = rows.filter(Q(pk__in=panels(viewer).values("pk")) | Q(area__isnull=True))
    return seen.exclude(pk=apart_from.pk) if apart_from else seen


def last_used(panel: Panel) -> date | None:
    """The latest day of a meeting that was held, or on which a seat begins that nobody left; None where there is neither."""
    met = panel.meetings.filter(state="closed").aggregate(last=Max("starts_at"))["last"]
    begun = panel.members.filter(ended_on__isnull=True, renews__isnull=True).aggregate(last=Max("starts"))["last"]
    return max([day for day in (timezone.localdate(met) if met else None, begun) if day], default=None)


@dataclass(frozen=True)
class Family:
    """To which panel a panel reports (as far as the viewer may see it), and those that report to it."""

    parent: Panel | None
    parent_in_sight: bool
    children: list[Panel]


def family_of(viewer: Viewer, panel: Panel) -> Family:
    """The panels above and below one panel."""
    children = list(panels(viewer).filter(parent=panel).order_by("name_en"))
    parent = panel.parent
    return Family(parent, parent is not None and may_in(viewer, parent, "panels.read"), children)
