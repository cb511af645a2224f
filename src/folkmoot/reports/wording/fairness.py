"""Section 4: are decisions fair? The answer of each loaded case file in sentences, the picture, the table, and what it cannot say."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from folkmoot.casework.rules import in_words
from folkmoot.casework.sentences import Sentence
from folkmoot.reports.findings import comparisons_in, differences_in
from folkmoot.reports.shapes import Fairness, FairTable, Figures
from folkmoot.reports.wording.document import Answer, Block, Bullets, Chart, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.findings import areas_blocks, before_words, by_words, raised_words
from folkmoot.reports.wording.words import Line, Words, data, day, label, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext
from folkmoot.stats.released import BOTH_SIDES, COUNTS_RECORDS, NOT_EVIDENCE_OF_BIAS, SYMBOL
from folkmoot.webkit.charts import Interval, Mark, interval_svg, interval_svg_wide

FINDINGS = {
    "reference": gettext_lazy("compared with"),
    "difference found": gettext_lazy("needs review"),
    "no difference found": gettext_lazy("no difference found"),
    "cannot tell (too few)": gettext_lazy("cannot tell: too few"),
    "cannot tell (missing data)": gettext_lazy("cannot tell: too much not recorded"),
    "not compared": gettext_lazy("not compared"),
}

_MARKS = {"reference": Mark.SQUARE, "difference found": Mark.DIAMOND}
MOST_DRAWN = 20


def section(figures: Figures) -> Section:
    fairness = figures["fairness"]
    blocks: list[Block] = [Answer(line(headline_words(fairness)), Target("casework:list"))]
    blocks += [block for table in fairness["tables"] for block in _of_table(table, figures)]
    areas = fairness.get("areas", [])
    blocks += areas_blocks(areas)
    if fairness["tables"] or areas:
        blocks += [Heading(_("How to read these tables")), Bullets(tuple(line(_fixed(caveat)) for caveat in _CAVEATS))]
    return Section("fairness", _("Are decisions fair?"), tuple(blocks))


_CAVEATS = (NOT_EVIDENCE_OF_BIAS, BOTH_SIDES, COUNTS_RECORDS)


def _fixed(phrase: str) -> Words:
    """A sentence of another room, in the catalogue or not."""
    return label(gettext_lazy(phrase))


def headline_words(fairness: Fairness) -> Words:
    if not fairness["files"]:
        return _("No case file is loaded for this scope, so this report cannot say whether decisions are fair.")
    to_review = sum(said["needs_review"] for table in fairness["tables"] for said in table["said"])
    compared = comparisons_in(fairness["tables"])
    if to_review:
        return ngettext(
            "%(number)s difference needs review, of %(compared)s comparisons. A difference is a reason to look at the cases; it is not"
            " evidence of bias.",
            "%(number)s differences need review, of %(compared)s comparisons. A difference is a reason to look at the cases; it is not"
            " evidence of bias.",
            to_review, compared=whole(compared),
        )  # fmt: skip
    return ngettext(
        "No difference that needs review was found in %(number)s comparison. That is not proof that there is none.",
        "No difference that needs review was found in %(number)s comparisons. That is not proof that there is none.",
        compared,
    )


def title_of(table: FairTable) -> Words:
    return _("%(title)s: %(outcome)s, by %(by)s", title=table["title"], outcome=table["outcome"], by=by_words(table["table"]["by"]))


def _of_table(table: FairTable, figures: Figures) -> list[Block]:
    said = [Sentence(one["phrase"], one["values"]) for one in table["said"]]
    sentences = tuple(line(Words(str(one), True, one.lang == "en")) for one in said)
    chart = _chart(table)
    blocks: list[Block] = [Heading(title_of(table)), Bullets(sentences), *([chart] if chart else []), *_followed(table, figures)]
    return [*blocks, _table(table), Paragraph(_source(table), Target("casework:detail", key=table["id"]))]


def _followed(table: FairTable, figures: Figures) -> list[Block]:
    """Whether the groups that need review did so before, and whether anything was done about it."""
    groups = [one["group"] for one in differences_in([table])]
    if not groups:
        return []
    before = [(group, before_words(table, group, figures)) for group in groups]
    said = [piece for group, words in before if words for piece in (data(f"{group}: "), words, Words(" "))]
    return [Paragraph((*said, raised_words(table.get("actions", 0))))]


def _source(table: FairTable) -> Line:
    source = _("Source: %(source)s; data as of %(day)s.", source=table["source"], day=day(table["data_as_of"]))
    only = [
        _("Only records where %(column)s is %(values)s.", column=in_words(column), values=", ".join(values))
        for column, values in sorted(table["restricted_to"].items())
    ]
    spaced = [piece for one in only for piece in (Words(" "), one)]
    side = _("Having this outcome is the worse result.") if table["adverse"] else _("Not having this outcome is the worse result.")
    return (source, *spaced, Words(" "), side, Words(" "), completeness_words(table), Words(" "), left_out_words(table))


def completeness_words(table: FairTable) -> Words:
    """How much of the characteristic is on record."""
    found, base = table["table"]["completeness"], table["table"]["overall"]["base"]
    missing, not_stated = found["not_recorded"], found["not_stated"]
    if SYMBOL in (missing, not_stated, base):
        return _("How much of this is recorded is withheld, so that no small number can be worked out.")
    values = {
        "by": by_words(table["table"]["by"]), "named": share(base - missing - not_stated, base),
        "missing": whole(missing), "not_stated": whole(not_stated),
    }  # fmt: skip
    if not_stated:
        return _(
            "“%(by)s” names a group for %(named)s records in the table; %(not_stated)s say that it is not stated, and for %(missing)s"
            " nothing is recorded.", **values,
        )  # fmt: skip
    if not missing:
        return _("“%(by)s” names a group for every one of the %(all)s records in the table.", by=values["by"], all=whole(base))
    return _("“%(by)s” names a group for %(named)s records in the table, and for %(missing)s nothing is recorded.", **values)


def left_out_words(table: FairTable) -> Words:
    """How many records are in no table because nothing is known of their outcome."""
    number = table["table"]["completeness"]["outcome_not_recorded"]
    if number == SYMBOL:
        return _("How many records are left out because the outcome is not recorded is withheld.")
    if not number:
        return _("No record is left out for want of an outcome.")
    return ngettext(
        "%(number)s more record is left out because the outcome is not recorded: for example, a case administratively finalised.",
        "%(number)s more records are left out because the outcome is not recorded: for example, cases administratively finalised.",
        number,
    )


def _table(table: FairTable) -> Table:
    columns = (
        Column(_("Group"), number=False, weight=1.5), Column(_("Records"), weight=0.9), Column(_("With the outcome"), weight=0.95),
        Column(_("Rate % (95% interval)"), weight=1.3), Column(_("Gap in points (95% interval)"), weight=1.3),
        Column(_("Relative rate (95% interval)"), weight=1.3), Column(_("Relative rate of not having it (95% interval)"), weight=1.3),
        Column(_("Answer"), number=False, weight=1.3),
    )  # fmt: skip
    released = table["table"]
    groups = [_row(row) for row in released["groups"]]
    rows = (*groups, _row(released["not_recorded"]), _row(released["overall"], total=True))
    note = _("[c]: withheld so that no small number can be seen or worked out. –: not defined.")
    return Table(line(title_of(table)), columns, rows, line(note))


def _row(row: dict[str, Any], *, total: bool = False) -> TableRow:
    finding = row.get("finding")
    cells = (
        line(data(row["group"])), line(_count(row["base"])), line(_count(row["with_outcome"])), line(_estimate(row["rate"], 100, 1)),
        line(_estimate(row["difference"], 100, 1)), line(_estimate(row["relative_rate"], 1, 2)),
        line(_estimate(row["relative_rate_without"], 1, 2)),
        line(label(FINDINGS[finding]) if finding in FINDINGS else Words(SYMBOL if finding == SYMBOL else "–")),
    )  # fmt: skip
    return TableRow(cells, total=total)


def _count(value: int | str) -> str:
    return value if isinstance(value, str) else whole(value)


def _estimate(value: Any, times: int, places: int) -> Words:
    if value is None or isinstance(value, str):
        return Words(value or "–")
    low, high = (_figure(value[side], times, places) for side in ("low", "high"))
    return _("%(value)s (%(low)s to %(high)s)", value=_figure(value["value"], times, places), low=low, high=high)


def _figure(value: float | None, times: int, places: int) -> str:
    return "∞" if value is None else f"{value * times:.{places}f}".replace("-", "−")


def _chart(table: FairTable) -> Chart | None:
    """The rates with their intervals, of no more groups than a page holds; none where fewer than two can be shown."""
    shown = [row for row in table["table"]["groups"] if isinstance(row["rate"], dict)]
    if len(shown) < 2:
        return None
    rows = _most_telling(shown)
    reference = next((row["rate"]["value"] * 100 for row in rows if row["finding"] == "reference"), None)
    title = title_of(table)
    alt = _("Rates in per cent with their 95% intervals, one line for each group. The table below holds the same figures.")
    drawn = [_interval(row) for row in rows]
    lang = "cy" if get_language() == "cy" else "en-GB"
    svg, wide = (
        draw(drawn, title=title.text, description=alt.text, reference=reference, unit="%", lang=lang)
        for draw in (interval_svg, interval_svg_wide)
    )
    marks = _("Square and dashed line: the group compared with. Diamond: needs review. Circle: all others. Bars: 95% intervals.")
    left_out = _("Only %(shown)s of %(all)s groups are drawn; the table holds all.", shown=len(rows), all=len(shown))
    caption = line(marks, " ", left_out) if len(rows) < len(shown) else line(marks)
    return Chart(svg, wide, f"{title.text}. {alt.text}", caption)


def _most_telling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The group compared with, those that need review, and the largest of the others, in the order of the table."""
    ranked = sorted(rows, key=lambda row: (row["finding"] not in _MARKS, -row["base"]))[:MOST_DRAWN]
    return [row for row in rows if row in ranked]


def _interval(row: dict[str, Any]) -> Interval:
    rate = row["rate"]
    return Interval(row["group"], rate["value"] * 100, rate["low"] * 100, rate["high"] * 100, _MARKS.get(row["finding"], Mark.CIRCLE))
