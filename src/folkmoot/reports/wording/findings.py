"""Differences that need review in sentences: both rates with their bases, the gap with its interval, and what was done about it."""

from folkmoot.casework.rules import in_words
from folkmoot.reports.findings import comparisons_in, differences_in, differences_of
from folkmoot.reports.shapes import AreaFinding, FairDifference, Fairness, FairTable, Figures
from folkmoot.reports.wording.document import Block, Bullets, Column, Heading, Paragraph, Table, TableRow, Target
from folkmoot.reports.wording.words import Line, Words, data, day, half_year, joined, line, named, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_NAMED = 10


def named_blocks(figures: Figures) -> list[Block]:
    """For the first page: each difference by name, what became of it, and the Areas in which there is one."""
    fairness = figures["fairness"]
    lines = [line(difference_words(one), *_spaced(before_words(table, one["group"], figures))) for table, one in _differences(fairness)]
    left = len(lines) - MOST_NAMED
    more = [line(ngettext("And %(number)s more, in section 4.", "And %(number)s more, in section 4.", left))] if left > 0 else []
    blocks: list[Block] = [Bullets((*lines[:MOST_NAMED], *more))] if lines else []
    blocks += [Paragraph(one) for one in _raised_lines(fairness)]
    areas = areas_words(fairness.get("areas", []))
    return [*blocks, Paragraph(line(areas))] if areas else blocks


def _differences(fairness: Fairness) -> list[tuple[FairTable, FairDifference]]:
    return [(table, one) for table in fairness["tables"] for one in differences_of(table["table"], table["outcome"], table["adverse"])]


def _spaced(words: Words | None) -> tuple[Words, ...]:
    return (Words(" "), words) if words else ()


def difference_words(one: FairDifference) -> Words:
    return _(
        "%(group)s (%(by)s, %(outcome)s): %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s"
        " (%(reference_with)s of %(reference_base)s), a gap of %(gap)s percentage points (95%% interval %(low)s to %(high)s), the worse"
        " result for this group.", **_values(one),
    ) if one["worse"] else _(
        "%(group)s (%(by)s, %(outcome)s): %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s"
        " (%(reference_with)s of %(reference_base)s), a gap of %(gap)s percentage points (95%% interval %(low)s to %(high)s), the better"
        " result for this group.", **_values(one),
    )  # fmt: skip


def _values(one: FairDifference) -> dict[str, str]:
    return {
        "group": one["group"], "by": by_words(one["by"]), "outcome": one["outcome"], "rate": f"{one['rate'] * 100:.1f}",
        "with": whole(one["with_outcome"]), "base": whole(one["base"]), "reference": one["reference"],
        "reference_rate": f"{one['reference_rate'] * 100:.1f}", "reference_with": whole(one["reference_with_outcome"]),
        "reference_base": whole(one["reference_base"]), "gap": _points(one["gap"]), "low": _points(one["low"]),
        "high": _points(one["high"]),
    }  # fmt: skip


def _points(gap: float) -> str:
    return f"{gap * 100:+.1f}".replace("-", "−")


def by_words(by: list[str]) -> str:
    """The characteristics of a table as people read them."""
    return ", ".join(in_words(column) for column in by)


def before_words(table: FairTable, group: str, figures: Figures) -> Words | None:
    """Whether the same group needed review in the report before; None where there is no such report."""
    earlier = figures["since"]["earlier"]
    if earlier is None:
        return None
    period, flagged = half_year(earlier["period"]), table.get("flagged_before")
    if flagged is None:
        return _("The report for %(period)s held no such table.", period=period)
    if group not in flagged:
        return _("It did not need review in the report for %(period)s.", period=period)
    if table.get("same_file_before"):
        return _("It needed review in the report for %(period)s too, which rests on the same case file.", period=period)
    return _("It needed review in the report for %(period)s too.", period=period)


def raised_words(number: int) -> Words:
    if not number:
        return _("No action has been raised from this.")
    return ngettext("%(number)s action has been raised from this.", "%(number)s actions have been raised from this.", number)


def _raised_lines(fairness: Fairness) -> list[Line]:
    """What was done about each case file in which something needs review; its title stands before it where there are several."""
    flagged = {table["id"]: table for table, _one in _differences(fairness)}
    several = len({table["id"] for table in fairness["tables"]}) > 1
    return [line(*((data(table["title"]), ": ") if several else ()), raised_words(table.get("actions", 0))) for table in flagged.values()]


def areas_words(areas: list[AreaFinding]) -> Words | None:
    """In how many Areas something needs review, by name; None where no Area has a case file of this half-year."""
    if not areas:
        return None
    names = {one["area"]["code"]: one["area"] for one in areas}
    found = {one["area"]["code"] for one in areas if one["differences"]}
    if not found:
        return ngettext(
            "%(number)s Area has a case file of this half-year, and no difference in it needs review.",
            "%(number)s Areas have a case file of this half-year, and no difference in them needs review.", len(names),
        )  # fmt: skip
    idle = sum(bool(one["differences"]) and not one["actions"] for one in areas)
    return _(
        "Of %(number)s Areas with a case file of this half-year, a difference needs review in %(found)s: %(areas)s. From %(idle)s of these"
        " case files no action has been raised. Section 4 names the groups.",
        number=whole(len(names)), found=whole(len(found)), idle=whole(idle),
        areas=", ".join(named(place).text for code, place in names.items() if code in found),
    )  # fmt: skip


def areas_blocks(areas: list[AreaFinding]) -> list[Block]:
    """One line for each case file of an Area: what it found, and what was done about it."""
    if not areas:
        return []
    columns = (
        Column(_("Area"), number=False, weight=1.2), Column(_("Case file"), number=False, weight=1.7),
        Column(_("Need review"), number=False, weight=1.1), Column(_("Which"), number=False, weight=5),
        Column(_("Actions raised"), weight=0.8),
    )  # fmt: skip
    note = _("Only what each Area's own page shows is named here: small numbers are withheld there too.")
    rows = tuple(_area_row(one) for one in areas)
    caption = line(_("Case files of the Areas in this half-year"))
    return [Heading(_("What the Areas' case files found")), Table(caption, columns, rows, line(note))]


def _area_row(one: AreaFinding) -> TableRow:
    which = joined((difference_words(found) for found in one["differences"]), " ") or line(_("none found, which is not proof of none"))
    count = _("%(number)s of %(of)s", number=whole(len(one["differences"])), of=whole(one["comparisons"]))
    file = line(data(one["title"]), "; ", _("data as of %(day)s", day=day(one["data_as_of"])))
    cells = (line(named(one["area"])), file, line(count), which, line(whole(one["actions"])))
    return TableRow(cells, Target("casework:detail", key=one["id"], area=one["area"]["code"]))


def since_words(figures: Figures) -> Words | None:
    """The line of section 5: how many differences need review now and in the report before. None where there is no earlier report."""
    earlier, fairness = figures["since"]["earlier"], figures["fairness"]
    if earlier is None:
        return None
    period, before = half_year(earlier["period"]), fairness.get("before")
    if not fairness["files"] or before is None:
        return _("Fair decisions cannot be compared: this report or the one for %(period)s rests on no case file.", period=period)
    found = differences_in(fairness["tables"])
    again = sum(one["group"] in (table.get("flagged_before") or []) for table, one in _differences(fairness))
    values = {
        "number": whole(len(found)), "compared": whole(comparisons_in(fairness["tables"])), "period": period,
        "before": whole(before["differences"]), "compared_before": whole(before["comparisons"]), "again": whole(again),
    }  # fmt: skip
    if before["same_files"]:
        return _(
            "Fair decisions: %(number)s of %(compared)s comparisons need review. The report for %(period)s rests on the same case file, so"
            " nothing can have moved.", **values,
        )  # fmt: skip
    return _(
        "Fair decisions: %(number)s of %(compared)s comparisons need review, and %(before)s of %(compared_before)s did in %(period)s;"
        " %(again)s of those found now were found then too. Two case files are not a trend.", **values,
    )  # fmt: skip
