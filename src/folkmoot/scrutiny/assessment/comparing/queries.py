"""The answers that are compared, from what the viewer may see; never by member, and never of a case that was set aside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.assessment.comparing.rules import Against, Answered, Figure, Turn, against_key, drift, of_group, of_question
from folkmoot.scrutiny.assessment.models import Assessment, CalibrationKey, Judgement
from folkmoot.scrutiny.assessment.queries import CAPABILITY, that_count
from folkmoot.scrutiny.assessment.questions.models import Question, QuestionSet
from folkmoot.scrutiny.assessment.questions.queries import grades_in_order
from folkmoot.scrutiny.assessment.questions.rules import WORDS, plain
from folkmoot.scrutiny.packs.models import Pack

AREA = "assessment__pack__drawn__draw__panel__area_id"
GRADE = "grade:"
BYS = ("question", "strand", "panel")


@dataclass(frozen=True)
class Line:
    """One figure with what it is about in words: `question` the latest wording, `heading` the strand, panel or scale."""

    figure: Figure
    heading: str
    question: Question | None = None


@dataclass(frozen=True)
class Compared:
    """Agreement in sight since a day. `judgements` that count, of how many `cases`; `left_out`: locked, and not shown to the panel yet."""

    by: str
    lines: list[Line]
    cases: int
    judgements: int
    left_out: int


def counted(viewer: Viewer, *, since: date | None = None, calibration: bool = False) -> QuerySet[Judgement]:
    """The judgements in sight that count: locked, shown, of nobody found to be tied, of no case that was set aside."""
    rows = that_count().filter(assessment__shown_at__isnull=False, assessment__set_aside_at__isnull=True)
    rows = rows.filter(assessment__pack__drawn__draw__calibration=calibration).exclude(assessment__pack__state=Pack.State.WITHDRAWN)
    rows = within(viewer, rows, CAPABILITY, area=AREA)
    return rows.filter(assessment__meeting__starts_at__date__gte=since) if since else rows


def agreement(viewer: Viewer, *, by: str = "question", since: date | None = None) -> Compared:
    """How far members agree, by question (and grade), by strand or by panel; the same few queries however many there are.

    Small numbers are withheld. Calibration rounds are not in it: they have a page of their own.
    """
    rows = list(counted(viewer, since=since).select_related("grade", "assessment__pack__drawn__draw").order_by("pk"))
    questions = _questions(rows)
    if by == "question":
        lines = [*_by_grade(rows), *_by_question(rows, questions)]
    else:
        lines = _by_group(rows, questions, _strand if by == "strand" else _panel, _names(rows) if by == "panel" else {})
    waiting = Judgement.objects.filter(locked_at__isnull=False, assessment__shown_at__isnull=True, assessment__set_aside_at__isnull=True)
    return Compared(by, lines, len({row.assessment_id for row in rows}), len(rows), within(viewer, waiting, CAPABILITY, area=AREA).count())


def drift_of(viewer: Viewer, panel: Panel, *, since: date | None = None) -> list[tuple[Meeting, Turn]]:
    """How the answers of one panel in sight went from meeting to meeting, the earliest first."""
    rows = counted(viewer, since=since).filter(assessment__pack__drawn__draw__panel=panel)
    held = list(rows.select_related("assessment__meeting", "assessment__pack__drawn__draw").order_by("pk"))
    questions = _questions(held)
    meetings = {row.assessment.meeting_id: row.assessment.meeting for row in held}
    order = sorted(meetings, key=lambda pk: (meetings[pk].starts_at or timezone.now(), pk))
    weights = {code: question.weight for code, question in questions.items()}
    return [(meetings[turn.meeting], turn) for turn in drift(list(_answered(held, questions)), order, weights)]


def _answered(
    rows: Iterable[Judgement], questions: dict[str, Question], group: Callable[[Judgement], str] | None = None
) -> Iterable[Answered]:
    for row in rows:
        of = group(row) if group else ""
        for code, value in row.answers.items():
            if code in questions and questions[code].kind != WORDS:
                yield Answered(row.assessment_id, row.member_id, code, questions[code].kind, value, of, row.assessment.meeting_id)


def _questions(rows: Iterable[Judgement]) -> dict[str, Question]:
    """Each question that was asked, by its code, in its latest wording."""
    sets = {row.assessment.question_set_id for row in rows}
    found = Question.objects.filter(question_set__in=sets).select_related("question_set").order_by("question_set__issued_at", "order")
    return {question.code: question for question in found}


def _by_question(rows: list[Judgement], questions: dict[str, Question]) -> list[Line]:
    by_code: dict[str, list[Answered]] = {}
    for each in _answered(rows, questions):
        by_code.setdefault(each.question, []).append(each)
    lines = [Line(of_question(code, questions[code].kind, each), "", questions[code]) for code, each in by_code.items()]
    return sorted(lines, key=_least_agreed)


def _by_grade(rows: list[Judgement]) -> list[Line]:
    """Overall grades, scale by scale: those that conclude, best first. “No conclusion” is no place on a scale, so it is left out."""
    places = {grade.pk: (grade, place) for place, grade in enumerate(grades_in_order().filter(concludes=True).select_related("scale"))}
    by_scale: dict[int, list[Answered]] = {}
    for row in rows:
        if row.grade_id in places:
            grade = places[row.grade_id][0]
            by_scale.setdefault(grade.scale_id, []).append(Answered(row.assessment_id, row.member_id, "", "", str(row.grade_id)))
    lines = []
    for scale, answers in sorted(by_scale.items()):
        grades = [grade for grade, _place in places.values() if grade.scale_id == scale]
        lines.append(Line(of_question(f"{GRADE}{scale}", "", answers, [str(grade.pk) for grade in grades]), grades[0].scale.name))
    return lines


def _by_group(
    rows: list[Judgement], questions: dict[str, Question], group: Callable[[Judgement], str], names: dict[str, str]
) -> list[Line]:
    groups: dict[str, list[Answered]] = {}
    for each in _answered(rows, questions, group):
        groups.setdefault(each.group, []).append(each)
    lines = [Line(of_group(key, answers), names.get(key, key)) for key, answers in groups.items()]
    return sorted(lines, key=_least_agreed)


def _strand(row: Judgement) -> str:
    return plain(row.assessment.pack.strand)


def _panel(row: Judgement) -> str:
    return str(row.assessment.pack.drawn.draw.panel_id)


def _names(rows: Sequence[Judgement]) -> dict[str, str]:
    panels = Panel.objects.filter(pk__in={row.assessment.pack.drawn.draw.panel_id for row in rows})
    return {str(panel.pk): panel.name for panel in panels}


def _least_agreed(line: Line) -> tuple[bool, float, str]:
    """What agrees least comes first; what is withheld, last."""
    value = line.figure.coefficient.value if line.figure.coefficient else None
    return value is None, value if value is not None else 0.0, line.heading or line.figure.key


# --------------------------------------------------------------------------------------------------------------- calibration rounds


@dataclass(frozen=True)
class Round:
    """One case of a calibration round. `lines` are empty until its answers were shown; `key` None where no lawyer has set it."""

    pack: Pack
    assessment: Assessment | None
    key: CalibrationKey | None
    lines: list[tuple[Question, Against]]
    judgements: int


def calibration(viewer: Viewer) -> list[Round]:
    """The cases of calibration rounds in sight, the latest first, each against its key once it was shown."""
    packs = Pack.objects.filter(drawn__draw__calibration=True).select_related(
        "drawn__draw__panel__area", "drawn__draw__panel__kind", "drawn__draw__meeting", "calibration_key__question_set"
    )
    held = list(within(viewer, packs, CAPABILITY, area="drawn__draw__panel__area_id").order_by("-drawn__draw__prepared_at", "drawn__order"))
    rounds = {row.pack_id: row for row in Assessment.objects.filter(pack__in=held).select_related("meeting").order_by("number")}
    rows = counted(viewer, calibration=True).filter(assessment__in=[row.pk for row in rounds.values()]).select_related("assessment")
    by_round: dict[int, list[Judgement]] = {}
    for row in rows.order_by("pk"):
        by_round.setdefault(row.assessment_id, []).append(row)
    sets = QuestionSet.objects.filter(pk__in=[row.question_set_id for row in rounds.values()]).prefetch_related("questions")
    questions = {row.pk: {each.code: each for each in row.questions.all()} for row in sets}
    return [_round(pack, rounds.get(pack.pk), by_round, questions) for pack in held]


def _round(pack: Pack, row: Assessment | None, judged: dict[int, list[Judgement]], questions: dict[int, dict[str, Question]]) -> Round:
    key: CalibrationKey | None = getattr(pack, "calibration_key", None)
    found = judged.get(row.pk, []) if row else []
    asked = questions.get(row.question_set_id, {}) if row else {}
    lines = against_key(key.answers, list(_answered(found, asked))) if key and found else []
    return Round(pack, row, key, [(asked[each.question], each) for each in lines if each.question in asked], len(found))
