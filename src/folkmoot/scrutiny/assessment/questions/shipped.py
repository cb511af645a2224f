"""Storing the scales and questions that ship. Loading them again changes nothing.

A version once stored is never changed, because cases were judged by it. A later edition of the file arrives as the next version: in use
at once where the service has kept to what ships, and as a draft where it has a version of its own or a draft under way.
"""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store
from folkmoot.foundation.saving import check
from folkmoot.panels.models import PanelKind
from folkmoot.scrutiny.assessment.questions import tables
from folkmoot.scrutiny.assessment.questions.models import Grade, GradeScale, Question, QuestionSet

State = QuestionSet.State
ESCALATION = ("escalates_to", "reply_days")  # the service's own to set; what ships is only the proposal


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store the scales, grades and questions that ship: all of it, or nothing. Raises BadReferenceFile for a fault in a file.

    Sets of questions whose kind of panel is not stored are put to no kind: load the kinds of panel first.
    """
    read = tables.read_shipped(folder)
    scales, grades = Changes(GradeScale), Changes(Grade)
    store(scales, ("code",), ({**line.values, "shipped": True} for line in read.scales))
    ids = dict(GradeScale.objects.values_list("code", "pk"))
    kept = {(row.scale_id, row.code): row for row in Grade.objects.all()}
    store(grades, ("scale_id", "code"), (_grade(line, ids, kept) for line in read.grades))
    record_changes((scales, grades), by=by, at=at)
    for line in read.sets:
        _store_set(line, [each for each in read.questions if each.text("set") == line.text("code")], ids, by, at)
    return [scales, grades]


def _grade(line: Line, scales: dict[str, int], kept: dict[tuple[int, str], Grade]) -> dict[str, object]:
    values: dict[str, object] = {name: value for name, value in line.values.items() if name != "scale"}
    known = kept.get((scales[line.text("scale")], line.text("code")))
    if known is not None:
        values |= {name: getattr(known, name) for name in ESCALATION}
    return {**values, "scale_id": scales[line.text("scale")], "shipped": True}


def _store_set(line: Line, questions: list[Line], scales: dict[str, int], by: Actor, at: datetime) -> None:
    edition, versions = int(line.text("edition")), QuestionSet.objects.filter(code=line.text("code")).order_by("-number")
    if versions.filter(edition__gte=edition).exists():
        return
    last = versions.first()
    if versions.filter(state=State.DRAFT).exists():
        return  # one draft at a time: it arrives with the next load, once the draft was issued or dropped
    own = last is not None and last.edition is None
    row = QuestionSet(
        code=line.text("code"), number=last.number + 1 if last else 1, edition=edition, name_en=line.text("name_en"),
        name_cy=line.text("name_cy"), kind=PanelKind.objects.filter(code=line.text("kind")).first(),
        strands=tables.lines_of(line.text("strands")), scale_id=scales[line.text("scale")], drafted_at=at,
        state=State.DRAFT if own else State.ISSUED, issued_at=None if own else at,
    )  # fmt: skip
    check(row)
    row.save()
    names = [name for name in questions[0].values if name != "set"]
    Question.objects.bulk_create([Question(question_set=row, **{name: each[name] for name in names}) for each in questions])
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"code": row.code, "edition": row.edition, "state": str(row.state)}
    )
