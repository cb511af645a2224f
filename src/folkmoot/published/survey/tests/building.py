"""Invented sheets in the layouts that were published over the years."""

from collections.abc import Sequence

from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.published.survey.figures import Figure, Remark, Said, SurveyFile

Rows = Sequence[Sequence[Cell]]
SERVICE = "Service of the Crown"


def sheet(title: str, *rows: Sequence[Cell]) -> Sheet:
    """A sheet as it stands: its first row is the first of `rows`."""
    width = max(map(len, rows))
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    return Sheet(title, [str(cell) for cell in wide[0]], wide[1:])


def ods(*sheets: Sheet) -> bytes:
    return write_ods(list(sheets), "Survey", "en-GB")


def xlsx(*sheets: Sheet) -> bytes:
    return write_xlsx(list(sheets), "Survey", "en-GB")


def csv(*rows: Sequence[Cell]) -> bytes:
    return write_csv([str(cell) for cell in rows[0]], rows[1:])


def figure(file: SurveyFile, **wanted: object) -> Figure:
    """The one figure with these values."""
    (found,) = [one for one in file.figures if all(getattr(one, name) == value for name, value in wanted.items())]
    return found


def remarks(file: SurveyFile, said: Said) -> list[Remark]:
    return [one for one in file.remarks if one.said is said]


ABOVE: Rows = [["Results by organisation"], ["This worksheet contains 1 table."], ["This table contains notes."],
               ["Source: Civil Service People Survey 2021."]]  # fmt: skip
HEADINGS = ["Organisation name", "Organisation code", "Organisation group", "Notes", "Response", "Count",
            "ees. Employee engagement score (mean of weighted scores for B47-B51)", "mw_p. My work theme score (% positive, B01-B05)",
            "E01. Have you been discriminated against at work in the last 12 months? (% yes)"]  # fmt: skip


def organisations_2021(*rows: Sequence[Cell], headings: Sequence[str] = HEADINGS) -> Sheet:
    return sheet("Organisations", *ABOVE, list(headings), *rows)


def organisations_2019(*rows: Sequence[Cell], year: int = 2019, groups: Sequence[str] = ("White", "Ethnic Minority")) -> Sheet:
    """Two groups side by side under two rows of headings, then a difference of rounded numbers."""
    scores = ["Number of respondents 2", "Engagement index", "My work", "Experienced discrimination at work in the past 12 months (E01)"]
    upper = [f"Civil Service People Survey {year}: results by organisation and ethnicity", "", groups[0], "", "", "", "", groups[1], "", "",
             "", "", f"Difference ({groups[1]} - {groups[0]})3", "", ""]  # fmt: skip
    lower = ["", "", *scores, "", *scores, "", *scores[1:]]
    return sheet(f"Organisation-{year}", upper, lower, *rows)
