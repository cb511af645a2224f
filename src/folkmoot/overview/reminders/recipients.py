"""Who is reminded: only those who may still see what it is about, on the day it is said."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import ROLE_MAY, Role, in_force
from folkmoot.accounts.scope import Viewer, viewer_for


class People:
    """The people of one day, each looked up once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.viewer = lru_cache(maxsize=None)(self._viewer)
        self.of_role = lru_cache(maxsize=None)(self._of_role)

    def who_may(self, account_ids: Sequence[int | None], *capabilities: str, area_id: int | None, seen_by_all: bool = False) -> list[int]:
        """Of these accounts those that are open and hold the capabilities there today; each once.

        What is of no Area needs a capability for the whole service; with `seen_by_all` one held anywhere will do.
        """
        known = dict.fromkeys(account_id for account_id in account_ids if account_id is not None)
        return [one for one in known if all(self._may(one, capability, area_id, seen_by_all) for capability in capabilities)]

    def leads(self, area_id: int | None) -> list[int]:
        """The leads of an Area; where it has none, and for what is of no Area, the headquarters team."""
        found = self.of_role(Role.LEAD, area_id) if area_id is not None else []
        return found or self.headquarters()

    def managers(self, area_id: int | None) -> list[int]:
        """The engagement managers of an Area; where it has none, and for what is of no Area, the headquarters team."""
        found = self.of_role(Role.ICEM, area_id) if area_id is not None else []
        return found or self.headquarters()

    def holders(self, capability: str, area_id: int | None) -> list[int]:
        """The people of an Area whose role there gives a capability; where there are none, the headquarters team."""
        roles = [role for role in Role if capability in ROLE_MAY[role]] if area_id is not None else []
        found = [one for role in roles for one in self.of_role(role, area_id)]
        return list(dict.fromkeys(found)) or self.headquarters()

    def headquarters(self) -> list[int]:
        return self.of_role(Role.HQ, None)

    def _may(self, account_id: int, capability: str, area_id: int | None, seen_by_all: bool) -> bool:
        viewer = self.viewer(account_id)
        sight = viewer.sight(capability)
        if area_id is None:
            return sight.national or (seen_by_all and viewer.may(capability))
        return sight.holds(area_id)

    def _viewer(self, account_id: int) -> Viewer:
        return viewer_for(Account.objects.get(pk=account_id), self.today)

    def _of_role(self, role: Role, area_id: int | None) -> list[int]:
        rows = RoleGrant.objects.filter(role=role, ended_at=None, account__is_active=True).order_by("account_id")
        rows = rows.filter(areas=area_id) if area_id is not None else rows.filter(national=True)
        return list(dict.fromkeys(row.account_id for row in rows if in_force(row.starts, row.ends, self.today)))
