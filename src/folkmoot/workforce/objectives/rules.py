"""The questions that units answer by counts, and which counts can be. No database, no clock.

Sources: strategy S000 asks for objectives on inclusion, inclusive behaviours in capability standards, mentoring and staff networks;
statement S003 for engagement objectives in personal development reviews (M37, M39).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST_STAFF = 10  # a unit of fewer gives no share of its own: its people would know each other in it


@dataclass(frozen=True)
class Question:
    """What is counted: of whom, and what is so of part of them. `about`: asked of each programme or network apart."""

    key: str
    name: Promise
    whole: Promise
    part: Promise
    about: bool = False
    page: str = "objectives"


QUESTIONS: tuple[Question, ...] = (
    Question(
        "inclusion_objective", gettext_lazy("Inclusion objective"), gettext_lazy("Staff with objectives agreed for the year"),
        gettext_lazy("of them, with an objective on inclusion"),
    ),
    Question(
        "engagement_objective", gettext_lazy("Engagement objective"), gettext_lazy("Staff with a personal development review this year"),
        gettext_lazy("of them, with an objective on engaging communities"),
    ),
    Question(
        "behaviours", gettext_lazy("Inclusive behaviours assessed"), gettext_lazy("Staff whose capability was assessed this year"),
        gettext_lazy("of them, with the inclusive behaviours of their standard assessed"),
    ),
    Question(
        "adjustments_agreed", gettext_lazy("Adjustments agreed"), gettext_lazy("Workplace adjustments asked for"),
        gettext_lazy("of them, agreed"), page="culture",
    ),
    Question(
        "adjustments_in_time", gettext_lazy("Adjustments in place in time"), gettext_lazy("Workplace adjustments agreed"),
        gettext_lazy("of them, in place within 20 working days"), page="culture",
    ),
    Question(
        "network_members", gettext_lazy("Members of a staff network"), gettext_lazy("Staff of the unit"),
        gettext_lazy("of them, members of the network"), about=True, page="culture",
    ),
    Question(
        "mentoring", gettext_lazy("Mentoring: went on"), gettext_lazy("Staff mentored in the programme"),
        gettext_lazy("of them, promoted or moved on within a year"), about=True, page="culture",
    ),
    Question(
        "mentoring_others", gettext_lazy("Mentoring: others of the same grades who went on"),
        gettext_lazy("Staff of the same grades who were not mentored"), gettext_lazy("of them, promoted or moved on within a year"),
        about=True, page="culture",
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Question] = {one.key: one for one in QUESTIONS}


def count_problems(
    *, question: str, about: str, as_of: date | None, whole: int, part: int, source: str, today: date
) -> dict[str, list[str]]:
    """Why a count cannot be, by field; empty when it can."""
    asked = BY_KEY.get(question)
    if asked is None:
        return {"question": [_("Choose one of the questions.")]}
    problems: dict[str, list[str]] = {}
    if asked.about and not about.strip():
        problems["about"] = [_("Say which programme or network it is.")]
    if not asked.about and about.strip():
        problems["about"] = [_("This question is asked of the unit as a whole: leave this empty.")]
    if as_of is None or as_of > today:
        problems["as_of"] = [_("Give the day the count holds for; it cannot be still to come.")]
    if part > whole:
        problems["part"] = [_("More than the staff asked about. The second number is a part of the first.")]
    if not source.strip():
        problems["source"] = [_("Say where the count comes from, so that somebody else can find it.")]
    return problems


@dataclass(frozen=True)
class Pasted:
    """A line pasted from a table: where it stood, the unit as it is called there, and the two numbers."""

    number: int
    unit: str
    whole: int
    part: int


def pasted(text: str) -> tuple[list[Pasted], list[str]]:
    """The lines of a table of three columns (unit, staff asked about, of them), and a sentence for each that cannot be read.

    Columns are parted by tabs, as a spreadsheet copies them, or by semicolons or commas. A first line without numbers is a heading.
    """
    found: list[Pasted] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        numbers = [cell.replace(",", "") for cell in cells[1:]]
        if len(cells) == 3 and all(one.isdecimal() for one in numbers):
            found.append(Pasted(number, cells[0], int(numbers[0]), int(numbers[1])))
        elif found or number > 1 or any(one.isdecimal() for one in numbers):
            problems.append(
                _("Line %(number)d: “%(line)s” is not a unit and two whole numbers.") % {"number": number, "line": line.strip()[:60]}
            )
    return found, problems


def _cells(line: str) -> list[str]:
    parting = next((one for one in ("\t", ";") if one in line), ",")
    return [cell.strip() for cell in line.split(parting)]
