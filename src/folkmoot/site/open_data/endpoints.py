"""The endpoints of the open data, each with its fields. What a field holds is made in `rows`."""

from folkmoot.casework.goals.models import Goal, GoalReading
from folkmoot.site.open_data import rows
from folkmoot.site.open_data.declared import Endpoint, Field, Type
from folkmoot.site.register import Kind
from folkmoot.voice.published.rules import SAYABLE, Version

LANGUAGES = {
    Version.ENGLISH: "in English", Version.WELSH: "in Welsh", Version.EASY: "in Easy Read", Version.EASY_WELSH: "in Easy Read in Welsh",
}  # fmt: skip
TWO = (Version.ENGLISH, Version.WELSH)
ID = Field("id", Type.TEXT, "Its own for ever.")
AREA = Field("area", Type.TEXT, "The id of its Area; null for England and Wales.", empty=True, chosen=True)
PUBLISHED = Field("published", Type.MOMENT, "When it was published.")
STATE = Field("state", Type.TEXT, "Whether it still stands.", choices=("published", "withdrawn"), chosen=True)
WITHDRAWN = (
    Field("withdrawn_on", Type.DATE, "The day it was withdrawn; null where it stands.", empty=True),
    Field("withdrawn_why_en", Type.TEXT, "Why it was withdrawn, in English.", empty=True),
    Field("withdrawn_why_cy", Type.TEXT, "Why it was withdrawn, in Welsh.", empty=True),
)
PAGE = Field("page", Type.ADDRESS, "Its page for people; null where there is none any more.", empty=True)
FINGERPRINT = Field("sha256", Type.TEXT, "The fingerprint of what was agreed and published.")


def texts(name: str, about: str, versions: tuple[Version, ...] = tuple(Version)) -> tuple[Field, ...]:
    """A field for each version of a text; null where nobody wrote that version, or it was withdrawn."""
    return tuple(Field(rows.named(name, version), Type.TEXT, f"{about} {LANGUAGES[version]}; null where there is none.", empty=True)
                 for version in versions)  # fmt: skip


AREAS = Endpoint("areas", "Areas", "The Areas of the service that are in being, with the police forces and counties that they serve.", (
    ID, Field("name_en", Type.TEXT, "The name in English."), Field("name_cy", Type.TEXT, "The name in Welsh.", empty=True),
    Field("kind", Type.TEXT, "“area”, or another part of the service.", chosen=True),
    Field("forces", Type.TEXT, "Its police forces, with “; ” between them.", empty=True),
    Field("counties", Type.TEXT, "Its counties, with “; ” between them.", empty=True), PAGE,
), rows.areas)  # fmt: skip

PANELS = Endpoint("panels", "Panels", "The panels of volunteers that are on the public page.", (
    ID, AREA, Field("name_en", Type.TEXT, "The name in English."), Field("name_cy", Type.TEXT, "The name in Welsh.", empty=True),
    Field("kind", Type.TEXT, "What kind of panel it is, in English."), *texts("purpose", "What it is for", TWO),
    Field("starts", Type.DATE, "The day it was set up."),
    Field("ended", Type.DATE, "The day it ended; null while it goes on.", empty=True), PAGE,
), rows.panels)  # fmt: skip

REPRESENTATION = Endpoint(
    "representation", "Statements of representation", "What each panel published of whom its members represent, word for word.", (
        ID, AREA, Field("panel", Type.TEXT, "The id of the panel.", chosen=True), PUBLISHED, STATE, *WITHDRAWN,
        Field("first", Type.DATE, "The first day it is about."), Field("last", Type.DATE, "The last day it is about."),
        *texts("title", "The title"), *texts("words", "The words"), FINGERPRINT, PAGE,
    ), rows.representation,
)  # fmt: skip

SAID = Endpoint("said", "You said, we did", "Each answer in its last published version, as the records stood on that day.", (
    ID, AREA, Field("edition", Type.WHOLE, "The number of its version; 1 for the first."), PUBLISHED, STATE, *WITHDRAWN,
    Field("theme", Type.TEXT, "What it is about, in English; null where nobody said.", empty=True, chosen=True),
    Field("standing", Type.TEXT, "What was answered; null of what was withdrawn.", empty=True,
          choices=tuple(each.value for each in SAYABLE), chosen=True),
    Field("due_on", Type.DATE, "The day by which it was planned, when it was published.", empty=True),
    Field("done_on", Type.DATE, "The day it was done, when it was published.", empty=True),
    Field("corrects_en", Type.TEXT, "What this version corrects, in English.", empty=True),
    Field("corrects_cy", Type.TEXT, "What this version corrects, in Welsh.", empty=True),
    *texts("title", "The title"), *texts("you_said", "What was said"), *texts("we_did", "What we did"),
    *texts("shown_by", "What shows that it was done"), FINGERPRINT, PAGE,
), rows.said)  # fmt: skip

TABLES = Endpoint("tables", "Published tables", "Each table of each edition, with its notes. Its figures are under “cells”.", (
    ID, AREA, Field("edition", Type.TEXT, "The address and number of its edition.", chosen=True),
    Field("latest", Type.YES_NO, "Whether it is of the latest edition that stands.", chosen=True), PUBLISHED, STATE, *WITHDRAWN,
    Field("title", Type.TEXT, "The title; null of what was withdrawn.", empty=True),
    Field("by", Type.TEXT, "What its rows are divided by, with “; ” between; null of what was withdrawn.", empty=True),
    Field("outcome", Type.TEXT, "The outcome that is counted.", empty=True),
    Field("reference", Type.TEXT, "The group that others are compared with; null where none is.", empty=True),
    Field("period_first", Type.DATE, "The first day of the edition."), Field("period_last", Type.DATE, "The last day of the edition."),
    Field("data_as_of", Type.TEXT, "The day on which the data stood so.", empty=True),
    Field("provisional", Type.YES_NO, "Whether later months may still change the figures."),
    Field("share_recorded", Type.NUMBER, "Of how many in a hundred what it is divided by is recorded; null where not shown.", empty=True),
    Field("source", Type.TEXT, "Where the figures come from.", empty=True),
    Field("notes", Type.TEXT, "What has to be known to read it, one note a line.", empty=True), FINGERPRINT, PAGE,
), rows.tables)  # fmt: skip

CELLS = Endpoint("cells", "Cells of published tables", "Every figure of the editions that stand, or the symbol in its place.", (
    ID, Field("table", Type.TEXT, "The id of its table.", chosen=True),
    Field("latest", Type.YES_NO, "Whether it is of the latest edition that stands.", chosen=True),
    Field("row", Type.TEXT, "The group that the row is of, with “; ” between several values."),
    Field("row_kind", Type.TEXT, "“group”, “everyone” or “not recorded”.", chosen=True),
    Field("column", Type.TEXT, "What the figure is, in English."),
    Field("measure", Type.TEXT, "The same in short: n, k, rate, difference, relative_rate, verdict, or another.", chosen=True),
    Field("end", Type.TEXT, "“low” or “high” of an interval; null for the figure itself.", empty=True, choices=("low", "high")),
    Field("value", Type.NUMBER, "The figure as it was published; null where a symbol or words stand there.", empty=True),
    Field("words", Type.TEXT, "The symbol (“[c]”: withheld), or words, that stand in its place.", empty=True),
    Field("suppressed", Type.YES_NO, "Whether it was withheld because few people are behind it.", chosen=True),
    Field("marks", Type.TEXT, "Marks of the row: “[p]” provisional, “[r]” revised.", empty=True),
    Field("revised", Type.YES_NO, "Whether this figure is not as in the edition before."),
), rows.cells)  # fmt: skip

MEASURES = tuple(each.value for each in Goal.Measure)
GOALS = Endpoint("goals", "Goals for fairness", "Each goal in its last published version, with where it began and how it stands.", (
    ID, AREA, PUBLISHED, *texts("title", "The title", TWO), *texts("words", "What is to change, and why,", TWO),
    Field("characteristic", Type.TEXT, "The characteristic."), Field("group", Type.TEXT, "The group."),
    Field("reference", Type.TEXT, "The group it is compared with."), Field("outcome", Type.TEXT, "The outcome."),
    Field("measure", Type.TEXT, "What is measured: a gap or a rate from 0 to 1, or a ratio of the two.", choices=MEASURES, chosen=True),
    Field("months", Type.WHOLE, "Months looked at together."), Field("baseline", Type.NUMBER, "Where it began."),
    Field("baseline_low", Type.NUMBER, "The lower end of its 95 % interval."),
    Field("baseline_high", Type.NUMBER, "The upper end of its 95 % interval."),
    Field("target", Type.NUMBER, "Where it is to be."), Field("by", Type.DATE, "By which day."),
    Field("agreed_on", Type.DATE, "The day of the meeting at which it was agreed."),
    Field("ended_on", Type.DATE, "The day it ended; null while it runs.", empty=True),
    Field("ended_why", Type.TEXT, "Why it ended.", empty=True), PAGE,
), rows.goals)  # fmt: skip

PROGRESS = Endpoint("progress", "Progress of goals", "Each reading of each published goal, with its base and its interval.", (
    ID, Field("goal", Type.TEXT, "The id of the goal.", chosen=True), Field("first_month", Type.TEXT, "The first month.", empty=True),
    Field("last_month", Type.TEXT, "The last month.", empty=True), Field("data_as_of", Type.DATE, "The day of the data.", empty=True),
    Field("value", Type.NUMBER, "What it read; null where the numbers are too small to be shown.", empty=True),
    Field("low", Type.NUMBER, "The lower end of its 95 % interval.", empty=True),
    Field("high", Type.NUMBER, "The upper end of its 95 % interval.", empty=True),
    Field("base", Type.WHOLE, "How many cases are behind it; null where it was withheld.", empty=True),
    Field("target", Type.NUMBER, "The target then."),
    Field("finding", Type.TEXT, "What it says beside the target and the start.", choices=tuple(each.value for each in GoalReading.Finding),
          chosen=True),
    Field("suppressed", Type.YES_NO, "Whether it was withheld because few people are behind it.", chosen=True),
), rows.progress)  # fmt: skip

ASSESSMENTS = Endpoint("assessments", "Equality impact assessments", "Each publication of an assessment.", (
    ID, AREA, Field("line", Type.TEXT, "What is the same through all versions of one assessment.", chosen=True),
    Field("edition", Type.WHOLE, "The number of its version."),
    Field("latest", Type.YES_NO, "Whether none was published later.", chosen=True),
    PUBLISHED, Field("title", Type.TEXT, "The title."),
    Field("language", Type.TEXT, "The language it is written in.", choices=("en", "cy")),
    Field("words", Type.TEXT, "All that was written in it and published, one part after the other."), FINGERPRINT, PAGE,
), rows.assessments)  # fmt: skip

REPORTS = Endpoint("reports", "Six-monthly reports", "Each report that was published. Its pages and files stand at its address.", (
    ID, AREA, Field("number", Type.WHOLE, "The number of the report."),
    Field("period", Type.TEXT, "The half-year it is about, as 2026-H1.", chosen=True), PUBLISHED, STATE, *WITHDRAWN,
    Field("restates", Type.WHOLE, "The number of the report that it puts right; null for the first.", empty=True), FINGERPRINT, PAGE,
), rows.reports)  # fmt: skip

RELEASES = Endpoint("releases", "Register of releases", "Everything that was ever published, and what was withdrawn of it.", (
    ID, AREA, Field("kind", Type.TEXT, "What it is.", choices=tuple(each.value for each in Kind), chosen=True),
    Field("edition", Type.TEXT, "Its number, where it has one.", empty=True),
    Field("latest", Type.YES_NO, "Whether nothing of the same line was published later.", chosen=True), PUBLISHED, STATE, *WITHDRAWN,
    *texts("title", "The title"), PAGE,
), rows.releases)  # fmt: skip

ENDPOINTS = (AREAS, PANELS, REPRESENTATION, SAID, TABLES, CELLS, GOALS, PROGRESS, ASSESSMENTS, REPORTS, RELEASES)
BY_NAME = {one.name: one for one in ENDPOINTS}
