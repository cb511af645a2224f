"""Who signs and who may not, where a report stands on its way out, and what publication takes. No database, no clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

MOST_SIGNATORIES = 6
FEWEST_WORDS = 3


class Verdict(StrEnum):
    SIGNED = "signed"
    RETURNED = "returned"


class Step(StrEnum):
    """Where a publication stands."""

    PREPARED = "prepared"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


# What a publication can become, and by what.
TRANSITIONS: tuple[tuple[Step, str, Step], ...] = (
    (Step.PREPARED, "explained: why something that the check found may stay", Step.PREPARED),
    (Step.PREPARED, "published by a second person, after the check", Step.PUBLISHED),
    (Step.PREPARED, "sent back by a second person, with the reason", Step.RETURNED),
    (Step.PUBLISHED, "withdrawn, with the reason", Step.WITHDRAWN),
)


@dataclass(frozen=True)
class Named:
    """A named signatory: whose account, and what they said last ("" nothing yet)."""

    account_id: int
    said: str


def naming_problems(
    chosen: Sequence[int], *, maker_id: int | None, may_sign: Collection[int], begun: bool, review_over: bool
) -> dict[str, list[str]]:
    """Why these people may not be named as those who sign, by field. `begun`: somebody has signed or returned it already."""
    if begun:
        return {
            "": [_("Somebody has signed this report or returned it, so who signs stays as it is. Make the report again to begin anew.")]
        }
    if review_over:
        return {
            "": [_("The review is over. Who signs is named before it ends, so that reviewers know it. Give it a later last day first.")]
        }
    if not chosen:
        return {"who": [_("Nobody was chosen. Choose at least one person who signs.")]}
    if len(chosen) > MOST_SIGNATORIES:
        return {"who": [_("At most six people sign a report. Choose fewer.")]}
    if maker_id in chosen:
        return {"who": [_("Whoever made the report cannot sign it. Choose somebody else.")]}
    if not set(chosen) <= set(may_sign):
        return {"who": [_("Somebody chosen may not sign reports of this scope. Choose people whose role lets them sign.")]}
    return {}


def turn_problem(named: Sequence[Named], by_id: int | None) -> str:
    """Why this person may not sign or return a report with named signatories; empty where they may."""
    mine = next((one for one in named if one.account_id == by_id), None)
    if mine is None:
        return _("You are not among the people named to sign this report.")
    return _("You have signed this report already.") if mine.said == Verdict.SIGNED else ""


def all_signed(named: Sequence[Named]) -> bool:
    return bool(named) and all(one.said == Verdict.SIGNED for one in named)


def signatures_in_words(names: Sequence[tuple[str, str]]) -> str:
    """Names with their offices, as they stand on the report."""
    return "; ".join(f"{name} ({office})" if office else name for name, office in names)


def reason_problem(reason: str) -> str:
    """Why this reason does not do; empty where it does."""
    return "" if len(reason.split()) >= FEWEST_WORDS else _("Give the reason in a sentence: others read it and act on it.")


def preparing_problem(*, signed: bool, restated: bool, ended: bool, step: str) -> str:
    """Why a report cannot be prepared for publication, or empty. `step`: that of its latest publication, "" where there is none."""
    if not signed:
        return _("Only a signed report is published. Have it signed first.")
    if restated:
        return _("A later report restates this one. Publish the later one once it is signed.")
    if not ended:
        return _("The half-year has not ended. Publish the report that is made after its last day.")
    if step in (Step.PREPARED, Step.PUBLISHED):
        return _("This report is prepared or published already.")
    return ""


def publishing_problem(*, by_id: int | None, hands: Collection[int | None]) -> str:
    """Why this person may not publish or send back; empty where they may. `hands` made the report or prepared its publication."""
    if by_id is None:
        return _("A person publishes, by name.")
    return _("You made this report or prepared its publication. Ask a second person to publish it.") if by_id in hands else ""
