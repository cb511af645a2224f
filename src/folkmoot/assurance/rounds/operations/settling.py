"""What others say of a submission: another Area validates it, the Area answers, headquarters moderates where they differ."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer
from folkmoot.assurance.rounds.queries import moderating_problem, said_of
from folkmoot.assurance.rounds.rules import (
    differs,
    moderating_problems,
    replying_problems,
    settled_level,
    validating_problems,
)
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change

WRITE, VALIDATE, MODERATE = "assurance.write", "assurance.validate", "assurance.moderate"


@transaction.atomic
def validate_criterion(
    *, by: Viewer, at: datetime, answer: CriterionAnswer, level: int, reasons: str, seen_version: int | None = None
) -> CriterionAnswer:
    """Agree with the Area's level under one criterion, or give another with reasons. Raises Refused, ChangedMeanwhile or NotAllowed."""
    row = _held(answer)
    _require_validator(by, row.assessment)
    if not row.assessment.submitted_at or row.assessment.validated_at:
        raise Refused({"": [_("It can be validated once it was submitted, and until the validation is sent.")]})
    known = row.criterion.levels.filter(number=level).exists()
    problems = validating_problems(level=level if known else None, own=row.level, reasons=reasons)
    if problems:
        raise Refused(problems)
    change(row, {"validator_level": level, "validator_reasons": reasons.strip()}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=row.assessment.area_id, detail={"validator_level": level})
    return row


@transaction.atomic
def send_validation(*, by: Viewer, at: datetime, assessment: AreaAssessment, seen_version: int | None = None) -> AreaAssessment:
    """Send the validation to the Area: what both agree on is settled. Raises Refused, ChangedMeanwhile or NotAllowed."""
    row = _whole(assessment)
    _require_validator(by, row)
    if not row.submitted_at or row.validated_at:
        raise Refused({"": [_("It can be validated once it was submitted, and once only.")]})
    missing = row.answers.filter(validator_level__isnull=True).count()
    if missing:
        raise Refused(
            {"": [_("%(number)d criteria have no level from you yet. Agree with the Area, or give another.") % {"number": missing}]}
        )
    change(row, {"validated_by_id": by.account_id, "validated_at": at}, seen_version=seen_version)
    _settle(row, at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"validated": True, "settled": row.settled_at is not None})
    return row


@transaction.atomic
def reply_to_criterion(
    *, by: Viewer, at: datetime, answer: CriterionAnswer, reply: str, words: str, seen_version: int | None = None
) -> CriterionAnswer:
    """Accept the other Area's level under one criterion, or stand by one's own. Raises Refused, ChangedMeanwhile or NotAllowed."""
    row = _held(answer)
    by.require(WRITE, row.assessment.area_id)
    if not row.assessment.validated_at or row.assessment.answered_at or not differs(said_of(row)):
        raise Refused({"": [_("There is nothing to answer here: the levels do not differ, or it was answered already.")]})
    problems = replying_problems(reply=reply, words=words)
    if problems:
        raise Refused(problems)
    change(row, {"reply": reply, "reply_words": words.strip()}, seen_version=seen_version)
    if by.account_id is not None:
        row.assessment.hands.add(by.account_id)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=row.assessment.area_id, detail={"reply": reply})
    return row


@transaction.atomic
def send_reply(*, by: Viewer, at: datetime, assessment: AreaAssessment, seen_version: int | None = None) -> AreaAssessment:
    """Send the Area's answer; what it accepts is settled, the rest goes to headquarters. Raises Refused, ChangedMeanwhile, NotAllowed."""
    row = _whole(assessment)
    by.require(WRITE, row.area_id)
    if not row.validated_at or row.answered_at or row.settled_at:
        raise Refused({"": [_("There is nothing to answer: it is not validated yet, or all of it is settled.")]})
    waiting = [str(one.criterion) for one in row.answers.select_related("criterion") if differs(said_of(one)) and not one.reply]
    if waiting:
        raise Refused(
            {"": [_("“%(name)s” has no answer yet. Accept the other level, or say why you stand by yours.") % {"name": waiting[0]}]}
        )
    change(row, {"answered_by_id": by.account_id, "answered_at": at}, seen_version=seen_version)
    _settle(row, at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"answered": True, "settled": row.settled_at is not None})
    return row


@transaction.atomic
def moderate_criterion(
    *, by: Viewer, at: datetime, answer: CriterionAnswer, level: int, reasons: str, seen_version: int | None = None
) -> CriterionAnswer:
    """Settle a level on which the two Areas differ, with reasons; never by anybody who wrote or validated it.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    row = _held(answer)
    assessment = row.assessment
    by.require_national(MODERATE)
    if problem := moderating_problem(by, assessment):
        raise Refused({"": [problem]})
    if not assessment.answered_at or settled_level(said_of(row)) is not None:
        raise Refused({"": [_("There is nothing to moderate here: the Areas agree, or the Area has not answered yet.")]})
    known = row.criterion.levels.filter(number=level).exists()
    problems = moderating_problems(level=level if known else None, reasons=reasons)
    if problems:
        raise Refused(problems)
    values = {"moderated_level": level, "moderated_reasons": reasons.strip(), "moderated_by_id": by.account_id, "moderated_at": at}
    change(row, values, seen_version=seen_version)
    _settle(_whole(assessment), at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=assessment.area_id, detail={"moderated_level": level})
    return row


def _settle(row: AreaAssessment, at: datetime) -> None:
    """Keep every level on which there is nothing more to say; the assessment is settled with the last of them."""
    answers = list(row.answers.select_related("criterion"))
    for one in answers:
        level = settled_level(said_of(one))
        if level is not None and one.settled_level is None:
            change(one, {"settled_level": level})
    if all(one.settled_level is not None for one in answers):
        change(row, {"settled_at": at})


def _require_validator(by: Viewer, assessment: AreaAssessment) -> None:
    """Somebody who validates for the other Area, and works neither in this Area nor on its assessment."""
    by.require(VALIDATE, assessment.validator_id)
    own = any(assessment.area_id in grant.area_ids for grant in by.grants)
    if own or assessment.submitted_by_id == by.account_id or assessment.hands.filter(pk=by.account_id).exists():
        raise NotAllowed(VALIDATE)


def _held(answer: CriterionAnswer) -> CriterionAnswer:
    AreaAssessment.objects.select_for_update().get(pk=answer.assessment_id)
    return CriterionAnswer.objects.select_related("assessment", "criterion").get(pk=answer.pk)


def _whole(assessment: AreaAssessment) -> AreaAssessment:
    return AreaAssessment.objects.select_for_update().get(pk=assessment.pk)
