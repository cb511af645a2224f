"""When a draw may be prepared, committed to, sealed, opened and drawn; and what may stand on its receipt. No database, no clock."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

SEAL = 64
OVER = frozenset({"closed", "cancelled"})  # states of a meeting


class State(StrEnum):
    PREPARED = "prepared"
    COMMITTED = "committed"
    OPENING = "opening"
    DRAWN = "drawn"
    GIVEN_UP = "given_up"


# What a draw can become from each state, and by what. The diagram in docs/architecture.md is printed from this table.
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.PREPARED, "list, rules and the service’s phrase fixed", State.COMMITTED),
    (State.COMMITTED, "sealing closed", State.OPENING),
    (State.OPENING, "phrases opened, cases drawn", State.DRAWN),
    (State.PREPARED, "given up, with the reason", State.GIVEN_UP),
    (State.COMMITTED, "given up, with the reason", State.GIVEN_UP),
    (State.OPENING, "given up, with the reason", State.GIVEN_UP),
)


def preparing_problems(
    *, title: str, same_panel: bool, meeting_state: str, withdrawn: bool, few: int, few_why: str
) -> dict[str, list[str]]:
    """Why a draw may not be prepared, by field. `few`: how many groups have so few cases that drawing from them could tell who it is."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title"] = [_("Say in a few words what is drawn: it stands on the receipt.")]
    if not same_panel:
        problems["meeting"] = [_("Choose a meeting of the panel for which the list was brought in.")]
    elif meeting_state in OVER:
        problems["meeting"] = [_("This meeting is over or was cancelled. Choose the meeting at which the cases will be scrutinised.")]
    if withdrawn:
        problems["frame"] = [_("This list was withdrawn. Choose another.")]
    if few and not few_why.strip():
        problems["few_why"] = [
            _("Some groups hold so few cases that members could know who they are about. Draw without groups, or say why it is right to"
              " draw from them."),
        ]  # fmt: skip
    return problems


def sealing_problem(*, state: State, until: datetime | None, at: datetime, sits: bool) -> str:
    """Why a member may not seal a phrase now, in a sentence; "" where they may."""
    if not sits:
        return _("Only those who sit on the panel on the day seal a phrase.")
    if state is State.PREPARED:
        return _("The list is not fixed yet. Phrases are sealed once it is.")
    if state is not State.COMMITTED or (until is not None and at >= until):
        return _("Sealing has closed: a phrase given now could be chosen to suit what is known already.")
    return ""


def opening_problem(*, state: State, sealed: bool, opened: bool) -> str:
    """Why a phrase may not be opened now, in a sentence; "" where it may."""
    if not sealed:
        return _("No phrase was sealed, so there is none to open.")
    if opened:
        return _("This phrase is open already.")
    if state is State.COMMITTED:
        return _("Others can still seal a phrase. Yours stays sealed until that has closed.")
    if state is not State.OPENING:
        return _("The draw is over.")
    return ""


def drawing_problem(*, state: State, unopened: int, until: datetime | None, at: datetime) -> str:
    """Why cases may not be drawn now, in a sentence; "" where they may.

    Whoever draws must not choose who is left out: a phrase that is not opened counts until the moment that was fixed for all.
    """
    if state is State.DRAWN:
        return _("The cases were drawn already.")
    if state is not State.OPENING:
        return _("First close sealing, so that all phrases are opened.")
    if unopened and (until is None or at < until):
        return _("A phrase is not open yet. Ask its member to open it; what is not open when the time is over is left out and named.")
    return ""


def reason_problem(why: str, identifying: list[str], vouched: bool = False) -> str:
    """Why a reason may not stand on a receipt, in a sentence; "" where it may. `identifying`: what in it looks like personal data."""
    if len(why.split()) < 2:
        return _("Say why in a few words: it stands on the receipt.")
    if identifying and not vouched:
        return _("This may identify a person: %(what)s. The receipt is read by members: say it without.") % {"what": "; ".join(identifying)}
    return ""
