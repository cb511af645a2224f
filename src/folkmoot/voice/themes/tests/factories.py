"""The list that ships, and invented points coded with it."""

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.voice.models import Point
from folkmoot.voice.themes import operations
from folkmoot.voice.themes.lists.operations import load_reference_data
from folkmoot.voice.themes.models import Reading, Theme


def the_list() -> None:
    load_reference_data(by=THE_PRODUCT, at=NOW)


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


def coded(point: Point, *codes: str, by: Viewer | None = None, **over: object) -> Reading:
    values = {"themes": [theme(code) for code in codes], "none_fits": not codes}
    return operations.code(by=by or icem(), at=NOW, point=point, **{**values, **over})


def live(point: Point) -> list[str]:
    return sorted(point.codings.filter(ended_at__isnull=True).values_list("theme__code", flat=True))
