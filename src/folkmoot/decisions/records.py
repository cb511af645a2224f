"""The whole of a decision as it stood when it was taken: one plain value, its fingerprint, and whether both still hold."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from folkmoot.decisions.models import Considered, Decision, Option
from folkmoot.decisions.rules import digest
from folkmoot.foundation.models import AuditEvent


def record_of(decision: Decision, *, options: Iterable[Option], considered: Iterable[Considered]) -> dict[str, Any]:
    """What the rows of a taken decision say, in plain values. Accounts stand in it by number, communities' words as snapshots."""
    return {
        "decision": decision.pk,
        "area": decision.area.code if decision.area else None,
        "kind": decision.kind,
        "title": decision.title,
        "question": decision.question,
        "decider": decision.decider_id,
        "body": decision.body,
        "supersedes": decision.supersedes_id,
        "options": [{"words": each.words, "rejected": each.rejected, "why": each.why} for each in options],
        "considered": [_thing(each, decision) for each in considered],
        "no_assessment_why": decision.no_assessment_why,
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "conditions": decision.conditions,
        "taken_on": decision.taken_on.isoformat() if decision.taken_on else None,
        "taken_at": decision.taken_at.astimezone(UTC).isoformat(timespec="microseconds") if decision.taken_at else None,
        "taken_by": decision.taken_by_id,
        "on_paper": decision.on_paper,
    }


def _thing(each: Considered, decision: Decision) -> dict[str, Any]:
    return {
        "kind": each.kind, "row": each.row_id, "title": each.title, "kept_at": each.kept_at, "sha256": each.sha256, "why": each.why,
        "left_out": each.left_out, "weighed": each.weighed, "entered_afterwards": bool(decision.on_paper), "snapshot": each.snapshot_sha256,
    }  # fmt: skip


def faults_of(decision: Decision) -> list[str]:
    """Where a taken decision is no longer what it was: against its record, its fingerprint, its snapshots and the audit trail.

    Empty for a sound one, and for one that has not been taken.
    """
    if decision.taken_at is None or decision.record is None:
        return []
    considered = list(decision.considered.order_by("added_at", "pk"))
    now = record_of(decision, options=decision.options.order_by("order", "pk"), considered=considered)
    kept = {name: value for name, value in decision.record.items() if name in now}
    faults = [f"{name}: is not what was recorded" for name in now if now[name] != kept.get(name)]
    if digest(decision.record) != decision.fingerprint:
        faults.append("the record does not match its fingerprint")
    faults += [f"considered {each.pk}: its snapshot was altered" for each in considered if digest(each.snapshot) != each.snapshot_sha256]
    if not _is_in_the_audit_trail(decision):
        faults.append("the audit trail names another fingerprint")
    return faults


def _is_in_the_audit_trail(decision: Decision) -> bool:
    events = AuditEvent.objects.filter(subject_kind="decisions.decision", detail__fingerprint=decision.fingerprint)
    return any(decision.pk in event.subject_ids for event in events)
