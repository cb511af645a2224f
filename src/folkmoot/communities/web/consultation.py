"""Logging that a page shows what people said or who they are."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from folkmoot.foundation import audit


def shown(request: HttpRequest, rows: Iterable[Model]) -> None:
    """Log that sensitive rows are on the page about to be sent."""
    sensitive = list(rows)
    if not sensitive:
        return
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=sensitive, route=request.path)
