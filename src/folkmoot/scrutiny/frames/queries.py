"""Reading lists of finalised cases, always from what the viewer may see; members see no list, only counts that tell nobody.

Functions without a viewer are for other parts of the room, which have asked already what their reader may see.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.panels.space.seats import same_person
from folkmoot.scrutiny.frames.models import Frame, FrameCase, Tie
from folkmoot.scrutiny.limits import limits
from folkmoot.scrutiny.rules import Count, coarsened

CAPABILITY = "scrutiny.read"
_AT_ONCE = 500


def frames(viewer: Viewer, *, panel: Panel | None = None, withdrawn: bool = False, capability: str = CAPABILITY) -> QuerySet[Frame]:
    """The lists of the panels in sight, the latest first; those withdrawn only when asked for."""
    rows = of_panels(viewer, Frame.objects.select_related("panel__area", "panel__kind", "brought_in_by"), capability)
    rows = rows.filter(panel=panel) if panel else rows
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)


def get_frame(viewer: Viewer, frame_id: int, capability: str = CAPABILITY) -> Frame:
    """One list in sight. Raises Frame.DoesNotExist for one out of sight."""
    return frames(viewer, withdrawn=True, capability=capability).get(pk=frame_id)


def get_case(viewer: Viewer, case_id: int, capability: str = "scrutiny.prepare") -> FrameCase:
    """One case of a list in sight, under its pseudonym. Raises FrameCase.DoesNotExist."""
    rows = FrameCase.objects.select_related("frame__panel__area", "identity")
    return of_panels(viewer, rows, capability, panel="frame__panel").get(pk=case_id)


def eligible(frame: Frame) -> QuerySet[FrameCase]:
    """The cases that may be drawn, by pseudonym."""
    return frame.cases.filter(refused="").order_by("pseudonym")


def refused_cases(frame: Frame, reason: str = "") -> QuerySet[FrameCase]:
    """The cases that may not be drawn, by their rows in the file; of one reason where one is given."""
    rows = frame.cases.exclude(refused="").order_by("row")
    return rows.filter(refused=reason) if reason else rows


@dataclass(frozen=True)
class StrandCount:
    """How many cases that may be drawn are of one value of a fact. `few`: drawing from so few could tell who it is."""

    value: str
    number: int
    few: bool
    always: int

    def told(self, least: int) -> Count:
        """The number as members may see it."""
        return coarsened(self.number, least)


def fact_counts(frame: Frame, fact: str) -> list[StrandCount]:
    """How many cases that may be drawn have each value of a fact, the most first."""
    rows = list(eligible(frame).values_list("facts", "always"))
    numbers = Counter(facts.get(fact, "") for facts, _always in rows)
    always = Counter(facts.get(fact, "") for facts, taken in rows if taken)
    least = limits().few_in_list
    return [StrandCount(value, number, number < least, always[value]) for value, number in numbers.most_common()]


def strand_counts(frame: Frame) -> list[StrandCount]:
    """How many cases there are of each strand; with no strand in the list, of each of the groups by which it is drawn."""
    if frame.columns.get("columns", {}).get("strand"):
        return fact_counts(frame, "strand")
    return group_counts(frame)


def group_counts(frame: Frame) -> list[StrandCount]:
    """How many cases that may be drawn are in each group by which cases are drawn, the most first."""
    rows = list(eligible(frame).values_list("stratum", "always"))
    numbers, always = Counter(stratum for stratum, _taken in rows), Counter(stratum for stratum, taken in rows if taken)
    least = limits().few_in_list
    return [StrandCount(stratum, number, number < least, always[stratum]) for stratum, number in numbers.most_common() if stratum]


def facts_of(frame: Frame) -> list[str]:
    """The names of the facts that the list says of its cases."""
    first = eligible(frame).values_list("facts", flat=True).first()
    return sorted(first or {})


def tied(member: Member, case: FrameCase) -> bool:
    """Whether whoever holds this seat is tied to a case, as it is in this list or was in another."""
    return Tie.objects.filter(same_person(member), case__identity=case.identity_id).exists()


def ties_of(case: FrameCase) -> QuerySet[Tie]:
    """Who is tied to a case; what ties them is read by those who draw."""
    return case.ties.select_related("member__contact", "entered_by")


def scrutinised_marks(marks: Sequence[str]) -> set[str]:
    """Those of these cases that were drawn for a panel before and not replaced."""
    found: set[str] = set()
    for first in range(0, len(marks), _AT_ONCE):
        rows = FrameCase.objects.filter(
            identity__mark__in=marks[first : first + _AT_ONCE], drawn__isnull=False, drawn__replaced_at__isnull=True
        )
        found.update(rows.values_list("identity__mark", flat=True))
    return found


def tied_marks(panel: Panel, marks: Sequence[str]) -> set[str]:
    """Those of these cases to which somebody who sits on the panel said before that they are tied."""
    found: set[str] = set()
    for first in range(0, len(marks), _AT_ONCE):
        rows = Tie.objects.filter(
            case__identity__mark__in=marks[first : first + _AT_ONCE], member__panel=panel, member__ended_on__isnull=True
        )
        found.update(rows.values_list("case__identity__mark", flat=True))
    return found
