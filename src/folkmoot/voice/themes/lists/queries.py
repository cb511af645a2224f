"""Reading the versions of the list. The list is public; the viewer is taken where an Area's own themes are read."""

from dataclasses import dataclass

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.voice.themes.models import CodingList, ListEntry, Theme

SAID = ("name_en", "name_cy", "definition", "aliases", "cues", "parent", "order", "retired", "replaced_by")


def latest_issued() -> CodingList | None:
    return CodingList.objects.filter(draft=False).order_by("-number").first()


def draft_now() -> CodingList | None:
    return CodingList.objects.filter(draft=True).first()


def entries_of(version: CodingList | None) -> QuerySet[ListEntry]:
    """What a version says, in its order; nothing for no version."""
    return version.entries.all() if version else ListEntry.objects.none()


def versions(viewer: Viewer) -> QuerySet[CodingList]:
    """Every issued version, the latest first."""
    return CodingList.objects.filter(draft=False).select_related("issued_by")


def local_themes(viewer: Viewer) -> QuerySet[Theme]:
    """The themes in use that Areas in sight added, those proposed for the whole service first."""
    rows = within(viewer, Theme.objects.filter(area__isnull=False, ends__isnull=True), "voice.read")
    return rows.select_related("area", "proposed_by").order_by("proposed_on", "area__name_en", "name_en")


@dataclass(frozen=True)
class Difference:
    """What one version says of a theme otherwise than the one before: it is new, or these columns changed."""

    entry: ListEntry
    new: bool
    fields: tuple[str, ...] = ()


def differences(before: CodingList | None, after: CodingList) -> list[Difference]:
    """The themes of which `after` says something else than `before`, in its order."""
    held = {entry.code: entry for entry in entries_of(before)}
    found = []
    for entry in entries_of(after):
        was = held.get(entry.code)
        changed = tuple(name for name in SAID if was and getattr(was, name) != getattr(entry, name))
        if was is None or changed:
            found.append(Difference(entry, was is None, changed))
    return found
