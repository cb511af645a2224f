"""Seats as pages show them: where each stands, what needs doing, and what was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.members.models import Member, SignIn
from folkmoot.panels.members.queries import grants_of, person_of, problems_with_papers
from folkmoot.panels.members.retention import how_long
from folkmoot.panels.members.rules import KEPT_WORDS, SOON, State, said_day, state_of

STATE_WORDS: dict[State, Promise] = {
    State.COMING: _("Begins later"),
    State.HELD: _("Sitting"),
    State.OVER: _("Over"),
    State.LEFT: _("Left"),
}
STATE_COLOURS = {State.COMING: "light-blue", State.HELD: "green", State.OVER: "grey", State.LEFT: "grey"}


@dataclass(frozen=True)
class SeatLine:
    """One seat in a list. `problem`: why no papers; `ends_soon`: in words, "" where it does not."""

    member: Member
    name: str
    words: Promise
    colour: str
    problem: str
    ends_soon: str


def seat_lines(rows: Iterable[Member], today: date) -> list[SeatLine]:
    """The lines of many seats in a constant number of queries; the rows have their panel, person and renewals at hand."""
    seats = list(rows)
    held = [seat for seat in seats if state_on(seat, today) is State.HELD]
    problems = problems_with_papers(held, today)
    return [_line(seat, problems.get(seat.pk, ""), today) for seat in seats]


def state_on(seat: Member, today: date) -> State:
    return state_of(starts=seat.starts, ends=seat.ends, ended_on=seat.ended_on, ended_how=seat.ended_how, today=today)


def _line(seat: Member, problem: str, today: date) -> SeatLine:
    state = state_on(seat, today)
    name = person_of(seat).name or gettext("Details erased")
    return SeatLine(seat, name, STATE_WORDS[state], STATE_COLOURS[state], problem, _ends_soon(seat, state, today))


def _ends_soon(seat: Member, state: State, today: date) -> str:
    if state is not State.HELD or seat.ends is None or seat.ends - today > SOON or seat.renewed_by.all():
        return ""
    return gettext("Ends on %(day)s: renew it, or find somebody") % {"day": said_day(seat.ends)}


def sign_in_words(member: Member, at: datetime) -> str:
    """Whether somebody can sign in to the panel's pages, in a sentence."""
    if member.account_id and grants_of(member).exists():
        return gettext("They can sign in to the panel’s own pages.")
    waiting = next((row for row in member.signins.all() if _is_open(row, at)), None)
    if waiting is not None and waiting.invitation is not None:
        return gettext("They were asked on %(day)s and have not joined yet. The link works until %(until)s.") % {
            "day": said_day(waiting.recorded_at.date()), "until": said_day(waiting.invitation.expires_at.date())
        }  # fmt: skip
    return gettext("They cannot sign in: everything reaches them by letter or e-mail.")


def _is_open(row: SignIn, at: datetime) -> bool:
    link = row.invitation
    return row.ended_at is None and link is not None and not link.accepted_at and not link.withdrawn_at and at < link.expires_at


def kept_lines() -> list[tuple[str, int, int]]:
    """What is kept of past members, and for how many months, whole years of them counted as well; the soonest gone first."""
    return [(gettext(KEPT_WORDS[kind]), months, months // 12) for kind, months in sorted(how_long().items(), key=lambda each: each[1])]
