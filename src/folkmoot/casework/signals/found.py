"""What came of the cases of a signal. The panels that read them stand above this room, so they are asked by name, from the settings."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from folkmoot.accounts.scope import Viewer


@dataclass(frozen=True)
class Found:
    """One reading of the cases of a signal: by whom and when, what was found in whole sentences, and where it is to be read."""

    title: str
    lines: tuple[str, ...]
    address: str


def found_about(viewer: Viewer, signal_id: int) -> list[Found]:
    """What each function named in settings.FOUND_ABOUT_SIGNALS tells: each takes the viewer and the id of a signal."""
    return [found for name in getattr(settings, "FOUND_ABOUT_SIGNALS", ()) for found in import_string(name)(viewer, signal_id)]
