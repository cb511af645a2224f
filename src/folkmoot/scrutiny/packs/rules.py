"""What a pack goes through before a member reads it, who may do what, and when it opens. No database, no clock."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

OPEN_AFTER_MEETING = timedelta(days=7)  # proposed: how long after the meeting a pack stays open, for those who have still to judge
LONGEST_AFTER_MEETING = timedelta(days=56)
WORKING_KEPT = timedelta(days=28)  # documents and working text, after the pack closed: for a question of the panel, then erased
# Who reads cases besides those who vote: whoever explains and whoever chairs. Observers and the service get no packs to take home.
EXPLAIN = frozenset({"chair", "deputy", "facilitator", "legal_adviser"})
MEETING_TAKES_CASES = frozenset({"called", "in_progress", "closed"})

# What a second and a third person look at before members read a case. Names are found by machines; context is not: in 2023 a witness was
# found by what was told, although no name was.
CHECKS: tuple[tuple[str, Promise], ...] = (
    ("neighbour", gettext_lazy("A neighbour, colleague, relative or fellow worshipper could not tell who the people in it are.")),
    ("news", gettext_lazy("Nothing in it leads to a report in the news or on social media: no day, no place, no unusual event.")),
    ("rare", gettext_lazy("No combination of facts about one person is so rare that it points at them.")),
    ("staff", gettext_lazy("No officer, prosecutor, witness or judge can be told from it.")),
    ("young", gettext_lazy("No child, and nobody whose name the law protects, can be told from it.")),
    ("needed", gettext_lazy("Everything personal that is left in it is needed to judge the case.")),
    ("unconnected", gettext_lazy("I am not connected with anybody in this case and had no part in it or in preparing this pack.")),
)  # fmt: skip
CHECK_CODES = tuple(code for code, _words in CHECKS)


def title_problems(title: str) -> dict[str, list[str]]:
    if not title.strip():
        return {"title": [_("Say in a few words what kind of case it is, such as “a neighbour dispute with racist abuse”.")]}
    return {}


def preparing_problem(state: str) -> str:
    """Why what members would read cannot be changed now, or ""."""
    if state == "draft":
        return ""
    return _("Take the pack back to draft first: then the reviews it had are void, and it is reviewed anew.")


def submitting_problems(
    *, state: str, level: str, title: str, has_summary: bool, documents: int, unread: int, undecided: int, unseen_hazards: int,
    rare: int, leaks: int,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a pack may not go to review, by field; empty when it may. The numbers say of how many documents or passages each is true."""
    if state != "draft":
        return {"": [_("It was submitted already.")]}
    found = [
        (level == "summary" and not has_summary, _("Write the summary: it is what the panel reads.")),
        (level != "summary" and not documents, _("Add a document: there is nothing for the panel to read.")),
        (unread > 0, _("Not every document has been read. Wait, or remove the ones that cannot be read.")),
        (level == "redacted" and undecided > 0, _("Go through every suggestion: %(number)d are not decided.") % {"number": undecided}),
        (level == "redacted" and unseen_hazards > 0, _("Look at what else the documents hold, and say that you have.")),
        (rare > 0, _("Facts about somebody are so rare together that they point at them. Take one out, or say why the panel must know.")),
        (
            leaks > 0,
            ngettext(
                "The leak scan found %(number)d passage. Look at it.",
                "The leak scan found %(number)d passages. Look at each of them.",
                leaks,
            )
            % {"number": leaks},
        ),
    ]  # fmt: skip
    problems = title_problems(title)
    sentences = [words for holds, words in found if holds]
    return problems | ({"": sentences} if sentences else {})


def review_problems(
    *, state: str, had_a_hand: bool, reviewed_before: bool, cleared: bool, checked: Collection[str], remarks: str
) -> dict[str, list[str]]:
    """Why somebody may not review a pack, by field. `reviewed_before`: this edition, by the same person."""
    if state not in ("submitted", "reviewed"):
        return {"": [_("It does not wait for a review.")]}
    if had_a_hand:
        return {"": [_("You had a hand in preparing it. Somebody who saw it for the first time must review it.")]}
    if reviewed_before:
        return {"": [_("You reviewed it already. The second review is another person’s.")]}
    if cleared and set(CHECK_CODES) - set(checked):
        return {"checked": [_("Look at each of these, and tick it. Where one is not so, send the pack back.")]}
    if not cleared and len(remarks.split()) < 3:
        return {"remarks": [_("Say what must change: whoever prepared it reads this.")]}
    return {}


def releasing_problems(
    *, state: str, clearers: Iterable[int], hands: Collection[int], leaks: int, expires_at: datetime | None, at: datetime,
    meeting_at: datetime | None, meeting_state: str,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a pack may not be released, by field. `clearers` are those whose reviews of this very edition stand."""
    two = set(clearers)
    if state != "cleared" or len(two) < 2 or two & set(hands):
        return {"": [_("Two people who had no hand in it must have cleared this edition of the pack.")]}
    if leaks:
        return {"": [_("The leak scan now finds %(number)d passages. Take the pack back to draft and look at them.") % {"number": leaks}]}
    if meeting_state not in MEETING_TAKES_CASES or meeting_at is None:
        return {"": [_("Call the meeting first: its members are the ones who read the pack.")]}
    problem = end_problem(expires_at, meeting_at=meeting_at, at=at)
    return {"expires_at": [problem]} if problem else {}


def end_problem(expires_at: datetime | None, *, meeting_at: datetime | None, at: datetime) -> str:
    """Why reading may not end then, or ""."""
    if expires_at is None or expires_at <= at:
        return _("Give a time to come until which members may read it.")
    if meeting_at and expires_at < meeting_at:
        return _("It would close before the meeting, and nobody could look at it there.")
    if expires_at > max(meeting_at or at, at) + LONGEST_AFTER_MEETING:
        return _("Give a day within eight weeks of the meeting: what members no longer need must close.")
    return ""


def proposed_end(meeting_at: datetime | None, at: datetime) -> datetime:
    """A week after the meeting, or after now where it has been."""
    return max(meeting_at or at, at) + OPEN_AFTER_MEETING


def closed_why(
    *, same_panel: bool, papers_problem: str, position: str, voting: Collection[str], asked: bool, tied: bool, level: str, state: str,
    expired: bool, replaced: bool, meeting_state: str,
) -> str:  # fmt: skip
    """Why a member may not read a pack, in one sentence, or "". What is true of the member is said before what is true of the pack."""
    if not same_panel:
        return _("This case is not before your panel.")
    if papers_problem:
        return papers_problem
    if position not in voting and position not in EXPLAIN:
        return _("Observers are not given cases to read, unless the terms of reference give them a vote.")
    if not asked:
        return _("You were not asked to the meeting at which this case is discussed.")
    if tied:
        return _("You are connected with this case, so it stays closed to you.")
    return _pack_closed(level, state, expired, replaced, meeting_state)


def _pack_closed(level: str, state: str, expired: bool, replaced: bool, meeting_state: str) -> str:
    if state == "withdrawn" or replaced:
        return _("This case was withdrawn. Please do not speak of it.")
    if state != "released":
        return _("This case is being prepared and is not open for reading.")
    if level == "full":
        return _("This file is read at the meeting, with somebody of the service beside you.")
    if meeting_state not in MEETING_TAKES_CASES:
        return _("Cases open for reading when the meeting has been called.")
    return _("The time for reading this case is over.") if expired else ""


def recall_problems(state: str, why: str) -> dict[str, list[str]]:
    if state == "withdrawn":
        return {"": [_("It was withdrawn already.")]}
    return {} if len(why.split()) >= 3 else {"why": [_("Say in a few words why: members who read it will ask.")]}


def reopening_problems(state: str, why: str) -> dict[str, list[str]]:
    """`why` is needed once somebody else has spent time on it."""
    if state == "draft":
        return {"": [_("It is a draft already.")]}
    return {} if len(why.split()) >= 3 else {"why": [_("Say in a few words why it is taken back to draft.")]}


def supervised_problems(*, level: str, state: str, expired: bool, meeting_state: str, readers: int, strangers: int) -> dict[str, list[str]]:
    """Why a full file may not be opened before members at the meeting, by field."""
    if level != "full" or state != "released" or expired:
        return {"": [_("Only a released file of the level “full” is opened like this, until its time is over.")]}
    if meeting_state != "in_progress":
        return {"": [_("A full file is opened only while the meeting is held.")]}
    if not readers:
        return {"readers": [_("Name the members who look at it with you.")]}
    if strangers:
        return {"readers": [_("Only members who may read this case can be named; one of these may not.")]}
    return {}
