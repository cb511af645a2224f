"""Pages of a list of any length: what lies beyond the first ten thousand rows is not counted, it is reached by narrowing the list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

COUNTED = 10_000


class Pages(Paginator):  # type: ignore[type-arg]
    """As Django's, but the database counts at most `COUNTED` rows: counting five million for a page of fifty is waste."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        # The keys of rows alone: what each row works out for its line need not be worked out to count it.
        return (rows.order_by().values("pk") if _of_rows(rows) else rows.order_by())[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def more(self) -> bool:
        """Whether there are rows beyond those counted."""
        return self._counted > COUNTED


def _of_rows(found: Any) -> bool:
    """Whether a query set gives rows as such, neither values nor several queries joined."""
    return found._fields is None and not found.query.combinator
