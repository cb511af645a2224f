"""Writing sets of questions and scales. A version that was issued stays as it is; a change is a new version."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.scrutiny.assessment.questions.models import Grade, GradeScale, Question, QuestionSet
from folkmoot.scrutiny.assessment.questions.queries import asked_of
from folkmoot.scrutiny.assessment.questions.rules import grade_problems, issuing_problems, question_problems, scale_problems

State = QuestionSet.State
DRAFTABLE = frozenset({"name_en", "name_cy", "kind", "strands", "scale", "changed_what"})
CARRIED = ("code", "order", "kind", "words_en", "words_cy", "help_en", "help_cy", "weight", "source")
WRITE, ISSUE = "scrutiny.prepare", "scrutiny.review"


@transaction.atomic
def draft_set(*, by: Viewer, at: datetime, name_en: str, scale: GradeScale, code: str = "", **values: Any) -> QuestionSet:
    """Draft the first version of a set of the service's own. `values` are of DRAFTABLE. Raises Refused (by field) or NotAllowed."""
    by.require(WRITE)
    short = code.strip() or slugify(name_en)[:40]
    if QuestionSet.objects.filter(code=short).exists():
        raise Refused({"name_en": [_("There is a set of this short name. Draft a new version of it instead.")]})
    row = QuestionSet(code=short, number=1, name_en=name_en.strip(), scale=scale, drafted_by_id=by.account_id, drafted_at=at, **values)
    return _added(by, at, row)


@transaction.atomic
def draft_next(*, by: Viewer, at: datetime, question_set: QuestionSet) -> QuestionSet:
    """Draft the next version of a set with the questions of this one. Raises Refused where one is drafted already, or NotAllowed."""
    by.require(WRITE)
    versions = QuestionSet.objects.select_for_update().filter(code=question_set.code)
    if versions.filter(state=State.DRAFT).exists():
        raise Refused({"": [_("A version of this set is being drafted already. Change that one.")]})
    last = versions.order_by("-number").values_list("number", flat=True).first() or 0
    row = QuestionSet(
        code=question_set.code, number=last + 1, name_en=question_set.name_en, name_cy=question_set.name_cy, kind=question_set.kind,
        strands=question_set.strands, scale=question_set.scale, drafted_by_id=by.account_id, drafted_at=at,
    )  # fmt: skip
    _added(by, at, row)
    kept = question_set.questions.order_by("order", "pk")
    Question.objects.bulk_create([Question(question_set=row, **{name: getattr(each, name) for name in CARRIED}) for each in kept])
    return row


@transaction.atomic
def change_set(*, by: Viewer, at: datetime, question_set: QuestionSet, seen_version: int | None = None, **values: Any) -> None:
    """Change a draft. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    _only_draft(by, question_set)
    if unknown := set(values) - DRAFTABLE:
        raise Refused({"": [f"{', '.join(sorted(unknown))}?"]})
    fields = change(question_set, values, seen_version=seen_version)
    _noted(by, at, question_set, {"fields": fields})


@transaction.atomic
def keep_question(
    *, by: Viewer, at: datetime, question_set: QuestionSet, question: Question | None = None, seen_version: int | None = None, **values: Any
) -> Question:
    """Add a question to a draft, or change one of it. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    _only_draft(by, question_set)
    code = values.get("code") or (question.code if question else "") or slugify(values.get("words_en", ""))[:60].strip("-")
    taken = question_set.questions.filter(code=code).exclude(pk=question.pk if question else 0).exists()
    problems = question_problems(state=question_set.state, words=values.get("words_en", ""), taken=taken)
    if problems:
        raise Refused(problems)
    if question is None:
        last = question_set.questions.aggregate(last=Max("order"))["last"] or 0
        question = Question(question_set=question_set, **{"order": last + 10, **values, "code": code})
        _keep(question)
        _noted(by, at, question_set, {"question added": code})
        return question
    fields = change(question, {**values, "code": code}, seen_version=seen_version)
    _noted(by, at, question_set, {"question": code, "fields": fields})
    return question


@transaction.atomic
def take_out_question(*, by: Viewer, at: datetime, question: Question) -> None:
    """Take a question out of a draft. Raises Refused or NotAllowed."""
    _only_draft(by, question.question_set)
    _noted(by, at, question.question_set, {"question taken out": question.code})
    question.delete()


@transaction.atomic
def issue(*, by: Viewer, at: datetime, question_set: QuestionSet) -> QuestionSet:
    """Put a draft in use: cases of which nobody has answered yet are judged by it from now on. Only by whoever may for the whole service.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_national(ISSUE)
    row = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    problems = issuing_problems(state=row.state, questions=asked_of(row), number=row.number, changed_what=row.changed_what)
    if problems:
        raise Refused(problems)
    change(row, {"state": State.ISSUED, "issued_at": at, "issued_by_id": by.account_id})
    _noted(by, at, row, {"issued": row.number})
    return row


@transaction.atomic
def drop_draft(*, by: Viewer, at: datetime, question_set: QuestionSet) -> None:
    """Give up a draft; its number stays taken. Raises Refused or NotAllowed."""
    _only_draft(by, question_set)
    change(question_set, {"state": State.DROPPED})
    _noted(by, at, question_set, {"dropped": question_set.number})


@transaction.atomic
def keep_scale(
    *, by: Viewer, at: datetime, name_en: str, about_en: str, source: str, grades: list[str], no_conclusion: str, name_cy: str = "",
    about_cy: str = "",
) -> GradeScale:  # fmt: skip
    """Add a scale of the service's own: `grades` best first, `no_conclusion` the name of the grade for a case that comes back.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_national(ISSUE)
    names, code = [each.strip() for each in grades if each.strip()], slugify(name_en)[:40]
    problems = scale_problems(code_taken=GradeScale.objects.filter(code=code).exists(), grades=[*names, no_conclusion])
    if problems:
        raise Refused(problems)
    order = (GradeScale.objects.aggregate(last=Max("order"))["last"] or 0) + 10
    scale = GradeScale(
        code=code, order=order, name_en=name_en.strip(), name_cy=name_cy, about_en=about_en, about_cy=about_cy, source=source, shipped=False
    )
    _keep(scale)
    named = [(name, True) for name in names] + [(no_conclusion.strip(), False)]
    for place, (name, concludes) in enumerate(named, start=1):
        _keep(
            Grade(
                scale=scale, code=slugify(name)[:40] or f"grade-{place}", order=place * 10, name_en=name, meaning_en=name,
                concludes=concludes, shipped=False,
            )
        )  # fmt: skip
    _noted(by, at, scale, {"grades": len(named)})
    return scale


@transaction.atomic
def set_escalation(
    *, by: Viewer, at: datetime, grade: Grade, escalates_to: str, reply_days: int | None, seen_version: int | None = None
) -> None:
    """Say who must reply when a panel agrees on this grade, and within how many days; nobody where both are blank.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require_national(ISSUE)
    problems = grade_problems(shipped=grade.shipped, used=True, words_change=False, escalates_to=escalates_to, reply_days=reply_days)
    if problems:
        raise Refused(problems)
    fields = change(grade, {"escalates_to": escalates_to.strip(), "reply_days": reply_days}, seen_version=seen_version)
    _noted(by, at, grade, {"fields": fields})


def _only_draft(by: Viewer, row: QuestionSet) -> None:
    by.require(WRITE)
    if QuestionSet.objects.select_for_update().get(pk=row.pk).state != State.DRAFT:
        raise Refused({"": [_("This version was issued and stays as it is. Draft a new version.")]})


def _added(by: Viewer, at: datetime, row: QuestionSet) -> QuestionSet:
    _keep(row)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"code": row.code, "number": row.number})
    return row


def _keep(row: Row) -> None:
    check(row)
    row.save()


def _noted(by: Viewer, at: datetime, row: Row, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail=detail)
