"""Submitting, returning, signing, publishing and reviewing an assessment, and the version that follows it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.decisions.assessments.contents import fingerprint
from folkmoot.decisions.assessments.editing import to_edit
from folkmoot.decisions.assessments.models import (
    Assessment,
    AssessmentExplanation,
    AssessmentPublication,
    AssessmentReview,
    Impact,
    ImpactReviewed,
    TakenEvidence,
)
from folkmoot.decisions.assessments.queries import check_before_publishing, contents_of, gaps_of, get_assessment, writer_ids
from folkmoot.decisions.assessments.rules import FIELDS, STEP_NAMES, State, may_do, review_day_problem, signing_problem, steps_of
from folkmoot.decisions.assessments.screening import Need
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check

_COPIED = (
    "decision_id", "title", "proposal", "affected", "large", "screening", "asked_for", "kind", "screening_reason", "rule_set",
    *(name for own in FIELDS.values() for name in own if name not in ("decision", "owner", "title", "rule_set", "review_on")), "owner_id",
)  # fmt: skip


@transaction.atomic
def submit(*, by: Viewer, at: datetime, assessment: Assessment) -> None:
    """Submit for signature. Raises Refused, naming what is missing, while anything is; a blank characteristic is never “no impact”."""
    held = to_edit(by, assessment)
    _refuse_state(held, "submit", at)
    gaps = {step: found for step, found in gaps_of(held).items() if found}
    if gaps:
        raise Refused({"": [f"{STEP_NAMES[step]}: {' '.join(found)}" for step, found in gaps.items()]})
    problem = review_day_problem(held.review_on, timezone.localdate(at))
    if problem:
        raise Refused({"": [f"{STEP_NAMES[steps_of(held.kind)[-1]]}: {problem}"]})
    change(held, {"submitted_at": at, "returned_at": None, "returned_why": ""})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"submitted": True})


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, assessment: Assessment, reason: str) -> None:
    """Return it to those who wrote it, saying why. Raises Refused or NotAllowed."""
    held = _to_settle(by, assessment)
    _refuse_state(held, "return", at)
    if len(reason.split()) < 3:
        raise Refused({"reason": [_("Say what has to change, so that the author can change it.")]})
    change(held, {"returned_at": at, "returned_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"returned": True})


@transaction.atomic
def sign(*, by: Viewer, at: datetime, assessment: Assessment, signed_as: str, seen_hash: str) -> None:
    """Sign what was read: `seen_hash` is of the contents as they were on the signer's page. From now on this version stays as it is.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _to_settle(by, assessment)
    _refuse_state(held, "sign", at)
    if not signed_as.strip():
        raise Refused({"signed_as": [_("Say as what you sign, for example “Deputy Chief Crown Prosecutor”. That is published.")]})
    if any(gaps_of(held).values()):
        raise Refused({"": [_("Something is missing since it was submitted. Return it.")]})
    parts = contents_of(THE_PRODUCT, held)
    found = fingerprint(held.title, parts)
    if seen_hash != found:
        raise ChangedMeanwhile(held)
    change(
        held, {"signed_at": at, "signed_by_id": by.account_id, "signed_as": signed_as.strip(), "signed_parts": parts, "signed_hash": found}
    )
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"signed": found})


@transaction.atomic
def withhold(*, by: Viewer, at: datetime, assessment: Assessment, part: str, reason: str) -> None:
    """Withhold a part from the public, with the reason the public reads; no reason: it is published after all. Raises Refused."""
    held = _signed(by, assessment)
    if part not in {each["code"] for each in held.signed_parts or []}:
        raise Refused({"": [_("There is no such part.")]})
    kept = {code: why for code, why in held.withheld.items() if code != part}
    if reason.strip() and len(reason.split()) < 3:
        raise Refused({"reason": [_("Give the reason in a sentence. The public reads it in place of the part.")]})
    change(held, {"withheld": kept | ({part: reason.strip()} if reason.strip() else {})})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"withheld" if reason.strip() else "no longer withheld": part})


@transaction.atomic
def explain(*, by: Viewer, at: datetime, assessment: Assessment, key: str, words: str) -> None:
    """Say why a finding of the check may stay. Raises Refused for one that is not there, or with no words."""
    held = _signed(by, assessment)
    found = {finding.hit.key: finding.hit for finding in check_before_publishing(held, today=timezone.localdate(at)).findings}
    if key not in found:
        raise Refused({"": [_("This no longer stands in what would be published.")]})
    if len(words.split()) < 2:
        raise Refused({"words": [_("Say why it may stay, for example “our own public address”.")]})
    row = AssessmentExplanation.objects.filter(assessment=held, key=key).first() or AssessmentExplanation(assessment=held, key=key)
    row.words, row.by_id = words.strip(), by.account_id
    check(row)
    row.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"explained": found[key].kind.value})


@transaction.atomic
def publish(*, by: Viewer, at: datetime, assessment: Assessment, seen_hash: str) -> AssessmentPublication:
    """Publish exactly what was checked: `seen_hash` is `Check.hash` as on the person's page.

    Raises Refused while something found is unexplained, ChangedMeanwhile, or NotAllowed.
    """
    held = _signed(by, assessment)
    _refuse_state(held, "publish", at)
    checked = check_before_publishing(held, today=timezone.localdate(at))
    if seen_hash != checked.hash:
        raise ChangedMeanwhile(held)
    if checked.unexplained:
        raise Refused({"": [_("The check found what may identify somebody. Withhold the part, or say why it may stay.")]})
    row = AssessmentPublication(assessment=held, parts=checked.parts, sha256=checked.hash, at=at, by_id=by.account_id)
    check(row)
    row.save()
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, recipient="the public", detail={"published": checked.hash})
    return row


@transaction.atomic
def review(
    *, by: Viewer, at: datetime, assessment: Assessment, words: str, next_on: date | None, came_to: Mapping[int, tuple[str, str]]
) -> AssessmentReview:
    """Record what really happened, against each impact expected: {impact's key: (what it came to, what shows it)}.

    Raises Refused (by field: "words", "next_on", "came_to_<key>", "shown_<key>") or NotAllowed.
    """
    held = _signed(by, assessment)
    _refuse_state(held, "review", at)
    impacts = list(held.impacts.all())
    problems = _review_problems(words, next_on, impacts, came_to, timezone.localdate(at))
    if problems or next_on is None:
        raise Refused(problems)
    row = AssessmentReview(assessment=held, on=timezone.localdate(at), words=words.strip(), next_on=next_on, by_id=by.account_id, at=at)
    check(row)
    row.save()
    for impact in impacts:
        found, shown = came_to[impact.pk]
        line = ImpactReviewed(review=row, impact=impact, came_to=found, words=shown.strip())
        check(line)
        line.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=held.area_id, detail={"review of": held.pk})
    return row


def _review_problems(
    words: str, next_on: date | None, impacts: list[Impact], came_to: Mapping[int, tuple[str, str]], today: date
) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if len(words.split()) < 4:
        problems["words"] = [_("Say what really happened since it was signed.")]
    day = review_day_problem(next_on, today)
    if day:
        problems["next_on"] = [day]
    for impact in impacts:
        found, shown = came_to.get(impact.pk, ("", ""))
        if not found:
            problems[f"came_to_{impact.pk}"] = [_("Say what it came to; “not known yet” is an answer.")]
        elif found in (ImpactReviewed.CameTo.BETTER, ImpactReviewed.CameTo.WORSE) and len(shown.split()) < 3:
            problems[f"shown_{impact.pk}"] = [_("Say what shows that it is not as expected.")]
    return problems


@transaction.atomic
def new_version(*, by: Viewer, at: datetime, assessment: Assessment) -> Assessment:
    """Begin the version that follows a settled one, with its words, evidence and impacts; it takes over once it is settled itself.

    Raises Refused where one is begun already, or this one is not settled.
    """
    by.require_for("assessments.write", assessment.area_id)
    held = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if held.signed_at is None:
        raise Refused({"": [_("Only a settled version is followed by another. This one can still be changed.")]})
    if Assessment.objects.filter(before=held).exists():
        raise Refused({"": [_("The next version is begun already.")]})
    copied = {name: getattr(held, name) for name in _COPIED}
    if held.kind == Need.NONE:
        copied |= {"kind": Need.SHORT.value}
    row = Assessment(
        area_id=held.area_id, before=held, first_id=held.line_id, edition=held.edition + 1, author_id=by.account_id, begun_at=at,
        review_on=None, **copied,
    )  # fmt: skip
    check(row)
    row.save()
    _copy_rows(held, row)
    # Whose words are carried over does not sign them either.
    row.writers.set({pk for pk in (*writer_ids(held), by.account_id) if pk is not None})
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"version": row.edition, "follows": held.pk})
    return row


def _copy_rows(old: Assessment, new: Assessment) -> None:
    """Evidence as it was taken then, with its days, and impacts with what they cite."""
    moved: dict[int, TakenEvidence] = {}
    for row in old.evidence.order_by("pk"):
        values = {name: getattr(row, name) for name in (*TakenEvidence.fixed, "own_words")}
        moved[row.pk] = TakenEvidence.objects.create(assessment=new, **values)
    for impact in old.impacts.prefetch_related("cited").order_by("pk"):
        names = ("codes", "together", "effect", "likely", "severe", "aims", "words", "will_do")
        copy = Impact.objects.create(assessment=new, **{name: getattr(impact, name) for name in names})
        copy.cited.set(moved[one.pk] for one in impact.cited.all())


def _signed(by: Viewer, assessment: Assessment) -> Assessment:
    """A signed version, held until the transaction ends, for what follows its signature."""
    by.require_for("assessments.write", assessment.area_id)
    held = Assessment.objects.select_for_update(of=("self",)).select_related("area").get(pk=assessment.pk)
    if held.signed_at is None or held.kind == Need.NONE:
        raise Refused({"": [_("Only a signed assessment can be published or reviewed.")]})
    return held


def _to_settle(by: Viewer, assessment: Assessment) -> Assessment:
    by.require_for("assessments.sign", assessment.area_id)
    held = Assessment.objects.select_for_update(of=("self",)).select_related("area").get(pk=assessment.pk)
    problem = signing_problem(by_id=by.account_id, writers=writer_ids(held))
    if problem:
        raise Refused({"": [problem]})
    return held


def _refuse_state(held: Assessment, what: str, at: datetime) -> None:
    state = State(get_assessment(THE_PRODUCT, held.pk, today=timezone.localdate(at)).state)  # type: ignore[attr-defined]
    if not may_do(state, what):
        raise Refused({"": [_cannot(what)]})


def _cannot(what: str) -> str:
    return {
        "submit": _("Only a draft, or an assessment that was returned, can be submitted."),
        "return": _("Only an assessment that was submitted, and not edited since, can be returned."),
        "sign": _("Only an assessment that was submitted, and not edited since, can be signed."),
        "publish": _("Only a signed assessment that no later version has replaced can be published."),
        "review": _("Only a signed assessment that no later version has replaced is reviewed. Review the latest."),
    }[what]
