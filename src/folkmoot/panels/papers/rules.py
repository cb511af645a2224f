"""What may be kept as a file or put before a meeting, and when a member may read it. No database, no clock."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from folkmoot.engagement.papers.rules import MOST_BYTES, FileKind

MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)
OPEN_DAYS = 28  # proposed: how long after the meeting members may read a paper
LONGEST_OPEN = timedelta(days=366)  # after the meeting: a paper that never expires is one that nobody will ever take back
KEPT_SORTS = frozenset({"document", "picture"})


def file_problem(kind: FileKind | None, *, size: int) -> str:
    """Why a file may not be kept, or "". What it is was told by what it holds, never by its name."""
    usable = _("Use a PDF, a DOCX or ODT document without macros, plain text, or a JPEG, PNG or WebP picture.")
    if not size:
        return _("Choose a file that is not empty.")
    if size > MOST_BYTES:
        return _("This file is larger than %(most)s MB. Send a smaller one.") % {"most": MOST_MEGABYTES}
    if kind is None:
        return _("This is no kind of file that can be kept.") + " " + usable
    if kind.sort not in KEPT_SORTS:
        return _("Sound and film cannot be kept here: not every member could follow them.") + " " + usable
    return ""


def proposed_end(meeting_day: date | None, today: date) -> date:
    """The last day proposed for reading a paper: four weeks after the meeting, or after today where it has no day yet."""
    return (meeting_day or today) + timedelta(days=OPEN_DAYS)


def paper_problems(
    *, title: str, words: str, has_file: bool, restricted: bool, readers: int, strangers: int, expires_on: date | None,
    meeting_day: date | None, today: date, cancelled: bool,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a paper may not be put before a meeting, by field; empty when it may. `strangers`: named readers who are not on the panel."""
    problems: dict[str, list[str]] = {}
    if cancelled:
        problems[""] = [_("The meeting was cancelled: nobody would read it there. Put it before the next meeting.")]
    if not title.strip():
        problems["title_en"] = [_("Give the paper a title, so that members can find it.")]
    if bool(words.strip()) is has_file:
        problems["file"] = [_("Choose a file, or write the paper in the box. One of them, not both.")]
    if restricted and not readers:
        problems["readers"] = [_("Name the members who may read it: restricted to nobody, nobody could.")]
    if strangers:
        problems["readers"] = [_("Only members who sit on this panel can be named.")]
    if problem := _end_problem(expires_on, meeting_day, today):
        problems["expires_on"] = [problem]
    return problems


def _end_problem(expires_on: date | None, meeting_day: date | None, today: date) -> str:
    if expires_on is None or expires_on < today:
        return _("Give the last day on which members may read it: today or later.")
    if meeting_day and expires_on < meeting_day:
        return _("It would close before the meeting, and nobody could read it there. Give the day of the meeting or a later one.")
    if expires_on > max(meeting_day or today, today) + LONGEST_OPEN:
        return _("Give a day within a year of the meeting: what members no longer need should close.")
    return ""


def closed_why(
    *, sits: bool, problem: str, meeting_state: str, withdrawn: bool, expires_on: date, restricted: bool, named: bool, withdrew: bool,
    on: date,
) -> str:  # fmt: skip
    """Why a member may not read a paper on a day, in one sentence, or "". `problem` is what keeps all papers from the member.

    `withdrew`: they declared an interest at the paper's item and left for it.
    """
    if not sits:
        return _("Only members of this panel may read its papers.")
    if problem:
        return problem
    if restricted and not named:
        return _("This paper is only for the members named on it.")
    if withdrew:
        return _("You declared an interest at this item and left for it, so its papers stay closed to you.")
    if withdrawn:
        return _("This paper was withdrawn.")
    if meeting_state not in ("called", "in_progress", "closed"):
        return _("The papers of a meeting open when the meeting has been called.")
    return "" if on <= expires_on else _("The time for reading this paper is over.")


def withdrawal_problem(*, withdrawn: bool, reason: str) -> dict[str, list[str]]:
    if withdrawn:
        return {"": [_("It was withdrawn already.")]}
    return {} if len(reason.split()) >= 3 else {"reason": [_("Say in a few words why it is withdrawn: members who read it will ask.")]}
