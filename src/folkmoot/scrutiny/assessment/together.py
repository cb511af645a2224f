"""The members’ answers side by side, once they are shown: never with a name, in an order that says nothing of who gave them."""

import hashlib
from dataclasses import dataclass

from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.assessment.models import Assessment, Judgement
from folkmoot.scrutiny.assessment.queries import that_count
from folkmoot.scrutiny.assessment.questions.models import Question
from folkmoot.scrutiny.assessment.questions.rules import WORDS


@dataclass(frozen=True)
class Column:
    """One member’s judgement under a number; `own` where it is the reader’s."""

    number: int
    own: bool
    judgement: Judgement


@dataclass(frozen=True)
class Answer:
    number: int
    value: str
    remark: str


@dataclass(frozen=True)
class Line:
    """One question with every member’s answer to it, in the order of the columns; `differ`: they did not all answer the same."""

    question: Question
    answers: list[Answer]
    differ: bool


@dataclass(frozen=True)
class Beside:
    columns: list[Column]
    lines: list[Line]
    grades_differ: bool

    @property
    def differing(self) -> int:
        return sum(line.differ for line in self.lines)

    @property
    def compared(self) -> int:
        return sum(line.question.kind != WORDS for line in self.lines)


def side_by_side(assessment: Assessment, seat: Member | None = None) -> Beside:
    """Raises ValueError for an assessment whose answers were not shown: before that nobody reads what another answered."""
    if assessment.shown_at is None:
        raise ValueError("the answers of this assessment have not been shown")
    rows = that_count().filter(assessment=assessment).select_related("grade", "member").order_by("pk")
    columns = [
        Column(number, seat is not None and row.member.contact_id == seat.contact_id, row)
        for number, row in enumerate(sorted(rows, key=_shuffled), start=1)
    ]
    questions = assessment.question_set.questions.order_by("order", "pk")
    grades = {column.judgement.grade_id for column in columns}
    return Beside(columns, [_line(question, columns) for question in questions], len(grades) > 1)


def _shuffled(row: Judgement) -> str:
    """The same order each time, and not the order of names, seats or of locking."""
    return hashlib.sha256(f"{row.assessment_id} {row.pk} {row.begun_at.isoformat()}".encode()).hexdigest()


def _line(question: Question, columns: list[Column]) -> Line:
    answers = [
        Answer(each.number, each.judgement.answers.get(question.code, ""), each.judgement.remarks.get(question.code, ""))
        for each in columns
    ]
    values = {answer.value for answer in answers if answer.value}
    return Line(question, answers, question.kind != WORDS and len(values) > 1)
