"""The report inside the product's page: the same words, and each figure leads to the rows behind it."""

from collections.abc import Mapping
from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.reports.web.presenters import address_of


def with_addresses(document: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The same document, with an `address` beside every `target` (empty where it leads nowhere this viewer may go)."""
    areas = dict(Area.objects.values_list("code", "pk"))
    return {key: _addressed(value, viewer, areas) for key, value in document.items()}


def _addressed(value: Any, viewer: Viewer, areas: Mapping[str, int]) -> Any:
    if isinstance(value, list):
        return [_addressed(one, viewer, areas) for one in value]
    if not isinstance(value, dict):
        return value
    addressed = {key: _addressed(one, viewer, areas) for key, one in value.items()}
    return addressed | {"address": address_of(value["target"], viewer, areas)} if "target" in value else addressed
