"""The measures of the strategy as they stood on the day of the report, with their breaks and what was restated."""

from typing import Any

from django.utils import translation

from folkmoot.reports.figures.scope import Scope, noted
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Measures
from folkmoot.strategy.measures.cards import as_plain, cards

_QUERY = (
    "measures of the strategies in force for this scope, with the figures known by the day of the report, their breaks, baselines, targets"
    " and restatements"
)
_LEFT_OUT = ("owner",)  # a report names nobody


def gather(scope: Scope, before: Measures | None) -> tuple[Measures, Input]:
    """The cards in English, whatever language the maker reads: the words of a card are kept as they were said.

    `before`: what the report before held.
    """
    with translation.override("en-gb"):
        found = [_kept(as_plain(one)) for one in cards(scope.viewer, area=scope.area, on=scope.position)]
    rows = [("strategy.measure", one["pk"], len(one["series"]), (one["code"], one["latest"], one["target"])) for one in found]
    earlier = {one["code"]: one["latest"]["words"] for one in before["cards"] if one["latest"]} if before else {}
    return {"cards": found, "before": earlier}, noted("measures", _QUERY, rows)


def _kept(card: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if name not in _LEFT_OUT}
