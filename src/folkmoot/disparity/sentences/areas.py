"""Areas: how many lie beyond the limits before and after the spread between Areas is allowed for; never a ranking inside them."""

from collections.abc import Iterator

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part
from folkmoot.disparity.words import Sentence, Value, gettext_noop

BEFORE = gettext_noop(
    "Of %(areas)s Areas beside a rate of %(target)s: %(inner)s beyond the 95%% limits, %(outer)s of them beyond the 99.8%% limits."
    " By chance alone about 1 in 20 would lie beyond the 95%% limits."
)
AFTER = gettext_noop(
    "After allowing for how much Areas vary anyway (%(phi)s times what chance would make): %(inner)s beyond the 95%% limits, %(outer)s of"
    " them beyond the 99.8%% limits."
)
BEFORE_NONE = gettext_noop("Of %(areas)s Areas beside a rate of %(target)s none lies beyond the 95%% limits.")
AFTER_NONE = gettext_noop(
    "After allowing for how much Areas vary anyway (%(phi)s times what chance would make) none lies beyond the limits."
)
NO_SPREAD = gettext_noop("Areas vary no more than chance would make them, so the limits need not allow for more.")
ABOVE = gettext_noop("Above the limits after allowing for that, needs review: %(areas)s.")
BELOW = gettext_noop("Below the limits after allowing for that, needs review: %(areas)s.")
AREA = gettext_noop("%(area)s (%(rate)s of %(base)s)")
NOT_RANKED = gettext_noop("Inside the limits Areas are not ranked: their order there is no more than chance would make it.")
TOO_FEW = gettext_noop("Cannot tell, because there are too few: %(groups)s.")
WITHHELD = gettext_noop("Withheld, so that no small number can be seen or worked out: %(groups)s.")

_Z_95, _Z_998 = 1.959964, 3.090232  # two-sided normal quantiles of the two limits (Spiegelhalter 2005)
INSIDE, BEYOND_95, BEYOND_998, FEW = "inside", "beyond 95%", "beyond 99.8%", "too few"


def about_areas(funnel: Part) -> list[Sentence]:
    shown = [area for area in funnel["areas"] if f.is_number(area["rate"])]
    said = [_before(funnel, shown), _after(funnel)] if shown else []
    said += list(_beyond(funnel, shown))
    said += [Sentence(NOT_RANKED, {})] if any(area["position"] == INSIDE for area in shown) else []
    said += _named(TOO_FEW, [area for area in shown if area["position"] == FEW])
    said += _named(WITHHELD, [area for area in funnel["areas"] if area["rate"] == f.WITHHELD])
    said += [Sentence(funnel["verdict"])] if funnel["verdict"] and not shown else []
    return said + [Sentence(note) for note in funnel["notes"]]


def lies_beyond(funnel: Part) -> list[Part]:
    """Areas beyond either limit, the spread between Areas allowed for."""
    return [area for area in funnel["areas"] if area["position"] in {BEYOND_95, BEYOND_998}]


def position_before(area: Part) -> str:
    """Where an Area lies before the spread is allowed for, by its z; empty where that is not known."""
    if area["position"] == FEW or not f.is_number(area["z"]):
        return FEW if area["position"] == FEW else ""
    if abs(area["z"]) > _Z_998:
        return BEYOND_998
    return BEYOND_95 if abs(area["z"]) > _Z_95 else INSIDE


def _before(funnel: Part, shown: list[Part]) -> Sentence:
    numbers = _numbers([position_before(area) for area in shown])
    phrase = BEFORE_NONE if numbers["inner"] == "0" else BEFORE
    return Sentence(phrase, {"areas": str(len(shown)), "target": f.share(funnel["target"]), **numbers})


def _after(funnel: Part) -> Sentence:
    if funnel["tau2"] == 0:
        return Sentence(NO_SPREAD, {})
    numbers = _numbers([area["position"] for area in funnel["areas"]])
    return Sentence(AFTER_NONE if numbers["inner"] == "0" else AFTER, {"phi": f.ratio(funnel["phi"]), **numbers})


def _numbers(positions: list[str]) -> dict[str, Value]:
    outer = positions.count(BEYOND_998)
    return {"inner": str(outer + positions.count(BEYOND_95)), "outer": str(outer)}


def _beyond(funnel: Part, shown: list[Part]) -> Iterator[Sentence]:
    beyond = [area for area in lies_beyond(funnel) if area in shown and f.is_number(funnel["target"])]
    for phrase, above in ((ABOVE, True), (BELOW, False)):
        areas = [_area(area) for area in beyond if (area["rate"] > funnel["target"]) is above]
        if areas:
            yield Sentence(phrase, {"areas": areas}, needs_review=True)


def _area(area: Part) -> Sentence:
    return Sentence(AREA, {"area": area["area"], "rate": f.share(area["rate"]), "base": f.counted(area["n"])})


def _named(phrase: str, areas: list[Part]) -> list[Sentence]:
    return [Sentence(phrase, {"groups": [area["area"] for area in areas]})] if areas else []
