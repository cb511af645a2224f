"""The targets of the workforce beside the latest figures by the day of the report. Staff are counted for the whole service."""

from folkmoot.reports.figures.scope import Scope, noted
from folkmoot.reports.rules import LEAST_BASE
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Aimed, Workforce
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.queries import Card, cards

_QUERY = (
    "targets of the workforce in force, beside the headcounts of the latest day up to the day of the report as the workforce room"
    " released them"
)


def gather(scope: Scope) -> tuple[Workforce, Input]:
    found = [_aimed(one) for one in cards(scope.viewer, as_of=scope.position)]
    rows = [
        ("workforce.target", place, 0, (one["key"], one["target"], one["as_of"], one["rate"], one["answer"]))
        for place, one in enumerate(found)
    ]
    return {"targets": found}, noted("workforce", _QUERY, rows)


def _aimed(card: Card) -> Aimed:
    rate, low, high, base = _figure(card)
    target = card.target
    # Of a share that is withheld, whether it reaches the target would tell what was withheld.
    answer = "withheld" if card.found is not None and rate is None else card.answer.name.lower() if card.answer else ""
    return {
        "key": target.key,
        "name": target.name,
        "target": target.share,
        "by_on": target.by_on.isoformat() if target.by_on else None,
        "as_of": card.as_of.isoformat() if card.as_of else None,
        "rate": rate,
        "low": low,
        "high": high,
        "base": base,
        "answer": answer,
        "declared": target.kind == Target.Kind.DECLARE,
    }


def _figure(card: Card) -> tuple[float | None, float | None, float | None, int | None]:
    """The share with its 95 % interval and its base; nothing where the group or everybody else are too few to show.

    Of a target of declaration: the share of all staff who said which group they belong to, between what the figures allow; no sample.
    """
    if card.known is not None:
        bounds = card.known.rate.bounds
        return card.known.rate.rate, bounds.low if bounds else None, bounds.high if bounds else None, None
    if card.found is None:
        return None, None, None, None
    group, others = card.found.group.printed, card.found.others.printed
    if group is None or others is None or min(group, others) < LEAST_BASE or card.found.process is None:
        return None, None, None, None
    return card.found.rate, card.found.process.low, card.found.process.high, group + others
