"""The measures of the strategy: the latest figure of each with its interval and base, whether it moved, and what would still be wanted."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised, shortened
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
    if cards:
        blocks.append(_table(figures))
        blocks += _charts(cards)
        blocks += [*promised(_not_reached(figures)), *open_ends(_open(cards))]
    return Section("measures", _("Measures of success"), tuple(blocks))


def _answer(cards: list[dict[str, Any]]) -> Words:
    if not cards:
        return _("No strategy with measures is in force for this scope.")
    known = sum(bool(one["latest"]) for one in cards)
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
    rows = tuple(_row(one) for one in figures["measures"]["cards"])
    note = _(
        "Moved: only where the whole interval of the difference from the baseline lies on one side of nothing. A base is how many the"
        " figure rests on, before its design effect."
    )
    return Table(line(_("Every measure, with its latest figure")), columns, rows, line(note))


def _row(one: dict[str, Any]) -> TableRow:
    latest, baseline = one["latest"], one["baseline"]
    nothing = Words("–")
    cells: tuple[Line, ...] = (
        line(name_of(one)),
        line(data(latest["words"]) if latest else _("no figure")),
        line(data(latest["interval_words"]) if latest and latest["interval_words"] else _("not known") if latest else nothing),
        line(data(whole(latest["base"])) if latest and latest["base"] else nothing),
        line(day(one["as_of"]) if one["as_of"] else nothing),
        line(data(baseline["words"]) if baseline else nothing),
        line(data(one["target_words"]) if one["target_words"] else nothing),
        line(label(JUDGEMENTS[one["judgement"]]) if latest else nothing),
    )
    return TableRow(cells, Target("strategy:measure", key=one["pk"]))


def name_of(one: dict[str, Any]) -> Words:
    return named({"en": one["name_en"], "cy": one["name_cy"]})


def frozen(text: str) -> Words:
    """Words of a card, which were kept in English."""
    return Words(text, True, in_welsh())


def _charts(cards: list[dict[str, Any]]) -> list[Block]:
    """The seven measures of the strategy over time. One point is no line: that is said in words instead."""
    found: list[Block] = []
    for one in cards:
        if not one["of_the_seven"] or not one["latest"]:
            continue
        points = one["series"]
        if len(points) < 2:
            words = _(
                "“%(measure)s” has one point only, %(value)s: no trend can be seen.", measure=name_of(one).text, value=points[-1]["words"]
            )
            found.append(Paragraph(line(words), Target("strategy:measure", key=one["pk"])))
        else:
            found.append(_chart(one, points))
    return [Heading(_("The seven measures over time")), *found] if found else []


def _chart(one: dict[str, Any], points: list[dict[str, Any]]) -> Chart:
    title = name_of(one)
    unit = UNITS.get(one["unit"], "")
    drawn = [
        Interval(
            str(day(each["as_of"])), each["value"], *((each["low"], each["high"]) if each["low"] is not None else (each["value"],) * 2)
        )
        for each in points
    ]
    values = "; ".join(f"{day(each['as_of'])}: {each['words']}" for each in points)
    alt = _("One line for each figure, with its 95%% interval where one is known: %(values)s.", values=values)
    lang = "cy" if get_language() == "cy" else "en-GB"
    target = one["target"]
    narrow, wide = (
        draw(drawn, title=title.text, description=alt.text, reference=target, unit=unit, lang=lang)
        for draw in (interval_svg, interval_svg_wide)
    )
    caption = _("%(measure)s. Circles: the figures; bars: their 95%% intervals, where one is known.", measure=title.text)
    aimed = (Words(" "), _("Dashed line: the target.")) if target is not None else ()
    return Chart(narrow, wide, f"{title.text}. {alt.text}", (caption, *aimed))


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
            found.append(line(name_of(one), ": ", frozen(one["late_words"])))
    return [Bullets(tuple(found))] if found else []


def _reached(one: dict[str, Any]) -> bool:
    if one["latest"] is None:
        return False
    value, target = one["latest"]["value"], one["target"]
    return bool(value <= target if one["direction"] == "down" else value >= target)


def _open(cards: list[dict[str, Any]]) -> list[Line]:
    found = [line(name_of(one), ": ", frozen(shortened(one["wanted"]))) for one in cards if not one["latest"] and one["wanted"]]
    silent = sum(not one["latest"] and not one["wanted"] for one in cards)
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
