"""The pictures of a document. What is withheld is named in words where it has a place of its own, and is never drawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.disparity import figures as f
from folkmoot.disparity.parts import Part
from folkmoot.disparity.sentences.areas import BEYOND_95, BEYOND_998, FEW, position_before
from folkmoot.disparity.sentences.groups import controls_of, named
from folkmoot.disparity.sentences.periods import starts_anew
from folkmoot.disparity.words import Sentence, Translate, Value, gettext_noop
from folkmoot.webkit.charts import Bunch, Cell, Dot, Drawing, Limits, Line, Mark, Moment, control_svg, forest_svg, funnel_svg, heat_svg

TOGETHER = " · "  # stands between the values in the name of a combination
WITHHELD_WORDS = gettext_noop("[c] withheld")
RATIO_TITLE = gettext_noop("%(outcome)s, by %(by)s: relative rate beside %(reference)s")
GAP_TITLE = gettext_noop("%(outcome)s, by %(by)s: gap beside %(reference)s in percentage points")
FOREST_TELLS = gettext_noop(
    "Each group has its figure as a shape and its interval as a bar; the dashed line means no difference. A square marks the group compared"
    " with. A filled diamond needs review; a hollow circle was not called a difference. All figures stand in the tables that follow."
)
FOREST_ADJUSTED = gettext_noop(
    "Each group has its figure as a shape and its interval as a bar; the dashed line means no difference. A filled diamond needs review; a"
    " hollow circle was not called a difference; a hollow triangle is the figure after taking account of %(controls)s. All figures stand in"
    " the tables that follow."
)
BEFORE, AFTER = gettext_noop("unadjusted"), gettext_noop("adjusted")
CHAIN_TITLE = gettext_noop("Relative rate beside %(reference)s at each stage and over all stages, by %(by)s")
CHAIN_TELLS = gettext_noop(
    "For each group a circle for each stage and a filled diamond for all stages together, on a scale where equal ratios are equally far"
    " apart. The dashed line means the same rate. All figures stand in the table that follows."
)
ALL_STAGES = gettext_noop("all stages together")
FUNNEL_TITLE = gettext_noop("%(outcome)s: rate of each Area against its number of cases")
FUNNEL_ADJUSTED = gettext_noop("%(outcome)s: the same with the spread between Areas allowed for")
FUNNEL_TELLS = gettext_noop(
    "Each Area is a shape; dashed lines are the 95%% limits, solid curves the 99.8%% limits, the level line the rate of all. A hollow"
    " circle lies inside the limits, a filled diamond beyond the 95%% limits, a filled square beyond the 99.8%% limits; a cross has too few"
    " cases to tell. All figures stand in the table that follows."
)
CASES = gettext_noop("cases in the Area")
CONTROL_TITLE = gettext_noop("%(outcome)s, by %(unit)s: rate with its limits")
CONTROL_TELLS = gettext_noop(
    "Rates joined by a line, each with its interval as a thin bar; dashed lines are the limits, the level line the centre. A filled diamond"
    " is a signal, a dotted line marks where the limits are worked out anew, [c] stands at the foot of a period that is withheld. All"
    " figures stand in the table that follows."
)
HEAT_TITLE = gettext_noop("%(outcome)s: rate in %% of each combination of %(first)s and %(second)s")
HEAT_TELLS = gettext_noop(
    "A table of the rates, %(first)s down and %(second)s across, each printed in its cell; the darker the cell, the higher the rate. [c] is"
    " withheld; [x] is not shown: nobody, or too few to be named. All figures stand in the table that follows."
)


@dataclass(frozen=True)
class Picture:
    """One or two drawings of the same thing (for a phone, for a wide screen and paper) and what a person is told about them."""

    title: Sentence
    tells: Sentence
    narrow: Drawing
    wide: Drawing | None = None


def pictures_of(part: Part, translate: Translate, lang: str) -> list[Picture]:
    """The pictures of one part; none where nothing can be drawn."""
    drawn = _BY_KIND[part.kind](part, _Speaker(translate, lang)) if part.kind in _BY_KIND else iter(())
    return [picture for picture in drawn if picture.narrow]


@dataclass(frozen=True)
class _Speaker:
    translate: Translate
    lang: str

    def say(self, said: str | Sentence) -> str:
        return said if isinstance(said, str) else said.said(self.translate)

    def words(self, title: Sentence, tells: Sentence) -> dict[str, str]:
        is_told = self.lang.split("-")[0] == "en" or (title.is_translated(self.translate) and tells.is_translated(self.translate))
        return {"title": self.say(title), "description": self.say(tells), "lang": self.lang if is_told else "en"}


def _of_groups(part: Part, speaker: _Speaker) -> Iterator[Picture]:
    table = part.source
    if not any(f.is_number(group["difference"]) for group in table["groups"]):
        return
    named_so: dict[str, Value] = {"outcome": part.stage["name"], "by": named(table), "reference": table["reference"] or f.NOT_DEFINED}
    adjusted = any(f.is_number(f.within(group["adjusted"], "average_marginal_effect")) for group in table["groups"])
    tells = Sentence(FOREST_ADJUSTED, {"controls": controls_of(table)}) if adjusted else Sentence(FOREST_TELLS, {})
    for form in (_RATIOS, _GAPS):
        bunches = [bunch for bunch in (_bunch(group, form, speaker) for group in table["groups"]) if bunch.lines]
        if any(line.value is not None and line.mark is not Mark.SQUARE for bunch in bunches for line in bunch.lines):
            yield _forest(bunches, form, Sentence(form.title, named_so), tells, speaker)


@dataclass(frozen=True)
class _Form:
    """Which figures a forest plot shows, and in what unit."""

    title: str
    figure: str
    adjusted: str
    show: Callable[[Any, Any], str | Sentence]
    reference: float
    ratios: bool
    times: float


_RATIOS = _Form(RATIO_TITLE, "relative_rate", "standardised_relative_rate", f.ratio_with, 1.0, True, 1.0)
_GAPS = _Form(GAP_TITLE, "difference", "average_marginal_effect", f.points_with, 0.0, False, 100.0)


def _forest(bunches: Sequence[Bunch], form: _Form, title: Sentence, tells: Sentence, speaker: _Speaker) -> Picture:
    def drawn(wide: bool) -> Drawing:
        return forest_svg(bunches, **speaker.words(title, tells), reference=form.reference, ratios=form.ratios, wide=wide)

    return Picture(title, tells, drawn(False), drawn(True))


def _bunch(group: Any, form: _Form, speaker: _Speaker) -> Bunch:
    if group["verdict"] == "reference":
        line = Line(speaker.say(Sentence(_COMPARED, {})), form.reference, form.reference, form.reference, Mark.SQUARE)
        return Bunch(group["group"], [line])
    figure = group[form.figure]
    if figure == f.WITHHELD:
        return Bunch(group["group"], [Line(speaker.say(Sentence(WITHHELD_WORDS, {})))])
    mark = Mark.DIAMOND if group["verdict"] == "difference found" else Mark.CIRCLE
    before = _line(figure, group[f"{form.figure}_ci"], form, mark, speaker)
    adjusted = group["adjusted"]
    after = _line(f.within(adjusted, form.adjusted), f.within(adjusted, f"{form.adjusted}_ci"), form, Mark.TRIANGLE, speaker)
    if before is None or after is None:
        return Bunch(group["group"], [line for line in (before, after) if line])
    return Bunch(group["group"], [_labelled(before, speaker.say(Sentence(BEFORE, {}))), _labelled(after, speaker.say(Sentence(AFTER, {})))])


_COMPARED = gettext_noop("compared with")


def _labelled(line: Line, label: str) -> Line:
    return Line(line.said, line.value, line.low, line.high, line.mark, label)


def _line(figure: Any, interval: Any, form: _Form, mark: Mark, speaker: _Speaker) -> Line | None:
    """A bar; without a value, one from its only end on; None where neither is known."""
    low, high = interval if f.is_interval(interval) else (None, None)
    if not f.is_number(figure) and low is None and high is None:
        return None
    said = speaker.say(form.show(figure, interval))
    ends = [None if end is None else end * form.times for end in (low, high)]
    value = figure * form.times if f.is_number(figure) else None
    if not f.is_interval(interval):
        return Line(said, value, value, value, mark)
    return Line(said, value, ends[0], ends[1], mark)


def _of_chain(part: Part, speaker: _Speaker) -> Iterator[Picture]:
    chain = part.source
    title = Sentence(CHAIN_TITLE, {"reference": chain["reference"] or f.NOT_DEFINED, "by": chain["characteristic"]})
    bunches = [Bunch(group["group"], list(_steps(group, speaker))) for group in chain["groups"] if group["group"] != chain["reference"]]
    if any(line.value is not None for bunch in bunches for line in bunch.lines):
        yield _forest(bunches, _RATIOS, title, Sentence(CHAIN_TELLS, {}), speaker)


def _steps(group: Any, speaker: _Speaker) -> Iterator[Line]:
    for place, step in enumerate(group["steps"]):
        line = _step(step["relative_rate"], step["relative_rate_ci"], Mark.CIRCLE, speaker)
        yield Line(line.said, line.value, line.low, line.high, line.mark, step["stage"], follows=place > 0)
    line = _step(group["cumulative"], group["cumulative_ci"], Mark.DIAMOND, speaker)
    yield _labelled(line, speaker.say(Sentence(ALL_STAGES, {})))


def _step(figure: Any, interval: Any, mark: Mark, speaker: _Speaker) -> Line:
    if figure == f.WITHHELD:
        return Line(speaker.say(Sentence(WITHHELD_WORDS, {})))
    return _line(figure, interval, _RATIOS, mark, speaker) or Line(f.NOT_DEFINED)


def _of_areas(part: Part, speaker: _Speaker) -> Iterator[Picture]:
    """Two funnels with one scale: as it is, and with the spread between Areas allowed for."""
    funnel = part.source
    named_so: dict[str, Value] = {"outcome": funnel["stage"]}
    target = funnel["target"] * 100 if f.is_number(funnel["target"]) else None
    before, after = _curve(funnel, "limits_95", "limits_998"), _curve(funnel, "adjusted_95", "adjusted_998")
    cases = speaker.say(Sentence(CASES, {}))
    for phrase, curve, other, where in (
        (FUNNEL_TITLE, before, after, position_before),
        (FUNNEL_ADJUSTED, after, before, lambda area: str(area["position"])),
    ):
        title, tells = Sentence(phrase, named_so), Sentence(FUNNEL_TELLS, {})
        dots = [_dot(area, where(area)) for area in funnel["areas"] if f.is_number(area["rate"]) and f.is_number(area["n"])]
        yield Picture(title, tells, funnel_svg(dots, curve, **speaker.words(title, tells), target=target, base_words=cases, beside=other))


_MARKS = {BEYOND_95: Mark.DIAMOND, BEYOND_998: Mark.SQUARE, FEW: Mark.CROSS}


def _dot(area: Any, position: str) -> Dot:
    beyond = position in {BEYOND_95, BEYOND_998}
    return Dot(area["n"], area["rate"] * 100, _MARKS.get(position, Mark.CIRCLE), area["area"] if beyond else "")


def _curve(funnel: Any, inner: str, outer: str) -> list[Limits]:
    return [Limits(one["n"], _ends(one[inner]), _ends(one[outer])) for one in funnel["curve"]]


def _ends(interval: Any) -> tuple[float | None, float | None]:
    low, high = interval if f.is_interval(interval) else (None, None)
    return _times_100(low), _times_100(high)


def _of_periods(part: Part, speaker: _Speaker) -> Iterator[Picture]:
    series = part.source
    points = series["points"]
    title = Sentence(CONTROL_TITLE, {"outcome": series["stage"], "unit": Sentence(series["unit"])})
    tells = Sentence(CONTROL_TELLS, {})
    moments = [_moment(point, anew) for point, anew in zip(points, starts_anew(points), strict=True)]
    yield Picture(title, tells, control_svg(moments, **speaker.words(title, tells), period_words=series["column"]))


def _moment(point: Any, anew: bool) -> Moment:
    low, high = _ends(point["rate_ci"])
    shown = f.is_number(point["rate"])
    return Moment(
        point["period"], _times_100(point["rate"]), low, high, _times_100(point["lower"]), _times_100(point["centre"]),
        _times_100(point["upper"]), Mark.DIAMOND if point["signals"] and shown else Mark.CIRCLE, anew,
        f.WITHHELD if point["rate"] == f.WITHHELD else "",
    )  # fmt: skip


def _times_100(figure: Any) -> float | None:
    return float(figure) * 100 if f.is_number(figure) else None


def _of_intersection(part: Part, speaker: _Speaker) -> Iterator[Picture]:
    """Two characteristics as a map of their rates; more of them, and none that can be told apart, as a forest plot."""
    table = part.source
    cells = _cells(table["groups"]) if len(table["by"]) == 2 else {}
    if not any(cell.value is not None for cell in cells.values()):
        yield from _of_groups(part, speaker)
        return
    first, second = _in_order(cells, 0), _in_order(cells, 1)
    names: dict[str, Value] = {"first": table["by"][0], "second": table["by"][1]}
    if len(second) > len(first):
        first, second = second, first
        names = {"first": table["by"][1], "second": table["by"][0]}
        cells = {(pair[1], pair[0]): cell for pair, cell in cells.items()}
    title, tells = Sentence(HEAT_TITLE, {**names, "outcome": table["stage"]}), Sentence(HEAT_TELLS, names)
    yield Picture(title, tells, heat_svg(first, second, cells, **speaker.words(title, tells), absent=f.NOT_AVAILABLE))
    yield from _of_groups(part, speaker)


def _cells(groups: Sequence[Any]) -> dict[tuple[str, str], Cell]:
    pairs = ((group["group"].split(TOGETHER), group) for group in groups)
    return {(pair[0], pair[1]): Cell(f.share(group["rate"]), _times_100(group["rate"])) for pair, group in pairs if len(pair) == 2}


def _in_order(cells: Mapping[tuple[str, str], Cell], side: int) -> list[str]:
    return list(dict.fromkeys(pair[side] for pair in cells))


_BY_KIND: Mapping[str, Callable[[Part, _Speaker], Iterator[Picture]]] = {
    "groups": _of_groups,
    "chain": _of_chain,
    "intersection": _of_intersection,
    "areas": _of_areas,
    "periods": _of_periods,
}
