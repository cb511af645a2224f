"""What communities said about an aim. Who heard it stands above this room, so it is asked for by name, from the settings."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from folkmoot.accounts.scope import Viewer


@dataclass(frozen=True)
class Heard:
    """How many of one kind of thing in sight bear on an aim; `address` lists them, or is empty."""

    words: str
    number: int
    address: str


def heard_about(viewer: Viewer, aim_ids: Collection[int]) -> list[Heard]:
    """What each function named in settings.HEARD_ABOUT_AIMS counts: each takes the viewer and the ids of an aim and its sub-aims."""
    return [import_string(name)(viewer, aim_ids) for name in getattr(settings, "HEARD_ABOUT_AIMS", ())]
