"""What is recorded about a member: undertaking, vetting, training, interests. One transaction each, with its audit event.

A member signs and declares for themselves; for somebody without a sign-in, whoever keeps the members enters it.
"""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Interest, Member, OfMember, Training, Undertaking, Vetting
from folkmoot.panels.members.queries import open_interests, seat_is_theirs
from folkmoot.panels.members.rules import day_problem, interest_problems, undertaking_problems, vetting_problems
from folkmoot.panels.models import Terms
from folkmoot.panels.queries import terms_on
from folkmoot.panels.rules import last_day_of_term

AnyDetail = TypeVar("AnyDetail", bound=OfMember)


@transaction.atomic
def record_undertaking(
    *, by: Viewer, at: datetime, member: Member, signed_on: date | None, terms: Terms, how: str = Undertaking.How.PAPER, kept_at: str = ""
) -> Undertaking:
    """Record that a member signed the words of these terms; how long it holds follows from them. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    return _sign(by, at, member, signed_on, terms, how, kept_at)


@transaction.atomic
def sign_undertaking(*, by: Viewer, at: datetime, member: Member, terms: Terms) -> Undertaking:
    """The member signs on their own pages, today, the words that hold. Raises Refused where these are other terms, or NotAllowed."""
    _require_own(by, member)
    today = timezone.localdate(at)
    if terms != terms_on(member.panel, today):
        raise Refused({"": [_("The terms of reference were changed while you read them. Read the new words, then sign.")]})
    return _sign(by, at, member, today, terms, Undertaking.How.SCREEN, "")


def _sign(by: Viewer, at: datetime, member: Member, signed_on: date | None, terms: Terms, how: str, kept_at: str) -> Undertaking:
    problems = undertaking_problems(
        signed_on=signed_on, holds_from=terms.holds_from if terms.panel_id == member.panel_id else None, position=member.position,
        today=timezone.localdate(at),
    )  # fmt: skip
    if problems or signed_on is None:
        raise Refused(problems)
    lapses = last_day_of_term(signed_on, terms.undertaking_months) if terms.undertaking_months else None
    row = Undertaking(**_about(by, at, member), terms=terms, signed_on=signed_on, lapses_on=lapses, how=how, kept_at=kept_at.strip())
    return _kept(row, by, at, {"terms": terms.number})


@transaction.atomic
def record_vetting(
    *, by: Viewer, at: datetime, member: Member, level: str, state: str, on: date | None, valid_until: date | None = None,
    reference: str = "",
) -> Vetting:  # fmt: skip
    """Record how a member's vetting stands since a day: asked for, cleared (until when), not cleared. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    problems = vetting_problems(level=level, state=state, on=on, valid_until=valid_until, today=timezone.localdate(at))
    if problems or on is None:
        raise Refused(problems)
    row = Vetting(
        **_about(by, at, member), level=level.strip(), state=state, on=on, valid_until=valid_until, reference=reference.strip()
    )  # fmt: skip
    return _kept(row, by, at, {"state": state})


@transaction.atomic
def record_training(
    *, by: Viewer, at: datetime, member: Member, what: str, done_on: date | None, needed: bool = True, good_until: date | None = None
) -> Training:
    """Record training that a member did. `needed`: it is what the terms ask for. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    problem = day_problem(done_on, timezone.localdate(at))
    if problem or done_on is None:
        raise Refused({"done_on": [problem]})
    if good_until is not None and good_until < done_on:
        raise Refused({"good_until": [_("It cannot be repeated before it was done.")]})
    row = Training(**_about(by, at, member), what=what.strip(), done_on=done_on, needed=needed, good_until=good_until)
    return _kept(row, by, at, {"needed": needed})


@transaction.atomic
def declare_interest(*, by: Viewer, at: datetime, member: Member, kind: str, what: str = "", declared_on: date | None = None) -> Interest:
    """Declare an interest, or that there is none; by the member, or entered for them. Without a day it is today's. Raises Refused or
    NotAllowed."""
    _require_own_or_keeping(by, member)
    on, today = declared_on or timezone.localdate(at), timezone.localdate(at)
    standing = open_interests(member).exclude(kind=Interest.Kind.NONE).count()
    problems = interest_problems(kind=kind, what=what, on=on, open_interests=standing, today=today)
    if problems:
        raise Refused(problems)
    if kind != Interest.Kind.NONE:
        for none in open_interests(member).filter(kind=Interest.Kind.NONE):
            change(none, {"ended_on": max(on, none.declared_on)})
    row = Interest(**_about(by, at, member), kind=kind, what="" if kind == Interest.Kind.NONE else what.strip(), declared_on=on)
    return _kept(row, by, at, {"kind": kind})


@transaction.atomic
def end_interest(*, by: Viewer, at: datetime, interest: Interest, on: date | None) -> None:
    """Record that a declared interest ended; it stays. Raises Refused or NotAllowed."""
    _require_own_or_keeping(by, interest.member)
    if interest.ended_on is not None:
        raise Refused({"": [_("This interest has ended already.")]})
    if on is None or not interest.declared_on <= on <= timezone.localdate(at):
        raise Refused({"on": [_("Give the day: since it was declared, and not in the future.")]})
    change(interest, {"ended_on": on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=interest, detail={"fields": ["ended_on"]})


def _about(by: Viewer, at: datetime, member: Member) -> dict[str, object]:
    return {"member": member, "contact": member.contact, "recorded_by_id": by.account_id, "recorded_at": at}


def _kept(row: AnyDetail, by: Viewer, at: datetime, detail: dict[str, object]) -> AnyDetail:
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail=detail)
    return row


def _require_own(by: Viewer, member: Member) -> None:
    if not seat_is_theirs(by, member):
        raise NotAllowed("panel.home")


def _require_own_or_keeping(by: Viewer, member: Member) -> None:
    if not seat_is_theirs(by, member):
        by.require_for("panels.members", member.panel.area_id)
