"""Preparing a decision: its words, options and what is put before it. Nothing here works once it has been taken."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.decisions.evidence import DOCUMENT, SOURCES
from folkmoot.decisions.models import Considered, Decision, Option
from folkmoot.decisions.queries import standing_of
from folkmoot.decisions.rules import (
    evidence_problems,
    ready_problems,
    withdrawal_problem,
    wording_problems,
    writing_problem,
)
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check

# What may be changed while a decision is prepared. Its Area stays as it was.
CHANGEABLE = frozenset({"kind", "title", "question", "decider", "body", "planned_on", "supersedes", "no_assessment_why"})


@transaction.atomic
def prepare_decision(
    *, by: Viewer, at: datetime, area: Area | None, title: str, question: str, kind: str, decider: Account, **values: object
) -> Decision:
    """Begin the record of a decision of an Area, or of the whole service. `values` are others of CHANGEABLE.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for("decisions.write", area.pk if area else None)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a decision has no {', '.join(sorted(unknown))} to begin with")
    given = {"title": title.strip(), "question": question.strip(), "kind": kind, "decider": decider, **values}
    decision = Decision(area=area, prepared_by_id=by.account_id, prepared_at=at, **given)
    _refuse_words(decision, given, at)
    check(decision)
    decision.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=decision)
    return decision


@transaction.atomic
def change_decision(*, by: Viewer, at: datetime, decision: Decision, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused, ChangedMeanwhile, or KeyError for another field."""
    _open_for(by, decision)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a decision's {', '.join(sorted(unknown))} cannot be changed")
    _refuse_words(decision, values, at)
    changed = change(decision, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"fields": changed})
    return changed


@transaction.atomic
def add_option(*, by: Viewer, at: datetime, decision: Decision, words: str, why: str) -> Option:
    """Add an option with the reasons for and against it. Raises Refused."""
    _open_for(by, decision)
    _claim(decision)
    option = Option(decision=decision, order=decision.options.count(), words=words.strip(), why=why.strip())
    check(option)
    option.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"option": option.pk})
    return option


@transaction.atomic
def change_option(*, by: Viewer, at: datetime, option: Option, seen_version: int | None = None, words: str, why: str) -> list[str]:
    """Change an option's words and reasons. Raises Refused or ChangedMeanwhile."""
    decision = option.decision
    _open_for(by, decision)
    changed = change(option, {"words": words.strip(), "why": why.strip()}, seen_version=seen_version)
    if changed:
        _claim(decision)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"option": option.pk, "fields": changed})
    return changed


@transaction.atomic
def remove_option(*, by: Viewer, at: datetime, option: Option) -> None:
    decision, number = option.decision, option.pk
    _open_for(by, decision)
    _claim(decision)
    option.delete()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=decision, detail={"option": number})


@transaction.atomic
def add_evidence(
    *, by: Viewer, at: datetime, decision: Decision, kind: str, row_id: int | None = None, title: str = "", kept_at: str = "",
    sha256: str = "", why: str = "", left_out: bool = False,
) -> Considered:  # fmt: skip
    """Put a row of the product, or with kind "document" a paper, before a decision; `left_out`: known, and not considered.

    Raises Refused: for a row out of sight, for one that is there already, or without a reason for leaving it out.
    """
    _open_for(by, decision)
    row = SOURCES[kind].find(by, row_id) if kind in SOURCES and row_id is not None else None
    if kind != DOCUMENT and row is None:
        raise Refused({"": [_("This is not there any more, or your role does not show it.")]})
    problems = evidence_problems(known=row is not None, title=title, sha256=sha256, left_out=left_out, why=why)
    if row is not None and decision.considered.filter(kind=kind, row_id=row_id).exists():
        problems[""] = [_("This has been chosen already.")]
    if problems:
        raise Refused(problems)
    _claim(decision)
    considered = Considered(
        decision=decision, kind=kind, row_id=row_id, area_id=row.area_id if row is not None else None, title=title.strip(),
        kept_at=kept_at.strip(), sha256=sha256.strip().lower(), why=why.strip(), left_out=left_out, added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    check(considered)
    considered.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"evidence": kind, "row": row_id, "left_out": left_out})
    return considered


@transaction.atomic
def change_evidence(
    *, by: Viewer, at: datetime, considered: Considered, seen_version: int | None = None, why: str, left_out: bool
) -> list[str]:
    """Change what a thing bears on, or whether it is considered. Raises Refused or ChangedMeanwhile."""
    decision = considered.decision
    _open_for(by, decision)
    problems = evidence_problems(known=True, title="", sha256="", left_out=left_out, why=why)
    if problems:
        raise Refused(problems)
    changed = change(considered, {"why": why.strip(), "left_out": left_out}, seen_version=seen_version)
    if changed:
        _claim(decision)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"evidence": considered.kind, "fields": changed})
    return changed


@transaction.atomic
def remove_evidence(*, by: Viewer, at: datetime, considered: Considered) -> None:
    """Take a thing away again; the audit trail keeps that it was there. Refused once the decision has been taken."""
    decision = considered.decision
    _open_for(by, decision)
    _claim(decision)
    detail: dict[str, object] = {"evidence": considered.kind, "row": considered.row_id}
    considered.delete()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=decision, detail=detail)


@transaction.atomic
def make_ready(*, by: Viewer, at: datetime, decision: Decision, seen_version: int | None = None) -> None:
    """Hand it to its decider. Raises Refused where options, reasons or evidence are missing."""
    _open_for(by, decision)
    options = list(decision.options.all())
    unreasoned = sum(1 for option in options if not option.why)
    problems = ready_problems(
        options=len(options), unreasoned=unreasoned, considered=decision.considered.filter(left_out=False).count()
    )  # fmt: skip
    if problems:
        raise Refused({"": problems})
    change(decision, {"ready_at": at}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"state": "ready"})


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, decision: Decision) -> None:
    """Back from ready to draft, so that it can be changed. Refused for one that is not ready."""
    by.require_for("decisions.write", decision.area_id)
    if decision.ready_at is None or decision.taken_at or decision.withdrawn_on:
        raise Refused({"": [_("Only a decision that is ready, and not yet taken, can be taken back.")]})
    change(decision, {"ready_at": None})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"state": "draft"})


@transaction.atomic
def withdraw_decision(*, by: Viewer, at: datetime, decision: Decision, reason: str) -> None:
    """Withdraw a decision that was not taken; it stays, with the reason. Raises Refused."""
    by.require_for("decisions.write", decision.area_id)
    problem = withdrawal_problem(state=standing_of(decision), reason=reason)
    if problem:
        raise Refused({"reason": [problem]})
    change(decision, {"withdrawn_on": timezone.localdate(at), "withdrawn_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"state": "withdrawn"})


def _claim(decision: Decision) -> None:
    """Raise the decision's version, so that nobody takes it having seen something else."""
    if not Decision.objects.filter(pk=decision.pk, version=decision.version).update(version=F("version") + 1):
        raise ChangedMeanwhile(decision)
    decision.version += 1


def _open_for(by: Viewer, decision: Decision) -> None:
    by.require_for("decisions.write", decision.area_id)
    problem = writing_problem(standing_of(decision))
    if problem:
        raise Refused({"": [problem]})


def _refuse_words(decision: Decision, values: Mapping[str, object], at: datetime) -> None:
    problems = wording_problems(
        title=str(values.get("title", decision.title)), question=str(values.get("question", decision.question))
    )  # fmt: skip
    decider = values.get("decider", decision.decider)
    today = timezone.localdate(at)
    if isinstance(decider, Account) and not people_who_may("decisions.sign", decision.area_id, today=today).filter(pk=decider.pk).exists():
        problems["decider"] = [_("This person’s role does not let them take decisions here.")]
    over = values.get("supersedes")
    if isinstance(over, Decision) and (over.taken_at is None or over.area_id != decision.area_id):
        problems["supersedes"] = [_("Only a decision of the same Area that was taken can be replaced.")]
    if problems:
        raise Refused(problems)
