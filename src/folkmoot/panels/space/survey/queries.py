"""Reading the surveys of members. What was answered is read only after a survey has closed, and then only as shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel, Position
from folkmoot.panels.queries import of_panels
from folkmoot.panels.space.seats import same_person
from folkmoot.panels.space.survey.models import Remark, Survey, Taken, Tally
from folkmoot.panels.space.survey.rules import QUESTIONS, Shown, counted, open_on, pooled, shown

# The survey asks members what they think of the service: the service's own people on a panel are not asked.
NOT_ASKED = (Position.SERVICE, Position.OBSERVER)


@dataclass(frozen=True)
class Result:
    """One survey. While it takes answers only `asked` and `answered` are given; `questions` and `remarks` are empty until it closes.

    `remarks` are in no order, and empty too where fewer answered than may be shown.
    """

    survey: Survey
    open: bool
    asked: int
    answered: int
    questions: list[Shown]
    remarks: list[str]


def surveys(viewer: Viewer, *, year: int | None = None) -> QuerySet[Survey]:
    """The surveys of the panels in sight, the latest year first."""
    rows = of_panels(viewer, Survey.objects.select_related("panel__area"), "panels.read")
    return rows if year is None else rows.filter(year=year)


def get_survey(viewer: Viewer, survey_id: int) -> Survey:
    """One survey in sight. Raises Survey.DoesNotExist."""
    return surveys(viewer).get(pk=survey_id)


def to_answer(member: Member, today: date) -> Survey | None:
    """The survey that a member has yet to answer today, or None."""
    if member.position in NOT_ASKED:
        return None
    rows = Survey.objects.filter(panel=member.panel_id, opens_on__lte=today, closes_on__gte=today)
    done = Taken.objects.filter(same_person(member)).values("survey")
    return rows.exclude(pk__in=done).order_by("closes_on").first()


def results(rows: Iterable[Survey], *, today: date) -> list[Result]:
    """Each survey with what may be shown of it, in a constant number of queries."""
    among = list(rows)
    closed = [row for row in among if row.closes_on < today]
    asked, tallies = _asked(among), _tallies(closed)
    remarks: dict[int, list[str]] = {}
    for remark in Remark.objects.filter(survey__in=closed):
        remarks.setdefault(remark.survey_id, []).append(remark.words)
    found = []
    for row in among:
        lines = [shown(question, counted(tallies[row.pk], question, asked[row.pk])) for question in QUESTIONS] if row in closed else []
        read = remarks.get(row.pk, []) if any(line.share for line in lines) else []
        found.append(Result(row, is_open(row, today), asked[row.pk], row.answered, lines, read))
    return found


def latest_result(panel: Panel, *, today: date) -> Result | None:
    """The last survey of a panel that has closed, for the members' own page and for what the panel publishes."""
    row = Survey.objects.filter(panel=panel, closes_on__lt=today).select_related("panel").order_by("-year").first()
    return results([row], today=today)[0] if row else None


@dataclass(frozen=True)
class Whole:
    """A year over all panels in sight: `panels` closed surveys, of which those without enough answers are in it only together."""

    panels: int
    asked: int
    answered: int
    questions: list[Shown]


def whole_year(viewer: Viewer, year: int, *, today: date) -> Whole:
    """The shares of a year over the panels in sight whose survey has closed."""
    rows = list(surveys(viewer, year=year))
    closed = [row for row in rows if row.closes_on < today]
    asked, tallies = _asked(closed), _tallies(closed)
    over = today.year > year and len(closed) == len(rows)
    questions = [
        pooled(question, [counted(tallies[row.pk], question, asked[row.pk]) for row in closed], year_over=over) for question in QUESTIONS
    ]
    return Whole(len(closed), sum(asked.values()), sum(row.answered for row in closed), questions)


def is_open(row: Survey, today: date) -> bool:
    return open_on(opens_on=row.opens_on, closes_on=row.closes_on, today=today)


def _asked(rows: list[Survey]) -> dict[int, int]:
    """How many people held a seat while each survey was open: those who could have answered; never fewer than did."""
    held = Q(panel__members__starts__lte=F("closes_on")) & ~Q(panel__members__position__in=NOT_ASKED)
    held &= Q(panel__members__ends__isnull=True) | Q(panel__members__ends__gte=F("opens_on"))
    held &= Q(panel__members__ended_on__isnull=True) | Q(panel__members__ended_on__gte=F("opens_on"))
    people = Survey.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        people=Count("panel__members__contact", filter=held, distinct=True)
    )
    numbers = dict(people.values_list("pk", "people"))
    return {row.pk: max(numbers[row.pk], row.answered) for row in rows}


def _tallies(rows: list[Survey]) -> dict[int, dict[tuple[str, str], int]]:
    found: dict[int, dict[tuple[str, str], int]] = {row.pk: {} for row in rows}
    for tally in Tally.objects.filter(survey__in=rows):
        found[tally.survey_id][tally.question, tally.answer] = tally.number
    return found
