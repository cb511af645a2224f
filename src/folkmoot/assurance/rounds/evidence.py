"""What may be linked as evidence: the kinds of rows that can be put before a decision, and those of a whole loop besides.

What is kept of a row never names who said something: `decisions.evidence` withholds it.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.evidence import MOST_OFFERED, SOURCES, Source, safe
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import decisions
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.queries import learning


def _activity_facts(row: Activity) -> dict[str, Any]:
    return {"held_on": row.held_on.isoformat() if row.held_on else "", "closed": row.closed_at is not None}


def _decision_facts(row: Decision) -> dict[str, Any]:
    return {"title": safe(row.title), "question": safe(row.question)}


def _learning_facts(row: LearningPoint) -> dict[str, Any]:
    return {"words": safe(row.words_en)}


KINDS: dict[str, Source] = SOURCES | {
    "engagement.activity": Source(
        _("An activity"), "engagement.read", activities, lambda row: safe(row.title), _activity_facts, "engagement:detail", ("title",)
    ),
    "decisions.decision": Source(
        _("A decision"), "decisions.read", decisions, lambda row: safe(row.title), _decision_facts, "decisions:detail",
        ("title", "question"),
    ),
    "scrutiny.learning": Source(
        _("What a panel learned from cases"), "scrutiny.read", learning, lambda row: safe(row.words_en), _learning_facts,
        "scrutiny:learning_point", ("words_en",), area="panel__area_id",
    ),
}  # fmt: skip


def offered(viewer: Viewer, kind: str, *, words: str, area_id: int) -> list[Any]:
    """The latest rows of a kind in sight, of this Area, that hold these words."""
    source = KINDS[kind]
    if not viewer.may(source.capability):
        return []
    rows = source.rows(viewer).filter(**{source.area: area_id})
    if words.strip():
        asked = Q()
        for column in source.searched:
            asked |= Q(**{f"{column}__icontains": words.strip()})
        rows = rows.filter(asked)
    return list(rows.order_by("-pk")[:MOST_OFFERED])


def find(viewer: Viewer, kind: str, row_id: int, area_id: int) -> Any | None:
    """The row where the viewer may see it and it is of this Area, else None."""
    source = KINDS[kind]
    if not viewer.may(source.capability):
        return None
    return source.rows(viewer).filter(**{source.area: area_id}, pk=row_id).first()


def stands(kind: str, row: Any) -> tuple[str, dict[str, Any]]:
    """How a row stands now: its words and plain facts, in English."""
    source = KINDS[kind]
    with override("en-gb"):
        return source.words(row), source.facts(row)
