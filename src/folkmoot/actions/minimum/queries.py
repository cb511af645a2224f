"""Reading the minimum set: its items, who lacks one, and every Area in sight beside every item."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.minimum.models import Exemption, MinimumEdition, MinimumItem
from folkmoot.actions.minimum.rules import Standing, standing_of
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being

ORIGIN = "actions.minimum"


def items(viewer: Viewer) -> QuerySet[MinimumItem]:
    """The items in sight, withdrawn ones too: those issued for everyone who reads actions, drafts for those who issue."""
    rows = MinimumItem.objects.select_related("edition", "commitment", "moves").order_by("edition__number", "due_on", "pk")
    if viewer.sight("minimum.issue").national:
        return rows
    return rows.filter(edition__isnull=False) if viewer.may("actions.read") else rows.none()


def get_item(viewer: Viewer, item_id: int) -> MinimumItem:
    """One item in sight. Raises MinimumItem.DoesNotExist."""
    return items(viewer).get(pk=item_id)


def drafts(viewer: Viewer) -> QuerySet[MinimumItem]:
    return items(viewer).filter(edition__isnull=True, withdrawn_on__isnull=True)


def editions(viewer: Viewer) -> QuerySet[MinimumEdition]:
    """What was issued when, the latest first."""
    rows = MinimumEdition.objects.select_related("issued_by").order_by("-number")
    return rows if viewer.may("actions.read") else rows.none()


def exemptions(viewer: Viewer) -> QuerySet[Exemption]:
    return within(viewer, Exemption.objects.select_related("item", "area", "asked_by", "decided_by"), "actions.read")


def waiting_exemptions(viewer: Viewer) -> QuerySet[Exemption]:
    """Those that wait for headquarters, the longest first."""
    return exemptions(viewer).filter(agreed__isnull=True).order_by("asked_at", "pk")


def areas_that_lack(*, today: date) -> list[tuple[MinimumItem, Area]]:
    """Each issued item with each Area in being today that has no action from it, and is not exempt."""
    issued = MinimumItem.objects.filter(edition__isnull=False, withdrawn_on__isnull=True).select_related("edition", "commitment", "moves")
    areas = in_being(Area.objects.filter(kind=Area.Kind.AREA, withdrawn_on__isnull=True), today)
    given = set(Action.objects.filter(minimum__isnull=False).values_list("minimum", "area"))
    given |= set(Exemption.objects.filter(agreed=True).values_list("item", "area"))
    return [(item, area) for item in issued for area in areas if (item.pk, area.pk) not in given]


@dataclass(frozen=True)
class Cell:
    """One Area with one item. `action` None: it has none; `exemption` the latest that was asked."""

    item: MinimumItem
    area: Area
    standing: Standing
    action: Action | None
    exemption: Exemption | None

    @property
    def ownerless(self) -> bool:
        """Nobody owns an action that is still to be done."""
        waiting = self.standing in (Standing.OVERDUE, Standing.IN_PROGRESS, Standing.PLANNED)
        return bool(waiting and self.action and self.action.ownerless)  # type: ignore[attr-defined]  # annotated by list_actions


@dataclass(frozen=True)
class Row:
    """One Area: a cell for each item, how many it has achieved of those that apply, and how many are overdue and nobody's."""

    area: Area
    cells: list[Cell]
    achieved: int
    applying: int
    overdue: int
    ownerless: int


def grid(viewer: Viewer, *, today: date, withdrawn: bool = False, item_id: int | None = None) -> list[Row]:
    """The Areas in sight by name, each beside every issued item (`withdrawn`: beside those that were withdrawn). Four queries."""
    shown = [item for item in items(viewer).filter(edition__isnull=False) if (item.withdrawn_on is not None) is withdrawn]
    shown = [item for item in shown if item_id in (None, item.pk)]
    areas = within(viewer, Area.objects.filter(kind=Area.Kind.AREA, withdrawn_on__isnull=True), "actions.read", area="pk")
    acting = {(row.minimum_id, row.area_id): row for row in list_actions(viewer, today=today, minimum__isnull=False)}
    asked: dict[tuple[int, int], Exemption] = {(row.item_id, row.area_id): row for row in exemptions(viewer)}
    held = {area_id for _item, area_id in acting}
    here = [area for area in areas.order_by("name_en") if area.pk in held or area in in_being([area], today)]
    return [
        _row(area, [_cell(item, area, acting.get((item.pk, area.pk)), asked.get((item.pk, area.pk))) for item in shown]) for area in here
    ]


def _cell(item: MinimumItem, area: Area, action: Action | None, exemption: Exemption | None) -> Cell:
    standing = standing_of(
        state=State(action.state) if action else None, exemption=exemption.agreed if exemption else None,  # type: ignore[attr-defined]
        asked=bool(exemption and exemption.agreed is None), withdrawn=item.withdrawn_on is not None,
    )  # fmt: skip
    return Cell(item, area, standing, action, exemption)


def _row(area: Area, cells: list[Cell]) -> Row:
    count = Counter(cell.standing for cell in cells)
    applying = len(cells) - count[Standing.NOT_APPLICABLE] - count[Standing.WITHDRAWN]
    return Row(area, cells, count[Standing.ACHIEVED], applying, count[Standing.OVERDUE], sum(cell.ownerless for cell in cells))
