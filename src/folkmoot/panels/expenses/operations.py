"""Writing rates and claims. A member claims for themselves; for others whoever keeps the members enters it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.expenses.models import Claim, ClaimLine, Rate
from folkmoot.panels.expenses.queries import doubled, rate_on
from folkmoot.panels.expenses.rules import (
    BY_THE_HOUR,
    BY_THE_MILE,
    SHIPPED_FROM,
    SHIPPED_RATES,
    SHIPPED_SOURCE,
    Expense,
    amount_of,
    cut_problems,
    deciding_problem,
    expense_problems,
    paying_problem,
    rate_problems,
    sending_problem,
)
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import seat_is_theirs
from folkmoot.panels.papers.keeping import Opened, Upload, hand_over_file, keep_file, remove_file
from folkmoot.panels.papers.models import PanelFile


@transaction.atomic
def set_rate(*, by: Viewer, at: datetime, kind: str, amount: Decimal | None, starts: date | None, source: str) -> Rate:
    """Say what is paid for a kind of expense from a day on; what was claimed before stays as it was. Raises Refused or NotAllowed."""
    by.require_national("panels.kinds")
    latest = Rate.objects.filter(kind=kind).order_by("-starts").values_list("starts", flat=True).first()
    problems = rate_problems(amount=amount, starts=starts, latest=latest, source=source)
    if problems or amount is None or starts is None:
        raise Refused(problems)
    rate = Rate(kind=kind, amount=amount, starts=starts, source=source.strip(), set_by_id=by.account_id, set_at=at)
    check(rate)
    rate.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=rate, detail={"kind": kind})
    return rate


def load_reference_data(*, by: Viewer, at: datetime) -> int:
    """Set the rates by the mile that ship, where a kind has none yet; returns how many were set."""
    missing = [(kind, amount) for kind, amount in SHIPPED_RATES if not Rate.objects.filter(kind=kind).exists()]
    for kind, amount in missing:
        set_rate(by=by, at=at, kind=kind, amount=Decimal(amount), starts=SHIPPED_FROM, source=SHIPPED_SOURCE)
    return len(missing)


@transaction.atomic
def begin_claim(*, by: Viewer, at: datetime, member: Member, occasion: str, meeting: Meeting | None = None) -> Claim:
    """Begin a claim of one occasion. Raises Refused or NotAllowed."""
    _require(by, member)
    if meeting is not None and meeting.panel_id != member.panel_id:
        raise Refused({"meeting": [_("That is another panel’s meeting.")]})
    claim = Claim(
        member=member, contact=member.contact, meeting=meeting, occasion=occasion.strip(), recorded_by_id=by.account_id, recorded_at=at
    )  # fmt: skip
    check(claim)
    claim.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=claim)
    return claim


@transaction.atomic
def add_expense(
    *, by: Viewer, at: datetime, claim: Claim, kind: str, on: date | None, what: str = "", quantity: Decimal | None = None,
    asked: Decimal | None = None, receipt: Upload | None = None, no_receipt_why: str = "",
) -> ClaimLine:  # fmt: skip
    """Add one expense to a claim that was not sent. By the mile the amount follows from the rate of its day. Raises Refused (by field)."""
    _require_own(by, claim)
    _require_draft(claim)
    counted = kind in BY_THE_MILE | BY_THE_HOUR
    rate = rate_on(kind, on) if on else None
    expense = Expense(
        kind, on, quantity if counted else None, asked, rate.amount if rate else None, what, receipt is not None, no_receipt_why
    )  # fmt: skip
    problems, amount = expense_problems(expense, today=timezone.localdate(at)), amount_of(expense)
    if problems or amount is None or on is None:
        raise Refused(problems)
    line = ClaimLine(
        claim=claim, kind=kind, on=on, what=what.strip(), quantity=expense.quantity, rate=rate, asked=amount,
        no_receipt_why="" if receipt else no_receipt_why.strip(),
    )  # fmt: skip
    check(line)
    if receipt is not None:
        line.receipt = keep_file(
            by=by, at=at, panel=claim.member.panel, use=PanelFile.Use.RECEIPT, upload=receipt, field="receipt"
        )  # fmt: skip
    line.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=claim, detail={"expense": line.pk, "kind": kind})
    return line


@transaction.atomic
def take_out_expense(*, by: Viewer, at: datetime, line: ClaimLine) -> None:
    """Take an expense out of a claim that was not sent; its receipt is removed. Raises Refused or NotAllowed."""
    claim = line.claim
    _require_own(by, claim)
    _require_draft(claim)
    pk, receipt = line.pk, line.receipt
    line.delete()
    if receipt is not None:
        remove_file(by=by, at=at, file=receipt, reason=_("The expense was taken out of the claim."))
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=claim, detail={"expense taken out": pk})


@transaction.atomic
def send_claim(*, by: Viewer, at: datetime, claim: Claim, seen_version: int | None = None) -> None:
    """Send a claim to be agreed; its expenses stay as they are from now on. Raises Refused, ChangedMeanwhile or NotAllowed."""
    _require_own(by, claim)
    problem = sending_problem(state=claim.state, lines=claim.lines.count(), doubled=doubled(claim))
    _move(claim, Claim.State.SENT, problem, by=by, at=at, seen_version=seen_version, sent_at=at)


@transaction.atomic
def take_claim_back(*, by: Viewer, at: datetime, claim: Claim) -> None:
    """Take back a claim that waits, or take up again one that was refused, in order to correct it. Raises Refused or NotAllowed."""
    _require(by, claim.member)
    may_go_back = claim.state in (Claim.State.SENT, Claim.State.REFUSED)
    problem = "" if may_go_back else _("It has been agreed: it cannot be changed any more.")
    _move(claim, Claim.State.DRAFT, problem, by=by, at=at, sent_at=None, decided_by_id=None, decided_at=None, refused_why="")


@transaction.atomic
def agree_claim(
    *, by: Viewer, at: datetime, claim: Claim, cuts: Mapping[int, tuple[Decimal | None, str]] | None = None, seen_version: int | None = None
) -> None:
    """Agree a claim as somebody else than who made it. `cuts`: by the number of a line, the pounds that are paid of it, and why less.

    Raises Refused (at "agreed_<number>"), ChangedMeanwhile or NotAllowed.
    """
    _require_decider(by, claim)
    asked = cuts or {}
    problems: dict[str, list[str]] = {}
    for line in claim.lines.all():
        pounds, why = asked.get(line.pk, (line.asked, ""))
        if problem := cut_problems(asked=line.asked, agreed=pounds, why=why):
            problems[f"agreed_{line.pk}"] = [problem]
        line.agreed, line.cut_why = pounds, why.strip() if pounds != line.asked else ""
        if not problems:
            check(line)
            line.save(update_fields=["agreed", "cut_why"])
    if problems:
        raise Refused(problems)
    _move(claim, Claim.State.AGREED, "", by=by, at=at, seen_version=seen_version, decided_by_id=by.account_id, decided_at=at)


@transaction.atomic
def refuse_claim(*, by: Viewer, at: datetime, claim: Claim, why: str, seen_version: int | None = None) -> None:
    """Refuse a claim with the reason, which the member reads. Raises Refused, ChangedMeanwhile or NotAllowed."""
    _require_decider(by, claim)
    if len(why.split()) < 2:
        raise Refused({"why": [_("Say why, so that the member can correct it or knows how to spend next time.")]})
    values = {"decided_by_id": by.account_id, "decided_at": at, "refused_why": why.strip()}
    _move(claim, Claim.State.REFUSED, "", by=by, at=at, seen_version=seen_version, **values)


@transaction.atomic
def pay_claim(*, by: Viewer, at: datetime, claim: Claim, paid_on: date | None, reference: str = "") -> None:
    """Record that a claim was paid. Raises Refused or NotAllowed."""
    by.require_for("panels.members", claim.member.panel.area_id)
    if by.account_id is not None and by.account_id == claim.member.account_id:
        raise Refused({"": [_("This is your own claim. Somebody else must record that it was paid.")]})
    decided = timezone.localdate(claim.decided_at) if claim.decided_at else None
    problems = paying_problem(state=claim.state, on=paid_on, decided_on=decided, today=timezone.localdate(at))
    if problems:
        raise Refused(problems)
    _move(claim, Claim.State.PAID, "", by=by, at=at, paid_on=paid_on, paid_reference=reference.strip())


@transaction.atomic
def open_receipt(*, by: Viewer, at: datetime, line: ClaimLine, route: str = "") -> Opened:
    """The receipt of an expense, for the member and for whoever keeps the members; recorded as a disclosure. Raises FileGone, Refused."""
    _require(by, line.claim.member)
    if line.receipt is None:
        raise Refused({"": [_("There is no receipt.")]})
    opened = hand_over_file(by=by, at=at, file=line.receipt, route=route)
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=line.claim, route=route)
    return opened


def _require(by: Viewer, member: Member) -> None:
    if not seat_is_theirs(by, member):
        by.require_for("panels.members", member.panel.area_id)


def _require_own(by: Viewer, claim: Claim) -> None:
    """The member's own claim, or one that this person entered for them: nobody else alters what they may later agree."""
    _require(by, claim.member)
    if not seat_is_theirs(by, claim.member) and by.account_id != claim.recorded_by_id:
        raise NotAllowed("panels.members")


def _require_draft(claim: Claim) -> None:
    if claim.state != Claim.State.DRAFT:
        raise Refused({"": [_("This claim was sent. Take it back to change it.")]})


def _require_decider(by: Viewer, claim: Claim) -> None:
    by.require_for("panels.members", claim.member.panel.area_id)
    problem = deciding_problem(
        state=claim.state, decider=by.account_id, entered_by=claim.recorded_by_id, member=claim.member.account_id
    )  # fmt: skip
    if problem:
        raise Refused({"": [problem]})


def _move(claim: Claim, state: str, problem: str, *, by: Viewer, at: datetime, seen_version: int | None = None, **values: object) -> None:
    if problem:
        raise Refused({"": [problem]})
    change(claim, {"state": state, **values}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=claim, detail={"state": str(state)})
