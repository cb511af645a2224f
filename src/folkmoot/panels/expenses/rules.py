"""What may be claimed, by which rate, with what proof, and who may agree. Amounts are in pounds. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.panels.rules import month_before

BY_THE_MILE = frozenset({"car", "motorcycle", "bicycle"})
BY_THE_HOUR = frozenset({"care"})
WITHIN_MONTHS = 6  # an expense older than this is claimed with a reason from whoever agrees it, not by sending it
PENNY = Decimal("0.01")
# HM Revenue and Customs, approved mileage allowance payments, since 6 April 2011; volunteers are paid no more without tax.
SHIPPED_RATES = (("car", "0.45"), ("motorcycle", "0.24"), ("bicycle", "0.20"))
SHIPPED_FROM = date(2011, 4, 6)
SHIPPED_SOURCE = "HM Revenue and Customs: approved mileage allowance payments"


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    AGREED = "agreed"
    REFUSED = "refused"
    PAID = "paid"


# What a claim can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "sent", State.SENT),
    (State.SENT, "taken back", State.DRAFT),
    (State.SENT, "agreed by somebody else, in whole or in part", State.AGREED),
    (State.SENT, "refused by somebody else, with reason", State.REFUSED),
    (State.REFUSED, "taken up again to be corrected", State.DRAFT),
    (State.AGREED, "paid", State.PAID),
)


@dataclass(frozen=True)
class Expense:
    """One expense as it is entered. `quantity` in miles or hours; `rate` in pounds, None where no rate holds on its day."""

    kind: str
    on: date | None
    quantity: Decimal | None
    asked: Decimal | None
    rate: Decimal | None
    what: str = ""
    receipt: bool = False
    no_receipt_why: str = ""


def amount_of(expense: Expense) -> Decimal | None:
    """What is asked for: by the mile the rate says it, otherwise what was spent; None where it cannot be said."""
    if expense.kind in BY_THE_MILE:
        if expense.quantity is None or expense.rate is None:
            return None
        return (expense.quantity * expense.rate).quantize(PENNY, ROUND_HALF_UP)
    return expense.asked


def most_for(expense: Expense) -> Decimal | None:
    """The most that is paid for it; None where it is paid as it was spent."""
    if expense.rate is None or expense.kind in BY_THE_MILE:
        return None
    if expense.kind in BY_THE_HOUR:
        return (expense.rate * (expense.quantity or 0)).quantize(PENNY, ROUND_HALF_UP)
    return expense.rate


def expense_problems(expense: Expense, *, today: date) -> dict[str, list[str]]:
    """Why an expense cannot be entered like this, by field; empty where it can."""
    problems = _day_problems(expense.on, today)
    if expense.kind in BY_THE_MILE | BY_THE_HOUR and (expense.quantity is None or expense.quantity <= 0):
        problems["quantity"] = [_("Give the miles.") if expense.kind in BY_THE_MILE else _("Give the hours.")]
    if expense.kind in BY_THE_MILE and expense.rate is None:
        problems["kind"] = [_("No rate by the mile was set for that day. Ask headquarters to set one.")]
    if expense.kind not in BY_THE_MILE:
        problems |= _spent_problems(expense)
    if expense.kind in ("other", "access") and not expense.what.strip():
        problems["what"] = [_("Say what it was.")]
    return problems


def _day_problems(on: date | None, today: date) -> dict[str, list[str]]:
    if on is None or on > today:
        return {"on": [_("Give the day, today or earlier.")]}
    if on < month_before(today, WITHIN_MONTHS):
        return {"on": [_("That is more than %(months)d months ago. Speak with your panel’s contact.") % {"months": WITHIN_MONTHS}]}
    return {}


def _spent_problems(expense: Expense) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    most = most_for(expense)
    if expense.asked is None or expense.asked <= 0:
        problems["asked"] = [_("Give what was spent, in pounds.")]
    elif most is not None and expense.asked > most and (expense.quantity is not None or expense.kind not in BY_THE_HOUR):
        problems["asked"] = [_("At most £%(most)s is paid for this. Enter that, or less.") % {"most": most}]
    if not expense.receipt and not expense.no_receipt_why.strip():
        problems["no_receipt_why"] = [_("Add the receipt, or say why there is none.")]
    return problems


def sending_problem(*, state: str, lines: int, doubled: Collection[str]) -> str:
    """Why a claim cannot be sent, or "". `doubled`: expenses of the same day, kind and amount that stand in another claim."""
    if state != State.DRAFT:
        return _("This claim was sent already.")
    if not lines:
        return _("Add at least one expense.")
    if doubled:
        return _("This was claimed already: %(expenses)s. Take it out, or say under what it was how it differs.") % {
            "expenses": "; ".join(doubled)
        }
    return ""


def deciding_problem(*, state: str, decider: int | None, entered_by: int | None, member: int | None) -> str:
    """Why this person cannot agree or refuse a claim, or "": nobody decides on their own, or on what they entered for another."""
    if state != State.SENT:
        return _("Only a claim that was sent and waits can be agreed or refused.")
    if decider is None:
        return _("A person agrees a claim, never the product.")
    if decider == member:
        return _("This is your own claim. Somebody else must decide on it.")
    if decider == entered_by:
        return _("You entered this claim. Somebody else must decide on it.")
    return ""


def cut_problems(*, asked: Decimal, agreed: Decimal | None, why: str) -> str:
    """Why so much cannot be agreed of what was asked, or ""."""
    if agreed is None or agreed < 0:
        return _("Give the pounds that are paid; 0 for nothing.")
    if agreed > asked:
        return _("That is more than was asked for.")
    return _("Say why less is paid.") if agreed < asked and not why.strip() else ""


def paying_problem(*, state: str, on: date | None, decided_on: date | None, today: date) -> dict[str, list[str]]:
    if state != State.AGREED:
        return {"": [_("Only a claim that was agreed can be paid.")]}
    if on is None or on > today or (decided_on is not None and on < decided_on):
        return {"paid_on": [_("Give the day: since it was agreed, and not in the future.")]}
    return {}


def rate_problems(*, amount: Decimal | None, starts: date | None, latest: date | None, source: str) -> dict[str, list[str]]:
    """Why a rate cannot be set, by field. `latest`: the day from which the last rate of its kind holds."""
    problems: dict[str, list[str]] = {}
    if amount is None or amount <= 0:
        problems["amount"] = [_("Give an amount in pounds.")]
    if starts is None:
        problems["starts"] = [_("Give the first day on which it holds.")]
    elif latest is not None and starts <= latest:
        problems["starts"] = [_("A rate holds from a later day already: what was claimed by it stays. Give a day after it.")]
    if not source.strip():
        problems["source"] = [_("Say where it is laid down.")]
    return problems
