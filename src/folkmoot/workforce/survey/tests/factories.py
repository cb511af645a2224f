"""Invented workbooks in the layouts of the published ones, and the people who bring them in."""

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.published.survey.reading import read
from folkmoot.workforce.survey.models import SurveyLoad
from folkmoot.workforce.survey.operations import bring_in, choose_organisation

SERVICE = "Service of the Crown"
HEADINGS = ("Organisation code", "Organisation name", "Department group", "Focus demographic variable", "Focus demographic response",
            "Notes", "Count", "EES\nEmployee engagement index (B47 to B51)", "if_ts\nInclusion and fair treatment theme score (% positive)",
            "E01_yes\nHave you been discriminated against at work in the last 12 months?\n(% selecting 'Yes')")  # fmt: skip
ETHNICITY = "J03_grouped. Ethnic Minority / White"
MINORITY: list[Cell] = ["SOC", SERVICE, "Law", ETHNICITY, "Ethnic Minority", "", 416, "67.640", "74.099", "12.740"]
WHITE: list[Cell] = ["SOC", SERVICE, "Law", ETHNICITY, "White", "", 2464, "68.073", "81.121", "6.047"]
EVERYBODY: list[list[Cell]] = [
    ["CS_MEAN", "All civil servants (mean score)", "All", ETHNICITY, "Ethnic Minority", "", 47860, "67.179", "79.611", "11.433"],
    ["CS_MEAN", "All civil servants (mean score)", "All", ETHNICITY, "White", "", 264469, "61.853", "81.783", "7.532"],
]
WITHHELD: list[Cell] = ["TINY", "Tiny Office", "Law", ETHNICITY, "Ethnic Minority", "", "[c]", "[c]", "[c]", "[c]"]


def hr(email: str = "sioned.pugh@example.org", name: str = "Sioned Pugh") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.HR, national=True)
    return viewer_for(who, TODAY)


def analyst(email: str = "idris.cole@example.org", name: str = "Idris Cole") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.ANALYST, national=True)
    return viewer_for(who, TODAY)


def workbook(*rows: list[Cell], year: int = 2024) -> bytes:
    """A workbook of one sheet of organisations by ethnicity, in the layout of 2024: words above, headings in row 5."""
    above: list[list[Cell]] = [
        ["This worksheet contains one table."],
        ["This table contains notes."],
        [f"Source: Civil Service People Survey {year}."],
    ]
    listed: list[list[Cell]] = [*above, list(HEADINGS), *(rows or (*EVERYBODY, MINORITY, WHITE, WITHHELD))]
    wide = [[*row, *[""] * (len(HEADINGS) - len(row))] for row in listed]
    columns = [f"Table 2: Results by Organisation and Ethnicity {year}", *[""] * (len(HEADINGS) - 1)]
    return write_ods([Sheet("Organisation", columns, wide)], "Survey", "en-GB")


def loaded(*rows: list[Cell], year: int = 2024, name: str = "by-ethnicity.ods") -> SurveyLoad:
    """A workbook that was brought in by HR, for the invented service."""
    who = hr()
    choose_organisation(by=who, at=NOW, name=SERVICE)
    file = read(workbook(*rows, year=year), name)
    return bring_in(by=who, at=NOW, file=file, sha256=f"{year}{name}").load
