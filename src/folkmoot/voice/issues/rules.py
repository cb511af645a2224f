"""What an issue needs, and what may be said of it in one sentence. No database, no clock."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Standing:
    """An issue in numbers: its points in sight by what became of them, and in how many Areas it was raised, seen or not."""

    points: int = 0
    answered: int = 0
    changed: int = 0
    told: int = 0
    areas_seen: int = 0
    areas: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def waiting(self) -> int:
        return self.points - self.answered

    @property
    def elsewhere(self) -> int:
        """In how many Areas out of sight it was raised as well."""
        return self.areas - self.areas_seen


def issue_problem(*, title: str) -> tuple[str, str] | None:
    """The field at fault and why this issue may not be opened, or None."""
    return None if title.strip() else ("title", _("Give the issue a title that says what it is about."))


def joining_problem(*, issue_area: int | None, point_area: int, may_write_there: bool) -> str | None:
    """Why a point may not join an issue, or None. An issue of one Area takes in another Area's points only from who works for both."""
    if issue_area is None or issue_area == point_area or may_write_there:
        return None
    return _("This issue belongs to another Area. Ask headquarters to make it an issue of the whole service.")


def leaving_problem(*, why: str) -> tuple[str, str] | None:
    return None if why.strip() else ("why", _("Say why the point does not belong here: it stays in the history of the issue."))
