"""The gaps of one year and characteristic as a file: every figure shown on the page, and how it was come by."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.stats.survey.scores import rounded
from folkmoot.workforce.survey.queries import Gaps
from folkmoot.workforce.survey.rules import THE_RULE, GapRow, Score
from folkmoot.workforce.survey.web.presenters import completeness, why_words
from folkmoot.workforce.survey.web.words import FINDINGS, ITEMS, group_words

FORMATS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def gaps_file(gaps: Gaps, ending: str, title: str) -> bytes:
    """`ending` is a key of FORMATS."""
    rows = [_row(row) for row in (*gaps.rows, *gaps.alone)]
    if ending == "csv":
        return write_csv(_columns(), rows)
    return write_ods([Sheet(title, _columns(), rows, notes(gaps))], title, "cy" if get_language() == "cy" else "en-GB")


def notes(gaps: Gaps) -> tuple[str, ...]:
    """How the figures were come by; the same sentences stand on the page."""
    named = {"gap": f"{THE_RULE.min_gap:g}", "q": f"{100 * THE_RULE.q:g}"}
    return (
        _("Source: Civil Service People Survey %(year)s, as published.") % {"year": gaps.year},
        _("A gap is the group's score less the other's, worked out from the published figures and rounded last."),
        _("It needs review where it is at least %(gap)s points and still no chance at the level of %(q)s%% after all gaps of the table "
          "were judged together (Benjamini and Hochberg), whatever was rounded away.") % named,
        _("Tests: a two-sample z test for a share or theme, with a Newcombe interval; for an index the widest spread that its mean allows. "
          "At least 30 people for a question, 20 for a theme and 10 for an index must have answered on each side."),
        _("[c] withheld by the publisher, fewer than 10 people; [x] not published. “Prefer not to say” stands for itself and is "
          "compared with nobody."),
        *([completeness(gaps)] if completeness(gaps) else []),
        _("The survey says what people reported, not why. A difference is a question to be looked into, not an answer."),
    )  # fmt: skip


def _columns() -> tuple[str, ...]:
    return (
        _("Score"), _("Group"), _("Score of the group"), _("Answered"), _("Compared with"), _("Score of these"), _("Answered (these)"),
        _("Gap in points"), _("From"), _("To"), _("Statistic"), _("p, adjusted"), _("Finding"), _("Why"),
    )  # fmt: skip


def _row(row: GapRow) -> Sequence[Cell]:
    return [
        str(ITEMS[row.item.code]), group_words(row.characteristic, row.group.code), *_score(row.score),
        group_words(row.characteristic, row.reference.code), *_score(row.beside), _number(row.gap), _number(row.low), _number(row.high),
        _number(row.statistic, 3), None if row.p_adjusted is None else float(f"{row.p_adjusted:.3g}"),
        str(FINDINGS[row.finding][0]), why_words(row),
    ]  # fmt: skip


def _score(score: Score) -> tuple[Cell, Cell]:
    value = "[c]" if score.value is None else rounded(score.value, score.decimals)
    return value, ("[c]" if score.value is None else "[x]") if score.base is None else score.base


def _number(value: float | None, places: int = 2) -> Cell:
    return "" if value is None else rounded(value, places)
