"""Pages of a list that may be as long as a country: what is found is counted only as far as anybody would turn pages."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 50
COUNTED = 1000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """`count` stops at 1,000; `more` says that there are more than that."""

    @cached_property
    def counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: COUNTED + 1].count())

    @property
    def count(self) -> int:
        return min(self.counted, COUNTED)

    @property
    def more(self) -> bool:
        return self.counted > COUNTED


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> "Page[Any]":
    """The page that the address asks for."""
    return CappedPaginator(rows, A_PAGE).get_page(request.GET.get("page"))
