"""Which figures about staff meet a rule for review now: targets missed for certain, and gaps of the People Survey."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.rules import Figures
from folkmoot.stats.workforce.targets import TargetAnswer
from folkmoot.workforce.survey.queries import ORIGIN as SURVEY
from folkmoot.workforce.survey.queries import gap_rows, latest_year
from folkmoot.workforce.survey.rules import GapRow
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.queries import Card, cards

TARGET = "workforce.target"


@dataclass(frozen=True)
class Offer:
    """Something that meets the rule; `signal` where one was raised of it."""

    key: str
    kind: str
    origin_id: int
    words: str
    figures: Figures
    signal: Signal | None


def raised(viewer: Viewer) -> QuerySet[Signal]:
    """The signals of the workforce, those noticed last first."""
    viewer.require("workforce.read")
    return Signal.objects.filter(subject=Signal.Subject.WORKFORCE).order_by("-noticed_on", "-pk")


def of_targets(viewer: Viewer) -> dict[str, Signal]:
    """The latest signal raised of each target, by the key that its versions share."""
    signals = {one.origin_id: one for one in reversed(raised(viewer).filter(origin_kind=TARGET)) if one.origin_id is not None}
    keys = Target.objects.filter(pk__in=signals).order_by("pk").values_list("pk", "key")
    return {key: signals[pk] for pk, key in keys}


def offers(viewer: Viewer) -> list[Offer]:
    """What meets the rule in the latest figures: targets first, then gaps of the survey."""
    known = {(one.origin_kind, one.group, one.outcome): one for one in raised(viewer)}
    found = [_of_target(card) for card in cards(viewer) if missed(card)]
    year = latest_year(viewer)
    found += [_of_gap(row) for row in gap_rows(viewer, year) if row.needs_review] if year else []
    return [
        Offer(f"{kind}:{figures.group}:{figures.outcome}", kind, pk, words, figures, known.get((kind, figures.group, figures.outcome)))
        for kind, pk, words, figures in found
    ]


def missed(card: Card) -> bool:
    """Whether a target of representation is missed whatever was rounded or withheld."""
    return card.target.kind != Target.Kind.DECLARE and card.answer is TargetAnswer.NOT_MET


def _of_target(card: Card) -> tuple[str, int, str, Figures]:
    assert card.found is not None
    bounds = card.found.bounds
    assert bounds is not None
    assert bounds.high is not None
    goal = card.target.share
    middle = card.found.rate if card.found.rate is not None else (bounds.low + bounds.high) / 2
    figures = Figures(
        group=card.target.name, reference=_("target of %(share)s %%") % {"share": f"{goal * 100:g}"}, outcome="representation",
        by=(card.target.characteristic,), rate=middle, rate_low=bounds.low, rate_high=bounds.high, reference_rate=goal, gap=middle - goal,
        gap_low=bounds.low - goal, gap_high=bounds.high - goal, as_of=card.as_of,
    )  # fmt: skip
    return TARGET, card.target.pk, card.target.name, figures


def _of_gap(row: GapRow) -> tuple[str, int, str, Figures]:
    score, beside = row.score, row.beside
    values = (score.value, score.low, score.high, beside.value, row.gap, row.low, row.high, score.figure_id)
    rate, low, high, reference, gap, gap_low, gap_high, figure = (value if value is not None else 0 for value in values)
    figures = Figures(
        group=str(row.group.words), reference=str(row.reference.words), outcome=f"{row.item.words}, {row.year}"[:200],
        by=(row.characteristic,),
        rate=rate / 100, rate_low=low / 100, rate_high=high / 100, reference_rate=reference / 100, gap=gap / 100, gap_low=gap_low / 100,
        gap_high=gap_high / 100, base=score.base, reference_base=beside.base,
    )  # fmt: skip
    return SURVEY, int(figure), _("People Survey %(year)s") % {"year": row.year}, figures
