"""Words, figures and pictures of the survey's pages. Every difference is rounded last."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from folkmoot.published.survey.catalogue import Break, ItemKind
from folkmoot.published.survey.figures import DOUBTFUL
from folkmoot.stats.judgement import Finding
from folkmoot.stats.survey.gaps import Gap
from folkmoot.stats.survey.scores import rounded
from folkmoot.stats.survey.waves import Broken
from folkmoot.webkit.charts.drawing import Drawing, Mark
from folkmoot.webkit.charts.forest import Bunch, Line, forest_svg
from folkmoot.workforce.survey.models import SurveyLoad
from folkmoot.workforce.survey.queries import Gaps
from folkmoot.workforce.survey.rules import Closing, GapRow, Score, TrendYear, hidden_by_engagement
from folkmoot.workforce.survey.web.words import (
    CHARACTERISTICS,
    FINDINGS,
    ITEMS,
    MOVEMENTS,
    REMARKS,
    SHEETS,
    WHYS,
    break_words,
    group_words,
    is_not_kept,
    remark_words,
)

_TWICE = 1.95  # from here on the words say how many times as often


def score_words(score: Score, kind: ItemKind) -> str:
    """A score with one decimal where it was printed with any; an index without a per cent sign; [c] where it is withheld."""
    if score.value is None:
        return "[c]"
    places = min(1, score.decimals)
    return f"{rounded(score.value, places):.{places}f}" + ("" if kind is ItemKind.INDEX else "%")


def base_words(score: Score) -> str:
    if score.base is None:
        return "[c]" if score.value is None else "[x]"
    return _("about %(number)s") % {"number": f"{score.base:,}"} if score.base_rounded else f"{score.base:,}"


def points(value: float | None, places: int = 1) -> str:
    """A difference with its sign, rounded last; a minus sign that readers of a screen say."""
    if value is None:
        return ""
    number = rounded(value, places)
    return f"{0:.{places}f}" if number == 0 else f"{number:+.{places}f}".replace("-", "−")


def _places(row: GapRow) -> int:
    return min(1, row.score.decimals, row.beside.decimals)


@dataclass(frozen=True)
class Shown:
    """One row of the table of gaps."""

    row: GapRow
    item: str
    group: str
    reference: str
    score: str
    beside: str
    base: str
    reference_base: str
    gap: str
    interval: str
    test: str
    finding: str
    colour: str
    why: str
    everybody: str
    starts: bool


def shown(rows: Sequence[GapRow], gaps: Gaps) -> list[Shown]:
    """Rows of the table; `starts` says that a new score begins."""
    found: list[Shown] = []
    for row in rows:
        finding, colour = FINDINGS[row.finding]
        beside = gaps.everybody.get((row.group.code, row.item.code))
        everybody = points(beside.gap, _places(beside)) if beside else ""
        found.append(
            Shown(
                row, str(ITEMS[row.item.code]), group_words(row.characteristic, row.group.code),
                group_words(row.characteristic, row.reference.code), score_words(row.score, row.item.kind),
                score_words(row.beside, row.item.kind), base_words(row.score), base_words(row.beside), points(row.gap, _places(row)),
                interval_words(row), test_words(row), str(finding), colour, why_words(row), everybody,
                not found or found[-1].row.item.code != row.item.code,
            )
        )  # fmt: skip
    return found


def interval_words(row: GapRow) -> str:
    if row.low is None or row.high is None:
        return ""
    said = _("%(low)s to %(high)s") % {"low": points(row.low), "high": points(row.high)}
    return _("%(interval)s at the widest") % {"interval": said} if row.widest else said


def test_words(row: GapRow) -> str:
    if row.statistic is None or row.p_adjusted is None:
        return ""
    name = "t" if row.item.kind is ItemKind.INDEX else "z"
    return f"{name} {row.statistic:.2f}, p {_p(row.p_adjusted)}".replace("-", "−")


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def why_words(row: GapRow) -> str:
    if row.finding is Finding.TOO_FEW and row.why == "too_few":
        return ngettext("fewer than %(least)d person answered", "fewer than %(least)d people answered on one side", row.least) % {
            "least": row.least
        }
    return str(WHYS.get(row.why, ""))


def sentences(gaps: Gaps) -> list[str]:
    """What stands out, the most telling first: a gap hidden by engagement, gaps that need review, what cannot be told."""
    hidden = hidden_by_engagement(gaps.rows)
    told = {id(row) for _calm, row in hidden}
    found = [_hidden(calm, row) for calm, row in hidden]
    worse = [row for row in gaps.rows if row.needs_review and (row.worse or 0) > 0 and id(row) not in told]
    found += [_needs_review(row) for row in sorted(worse, key=lambda row: -(row.worse or 0))]
    better = [str(ITEMS[row.item.code]) for row in gaps.rows if row.needs_review and (row.worse or 0) < 0]
    if better:
        found.append(_("The group has the better score, and the difference is no chance, for: %(items)s.") % {"items": "; ".join(better)})
    unsure = sum(row.finding in (Finding.TOO_FEW, Finding.MISSING_DATA) for row in gaps.rows)
    if unsure:
        found.append(
            ngettext("For %(number)d comparison nothing can be told.", "For %(number)d comparisons nothing can be told.", unsure)
            % {"number": unsure}
        )
    if not any(row.needs_review for row in gaps.rows) and unsure < len(gaps.rows):
        found.append(_("No difference was found in what can be told. That is no proof that there is none."))
    return found


def _hidden(calm: GapRow, row: GapRow) -> str:
    ratio = row.ratio
    named = {
        "group": group_words(row.characteristic, row.group.code), "engagement": points(calm.gap, _places(calm)),
        "item": str(ITEMS[row.item.code]), "score": score_words(row.score, row.item.kind), "beside": score_words(row.beside, row.item.kind),
        "times": f"{rounded(ratio, 1):.1f}" if ratio else "",
    }  # fmt: skip
    if ratio and ratio >= _TWICE:
        said = _(
            "%(group)s: the engagement gap is near zero (%(engagement)s points) while “%(item)s” was reported %(times)s times as often "
            "(%(score)s beside %(beside)s): needs review."
        )
    else:
        said = _(
            "%(group)s: the engagement gap is near zero (%(engagement)s points) while “%(item)s” was reported more often "
            "(%(score)s beside %(beside)s): needs review."
        )
    return said % named


def _needs_review(row: GapRow) -> str:
    return _("%(group)s: “%(item)s” is %(score)s beside %(beside)s (%(reference)s), a gap of %(gap)s points: needs review.") % {
        "group": group_words(row.characteristic, row.group.code), "item": str(ITEMS[row.item.code]),
        "score": score_words(row.score, row.item.kind), "beside": score_words(row.beside, row.item.kind),
        "reference": group_words(row.characteristic, row.reference.code), "gap": points(row.gap, _places(row)),
    }  # fmt: skip


def completeness(gaps: Gaps) -> str:
    """How many of those who answered said which group they are of, at the most."""
    if not gaps.answered or not gaps.of:
        return ""
    named = {"answered": f"{gaps.answered:,}", "of": f"{gaps.of:,}", "share": f"{rounded(100 * gaps.answered / gaps.of, 1):.1f}"}
    if gaps.answered == gaps.of:
        return _("%(answered)s answered and are in one of these groups. How many answered and are in none is not published.") % named
    return (
        _("%(answered)s of at least %(of)s who answered are in one of these groups: %(share)s%% at the most. The others said nothing.")
        % named
    )


def picture(rows: Sequence[GapRow]) -> tuple[Drawing, Drawing]:
    """The gaps in shares and themes with their intervals beside no gap, narrow and wide; turned so that right is worse."""
    drawn = [row for row in rows if row.gap is not None and row.low is not None and not row.widest]
    bunches = [
        Bunch(str(ITEMS[code]), [_line(row) for row in some]) for code, some in groupby(drawn, key=lambda row: row.item.code)
    ]  # fmt: skip
    title = _("Gaps in points, with their intervals")
    said = _("Each bar is the interval of a gap, turned so that further right is worse for the group; the broken line means no gap.")
    lang = "cy" if get_language() == "cy" else "en-GB"
    narrow, wide = (forest_svg(bunches, title=title, description=said, reference=0.0, lang=lang, wide=wide) for wide in (False, True))
    return narrow, wide


def _line(row: GapRow) -> Line:
    turn = 1 if row.item.worse_when_higher else -1
    low, high = sorted((turn * (row.low or 0.0), turn * (row.high or 0.0)))
    mark = Mark.DIAMOND if row.needs_review else Mark.CIRCLE
    said = f"{points(row.worse, _places(row))} ({points(low)}, {points(high)})"
    return Line(said, turn * (row.gap or 0.0), low, high, mark, group_words(row.characteristic, row.group.code))


@dataclass(frozen=True)
class YearShown:
    """One year of a series as a row of its table."""

    year: int
    shown: Shown
    breaks: list[str]
    layout: str
    change: str


def years_shown(series: Sequence[TrendYear], gaps: Gaps) -> list[YearShown]:
    rows = shown([year.row for year in series], gaps)
    before = [None, *(year.row for year in series)]
    return [
        YearShown(year.row.year, row, [_break(one) for one in year.breaks], _layout(earlier, year.row), _change(year))
        for year, row, earlier in zip(series, rows, before, strict=False)
    ]


def _layout(before: GapRow | None, now: GapRow) -> str:
    """What changed in how finely the tables are printed; figures stay comparable within their intervals."""
    if before is None or before.score.value is None or now.score.value is None:
        return ""
    if bool(before.score.decimals) != bool(now.score.decimals):
        return _("From %(year)s scores are printed with decimals; before they were whole numbers.") % {"year": now.year}
    if before.score.base_rounded != now.score.base_rounded:
        return _("From %(year)s it is printed exactly how many answered; before it was to the nearest 10.") % {"year": now.year}
    return ""


def _break(one: Break) -> str:
    return break_words(one.code, one.year)


def _change(year: TrendYear) -> str:
    """How the group's own score changed since the year before, with its interval; nothing where it is not tested."""
    if year.change is None:
        return ""
    if isinstance(year.change.result, Broken):
        return _("not compared: the series breaks")
    if not isinstance(year.change.result, Gap):
        return _("cannot tell: too few")
    gap = year.change.result.gap
    named = {"change": points(100 * gap.value), "low": points(100 * gap.low), "high": points(100 * gap.high), "year": year.change.earlier}
    return _("%(change)s points since %(year)s (%(low)s to %(high)s)") % named


def closing_words(closing: Closing | None) -> str:
    if closing is None:
        return _("There are not two years that can be compared.")
    named = {"year": closing.since.year, "before": points(closing.since.gap), "now": points(closing.now.gap)}
    said = _("In %(year)s the gap was %(before)s points, now it is %(now)s.") % named
    if closing.low is not None and closing.high is not None:
        interval = {"change": points(closing.change), "low": points(closing.low), "high": points(closing.high)}
        said += " " + _("It changed by %(change)s points to the worse (%(low)s to %(high)s).") % interval
    return f"{said} {MOVEMENTS[closing.movement]}"


def report_of(load: SurveyLoad) -> dict[str, Any]:
    """What a load's report says, for a page: sheets with words, remarks in doubt first, then what was not kept, then the rest."""
    return report_words(load.report)


def report_words(report: dict[str, Any]) -> dict[str, Any]:
    remarks = [(remark, remark_words(remark)) for remark in report.get("remarks", []) if remark["said"] in REMARKS]
    doubtful = {one.value for one in DOUBTFUL}
    return {
        "sheets": [(sheet, SHEETS.get(sheet["kind"], sheet["kind"])) for sheet in report.get("sheets", [])],
        "doubtful": [one for one in remarks if one[0]["said"] in doubtful],
        "left_out": [one for one in remarks if is_not_kept(one[0])],
        "said": [one for one in remarks if one[0]["said"] not in doubtful and not is_not_kept(one[0])],
    }


def characteristic_words(code: str) -> str:
    return str(CHARACTERISTICS.get(code, code))
