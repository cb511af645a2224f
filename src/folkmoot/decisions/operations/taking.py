"""Taking a decision, which freezes it, and what may be said of it afterwards."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.evidence import DOCUMENT, is_concern, rows_of, snapshot_of
from folkmoot.decisions.models import Considered, Decision, LaterNote, Option
from folkmoot.decisions.queries import concerns_known, has_prepared, signed_before, standing_of
from folkmoot.decisions.records import record_of
from folkmoot.decisions.rules import digest, later_problem, taking_problems
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check


@dataclass(frozen=True)
class Taking:
    """What the decider says. `weighed` gives a sentence for a concern by its number; `together` one for all the others.

    `on` and `on_paper` only for a decision that was taken on paper before it was entered.
    """

    chosen: Option | None
    outcome: str
    reasons: str
    conditions: str = ""
    weighed: Mapping[int, str] | None = None
    together: str = ""
    no_assessment_why: str = ""
    on: date | None = None
    on_paper: str = ""


@transaction.atomic
def take_decision(*, by: Viewer, at: datetime, decision: Decision, taking: Taking, seen_version: int | None = None) -> Decision:
    """Take a decision in one's own name, or enter one from a paper record; from now on nothing in it changes.

    What another person enters from paper, who had no part in preparing it, is told to the decider in their inbox.
    Everything considered is kept as it stands at this moment. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require_for("decisions.sign", decision.area_id)
    considered = list(decision.considered.order_by("added_at", "pk"))
    rows = rows_of(by, considered)
    concerns = [each for each in considered if is_concern(each, rows.get((each.kind, each.row_id or 0)))]
    _weigh(concerns, taking)
    _refuse(by, at, decision, taking, considered, concerns, rows)
    day = taking.on or timezone.localdate(at)
    for each in considered:
        _freeze(each, rows.get((each.kind, each.row_id or 0)))
    options = _choose(decision, taking.chosen)
    values = _words_of(by, at, taking, day)
    taken = copy(decision)
    for name, value in values.items():
        setattr(taken, name, value)
    record = record_of(taken, options=options, considered=considered) | {
        "assessments": [_assessment(each) for each in signed_before(decision, day)],
        "concerns": {"known_in_the_year_before": concerns_known(by, decision, on=day), "considered": len(concerns)},
    }
    change(decision, values | {"record": record, "fingerprint": digest(record)}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=decision, detail={"state": "taken", "fingerprint": decision.fingerprint})
    if by.account_id != decision.decider_id:
        _tell_decider(by, at, decision)
    return decision


def _tell_decider(by: Viewer, at: datetime, decision: Decision) -> None:
    words = _("“%(title)s” was entered from its paper record as your decision. Say so if it is not what was decided.")
    notify(
        by=by, at=at, account=decision.decider, kind="decisions.entered", words=words % {"title": decision.title},
        address=reverse("decisions:detail", args=[decision.pk]), key=f"decision-entered:{decision.pk}",
    )  # fmt: skip


def _assessment(each: Assessment) -> dict[str, Any]:
    return {"assessment": each.pk, "title": each.title, "signed_on": timezone.localdate(each.signed_at).isoformat(), "kind": each.kind}


@transaction.atomic
def add_later_note(
    *, by: Viewer, at: datetime, decision: Decision, kind: str, words: str, about_kind: str = "", about_id: int | None = None
) -> LaterNote:
    """Say what became known after a decision, or correct a mistake in it. It stands beside the record with its own day."""
    by.require_for("decisions.write", decision.area_id)
    problem = later_problem(taken=decision.taken_at is not None, words=words)
    if problem:
        raise Refused({"words": [problem]})
    note = LaterNote(
        decision=decision, kind=kind, words=words.strip(), about_kind=about_kind, about_id=about_id, at=at, by_id=by.account_id
    )  # fmt: skip
    check(note)
    note.save()
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=note, area_id=decision.area_id, detail={"decision": decision.pk, "kind": kind}
    )
    return note


def _refuse(
    by: Viewer, at: datetime, decision: Decision, taking: Taking, considered: list[Considered], concerns: list[Considered],
    rows: Mapping[tuple[str, int], Any],
) -> None:  # fmt: skip
    problems = taking_problems(
        state=standing_of(decision), is_decider=by.account_id == decision.decider_id, prepared_it=has_prepared(by, decision),
        outcome=taking.outcome, reasons=taking.reasons, chosen=taking.chosen is not None and taking.chosen.decision_id == decision.pk,
        unweighed=sum(1 for each in concerns if not each.weighed),
        assessed=bool(signed_before(decision, taking.on or timezone.localdate(at))),
        no_assessment_why=taking.no_assessment_why or decision.no_assessment_why, on=taking.on, on_paper=taking.on_paper,
        today=timezone.localdate(at),
    )  # fmt: skip
    gone = [each for each in considered if each.kind != DOCUMENT and (each.kind, each.row_id or 0) not in rows and not each.left_out]
    if gone:
        problems.setdefault("", []).append(
            _("Something that is to be considered is no longer there, or your role does not show it. Take the decision back and remove it.")
        )
    if problems:
        raise Refused(problems)


def _weigh(concerns: list[Considered], taking: Taking) -> None:
    each_own = taking.weighed or {}
    for each in concerns:
        each.weighed = (each_own.get(each.pk, "") or taking.together).strip()


def _freeze(each: Considered, row: Any) -> None:
    """Keep a considered thing as it stands. Of one left out and out of sight only that it was known is kept."""
    kept = {"words": each.title, "facts": {"sha256": each.sha256, "kept_at": each.kept_at}, "finding": []}
    if each.kind != DOCUMENT:
        kept = snapshot_of(each.kind, row) if row is not None else {"words": "", "facts": {}, "finding": []}
    change(each, {"snapshot": kept, "snapshot_sha256": digest(kept)})
    Considered.objects.filter(pk=each.pk).update(weighed=each.weighed)


def _choose(decision: Decision, chosen: Option | None) -> list[Option]:
    """Mark every option but the chosen one as rejected; returns them in order."""
    options = list(decision.options.order_by("order", "pk"))
    for option in options:
        change(option, {"rejected": chosen is None or option.pk != chosen.pk})
    return options


def _words_of(by: Viewer, at: datetime, taking: Taking, day: date) -> dict[str, Any]:
    values = {
        "outcome": taking.outcome.strip(), "reasons": taking.reasons.strip(), "conditions": taking.conditions.strip(),
        "taken_on": day, "taken_at": at, "taken_by_id": by.account_id, "on_paper": taking.on_paper.strip(),
    }  # fmt: skip
    return values | ({"no_assessment_why": taking.no_assessment_why.strip()} if taking.no_assessment_why.strip() else {})
