"""Who is looking, and what is within their sight: decided here and nowhere else."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import CAPABILITIES, ROLE_MAY, Role, in_force
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import SYSTEM, Actor

AnyModel = TypeVar("AnyModel", bound=Model)


class NotAllowed(FolkmootError):
    """The viewer's roles do not open this."""

    def __init__(self, capability: str) -> None:
        super().__init__(
            f"Your role does not let you {CAPABILITIES.get(capability, capability)} here.",
            "",
            "If you need it for your work, ask an administrator to change your role.",
        )


@dataclass(frozen=True)
class Grant:
    """One role in force: for the whole service, for some Areas, or for one panel."""

    role: Role
    national: bool = False
    area_ids: frozenset[int] = frozenset()
    panel: str = ""


@dataclass(frozen=True)
class Sight:
    """The Areas in which a capability holds; `national` stands for all of them and for rows of no Area."""

    national: bool
    area_ids: frozenset[int]

    @property
    def nothing(self) -> bool:
        return not self.national and not self.area_ids

    def holds(self, area_id: int | None) -> bool:
        return self.national or (area_id is not None and area_id in self.area_ids)


@dataclass(frozen=True)
class Viewer(Actor):
    """A signed-in person (or the product itself) with the roles in force today."""

    grants: tuple[Grant, ...] = field(default=())
    everything: bool = False

    def sight(self, capability: str) -> Sight:
        """Where the viewer may use a capability. Raises KeyError for a capability that does not exist."""
        CAPABILITIES[capability]
        if self.everything:
            return Sight(True, frozenset())
        giving = [grant for grant in self.grants if capability in ROLE_MAY[grant.role]]
        return Sight(any(grant.national for grant in giving), frozenset().union(*(grant.area_ids for grant in giving)))

    def may(self, capability: str, area_id: int | None = None) -> bool:
        """Whether the viewer holds a capability at all, or, given an Area, in that Area."""
        sight = self.sight(capability)
        if area_id is not None:
            return sight.holds(area_id)
        return self.everything or any(capability in ROLE_MAY[grant.role] for grant in self.grants)

    def require(self, capability: str, area_id: int | None = None) -> None:
        if not self.may(capability, area_id):
            raise NotAllowed(capability)

    def require_for(self, capability: str, area_id: int | None) -> None:
        """As `require` in one Area; where there is none the thing is the whole service's, and the capability must be national."""
        if area_id is None:
            self.require_national(capability)
        else:
            self.require(capability, area_id)

    def require_national(self, capability: str) -> None:
        if not self.sight(capability).national:
            raise NotAllowed(capability)

    def panels(self, capability: str) -> frozenset[str]:
        """The short names of the panels in which a role given for a panel gives this capability."""
        CAPABILITIES[capability]
        return frozenset(grant.panel for grant in self.grants if grant.panel and capability in ROLE_MAY[grant.role])

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


THE_PRODUCT = Viewer(SYSTEM.account_id, SYSTEM.name, everything=True)
NOBODY = Viewer(None, "nobody")


def viewer_for(account: Account, today: date) -> Viewer:
    """The account as a viewer, with the roles in force today; none for a disabled account."""
    rows = RoleGrant.objects.filter(account=account, ended_at=None).prefetch_related("areas") if account.is_active else []
    grants = tuple(
        Grant(Role(row.role), row.national, frozenset(area.pk for area in row.areas.all()), row.panel)
        for row in rows
        if in_force(row.starts, row.ends, today)
    )
    return Viewer(account.pk, str(account), grants)


def areas_of(viewer: Viewer) -> frozenset[int] | None:
    """The Areas of all roles of a viewer together, for the second fence (`foundation.fence`); None: all of them."""
    if viewer.everything or any(grant.national for grant in viewer.grants):
        return None
    given = frozenset[int]().union(*(grant.area_ids for grant in viewer.grants))
    codes = [grant.panel for grant in viewer.grants if grant.panel]
    of_panels = import_string(settings.AREAS_OF_PANELS)(codes) if codes else given
    return None if of_panels is None else given | of_panels


def within(
    viewer: Viewer, rows: QuerySet[AnyModel], capability: str, *, area: str = "area_id", national_rows: bool = False
) -> QuerySet[AnyModel]:
    """The rows a viewer may see by `capability`. `area` names the column that holds the Area.

    With `national_rows` the rows of no Area are seen by everyone who holds the capability anywhere.
    """
    sight = viewer.sight(capability)
    if sight.national:
        return rows
    if sight.nothing:
        return rows.none()
    seen = Q(**{f"{area}__in": sight.area_ids})
    return rows.filter(seen | Q(**{f"{area}__isnull": True}) if national_rows else seen)
