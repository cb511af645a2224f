"""What the workforce hands down as the values of measures of the strategy: named in settings.MEASURE_SUPPLIERS.

Measures are read by more people than figures about staff are: a share is handed down only where the group and everybody else in it are
at least `LEAST_HANDED_DOWN` people each.
"""

from datetime import date

from django.urls import reverse

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.stats.workforce.targets import TargetAnswer
from folkmoot.strategy.measures.supplied import LEAST_HANDED_DOWN, Supplied, one_place, share
from folkmoot.workforce.survey import queries as survey
from folkmoot.workforce.survey.models import SurveyFigure
from folkmoot.workforce.survey.rules import GapRow
from folkmoot.workforce.targets import queries as targets

# The published targets of representation, and the measures of the strategy under which they stand.
CODES = {"scs-ethnic-minority": "scs-bame", "scs-disabled": "scs-disabled", "scs-women": "scs-female", "scs-lgb": "scs-lgbt"}
ENGAGEMENT, DISCRIMINATION = "EES", "E01"
SOURCE = "Workforce figures: headcounts of staff who declared"
SURVEY = "Civil Service People Survey {year}, brought in by the workforce room"


def supplied(viewer: Viewer, *, area: Area | None, on: date) -> list[Supplied]:
    """Representation and its targets, engagement, and the widest gap in discrimination: of the whole service only."""
    if area is not None:
        return []
    return [*_representation(viewer, on), *_survey(viewer, on)]


def _representation(viewer: Viewer, on: date) -> list[Supplied]:
    found: list[Supplied] = []
    cards = targets.cards(viewer, as_of=on)
    for card in cards:
        code, (group, others) = CODES.get(card.target.key), _printed(card)
        if code and card.as_of and group is not None and others is not None and min(group, others) >= LEAST_HANDED_DOWN:
            found += share(code, group, group + others, card.as_of, SOURCE, reverse("workforce:representation"))
    last = max((card.as_of for card in cards if card.as_of), default=None)
    if last is not None:
        met, source = sum(card.answer is TargetAnswer.MET for card in cards), "Workforce: targets beside the figures"
        found += share("success-5", met, len(cards), last, source, reverse("workforce:home"), of_people=False)
    return found


def _printed(card: targets.Card) -> tuple[int | None, int | None]:
    """The headcount of the group and of everybody else who declared; none where one of them is withheld."""
    return (card.found.group.printed, card.found.others.printed) if card.found else (None, None)


def _survey(viewer: Viewer, on: date) -> list[Supplied]:
    """The survey is of the autumn; the last day of October stands for it."""
    own = survey.in_use(viewer).filter(whose=SurveyFigure.Whose.ORGANISATION)
    year = max((one for one in own.values_list("year", flat=True) if date(one, 10, 31) <= on), default=None)
    if year is None:
        return []
    as_of, source, link = date(year, 10, 31), SURVEY.format(year=year), reverse("workforce:survey")
    found = []
    everybody = own.filter(year=year, characteristic="", item=ENGAGEMENT, low__isnull=False)
    for score in [survey.score_of(row) for row in everybody][-1:]:  # the one last published, which recalculates earlier ones
        if score.value is not None:
            value = one_place(score.value)
            found.append(Supplied("success-4", value, None, None, score.people, as_of, source, link, unbased=score.people is None))
    widest = _widest(viewer, year)
    if widest is not None and widest.worse is not None and widest.low is not None and widest.high is not None:
        value, low, high = (one_place(end) for end in (widest.worse, widest.low, widest.high))
        note = f"{widest.group.words} beside {widest.reference.words}."
        low, high = min(low, value), max(high, value)
        found.append(Supplied("success-6", value, low, high, widest.score.people, as_of, source, link, note=note))
    return found


def _widest(viewer: Viewer, year: int) -> GapRow | None:
    """The group that reports discrimination most, beside its counterpart; None where no gap may be known."""
    gaps = [
        row
        for row in survey.gap_rows(viewer, year)
        if row.item.code == DISCRIMINATION and row.worse is not None and row.low is not None and row.high is not None
    ]
    shown = [row for row in gaps if (row.score.people or 0) >= LEAST_HANDED_DOWN]
    return max(shown, key=lambda row: row.worse or 0.0, default=None)
