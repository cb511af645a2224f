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
    (_("People"), "accounts:people", "accounts.manage"),
)
# What is looked up now and then stands at the foot of the page.
REFERENCE: tuple[tuple[Promise, str, str], ...] = (
    (_("Areas, forces and counties"), "areas:list", "reference.read"),
    (_("Category schemes"), "characteristics:list", "reference.read"),
    (_("Strategy"), "strategy:list", "reference.read"),
    (_("Bring in and take out"), "import", "imports.run"),
    (_("Audit trail"), "accounts:audit", "audit.read"),
)


@dataclass(frozen=True)
class Entry:
    label: Promise
    address: str
    current: bool


def navigation_for(viewer: Viewer, path: str) -> list[Entry]:
    """The entries of the bar this viewer may open; the one that holds the current page is marked."""
    return _entries(ENTRIES, viewer, path)


def reference_for(viewer: Viewer, path: str) -> list[Entry]:
    """The entries at the foot of the page this viewer may open."""
    return _entries(REFERENCE, viewer, path)


def _entries(declared: tuple[tuple[Promise, str, str], ...], viewer: Viewer, path: str) -> list[Entry]:
    entries = []
    for label, route, capability in declared:
        if not viewer.may(capability):
            continue
        try:
            address = reverse(route)
        except NoReverseMatch:
            continue
        current = path == address if address == "/" else path.startswith(address)
        entries.append(Entry(label, address, current))
    return entries
