"""How many points bear on an aim of the strategy: asked for by name from the room below, which shows it beside the aim."""

from collections.abc import Collection

from django.utils.translation import ngettext

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.commitments.heard import Heard
from folkmoot.voice.queries import points


def points_about_aims(viewer: Viewer, aim_ids: Collection[int]) -> Heard:
    """The points in sight that were recorded as bearing on one of these aims."""
    number = points(viewer).filter(aim__in=list(aim_ids)).count()
    words = ngettext("%(number)d point that was raised bears on it", "%(number)d points that were raised bear on it", number)
    return Heard(words % {"number": number}, number, "")
