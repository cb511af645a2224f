"""Themes in words and pictures: shares with their base, and what an agreement between coders means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.periods import HalfYear
from folkmoot.stats.agreement.coefficients import Agreement, Reason
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small
from folkmoot.voice.themes.agreement.rules import Agreed, Verdict
from folkmoot.voice.themes.models import Theme
from folkmoot.voice.themes.queries import SourceCounts, ThemeCounts
from folkmoot.voice.themes.rules import Cell, cells
from folkmoot.webkit.charts import Drawing, Interval, Moment, control_svg, interval_svg

MOST_DRAWN = 10

VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.RELIABLE: _("Conclusions may rest on this coding."),
    Verdict.TENTATIVE: _("Tentative conclusions only: talk through the points that were coded differently."),
    Verdict.REVIEW: _("Needs review: the coders do not mean the same by this. Sharpen what the list says of it, and code again."),
    Verdict.UNKNOWN: _("Too little was coded twice to say."),
}
REASON_WORDS: dict[Reason, Promise] = {
    Reason.NO_PAIRS: _("nothing was coded twice"),
    Reason.ONE_GRADE: _("both gave every point the same answer, so agreement beyond chance is not defined"),
    Reason.TOO_FEW_ITEMS: _("too few points for an interval"),
    Reason.NO_SPREAD: _("the points do not differ, so there is no interval"),
}


@dataclass(frozen=True)
class Base:
    """Points coded, and all points, of a period; `hidden` where either is too small to be shown."""

    coded: int
    points: int
    hidden: bool


def bases_of(counts: ThemeCounts, *, protect: bool) -> list[Base]:
    return [
        Base(coded, points, protect and any(is_small(each, DEFAULT_THRESHOLD) for each in (coded, points, points - coded)))
        for coded, points in zip(counts.coded, counts.points, strict=True)
    ]


@dataclass(frozen=True)
class ThemeRow:
    """One line of the table; `all` is over every period together, None where only single periods may be shown."""

    theme: Theme
    areas: int | None
    cells: list[Cell]
    all: Cell | None


def rows_of(counts: ThemeCounts, *, protect: bool) -> list[ThemeRow]:
    lines = sorted(counts.lines, key=lambda line: line.theme.order) if protect else counts.lines  # their order would tell of the numbers
    return [
        ThemeRow(
            line.theme, None if protect else line.areas, cells(line.numbers, counts.coded, protect=protect),
            None if protect else Cell(line.total, sum(counts.coded)),
        )
        for line in lines
    ]  # fmt: skip


def by_source(counts: SourceCounts) -> list[tuple[Theme, list[tuple[Cell, str]]]]:
    """Each theme with its cell and share for each source, in the order of the bases."""
    return [
        (theme, [(cell, share_words(cell)) for cell in (Cell(found.get(kind, 0), base) for kind, (base, _every) in counts.bases.items())])
        for theme, found in counts.numbers.items()
    ]


def share_words(cell: Cell) -> str:
    """“8 %”; empty without a base, or where it is not shown."""
    share = cell.share
    return "" if share is None else f"{100 * share.value:.0f}\u00a0%"


def shares_drawn(rows: Sequence[ThemeRow], *, title: str) -> Drawing:
    """The shares of the themes of most points, over all periods together, with their intervals."""
    drawn = [
        Interval(row.theme.name, 100 * share.value, 100 * share.low, 100 * share.high)
        for row in rows[:MOST_DRAWN]
        if row.all and (share := row.all.share)
    ]
    tells = gettext("Share of the coded points that bear each theme, with intervals of 95 per cent. The table says the same in numbers.")
    return interval_svg(drawn, title=title, description=tells, unit="%", lang=_lang())


def drawn_over_time(found: Sequence[Cell], periods: Sequence[HalfYear], *, title: str) -> Drawing:
    """One theme's share half-year by half-year, the oldest first, with intervals."""
    moments = [_moment(cell, period) for cell, period in reversed(list(zip(found, periods, strict=True)))]
    tells = gettext("Share of the coded points of each half-year, with intervals of 95 per cent. The table says the same in numbers.")
    return control_svg(moments, title=title, description=tells, period_words=gettext("Half-year"), lang=_lang())


def _moment(cell: Cell, period: HalfYear) -> Moment:
    share = cell.share
    label = str(period)
    if share is None:
        return Moment(label, None, instead="–")
    return Moment(label, 100 * share.value, 100 * share.low, 100 * share.high)


def _lang() -> str:
    return "cy" if get_language() == "cy" else "en-GB"


@dataclass(frozen=True)
class AgreedLine:
    """Agreement on one theme, or on all of them, as it is printed."""

    name: str
    agreed: Agreed
    alpha: str
    kappa: str
    same: str
    words: Promise


def agreed_line(name: str, agreed: Agreed) -> AgreedLine:
    return AgreedLine(name, agreed, number(agreed.alpha), number(agreed.kappa), number(agreed.same), VERDICT_WORDS[agreed.verdict])


def number(found: Agreement) -> str:
    """“0.71 (0.55 to 0.84)”, or why there is no number or no interval."""
    reason = str(REASON_WORDS[found.reason]) if found.reason else ""
    if found.value is None:
        return reason
    if found.interval is None:
        return f"{found.value:z.2f} ({reason})"
    return gettext("%(value)s (%(low)s to %(high)s)") % {
        "value": f"{found.value:z.2f}", "low": f"{found.interval.low:z.2f}", "high": f"{found.interval.high:z.2f}",
    }  # fmt: skip
