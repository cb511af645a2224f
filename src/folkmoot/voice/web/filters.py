"""What the list of points was asked to show, read from its address; what cannot be read is left out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from folkmoot.areas.models import Area
from folkmoot.foundation.periods import HalfYear, half_year_of
from folkmoot.voice.equality import SCHEMES
from folkmoot.voice.languages import KNOWN
from folkmoot.voice.models import Point
from folkmoot.voice.rules import State

HALF_YEARS_OFFERED = 6


@dataclass(frozen=True)
class Asked:
    """`late`: only points whose answer is overdue; `untold`: only those answered of which nobody was told; `promises`: only
    promises past their day that nothing shows were kept.

    `first` and `last` bound the day said, both included; `oldest` puts those first that have waited longest.
    """

    state: State | None
    reached: State | None
    nature: str
    origin_kind: str
    theme: str
    period: str
    first: date | None
    last: date | None
    late: bool
    untold: bool
    oldest: bool
    equality: str
    language: str
    visibility: str
    issue_id: int | None
    promises: bool

    @property
    def anything(self) -> bool:
        return any(
            (
                self.state, self.reached, self.nature, self.origin_kind, self.theme, self.first, self.last, self.late, self.untold,
                self.more, self.issue_id, self.promises,
            )
        )  # fmt: skip

    @property
    def more(self) -> bool:
        """Whether one of the choices that are folded away is made."""
        return bool(self.equality or self.language or self.visibility)

    def conditions(self, area: Area | None, today: date) -> dict[str, Any]:
        """The arguments of `queries.list_points`."""
        return {
            "area_id": area.pk if area else None, "state": self.state, "reached": self.reached, "nature": self.nature,
            "origin_kind": self.origin_kind, "theme": self.theme, "first": self.first, "last": self.last,
            "overdue_on": today if self.late else None, "untold": self.untold,
            "longest_first": self.oldest, "characteristic": self.equality, "language": self.language, "visibility": self.visibility,
            "issue_id": self.issue_id, "promises_late_on": today if self.promises else None,
        }  # fmt: skip


def read(address: QueryDict, today: date) -> Asked:
    period = next((one for one in half_years(today) if str(one) == address.get("period", "")), None)
    nature, visibility, issue = address.get("nature", ""), address.get("visibility", ""), address.get("issue", "")
    equality, language = address.get("equality", ""), address.get("language", "")
    return Asked(
        state=_state(address.get("state", "")),
        reached=_state(address.get("reached", "")),
        nature=nature if nature in Point.Nature.values else "",
        origin_kind=address.get("origin", ""),
        theme=address.get("theme", ""),
        period=str(period) if period else "",
        first=period.first if period else None,
        last=period.last if period else None,
        late=address.get("late") == "1",
        untold=address.get("untold") == "1",
        oldest=address.get("order") == "oldest",
        equality=equality if equality in SCHEMES else "",
        language=language if language in KNOWN else "",
        visibility=visibility if visibility in Point.Visibility.values else "",
        issue_id=int(issue) if issue.isdecimal() and len(issue) < 16 else None,
        promises=address.get("promises") == "1",
    )


def year_before(today: date) -> date:
    """The first day of the twelve months that end today."""
    return today - timedelta(days=364)


def half_years(today: date) -> list[HalfYear]:
    """This half-year and the ones before it, newest first."""
    found = [half_year_of(today)]
    while len(found) < HALF_YEARS_OFFERED:
        found.append(half_year_of(found[-1].first - timedelta(days=1)))
    return found


def _state(word: str) -> State | None:
    return State(word) if word in set(State) else None
