"""Claims as pages show them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from folkmoot.panels.expenses.models import Claim, ClaimLine, Rate
from folkmoot.panels.expenses.rules import BY_THE_HOUR, BY_THE_MILE

STATE_COLOURS = {"draft": "grey", "sent": "light-blue", "agreed": "turquoise", "refused": "orange", "paid": "green"}


@dataclass(frozen=True)
class ClaimShown:
    """One claim in a list or on its page: how it stands, and the pounds asked and paid."""

    claim: Claim
    words: str
    colour: str
    asked: str
    payable: str
    cut: bool


def claim_shown(claim: Claim) -> ClaimShown:
    """`claim` was read by the queries, with its sums."""
    asked, payable = claim.asked, claim.payable
    colour = STATE_COLOURS[claim.state]
    return ClaimShown(claim, str(claim.get_state_display()), colour, pounds(asked), pounds(payable), asked != payable)


def pounds(amount: Decimal) -> str:
    return f"£{number_format(amount, 2, use_l10n=True, force_grouping=True)}"


@dataclass(frozen=True)
class ExpenseShown:
    line: ClaimLine
    words: str
    asked: str
    agreed: str


def expense_shown(line: ClaimLine) -> ExpenseShown:
    agreed = "" if line.agreed is None else pounds(line.agreed)
    return ExpenseShown(line, _reckoned(line), pounds(line.asked), agreed)


def _reckoned(line: ClaimLine) -> str:
    """By what the amount was reckoned: “36 miles at £0.45”; "" where it is what was spent."""
    if line.quantity is None:
        return ""
    said = {"number": f"{line.quantity.normalize():f}"}
    if line.kind in BY_THE_MILE and line.rate is not None:
        return _("%(number)s miles at %(rate)s") % {**said, "rate": pounds(line.rate.amount)}
    return _("%(number)s hours") % said


def rate_words(rate: Rate) -> str:
    """“£0.45 a mile”."""
    said = {"amount": pounds(rate.amount)}
    if rate.kind in BY_THE_MILE:
        return _("%(amount)s a mile") % said
    return _("at most %(amount)s an hour") % said if rate.kind in BY_THE_HOUR else _("at most %(amount)s a day") % said
