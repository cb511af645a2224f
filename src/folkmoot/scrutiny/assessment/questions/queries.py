"""Reading sets of questions and scales. They hold for the whole service: whoever may read about scrutiny may read all of them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.models import PanelKind
from folkmoot.scrutiny.assessment.questions.models import Grade, GradeScale, Question, QuestionSet
from folkmoot.scrutiny.assessment.questions.rules import Asked, fit

CAPABILITY = "scrutiny.read"
State = QuestionSet.State


def question_sets(viewer: Viewer) -> QuerySet[QuestionSet]:
    """Every version of every set with its questions, drafts too; none for whoever may not read about scrutiny."""
    rows = _with_questions() if viewer.may(CAPABILITY) else QuestionSet.objects.none()
    return rows.order_by("code", "-number")


def get_question_set(viewer: Viewer, pk: int) -> QuestionSet:
    """One version. Raises QuestionSet.DoesNotExist."""
    return question_sets(viewer).get(pk=pk)


def in_use() -> list[QuestionSet]:
    """The latest issued version of each set, with its questions."""
    latest = QuestionSet.objects.filter(code=OuterRef("code"), state=State.ISSUED, number__gt=OuterRef("number"))
    return list(_with_questions().filter(~Exists(latest), state=State.ISSUED).order_by("code"))


def set_for(*, strand: str, kind: PanelKind, among: Iterable[QuestionSet] | None = None) -> QuestionSet | None:
    """The set that is put to a case of a strand by a panel of a kind; None where no set fits."""
    found = in_use() if among is None else among
    fits = [(fit(strand=strand, kind=kind.code, set_strands=row.strands.splitlines(), set_kind=_kind(row)), row) for row in found]
    fitting = [(how, row) for how, row in fits if how]
    return max(fitting, key=lambda each: (each[0], each[1].code))[1] if fitting else None


def asked_of(row: QuestionSet) -> list[Asked]:
    """The questions of a version as the rules see them, in order."""
    return [Asked(each.code, each.kind, each.weight) for each in row.questions.all()]


def scales(viewer: Viewer) -> QuerySet[GradeScale]:
    """The scales in use with their grades, best first."""
    rows = GradeScale.objects.filter(withdrawn_on__isnull=True) if viewer.may(CAPABILITY) else GradeScale.objects.none()
    return rows.prefetch_related(Prefetch("grades", grades_in_order()))


def grades_of(scale_id: int) -> QuerySet[Grade]:
    """The grades that can be given on a scale, best first; none on “learning only”."""
    return grades_in_order().filter(scale=scale_id)


def grades_in_order() -> QuerySet[Grade]:
    return Grade.objects.filter(withdrawn_on__isnull=True).order_by("scale", "order", "pk")


def _with_questions() -> QuerySet[QuestionSet]:
    questions = Prefetch("questions", Question.objects.order_by("order", "pk"))
    return QuestionSet.objects.select_related("kind", "scale", "drafted_by", "issued_by").prefetch_related(questions)


def _kind(row: QuestionSet) -> str:
    return row.kind.code if row.kind else ""
