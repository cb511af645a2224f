"""What the steps of a chain are told from: the walk, the teller, and what is asked once for all rows of a kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.engagement.reach.queries import last_met
from folkmoot.overview.chain.kinds import KINDS
from folkmoot.overview.chain.links import COMMUNITY, DECISION, Node
from folkmoot.overview.chain.saying import Step, Teller
from folkmoot.overview.chain.walk import Walked


@dataclass(frozen=True)
class Scene:
    viewer: Viewer
    walked: Walked
    teller: Teller

    @property
    def today(self) -> date:
        return self.teller.today

    def is_start(self, node: Node) -> bool:
        return node == self.walked.start

    @cached_property
    def met(self) -> dict[int, date]:
        """When each community of the chain was last met, in sight."""
        return last_met(self.viewer, [row.pk for row in self.walked.of(COMMUNITY)])

    @cached_property
    def assessed(self) -> set[int]:
        """The decisions of the chain for which an assessment was signed, or screened out: whoever may see it."""
        ids = [row.pk for row in self.walked.of(DECISION)]
        rows = Assessment.objects.filter(decision__in=ids, signed_at__isnull=False)
        return {pk for pk in rows.values_list("decision_id", flat=True) if pk is not None}


Say = Callable[[Scene, Any], Iterable[Step]]


def node_of(row: Any) -> Node:
    return next(kind for kind, each in KINDS.items() if isinstance(row, each.model)), row.pk
