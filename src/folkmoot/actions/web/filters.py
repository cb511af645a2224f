"""What the list of actions is narrowed to, read off its address; what the address does not know is left out."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.models import Action
from folkmoot.actions.plans.queries import plans
from folkmoot.actions.queries import actions
from folkmoot.actions.rules import State
from folkmoot.actions.web.origins import ORIGINS
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.queries import list_commitments

Choice = tuple[str, str | Promise, bool]


class Filters:
    """`lookups` are those of `queries.list_actions`; `selects` the fields of the filter, each with what may be chosen."""

    def __init__(self, request: HttpRequest, area_id: int | None) -> None:
        self._viewer, self._asked, self._area_id = request.viewer, request.GET, area_id
        self._today = timezone.localdate(request.at)
        asked = self._asked.get("state", "")
        self.state = State(asked) if asked in set(State) else None
        self.mine = self._asked.get("mine") == "1"
        self.ownerless = self._asked.get("ownerless") == "1"

    @property
    def lookups(self) -> dict[str, Any]:
        known = {
            "plan_id": self._number("plan"), "agency": self._among("agency", Action.Agency.values),
            "origin_kind": self._among("origin", [*ORIGINS, "import"]), "commitments": self._number("commitment"),
            "owner_id": self._viewer.account_id if self.mine else self._number("owner"),
            "minimum__isnull": False if self._asked.get("minimum") == "1" else None,
            "state": self.state, "ownerless": True if self.ownerless else None,
        }  # fmt: skip
        return {name: value for name, value in known.items() if value is not None}

    @cached_property
    def selects(self) -> list[tuple[str, Promise, list[Choice]]]:
        """Name, label and choices of each field."""
        return [
            ("plan", _("Plan"), self._choices("plan", self._plans)),
            ("agency", _("Agency"), self._choices("agency", list(Action.Agency.choices))),
            ("owner", _("Owner"), self._choices("owner", self._owners)),
            ("origin", _("Where it came from"), self._choices("origin", self._origins)),
            ("commitment", _("Commitment"), self._choices("commitment", self._commitments)),
            ("minimum", _("Minimum set"), self._choices("minimum", [("1", _("Only actions of the minimum set"))])),
        ]

    @property
    def narrowed(self) -> bool:
        return any(self._asked.get(name) for name in ("plan", "agency", "owner", "origin", "commitment", "minimum"))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beyond the fields of the filter, to be kept when it is sent."""
        return [(name, self._asked[name]) for name in ("state", "mine", "ownerless") if self._asked.get(name)]

    @property
    def _plans(self) -> list[Any]:
        rows: Any = plans(self._viewer).order_by("title")
        return [(str(plan.pk), plan.title) for plan in rows]

    @property
    def _owners(self) -> list[Any]:
        rows = Account.objects.filter(pk__in=actions(self._viewer).order_by().values("owner")).order_by("name")
        return [(str(who.pk), str(who)) for who in rows]

    @property
    def _origins(self) -> list[Any]:
        kinds = actions(self._viewer).order_by().values_list("origin_kind", flat=True).distinct()
        return [(kind, ORIGINS[kind][0]) for kind in sorted(kinds) if kind in ORIGINS]

    @property
    def _commitments(self) -> list[Any]:
        delivered = list_commitments(self._viewer).filter(pk__in=Action.commitments.through.objects.values("commitment"))
        return [(str(one.pk), _shortened(one)) for one in delivered]

    def _choices(self, name: str, given: list[Any]) -> list[Choice]:
        return [(value, words, self._asked.get(name) == value) for value, words in given]

    def _number(self, name: str) -> int | None:
        asked = self._asked.get(name, "")
        return int(asked) if asked.isdecimal() and len(asked) < 18 else None

    def _among(self, name: str, known: list[str]) -> str | None:
        asked = self._asked.get(name, "")
        return asked if asked in known else None


def _shortened(commitment: Commitment) -> str:
    return commitment.words if len(commitment.words) <= 80 else commitment.words[:79] + "…"
