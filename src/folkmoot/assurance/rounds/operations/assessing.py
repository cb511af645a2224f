"""An Area says where it stands: level, words and evidence under each criterion; then it is submitted, and frozen."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.place import Place
from folkmoot.assurance.rounds import evidence as kinds
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, EvidenceLink, FrozenFigure
from folkmoot.assurance.rounds.record import record_of
from folkmoot.assurance.rounds.rules import LEAST_WORDS, Said, fingerprint_of, submitting_problems
from folkmoot.foundation import audit
from folkmoot.foundation.periods import parse_half_year
from folkmoot.foundation.saving import Refused, change, check

WRITE = "assurance.write"


@transaction.atomic
def answer_criterion(
    *, by: Viewer, at: datetime, answer: CriterionAnswer, level: int, words: str, seen_version: int | None = None
) -> CriterionAnswer:
    """Say which level the Area is at under one criterion, and why. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    row = _open(by, answer)
    problems: dict[str, list[str]] = {}
    if not row.criterion.levels.filter(number=level).exists():
        problems["level"] = [_("Choose one of the levels described.")]
    if len(words.split()) < LEAST_WORDS:
        problems["words"] = [_("Say in a whole sentence why this level: another Area reads it beside the evidence.")]
    if problems:
        raise Refused(problems)
    changed = change(row, {"level": level, "words": words.strip()}, seen_version=seen_version)
    _lend_a_hand(by, row.assessment)
    audit.record(
        audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=row.assessment.area_id, detail={"fields": changed, "level": level}
    )
    return row


@transaction.atomic
def link_evidence(*, by: Viewer, at: datetime, answer: CriterionAnswer, kind: str, row_id: int, note: str) -> EvidenceLink:
    """Link a row of the Area that this person may see, with what it shows. Raises Refused (by field) or NotAllowed."""
    held = _open(by, answer)
    found = kinds.find(by, kind, row_id, held.assessment.area_id) if kind in kinds.KINDS else None
    problems: dict[str, list[str]] = {}
    if found is None:
        problems["row"] = [_("There is no such record of this Area that you may see. Choose one from the list.")]
    if not note.strip():
        problems["note"] = [_("Say what it shows: whoever validates sees these words, not the record.")]
    if held.evidence.filter(kind=kind, row_id=row_id).exists():
        problems["row"] = [_("It is linked to this criterion already.")]
    if problems or found is None:
        raise Refused(problems)
    words, facts = kinds.stands(kind, found)
    made = EvidenceLink(
        answer=held, kind=kind, row_id=row_id, note=note.strip(), words=words, facts=facts, as_of=timezone.localdate(at),
        by_id=by.account_id,
    )  # fmt: skip
    check(made)
    made.save()
    _lend_a_hand(by, held.assessment)
    audit.record(audit.Kind.COMBINATION, by=by, at=at, subject=made, area_id=held.assessment.area_id, detail={"kind": kind})
    return made


@transaction.atomic
def unlink_evidence(*, by: Viewer, at: datetime, link: EvidenceLink) -> None:
    """Take evidence away before submission. Raises Refused or NotAllowed."""
    held = _open(by, link.answer)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=link, area_id=held.assessment.area_id, detail={"kind": link.kind})
    link.delete()


@transaction.atomic
def submit_assessment(*, by: Viewer, at: datetime, assessment: AreaAssessment, seen_version: int | None = None) -> AreaAssessment:
    """Submit: figures are counted, evidence is read anew, and all of it is frozen with its fingerprint.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    row = AreaAssessment.objects.select_for_update().get(pk=assessment.pk)
    by.require(WRITE, row.area_id)
    if row.submitted_at:
        raise Refused({"": [_("It was submitted already, and stays as it was.")]})
    answers = list(row.answers.select_related("criterion").prefetch_related("evidence", "criterion__levels"))
    said = [Said(str(one.criterion), one.level, one.words) for one in answers]
    supported = {str(one.criterion) for one in answers if one.evidence.all() or one.criterion.figures}
    problems = submitting_problems(said, supported)
    if problems:
        raise Refused({"": problems})
    today = timezone.localdate(at)
    for one in answers:
        _freeze(one, row, today)
    record = record_of(AreaAssessment.objects.get(pk=row.pk), today)
    frozen = {"submitted_by_id": by.account_id, "submitted_at": at, "record": record, "fingerprint": fingerprint_of(record)}
    change(row, frozen, seen_version=seen_version)
    _lend_a_hand(by, row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"submitted": frozen["fingerprint"]})
    return row


def _freeze(one: CriterionAnswer, row: AreaAssessment, today: date) -> None:
    """Figures as they are counted today; evidence as it stands today, where its row is still there."""
    place = Place.of(row.area, parse_half_year(row.round.period), today)
    for code in one.criterion.figures:
        if code in FIGURES:
            counted = FIGURES[code].count(place)
            FrozenFigure.objects.create(answer=one, code=code, counted=counted.counted, base=counted.base, as_of=today)
    for link in one.evidence.all():
        found = kinds.find(place.viewer, link.kind, link.row_id, row.area_id) if link.kind in kinds.KINDS else None
        if found is not None:
            words, facts = kinds.stands(link.kind, found)
            change(link, {"words": words, "facts": facts, "as_of": today})


def _open(by: Viewer, answer: CriterionAnswer) -> CriterionAnswer:
    by.require(WRITE, answer.assessment.area_id)
    held = AreaAssessment.objects.select_for_update().get(pk=answer.assessment_id)  # so that it is not submitted meanwhile
    row = CriterionAnswer.objects.select_related("assessment", "criterion").get(pk=answer.pk)
    if held.submitted_at:
        raise Refused(
            {"": [_("It was submitted, and what was submitted stays. What you think now belongs in your answer to the other Area.")]}
        )
    return row


def _lend_a_hand(by: Viewer, row: AreaAssessment) -> None:
    if by.account_id is not None:
        row.hands.add(by.account_id)
