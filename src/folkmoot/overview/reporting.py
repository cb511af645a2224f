"""What Board reports need of this viewer: drafts to comment on, comments to answer, reports to sign and to publish.

The room of reports stands beside this one, so what waits is asked of the function that settings.REPORTS_WAITING names: of each kind,
a sentence, a button, an address and the report.
"""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from folkmoot.overview.needs import Asked, Group, Need

# kind of line -> heading, and the page that holds all of them
_KINDS: dict[str, tuple[Promise, str]] = {
    "review": (_("Draft reports to comment on"), "reports:mine"),
    "answer": (_("Comments on reports to answer"), "reports:challenges"),
    "sign": (_("Reports to sign"), "reports:list"),
    "publish": (_("Reports to publish as the second person"), "reports:list"),
}


def _group(kind: str) -> Callable[[Asked], Group | None]:
    heading, route = _KINDS[kind]

    def given(asked: Asked) -> Group | None:
        if not asked.viewer.may("reports.read"):
            return None
        lines = import_string(settings.REPORTS_WAITING)(asked.viewer, kind=kind, today=asked.today, area_id=asked.area_id)
        needs = [
            Need(words, button, words, address, where=asked.where(report.area)) for words, button, address, report in lines[: asked.most]
        ]
        return Group(heading, needs, len(lines), reverse(route))

    return given


ON_REPORTS: tuple[Callable[[Asked], Group | None], ...] = tuple(_group(kind) for kind in _KINDS)
