"""Time: what the rules of a control chart say, and that too few periods say nothing."""

from collections.abc import Iterator

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part
from folkmoot.disparity.words import Sentence, gettext_noop

ENDS = gettext_noop("%(first)s: %(first_rate)s. %(last)s: %(last_rate)s.")
TOO_FEW = gettext_noop(
    "%(number)s periods are too few for limits or for rules about runs: read each rate with its interval, and call no change a trend."
)
SIGNAL = gettext_noop("Needs review: %(period)s: %(signals)s.")
NO_SIGNAL = gettext_noop("No period of %(number)s is marked as a signal, which is not proof that nothing changed.")
NEW_LIMITS = gettext_noop("The limits are worked out anew from: %(periods)s.")
WITHHELD = gettext_noop("Withheld, so that no small number can be seen or worked out: %(groups)s.")


def about_periods(series: Part) -> list[Sentence]:
    points = series["points"]
    shown = [point for point in points if f.is_number(point["rate"])]
    said = [*_ends(shown), *_chart(series, shown)]
    anew = [point["period"] for point, is_new in zip(points, starts_anew(points), strict=True) if is_new]
    said += [Sentence(NEW_LIMITS, {"periods": anew})] if anew else []
    withheld = [point["period"] for point in points if point["rate"] == f.WITHHELD]
    said += [Sentence(WITHHELD, {"groups": withheld})] if withheld else []
    return said + [Sentence(note) for note in series["notes"]]


def starts_anew(points: list[Part]) -> list[bool]:
    """For each period whether its centre line differs from the one last shown before it."""
    found: list[bool] = []
    last: float | None = None
    for point in points:
        centre = point["centre"] if f.is_number(point["centre"]) else None
        found.append(last is not None and centre is not None and abs(centre - last) > 1e-12)
        last = last if centre is None else centre
    return found


def _ends(shown: list[Part]) -> Iterator[Sentence]:
    if len(shown) > 1:
        first, last = shown[0], shown[-1]
        yield Sentence(
            ENDS,
            {
                "first": first["period"],
                "first_rate": f.rate_with(first["rate"], first["rate_ci"]),
                "last": last["period"],
                "last_rate": f.rate_with(last["rate"], last["rate_ci"]),
            },
        )


def _chart(series: Part, shown: list[Part]) -> Iterator[Sentence]:
    if series["chart"] == "none":
        yield Sentence(TOO_FEW, {"number": str(len(series["points"]))})
        return
    signals = [point for point in shown if point["signals"]]
    for point in signals:
        said = [Sentence(signal) for signal in point["signals"]]
        yield Sentence(SIGNAL, {"period": point["period"], "signals": said}, needs_review=True)
    if shown and not signals:
        yield Sentence(NO_SIGNAL, {"number": str(len(shown))})
