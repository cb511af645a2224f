"""What may be kept of whom members told, and of the occasions they are invited to. No database, no clock."""

from datetime import date, datetime

from django.utils.translation import gettext as _

SENTENCE_WORDS = 4
MOST_PEOPLE = 100_000


def briefing_problems(
    *, whom: str, on: date | None, people: int | None, since: date, today: date, meeting_on: date | None
) -> dict[str, list[str]]:  # fmt: skip
    """Why a briefing may not be kept so, by field. `since`: the first day of the seat; `meeting_on`: of which meeting."""
    problems: dict[str, list[str]] = {}
    if not whom.strip():
        problems["whom"] = [_("Say whom you told: a group, an organisation, people at work. A person’s name is not needed.")]
    if on is None or on > today:
        problems["on"] = [_("Give the day on which you told them, today or earlier.")]
    elif on < since:
        problems["on"] = [_("That is before the seat on the panel began.")]
    elif meeting_on is not None and on < meeting_on:
        problems["on"] = [_("That is before the meeting. Choose an earlier meeting, or another day.")]
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        problems["people"] = [_("Give about how many people it were, at least one, or leave it empty.")]
    return problems


def fixed_problem(*, is_point: bool) -> str:
    """Why a briefing cannot be changed any more, or ""."""
    return _("What people said has been taken up as a point, so it stays as it is. Log another one instead.") if is_point else ""


def point_problem(*, heard: str, is_point: bool) -> str:
    """Why what was heard cannot become a point, or ""."""
    if is_point:
        return _("It has been taken up as a point already.")
    return "" if heard.strip() else _("The member wrote nothing of what people said, so there is nothing to take up.")


def occasion_problems(*, title: str, starts_at: datetime | None, lasts: int, place: str, link: str) -> dict[str, list[str]]:
    """Why members cannot be invited to it so, by field."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title"] = [_("Say what it is, such as “Area Strategy Board”.")]
    if starts_at is None:
        problems["starts_at"] = [_("Give the day and the time at which it starts.")]
    if not 5 <= lasts <= 7 * 24 * 60:
        problems["lasts"] = [_("Say how many minutes it lasts: at least five.")]
    if not place.strip() and not link.strip():
        problems["place"] = [_("Say where it is, or give the link to join online.")]
    return problems


def reply_problem(*, reply: str, starts_at: datetime, cancelled: bool, at: datetime) -> str:
    """Why an invitation cannot be answered so, or ""."""
    if cancelled:
        return _("It was cancelled.")
    if starts_at <= at:
        return _("It has begun or is over. Say below whether you were there.")
    return _("Choose an answer.") if reply == "none" else ""


def attendance_problem(*, attended: str, starts_at: datetime, cancelled: bool, at: datetime) -> str:
    """Why it cannot be recorded that somebody was there, or ""."""
    if cancelled:
        return _("It was cancelled.")
    if starts_at > at:
        return _("It has not begun. Say first whether you are coming.")
    return _("Say whether you were there.") if attended == "unknown" else ""
