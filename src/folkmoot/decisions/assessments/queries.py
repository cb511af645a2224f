"""Reading assessments. Those of the whole service are seen by everyone who may see assessments at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.models import Action
from folkmoot.actions.queries import actions, list_actions
from folkmoot.actions.rules import State as ActionState
from folkmoot.decisions.assessments.contents import Part, fingerprint, for_the_public, parts_of, words_in
from folkmoot.decisions.assessments.models import Assessment, AssessmentPublication, AssessmentReview, Impact, TakenEvidence
from folkmoot.decisions.assessments.rules import FIELDS, ORIGIN, RULE_SETS, TOUCHING, Facts, State, Step, missing
from folkmoot.decisions.assessments.screening import Touch
from folkmoot.engagement.bulletins.leaks import Hit, hits_in, name_candidates
from folkmoot.stakeholders.models import Contact

if TYPE_CHECKING:
    from folkmoot.decisions.models import Decision

SOON = timedelta(days=28)
_AT_ONCE = 500  # names asked for in one query


def assessments(viewer: Viewer) -> QuerySet[Assessment]:
    """The versions in sight, each with `superseded`, `published` (days or None) and `next_review` (its day or None)."""
    settled_after = Assessment.objects.filter(before=OuterRef("pk"), signed_at__isnull=False)
    published = AssessmentPublication.objects.filter(assessment=OuterRef("pk")).order_by("at").values("at")[:1]
    next_on = AssessmentReview.objects.filter(assessment=OuterRef("pk")).order_by("-on", "-pk").values("next_on")[:1]
    rows = Assessment.objects.select_related("area", "author", "owner", "signed_by", "decision", "before").annotate(
        superseded=Exists(settled_after), published=Subquery(published), next_review=Coalesce(Subquery(next_on), F("review_on"))
    )
    return within(viewer, rows, "assessments.read", national_rows=True)


def with_state(rows: QuerySet[Assessment], today: date) -> QuerySet[Assessment]:
    """`rules.state_of` said in SQL, as `state`; a test walks the combinations and compares the two."""
    signed = Q(signed_at__isnull=False)
    state = Case(
        When(signed & Q(superseded=True), then=Value(State.SUPERSEDED.value)),
        When(signed & Q(kind="none"), then=Value(State.NOT_NEEDED.value)),
        When(signed & Q(next_review__lte=today), then=Value(State.REVIEW_DUE.value)),
        When(signed & Q(published__isnull=False), then=Value(State.PUBLISHED.value)),
        When(signed, then=Value(State.SIGNED.value)),
        When(returned_at__isnull=False, then=Value(State.RETURNED.value)),
        When(submitted_at__isnull=False, then=Value(State.SUBMITTED.value)),
        default=Value(State.DRAFT.value),
        output_field=CharField(),
    )
    return rows.annotate(state=state)


def get_assessment(viewer: Viewer, assessment_id: int, *, today: date) -> Assessment:
    """One version in sight, with its `state`. Raises Assessment.DoesNotExist for one out of sight."""
    return with_state(assessments(viewer), today).get(pk=assessment_id)


def list_assessments(
    viewer: Viewer, *, today: date, area_id: int | None = None, state: State | None = None, code: str = "", open_only: bool = False,
    kept: bool = False,
) -> QuerySet[Assessment]:  # fmt: skip
    """The register, the latest first, each with `state` and `open_mitigations`. Superseded versions only with `kept` or by their state.

    `code`: those that found an effect on people of this characteristic, or that screening says may have one. `open_only`: with
    mitigations open.
    """
    rows = with_state(assessments(viewer), today)
    if state is None and not kept:
        rows = rows.filter(~Q(state=State.SUPERSEDED))
    rows = rows.filter(Q(state=state)) if state else rows
    rows = rows.filter(area_id=area_id) if area_id is not None else rows
    if code:
        rows = rows.filter(_touches(code))
    rows = rows.annotate(open_mitigations=_how_many(open_mitigations(viewer, today=today)))
    return rows.filter(Q(open_mitigations__gt=0)) if open_only else rows


def _touches(code: str) -> Q:
    touching = [each.value for each in TOUCHING]
    found = Impact.objects.filter(assessment=OuterRef("pk"), together__contains=f"+{code}+", effect__in=touching)
    return Q(Exists(found)) | Q(**{f"screening__{code}__0__in": [Touch.POSITIVE.value, Touch.NEGATIVE.value]})


def _how_many(open_ones: QuerySet[Action]) -> Coalesce:
    own = open_ones.filter(origin_id=Coalesce(OuterRef("first_id"), OuterRef("pk"))).order_by().values("origin_id")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), Value(0))


def mitigations_of(viewer: Viewer, assessment: Assessment, *, today: date) -> QuerySet[Action]:
    """The actions against the harm it found, through all its versions, with their `state`; the overdue first."""
    return list_actions(viewer, today=today).filter(origin_kind=ORIGIN, origin_id=assessment.line_id)


def open_mitigations(viewer: Viewer, *, today: date, area_id: int | None = None) -> QuerySet[Action]:
    """Actions in sight that assessments gave rise to and that are not achieved, with their `state`, the overdue first."""
    rows = list_actions(viewer, today=today, area_id=area_id).filter(origin_kind=ORIGIN)
    return rows.exclude(Q(state__in=(ActionState.ACHIEVED, ActionState.ENDED)))


def signed_for(decision: "Decision") -> list[Assessment]:
    """What was settled for a decision, the earliest first: signed assessments, and screenings by which none is needed (`kind` "none").

    Each carries `signed_at` and `signed_by`. For rules about the decision itself: what a person may see comes from `assessments`.
    """
    rows = Assessment.objects.filter(decision=decision, signed_at__isnull=False).select_related("signed_by", "area", "decision")
    return list(rows.order_by("signed_at", "pk"))


def for_decision(viewer: Viewer, decision: "Decision", *, today: date) -> QuerySet[Assessment]:
    """The versions in sight that name a decision, with their `state`."""
    return with_state(assessments(viewer), today).filter(decision=decision)


def signed_after_decision(assessment: Assessment) -> bool:
    """Whether the decision was taken before the assessment was signed: then it could not have informed it."""
    decision, signed_at = assessment.decision, assessment.signed_at
    if decision is None or decision.taken_on is None or signed_at is None:
        return False
    return bool(decision.taken_at and decision.taken_at < signed_at) or decision.taken_on < timezone.localdate(signed_at)


@dataclass(frozen=True)
class ReviewDue:
    """An assessment to be looked at again: on this day, or since."""

    assessment: Assessment
    due_on: date
    overdue: bool


def reviews_due(viewer: Viewer, today: date, *, soon: timedelta = SOON) -> list[ReviewDue]:
    """The settled assessments in sight whose review is due within `soon` or overdue, the longest overdue first."""
    rows = assessments(viewer).filter(Q(superseded=False, next_review__lte=today + soon), signed_at__isnull=False).exclude(kind="none")
    return [ReviewDue(row, row.next_review, row.next_review < today) for row in rows.order_by(F("next_review"), "pk")]  # type: ignore[attr-defined]


def waiting_to_be_signed(viewer: Viewer) -> QuerySet[Assessment]:
    """Those submitted that this viewer may sign, having written none of them, the longest waiting first."""
    rows = assessments(viewer).filter(submitted_at__isnull=False, returned_at__isnull=True, signed_at__isnull=True)
    sight = within(viewer, rows, "assessments.sign")
    return sight.exclude(writers=viewer.account_id).order_by("submitted_at", "pk")


def versions_of(viewer: Viewer, assessment: Assessment, *, today: date) -> list[Assessment]:
    """Every version of it, the latest first."""
    rows = with_state(assessments(viewer), today).filter(Q(pk=assessment.line_id) | Q(first_id=assessment.line_id))
    return list(rows.order_by("-edition"))


def writer_ids(assessment: Assessment) -> set[int]:
    author = {assessment.author_id} if assessment.author_id is not None else set()
    return {*author, *assessment.writers.values_list("pk", flat=True)}


def evidence_of(assessment: Assessment) -> list[TakenEvidence]:
    return list(assessment.evidence.order_by("pk"))


def contents_of(viewer: Viewer, assessment: Assessment) -> list[Part]:
    """All parts: as they were signed, or as they stand while it is written."""
    if assessment.signed_parts is not None:
        parts: list[Part] = assessment.signed_parts
        return parts
    mitigations = actions(viewer).filter(origin_kind=ORIGIN, origin_id=assessment.line_id).order_by("due_on", "pk")
    return written_parts(assessment, list(mitigations))


def written_parts(assessment: Assessment, mitigations: Sequence[Action]) -> list[Part]:
    """All parts as they stand, with these mitigations."""
    return parts_of(assessment, assessment.impacts.prefetch_related("cited"), evidence_of(assessment), mitigations)


def facts_of(assessment: Assessment) -> Facts:
    """What decides whether it is complete. Mitigations are counted whoever may see them."""
    impacts = list(assessment.impacts.all())
    linked = {"owner": assessment.owner_id, "decision": assessment.decision_id}
    names = [name for own in FIELDS.values() for name in own]
    words = {name: linked[name] if name in linked else getattr(assessment, name) for name in names}
    return Facts(
        assessment.kind, words, {row.codes[0]: row.effect for row in impacts if not row.is_combination},
        [code for code, (touch, _why) in assessment.screening.items() if touch != Touch.NONE],
        [row.effect for row in impacts if row.is_combination], assessment.evidence.count(),
        Action.objects.filter(origin_kind=ORIGIN, origin_id=assessment.line_id).count(), RULE_SETS[assessment.rule_set].asks_about_welsh,
    )  # fmt: skip


def gaps_of(assessment: Assessment) -> dict[Step, list[str]]:
    """What is missing, step by step."""
    return missing(facts_of(assessment))


@dataclass(frozen=True)
class Finding:
    """Something that may identify somebody, and why it may stay ("" while nobody said so)."""

    hit: Hit
    explained: str


@dataclass(frozen=True)
class Check:
    """What would be published, its hash, and what was found in it."""

    parts: list[Part]
    hash: str
    findings: list[Finding]

    @property
    def unexplained(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.explained]


def check_before_publishing(assessment: Assessment, *, today: date) -> Check:
    """The one check: what would leave, read for forms of numbers and addresses, small numbers, and the names of people we know."""
    parts = for_the_public(assessment.signed_parts or [], assessment.withheld)
    text = f"{assessment.title}\n\n{words_in(parts)}"
    why = {row.key: row.words for row in assessment.explanations.all()}
    hits = hits_in(text, parties=(), contacts=_known_names(_areas_told_of(assessment), text), this_year=today.year)
    return Check(parts, fingerprint(assessment.title, parts), [Finding(hit, why.get(hit.key, "")) for hit in hits])


def _areas_told_of(assessment: Assessment) -> set[int] | None:
    """The Areas whose people its words may name: its own, and those of the earlier assessments taken as evidence. None: all."""
    taken = assessment.evidence.filter(source=TakenEvidence.Source.PAST).values_list("key", flat=True)
    impacts = [int(key.removeprefix("past:")) for key in taken if key.removeprefix("past:").isdigit()]
    areas = {assessment.area_id, *Impact.objects.filter(pk__in=impacts).values_list("assessment__area_id", flat=True)}
    return None if None in areas else {pk for pk in areas if pk is not None}


def _known_names(area_ids: set[int] | None, text: str) -> list[str]:
    """The names of people known in these Areas (None: anywhere) that stand in the text; asked by what is written."""
    candidates = sorted(name_candidates(text))
    people = Contact.objects.filter(erased_on__isnull=True)
    people = people.filter(area_id__in=area_ids) if area_ids is not None else people
    found: list[str] = []
    for at in range(0, len(candidates), _AT_ONCE):
        found += people.filter(search_key__in=candidates[at : at + _AT_ONCE]).values_list("name", flat=True)
    return found


def published_register() -> QuerySet[AssessmentPublication]:
    """For anybody: the latest publication of each line, newest first. A line that was published again shows its latest only."""
    latest = (
        AssessmentPublication.objects.annotate(line=Coalesce(F("assessment__first_id"), F("assessment_id")))
        .filter(line=Coalesce(OuterRef("assessment__first_id"), OuterRef("assessment_id")))
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    rows = AssessmentPublication.objects.filter(pk=Subquery(latest)).select_related("assessment__area")
    return rows.order_by("-at", "-pk")


def published_copy(line_id: int) -> AssessmentPublication:
    """For anybody: what was published last of a line. Raises AssessmentPublication.DoesNotExist."""
    mine = Q(assessment_id=line_id) | Q(assessment__first_id=line_id)
    found = AssessmentPublication.objects.filter(mine).select_related("assessment__area").order_by("-at", "-pk").first()
    if found is None:
        raise AssessmentPublication.DoesNotExist
    return found
