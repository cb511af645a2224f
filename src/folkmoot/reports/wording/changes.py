"""Each headline figure beside the earlier report's, and what was promised then and is not done."""

from folkmoot.reports.rules import POINTS_FOR_A_TREND, Verdict
from folkmoot.reports.shapes import Change, Earlier, Figures, Promise, Since
from folkmoot.reports.wording.document import Answer, Block, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.findings import since_words
from folkmoot.reports.wording.measures import measure_label, verdict_words, written
from folkmoot.reports.wording.measures_of_strategy import changed
from folkmoot.reports.wording.places import area_column, area_words
from folkmoot.reports.wording.targets import target_of
from folkmoot.reports.wording.words import Words, data, day, half_year, half_year_words, line, share
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_SHOWN = 10


def section(figures: Figures) -> Section:
    since = figures["since"]
    blocks: list[Block] = [Answer(line(_answer(since)))]
    blocks.append(_table(figures))
    blocks += changed(figures) if "measures" in figures else []
    fair = since_words(figures)
    if fair:
        blocks.append(Paragraph(line(fair), Target("casework:list")))
    if since["earlier"]:
        blocks += [Paragraph(line(still_running()))] if not figures["ended"] else []
        blocks.append(Paragraph(line(_how_compared())))
    blocks.append(Paragraph(line(trend_words(since))))
    if since["earlier"]:
        blocks += [Heading(_("Promised last time and not done")), *_not_done(figures)]
    return Section("changes", _("What changed since the last report"), tuple(blocks))


def moved_beyond_chance(since: Since) -> list[Change]:
    return [one for one in since["changes"] if one["verdict"] in {Verdict.MORE, Verdict.LESS}]


def still_running() -> Words:
    """What has to be known of a comparison while the half-year runs."""
    return _(
        "The half-year has not ended: it is set beside a whole one, and what was raised or due lately has had less time. A fall may come"
        " from that alone."
    )


def nothing_moved(since: Since, earlier: Earlier) -> Words:
    """What is said where no share moved beyond chance: that none did, or that there were too few to tell."""
    tested = sum(one["verdict"] == Verdict.WITHIN_CHANCE for one in since["changes"])
    if not tested:
        return _("There are too few in this period or in %(period)s to tell whether any share moved.", period=half_year(earlier["period"]))
    return ngettext(
        "%(number)s share could be compared with %(period)s, and it did not move by more than chance could move it.",
        "%(number)s shares could be compared with %(period)s, and none moved by more than chance could move it.",
        tested, period=half_year(earlier["period"]),
    )  # fmt: skip


def _answer(since: Since) -> Words:
    earlier = since["earlier"]
    if earlier is None:
        return _("There is no earlier report for this scope, so nothing can be compared yet.")
    moved = len(moved_beyond_chance(since))
    if not moved:
        return nothing_moved(since, earlier)
    return ngettext(
        "Compared with report %(report)s (%(period)s), %(number)s share moved by more than chance would move it.",
        "Compared with report %(report)s (%(period)s), %(number)s shares moved by more than chance would move them.",
        moved, report=earlier["number"], period=half_year(earlier["period"]),
    )  # fmt: skip


def _how_compared() -> Words:
    return _(
        "Shares are compared with an allowance for chance and for the number of comparisons made. Counts, hours and money are all that"
        " was recorded, not samples: the difference is given, and whether it matters is for the reader to judge."
    )


def trend_words(since: Since) -> Words:
    reports = since["reports_before"] + 1
    if reports >= POINTS_FOR_A_TREND:
        return _("With %(reports)s half-years reported, a run of changes in one direction may be read as a trend.", reports=reports)
    return ngettext(
        "With %(number)s half-year reported, no trend can be told from chance; about %(needed)s are needed.",
        "With %(number)s half-years reported, no trend can be told from chance; about %(needed)s are needed.",
        reports, needed=POINTS_FOR_A_TREND,
    )  # fmt: skip


def _table(figures: Figures) -> Table:
    since = figures["since"]
    earlier = since["earlier"]
    before = half_year_words(earlier["period"]) if earlier else _("Earlier report")
    columns = (
        Column(_("Figure"), number=False, weight=1.7),
        Column(half_year_words(figures["period"]), weight=1.4),
        Column(before, weight=1.4),
        Column(_("Change"), number=False, weight=1.9),
    )
    rows = [
        TableRow(
            (
                line(measure_label(one["now"]["key"], national=figures["scope"] is None)), line(written(one["now"])),
                line(written(one["before"]) if one["before"] else Words("–")), verdict_words(one),
            ),
            target_of(one["now"]["key"], figures),
        )
        for one in since["changes"]
    ]  # fmt: skip
    return Table(line(_("Headline figures beside the earlier report's")), columns, tuple(rows))


def _not_done(figures: Figures) -> list[Block]:
    promises = figures["since"]["not_done"]
    if not figures["since"]["promised"]:
        return [Paragraph(line(_("The last report listed no open action for this period.")))]
    if not promises:
        return [Paragraph(line(_("Everything that the last report said would be done by now has been done.")))]
    national = figures["scope"] is None
    columns = (
        Column(_("Action"), number=False, weight=2.6),
        *area_column(national),
        Column(_("Promised for"), number=False),
        Column(_("Due now"), number=False),
    )
    number = share(len(promises), figures["since"]["promised"])
    words = _("%(share)s actions that the last report said would be done by now are not done.", share=number)
    left = len(promises) - MOST_SHOWN
    note = line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left > 0 else ()
    rows = tuple(_promise(one, national) for one in promises[:MOST_SHOWN])
    return [Paragraph(line(words)), Table(line(_("Promised in the last report and not done")), columns, rows, note)]


def _promise(one: Promise, national: bool) -> TableRow:
    moved = _("moved to %(day)s", day=day(one["due_on"])) if one["due_on"] != one["promised_for"] else _("date unchanged")
    place = [line(area_words(one["area"]))] if national else []
    return TableRow((line(data(one["title"])), *place, line(day(one["promised_for"])), line(moved)))
