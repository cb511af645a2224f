"""Reading rounds and assessments.

An Area's readers see its own assessment whole. Whoever validates for another Area sees that one's frozen submission and nothing of
its rows. What is settled, as levels and as frozen figures, every reader sees of every Area: so that Areas can learn from each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, Round
from folkmoot.assurance.rounds.rules import Said, State, moved, state_of

READ, VALIDATE = "assurance.read", "assurance.validate"


@dataclass(frozen=True)
class Moved:
    """One criterion of an Area: its settled level, the one settled before, and how they compare (`rules.moved`)."""

    code: str
    title: str
    before: int | None
    now: int | None
    how: str


def rounds(viewer: Viewer) -> QuerySet[Round]:
    """Every round, the latest first; none for a viewer who may not read assurance."""
    rows = Round.objects.select_related("framework").order_by("-period")
    return rows if viewer.may(READ) else rows.none()


def get_round(viewer: Viewer, pk: int) -> Round:
    """Raises Round.DoesNotExist for one out of sight."""
    return rounds(viewer).get(pk=pk)


def assessments(viewer: Viewer) -> QuerySet[AreaAssessment]:
    """The assessments that the viewer may see whole: those of the Areas in sight."""
    return within(viewer, _whole(), READ)


def get_assessment(viewer: Viewer, pk: int) -> AreaAssessment:
    """Raises AreaAssessment.DoesNotExist for one out of sight."""
    return assessments(viewer).get(pk=pk)


def to_validate(viewer: Viewer) -> QuerySet[AreaAssessment]:
    """The submitted assessments of other Areas that the viewer validates, or validated; those of an own Area never."""
    sight = viewer.sight(VALIDATE)
    own = frozenset().union(*(grant.area_ids for grant in viewer.grants))
    rows = AreaAssessment.objects.select_related("round", "area", "validator").filter(submitted_at__isnull=False)
    return rows.filter(validator_id__in=sight.area_ids).exclude(Q(area_id__in=own) | Q(hands=viewer.account_id)).order_by("pk")


def get_to_validate(viewer: Viewer, pk: int) -> AreaAssessment:
    """Raises AreaAssessment.DoesNotExist for one that is not this viewer's to validate."""
    return to_validate(viewer).get(pk=pk)


def answers_of(row: AreaAssessment) -> list[CriterionAnswer]:
    """Every criterion of an assessment that was found in sight, with levels, evidence and figures."""
    rows = row.answers.select_related("criterion", "moderated_by", "assessment__round")
    return list(rows.prefetch_related("criterion__levels", "evidence", "figures").order_by("criterion__order", "pk"))


def state_of_row(row: AreaAssessment) -> State:
    return state_of(
        submitted=row.submitted_at is not None, validated=row.validated_at is not None, answered=row.answered_at is not None,
        settled=row.settled_at is not None,
    )  # fmt: skip


def taking_part(viewer: Viewer, held: Round) -> list[AreaAssessment]:
    """Every Area of a round by name, with who validates it and where it stands: dates and names of Areas, nothing of what was said."""
    if not viewer.may(READ):
        return []
    return list(held.assessments.select_related("area", "validator", "round").order_by("area__name_en"))


def compared(viewer: Viewer, held: Round) -> list[AreaAssessment]:
    """The Areas whose levels this viewer may put side by side: settled ones of every Area, and those of the Areas in sight."""
    sight = viewer.sight(READ)
    if sight.nothing:
        return []
    seen = Q() if sight.national else Q(settled_at__isnull=False) | Q(area_id__in=sight.area_ids)
    answers = Prefetch("answers", CriterionAnswer.objects.select_related("criterion").prefetch_related("criterion__levels", "figures"))
    return list(held.assessments.filter(seen).select_related("area", "round").prefetch_related(answers).order_by("area__name_en"))


def round_before(held: Round) -> Round | None:
    """The round of the half-year before that was held last."""
    return Round.objects.filter(period__lt=held.period).order_by("-period").first()


def levels_settled(held: Round | None, area_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """(Area, criterion) -> settled level, of settled assessments."""
    if held is None:
        return {}
    rows = CriterionAnswer.objects.filter(
        assessment__round=held, assessment__settled_at__isnull=False, assessment__area_id__in=area_ids, settled_level__isnull=False
    )
    found = rows.values_list("assessment__area_id", "criterion__code", "settled_level")
    return {(area, code): level for area, code, level in found if level is not None}


def changes_of(row: AreaAssessment) -> list[Moved]:
    """Of an assessment in sight: each criterion's settled level beside the one settled in the round before."""
    before = levels_settled(round_before(row.round), [row.area_id])
    found = []
    for one in answers_of(row):
        earlier = before.get((row.area_id, one.criterion.code))
        found.append(Moved(one.criterion.code, one.criterion.title, earlier, one.settled_level, moved(earlier, one.settled_level)))
    return found


def moderating_problem(by: Viewer, assessment: AreaAssessment) -> str:
    """Why this person may not moderate this assessment, or "": who had a hand in it, or works in one of the two Areas."""
    involved = {assessment.submitted_by_id, assessment.validated_by_id, assessment.answered_by_id}
    if by.account_id in involved or assessment.hands.filter(pk=by.account_id).exists():
        return _("You had a hand in this assessment. Somebody else of headquarters moderates it.")
    if any({assessment.area_id, assessment.validator_id} & grant.area_ids for grant in by.grants):
        return _("You work in one of the two Areas. Somebody else of headquarters moderates it.")
    return ""


def said_of(one: CriterionAnswer) -> Said:
    """What each side said under a criterion, in plain values."""
    return Said(
        str(one.criterion), one.level, one.words, one.validator_level, one.validator_reasons, one.reply, one.reply_words,
        one.moderated_level,
    )  # fmt: skip


def _whole() -> QuerySet[AreaAssessment]:
    return AreaAssessment.objects.select_related("round__framework", "area", "validator", "submitted_by", "validated_by", "answered_by")
