"""The measures of the strategy: the latest figure of each with its interval and base, whether it moved, and what would still be wanted."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised
from folkmoot.reports.wording.words import Line, Words, data, day, half_year, in_welsh, label, line, named, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext
from folkmoot.webkit.charts.intervals import Interval, interval_svg, interval_svg_wide

JUDGEMENTS = {
    "improved": gettext_lazy("improved"),
    "unchanged": gettext_lazy("unchanged"),
    "worse": gettext_lazy("worse"),
    "cannot_tell": gettext_lazy("cannot tell"),
}
UNITS = {"percent": "%"}


def section(figures: Figures) -> Section:
    cards = figures["measures"]["cards"]
    blocks: list[Block] = [Answer(line(_answer(cards)), Target("strategy:measures"))]
    if any(one["latest"] for one in cards):
        blocks += [_table(figures), *_charts(cards)]
    if cards:
        blocks += [*promised(_not_reached(figures)), *open_ends(_open(cards, national=figures["scope"] is None))]
    return Section("measures", _("Measures of success"), tuple(blocks))


def _answer(cards: list[dict[str, Any]]) -> Words:
    if not cards:
        return _("No strategy with measures is in force for this scope.")
    known = sum(bool(one["latest"]) for one in cards)
    if not known:
        return ngettext("The %(number)s measure has no figure.", "None of the %(number)s measures has a figure.", len(cards))
    counts = {key: sum(one["judgement"] == key and bool(one["latest"]) for one in cards) for key in JUDGEMENTS}
    return _(
        "%(share)s measures have a figure: %(improved)s improved, %(unchanged)s are unchanged, %(worse)s got worse, and of %(unknown)s it"
        " cannot be told.",
        share=share(known, len(cards)), improved=whole(counts["improved"]), unchanged=whole(counts["unchanged"]),
        worse=whole(counts["worse"]), unknown=whole(counts["cannot_tell"]),
    )  # fmt: skip


def _table(figures: Figures) -> Table:
    columns = (
        Column(_("Measure"), number=False, weight=2.6), Column(_("Latest"), weight=0.9), Column(_("95% interval"), weight=1.2),
        Column(_("Base"), weight=0.8), Column(_("As of"), number=False, weight=1.2), Column(_("Baseline"), weight=0.9),
        Column(_("Target"), weight=0.9), Column(_("Moved?"), number=False, weight=1),
    )  # fmt: skip
    rows = tuple(_row(one) for one in figures["measures"]["cards"] if one["latest"])
    note = _(
        "Moved: only where the whole interval of the difference from the baseline lies on one side of nothing. A base is how many the"
        " figure rests on, before its design effect."
    )
    return Table(line(_("The measures that have a figure")), columns, rows, line(note))


def _row(one: dict[str, Any]) -> TableRow:
    latest, baseline = one["latest"], one["baseline"]
    nothing = Words("–")
    cells: tuple[Line, ...] = (
        line(name_of(one)),
        line(data(latest["words"])),
        line(data(latest["interval_words"]) if latest["interval_words"] else _("not known")),
        line(data(whole(latest["base"])) if latest["base"] else _("not known")),
        line(day(one["as_of"])),
        line(data(baseline["words"]) if baseline else nothing),
        line(data(one["target_words"]) if one["target_words"] else nothing),
        line(label(JUDGEMENTS[one["judgement"]])),
    )
    return TableRow(cells, Target("strategy:measure", key=one["pk"]))


def name_of(one: dict[str, Any]) -> Words:
    return named({"en": one["name_en"], "cy": one["name_cy"]})


def frozen(text: str) -> Words:
    """Words of a card, which were kept in English."""
    return Words(text, True, in_welsh())


def _charts(cards: list[dict[str, Any]]) -> list[Block]:
    """The seven measures of the strategy over time. One point is no line: that is said in words instead."""
    found = [_over_time(one) for one in cards if one["of_the_seven"] and one["latest"]]
    return [Heading(_("The seven measures over time")), *found] if found else []


def _over_time(one: dict[str, Any]) -> Block:
    """A chart of the figures whose interval is known; a figure without one would look certain, so it is said in words."""
    points, target = one["series"], Target("strategy:measure", key=one["pk"])
    if len(points) < 2:
        words = _(
            "“%(measure)s” has one point only, %(value)s: no trend can be seen.", measure=name_of(one).text, value=points[-1]["words"]
        )
        return Paragraph(line(words), target)
    sure = [each for each in points if each["low"] is not None]
    if len(sure) < 2:
        words = _(
            "“%(measure)s”: %(values)s. It is not drawn, because no interval is known.", measure=name_of(one).text, values=_values(points)
        )
        return Paragraph(line(words), target)
    return _chart(one, sure, len(points) - len(sure))


def _values(points: list[dict[str, Any]]) -> str:
    return "; ".join(f"{day(each['as_of'])}: {each['words']}" for each in points)


def _chart(one: dict[str, Any], points: list[dict[str, Any]], left_out: int) -> Chart:
    title = name_of(one)
    drawn = [Interval(str(day(each["as_of"])), each["value"], each["low"], each["high"]) for each in points]
    alt = _("One line for each figure, with its 95%% interval: %(values)s.", values=_values(points))
    asked = {
        "title": title.text, "description": alt.text, "reference": one["target"], "unit": UNITS.get(one["unit"], ""),
        "lang": "cy" if get_language() == "cy" else "en-GB",
    }  # fmt: skip
    caption: list[Words | str] = [_("%(measure)s. Circles: the figures; bars: their 95%% intervals.", measure=title.text)]
    if one["target"] is not None:
        caption += [" ", _("Dashed line: the target.")]
    if left_out:
        caption += [
            " ",
            ngettext(
                "%(number)s figure has no interval and is left out.", "%(number)s figures have no interval and are left out.", left_out
            ),
        ]
    return Chart(interval_svg(drawn, **asked), interval_svg_wide(drawn, **asked), f"{title.text}. {alt.text}", line(*caption))


def changed(figures: Figures) -> list[Block]:
    """Where a definition changed or a figure was restated in the period: what moved for that reason did not move in the world."""
    found: list[Line] = []
    for one in figures["measures"]["cards"]:
        found += _breaks(figures, one)
        found += [
            line(
                name_of(one), ": ",
                _("the figure of %(day)s was %(was)s and is %(now)s.", day=day(each["as_of"]), was=each["was"], now=each["now"]), " ",
                data(each["why"]),
            )
            for each in one["restatements"]
            if figures["first"] <= each["on"] <= figures["position_on"]
        ]  # fmt: skip
    before = figures["measures"].get("before", {})
    earlier = figures["since"]["earlier"]
    for one in figures["measures"]["cards"]:
        was, latest = before.get(one["code"]), one["latest"]
        if earlier and was and latest and was != latest["words"]:
            found.append(line(
                name_of(one), ": ",
                _("%(was)s in the report for %(period)s, now %(now)s.", was=was, now=latest["words"], period=half_year(earlier["period"])),
                " ", frozen(one["judgement_words"]),
            ))  # fmt: skip
    return [Heading(_("What changed in the measures, and why")), Bullets(tuple(found))] if found else []


def _breaks(figures: Figures, one: dict[str, Any]) -> list[Line]:
    return [
        line(
            name_of(one), ": ",
            _("from %(day)s it is counted another way, so figures before and after do not compare.", day=day(each["day"])), " ",
            data(each["what"]),
        )
        for each in one["breaks"]
        if figures["first"] <= each["day"] <= figures["position_on"]
    ]  # fmt: skip


def _not_reached(figures: Figures) -> list[Block]:
    """Targets whose day has passed while the figure does not show them reached, and figures that are late."""
    found: list[Line] = []
    for one in figures["measures"]["cards"]:
        if one["target_on"] and one["target_on"] <= figures["position_on"] and not _reached(one):
            found.append(line(
                name_of(one), ": ",
                _("its target, %(target)s, was for %(day)s.", target=one["target_words"], day=day(one["target_on"])), " ",
                _("The latest figure is %(value)s.", value=one["latest"]["words"]) if one["latest"] else _("There is no figure."),
            ))  # fmt: skip
        if one["late"]:
            found.append(line(name_of(one), ": ", frozen(one["late_words"].removeprefix("Late: "))))
    return [Bullets(tuple(found))] if found else []


def _reached(one: dict[str, Any]) -> bool:
    if one["latest"] is None:
        return False
    value, target = one["latest"]["value"], one["target"]
    return bool(value <= target if one["direction"] == "down" else value >= target)


def _open(cards: list[dict[str, Any]], *, national: bool) -> list[Line]:
    missing = [one for one in cards if not one["latest"]]
    found = [
        line(name_of(one), ": ", _("there is no figure. What would give one:"), " ", frozen(one["wanted"]))
        for one in missing
        if national and one["wanted"]
    ]
    if missing and not national:
        found.append(line(ngettext(
            "There is no figure of this Area for %(number)s measure; what there is for England and Wales stands in the national report.",
            "There is no figure of this Area for %(number)s measures; what there is for England and Wales stands in the national report.",
            len(missing),
        )))  # fmt: skip
    silent = sum(not one["wanted"] for one in missing) if national else 0
    if silent:
        words = ngettext(
            "%(number)s more measure has no figure, and nobody said which would be wanted.",
            "%(number)s more measures have no figure, and nobody said which would be wanted.", silent,
        )  # fmt: skip
        found.append(line(words))
    unbased = sum(bool(one["latest"]) and one["latest"]["low"] is None for one in cards)
    if unbased:
        found.append(line(ngettext(
            "How certain the figure of %(number)s measure is: its source gives neither a base nor a margin.",
            "How certain the figures of %(number)s measures are: their sources give neither a base nor a margin.", unbased,
        )))  # fmt: skip
    found.append(line(_("Whether what the service did moved a measure: many other things move it too.")))
    return found


def unknowns(figures: Figures) -> list[Words]:
    missing = sum(not one["latest"] for one in figures["measures"]["cards"])
    if not missing:
        return []
    return [_(
        "How %(share)s measures of the strategy stand: there is no figure.", share=share(missing, len(figures["measures"]["cards"])),
    )]  # fmt: skip
