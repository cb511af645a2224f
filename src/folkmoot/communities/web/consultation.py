"""Logging that a page shows what people said or who they are."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from folkmoot.foundation import audit

Found = TypeVar("Found", bound=Model)


def shown(request: HttpRequest, rows: Iterable[Model]) -> None:
    """Log that sensitive rows are on the page about to be sent; each once, however often the same request says so."""
    logged = request.__dict__.setdefault("rows_shown", set())
    sensitive = [row for row in dict.fromkeys(rows) if row not in logged]
    if not sensitive:
        return
    logged.update(sensitive)
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=sensitive, route=request.path)


def read(request: HttpRequest, row: Found) -> Found:
    """The row itself, logged where a page about it is asked for: for whatever finds the one row of a page, forms among them.

    A form that is sent leaves the event of what it does.
    """
    if request.method in ("GET", "HEAD"):
        shown(request, [row])
    return row
