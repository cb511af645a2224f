"""The navigation bar: the folders of the house, shown only where the role may enter."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer

# label, route name, capability that opens it
ENTRIES: tuple[tuple[Promise, str, str], ...] = (
    (_("Home"), "home", "home.read"),
    (_("Communities"), "communities:list", "communities.read"),
    (_("Organisations"), "stakeholders:list", "stakeholders.read"),
    (_("Engagement"), "engagement:list", "engagement.read"),
    (_("Voice"), "voice:list", "voice.read"),
    (_("Actions"), "actions:list", "actions.read"),
    (_("Casework"), "casework:list", "casework.read"),
    (_("Reports"), "reports:list", "reports.read"),
    (_("Areas"), "areas:list", "reference.read"),
    (_("People"), "accounts:people", "accounts.manage"),
)


@dataclass(frozen=True)
class Entry:
    label: Promise
    address: str
    current: bool


def navigation_for(viewer: Viewer, path: str) -> list[Entry]:
    """The entries this viewer may open; the one that holds the current page is marked."""
    entries = []
    for label, route, capability in ENTRIES:
        if not viewer.may(capability):
            continue
        try:
            address = reverse(route)
        except NoReverseMatch:
            continue
        current = path == address if address == "/" else path.startswith(address)
        entries.append(Entry(label, address, current))
    return entries
