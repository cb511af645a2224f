"""Writing an assessment: screening, its steps, and its impacts. Each is one transaction with its audit event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.decisions.assessments.contents import fingerprint
from folkmoot.decisions.assessments.editing import mark_of_screening, mark_of_step, to_edit
from folkmoot.decisions.assessments.models import Assessment, Impact, TakenEvidence
from folkmoot.decisions.assessments.queries import written_parts
from folkmoot.decisions.assessments.rules import FIELDS, Step, impact_problems, review_day_problem, rule_set_for, steps_of
from folkmoot.decisions.assessments.screening import NAMES, Characteristic, Need, screen, screening_problems
from folkmoot.decisions.models import Decision
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, change_with_links, check


@transaction.atomic
def screen_proposal(
    *, by: Viewer, at: datetime, area: Area | None, title: str, proposal: str, affected: str, large: bool, touches: Mapping[str, str],
    whys: Mapping[str, str], chosen: str = "", reason: str = "", decision: Decision | None = None, rule_set: str = "",
) -> Assessment:  # fmt: skip
    """Begin with the screening. Where none is needed it is settled at once, named and dated; otherwise a draft follows.

    `chosen` may ask for more than the rule does, never less. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("assessments.write", area.pk if area else None)
    values = _screening_values(title, proposal, affected, large, touches, whys, chosen, reason)
    row = Assessment(
        area=area, decision=_decision_here(area, decision), rule_set=rule_set or rule_set_for(area.code if area else ""),
        author_id=by.account_id, begun_at=at, **values,
    )  # fmt: skip
    check(row)
    row.save()
    _wrote(row, by)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"screened": row.kind})
    _settle_if_none(row, by, at)
    return row


@transaction.atomic
def screen_again(
    *, by: Viewer, at: datetime, assessment: Assessment, title: str, proposal: str, affected: str, large: bool, touches: Mapping[str, str],
    whys: Mapping[str, str], chosen: str = "", reason: str = "", seen: str | None = None,
) -> Assessment:  # fmt: skip
    """Correct the screening of a draft. `seen` is `mark_of_screening` as it was on the person's page.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = to_edit(by, assessment)
    if seen is not None and seen != mark_of_screening(held):
        raise ChangedMeanwhile(held)
    values = _screening_values(title, proposal, affected, large, touches, whys, chosen, reason)
    if held.kind != Need.NONE and values["kind"] == Need.NONE and (held.impacts.exists() or held.evidence.exists()):
        raise Refused({"": [_("Evidence or impacts are written already: finish the assessment instead of screening it out.")]})
    changed = change(held, values)
    if changed:
        edited(held=held, by=by, at=at, detail={"screening": sorted(changed)})
    _settle_if_none(held, by, at)
    return held


def _screening_values(
    title: str, proposal: str, affected: str, large: bool, touches: Mapping[str, str], whys: Mapping[str, str], chosen: str, reason: str
) -> dict[str, object]:
    problems = screening_problems(touches, whys, large=large, chosen=chosen, reason=reason)
    if problems:
        raise Refused(problems)
    asked = screen(touches, large=large).need
    return {
        "title": title.strip(), "proposal": proposal.strip(), "affected": affected.strip(), "large": large, "asked_for": asked.value,
        "kind": chosen or asked.value, "screening_reason": reason.strip(),
        "screening": {code.value: [touches[code], whys.get(code, "").strip()] for code in Characteristic},
    }  # fmt: skip


def _settle_if_none(row: Assessment, by: Viewer, at: datetime) -> None:
    if row.kind != Need.NONE:
        return
    parts = written_parts(row, [])
    values = {"signed_at": at, "signed_by_id": by.account_id, "signed_parts": parts, "signed_hash": fingerprint(row.title, parts)}
    change(row, {**values, "submitted_at": None, "returned_at": None, "returned_why": ""})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"screened out": row.signed_hash})


def _decision_here(area: Area | None, decision: Decision | None) -> Decision | None:
    """A decision may have an assessment of its own Area, or of the whole service."""
    if decision is not None and area is not None and decision.area_id not in (None, area.pk):
        raise Refused({"decision": [_("This decision is of another Area.")]})
    return decision


@transaction.atomic
def save_step(
    *, by: Viewer, at: datetime, assessment: Assessment, step: Step, values: Mapping[str, object], seen: str | None = None
) -> list[str]:
    """Save one step on its own, finished or not; returns the fields that changed.

    `seen` is `mark_of_step` as it was on the person's page: two people at different steps do not meet, at the same one neither loses
    a word. Raises Refused, ChangedMeanwhile, NotAllowed, or KeyError for a field of another step.
    """
    held = to_edit(by, assessment)
    if unknown := set(values) - set(FIELDS[step]):
        raise KeyError(f"step {step} does not write {', '.join(sorted(unknown))}")
    if step not in steps_of(held.kind):
        raise Refused({"": [_("A short assessment does not have this step. Screen it again and choose a full one.")]})
    if seen is not None and seen != mark_of_step(held, step):
        raise ChangedMeanwhile(held)
    _refuse_step(held, values, at)
    changed = change(held, values)
    if changed:
        edited(held=held, by=by, at=at, detail={"step": step.value, "fields": sorted(changed)})
    return changed


def _refuse_step(held: Assessment, values: Mapping[str, object], at: datetime) -> None:
    day = values.get("review_on")
    if isinstance(day, date) and day != held.review_on:
        problem = review_day_problem(day, timezone.localdate(at))
        if problem:
            raise Refused({"review_on": [problem]})
    decision = values.get("decision")
    _decision_here(held.area, decision if isinstance(decision, Decision) else None)


@transaction.atomic
def record_impact(
    *, by: Viewer, at: datetime, assessment: Assessment, codes: Sequence[str], effect: str, words: str = "", likely: str = "",
    severe: str = "", aims: Sequence[str] = (), will_do: str = "", cited: Iterable[TakenEvidence] = (), seen_version: int | None = None,
) -> Impact:  # fmt: skip
    """Say what the effect is on people of one characteristic, or of several together; said again, it replaces what was said.

    `seen_version` is the version on the person's page (0: nothing was said yet). Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = to_edit(by, assessment)
    codes, evidence = _in_order(codes), list(cited)
    if any(row.assessment_id != held.pk for row in evidence):
        raise Refused({"cited": [_("Evidence of another assessment cannot be cited.")]})
    problems = impact_problems(
        effect=effect, words=words, likely=likely, severe=severe, aims=aims, cited=len(evidence), will_do=will_do, codes=codes,
        telling=sum(row.code in codes or bool(row.own_words.strip()) for row in evidence),
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    values = {
        "effect": effect, "words": words.strip(), "likely": likely, "severe": severe, "aims": list(aims), "will_do": will_do.strip()
    }  # fmt: skip
    row = _store_impact(held, codes, values, evidence, seen_version)
    edited(held=held, by=by, at=at, detail={"impact": "+".join(codes), "effect": effect})
    return row


def _store_impact(
    held: Assessment, codes: list[str], values: Mapping[str, object], evidence: list[TakenEvidence], seen_version: int | None
) -> Impact:
    together = f"+{'+'.join(codes)}+"
    row = Impact.objects.filter(assessment=held, together=together).first()
    if row is None:
        row = Impact(assessment=held, codes=codes, together=together, **values)
        check(row)
        row.save()
        row.cited.set(evidence)
        return row
    change_with_links(row, values, {"cited": evidence}, seen_version=seen_version)
    return row


def _in_order(codes: Sequence[str]) -> list[str]:
    chosen = [code.value for code in Characteristic if code in set(codes)]
    if not chosen or len(chosen) != len(set(codes)):
        raise Refused({"codes": [_("Choose characteristics from the list.")]})
    return chosen


@transaction.atomic
def take_impact_out(*, by: Viewer, at: datetime, impact: Impact) -> None:
    """Leave a combination, or the answer for a characteristic, blank again in an assessment that is being written."""
    held = to_edit(by, impact.assessment)
    names = " + ".join(str(NAMES[Characteristic(code)]) for code in impact.codes)
    impact.delete()
    edited(held=held, by=by, at=at, detail={"impact taken out": names})


def edited(*, held: Assessment, by: Viewer, at: datetime, detail: dict[str, object]) -> None:
    """Note an edit: it takes a submission back, and the person counts among those who wrote. One returned stays so, with its reason."""
    if held.submitted_at and not held.returned_at:
        change(held, {"submitted_at": None})
        detail = {**detail, "submission taken back": True}
    _wrote(held, by)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail=detail)


def _wrote(row: Assessment, by: Viewer) -> None:
    if by.account_id is not None:
        row.writers.add(by.account_id)
