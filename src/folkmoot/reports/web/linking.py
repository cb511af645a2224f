"""The report inside the product's page: the same words, and each figure leads to the rows behind it."""

from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.reports.web.presenters import address_of


def with_addresses(document: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The same document, with an `address` beside every `target` (empty where it leads nowhere this viewer may go)."""
    return {key: _addressed(value, viewer) for key, value in document.items()}


def _addressed(value: Any, viewer: Viewer) -> Any:
    if isinstance(value, list):
        return [_addressed(one, viewer) for one in value]
    if not isinstance(value, dict):
        return value
    addressed = {key: _addressed(one, viewer) for key, one in value.items()}
    return addressed | {"address": address_of(value["target"], viewer)} if "target" in value else addressed
