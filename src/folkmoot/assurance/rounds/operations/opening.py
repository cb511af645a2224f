"""Opening a round, and changing who validates whom."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being
from folkmoot.assurance.frameworks.models import Framework
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, Round
from folkmoot.assurance.rounds.rules import LEAST_AREAS, LEAST_WORDS, days_problems, rotation, validator_problem
from folkmoot.foundation import audit
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.saving import Refused, change, check

MODERATE = "assurance.moderate"


@transaction.atomic
def open_round(
    *, by: Viewer, at: datetime, framework: Framework, period: HalfYear, self_due: date, validation_due: date, reply_due: date,
    moderation_due: date, areas: list[Area] | None = None,
) -> Round:  # fmt: skip
    """Open a round of a half-year for every Area in being, or for `areas`; who validates whom is proposed by turning a circle of them.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_national(MODERATE)
    today = timezone.localdate(at)
    days = {"self_due": self_due, "validation_due": validation_due, "reply_due": reply_due, "moderation_due": moderation_due}
    problems = days_problems(opens=today, **days)
    held = Framework.objects.get(pk=framework.pk)
    if held.draft:
        problems["framework"] = [_("This version is a draft. Issue it first: a round is held by words that no longer change.")]
    if Round.objects.filter(period=str(period)).exists():
        problems["period"] = [_("There is a round of this half-year already. Open it, or choose another half-year.")]
    taking_part = areas if areas is not None else in_being(Area.objects.filter(kind=Area.Kind.AREA, withdrawn_on__isnull=True), today)
    pairs = rotation([area.pk for area in sorted(taking_part, key=lambda area: area.code)], Round.objects.count())
    if not pairs:
        problems["areas"] = [_("Choose at least %(number)d Areas: with fewer, two would validate each other.") % {"number": LEAST_AREAS}]
    if problems:
        raise Refused(problems)
    made = Round(framework=held, period=str(period), opened_by_id=by.account_id, opened_at=at, **days)
    check(made)
    made.save()
    _begin_all(made, pairs)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail={"period": str(period), "areas": len(pairs)})
    return made


def _begin_all(made: Round, pairs: dict[int, int]) -> None:
    criteria = list(made.framework.criteria.all())
    rows = AreaAssessment.objects.bulk_create(
        AreaAssessment(round=made, area_id=area, validator_id=validator) for area, validator in pairs.items()
    )
    CriterionAnswer.objects.bulk_create(CriterionAnswer(assessment=row, criterion=one) for row in rows for one in criteria)


@transaction.atomic
def change_validator(
    *, by: Viewer, at: datetime, assessment: AreaAssessment, validator: Area, why: str, seen_version: int | None = None
) -> AreaAssessment:
    """Let another Area validate, with the reason, as long as nobody has validated.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require_national(MODERATE)
    row = AreaAssessment.objects.select_for_update().get(pk=assessment.pk)
    pairs = dict(AreaAssessment.objects.filter(round_id=row.round_id).values_list("area_id", "validator_id"))
    problems: dict[str, list[str]] = {}
    if problem := validator_problem(row.area_id, validator.pk, pairs):
        problems["validator"] = [problem]
    begun = row.answers.filter(validator_level__isnull=False).exists()
    if row.validated_at or begun:
        problems[""] = [_("Its validation has begun already, and stays with the Area that began it.")]
    if len(why.split()) < LEAST_WORDS:
        problems["why"] = [_("Say in a whole sentence why: both Areas read it.")]
    if problems:
        raise Refused(problems)
    before = row.validator_id
    change(row, {"validator": validator, "validator_why": why.strip()}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"validator": [before, validator.pk]})
    return row
