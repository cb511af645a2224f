"""Agendas, backlogs and minutes as they are shown: colours, addresses of what an item came from, and a record with its names put in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.agenda.models import Item, Minutes
from folkmoot.panels.agenda.queries import Coverage
from folkmoot.panels.agenda.sources import ACTION, ENQUIRY, MINUTES, RECOMMENDATION
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import attendances, name_of
from folkmoot.panels.models import Position

KIND_COLOURS = {
    "minutes": "grey", "report_back": "purple", "action": "orange", "recommendation": "light-blue", "enquiry": "yellow", "case": "blue",
    "consultation": "turquoise", "discussion": "green", "standing": "grey",
}  # fmt: skip
MINUTES_COLOURS = {"draft": "grey", "circulated": "yellow", "agreed": "green"}
# Which page shows what an item came from: kind of origin -> (route, capability its readers need).
PAGES = {
    ACTION: ("actions:detail", "actions.read"),
    RECOMMENDATION: ("panels:recommendation", "panels.read"),
    "decisions.consultation": ("decisions:consultation", "consultations.read"),
}


@dataclass(frozen=True)
class ItemLine:
    """One item as a line. `origin`: the address of what it came from ("" where it has no page the viewer may open)."""

    item: Item
    colour: str
    origin: str
    starts: datetime | None = None
    ends: datetime | None = None


def line_of(item: Item, viewer: Any, starts: datetime | None = None, ends: datetime | None = None) -> ItemLine:
    return ItemLine(item, KIND_COLOURS.get(item.kind, "grey"), origin_address(item, viewer), starts, ends)


def origin_address(item: Item, viewer: Any) -> str:
    """The page of what an item came from, where there is one and the viewer may open such pages."""
    if item.origin_id is None:
        return ""
    if item.origin_kind == MINUTES:
        meeting_id = Minutes.objects.filter(pk=item.origin_id).values_list("meeting_id", flat=True).first()
        return reverse("panels:minutes", args=[meeting_id]) if meeting_id else ""
    if item.origin_kind == ENQUIRY:
        return reverse("panels:enquiries") + f"#enquiry-{item.origin_id}"
    route, capability = PAGES.get(item.origin_kind, ("", ""))
    if not route or not viewer.may(capability):
        return ""
    try:
        return reverse(route, args=[item.origin_id])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class CoverageLine:
    """One part of the remit with a word and a colour for how it stands."""

    coverage: Coverage
    words: Promise
    colour: str


def coverage_lines(found: Iterable[Coverage]) -> list[CoverageLine]:
    return [_coverage_line(each) for each in found]


def _coverage_line(each: Coverage) -> CoverageLine:
    if each.overdue and each.next_on is None:
        return CoverageLine(each, _("Left out too long"), "red")
    if each.overdue:
        return CoverageLine(each, _("Late, and on a coming agenda"), "orange")
    return CoverageLine(each, _("Discussed in time"), "green") if each.last_on else CoverageLine(each, _("Not due yet"), "grey")


# --- a record with the names put in ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Present:
    """One person at the meeting: name as it is known now ("" where it was erased) and position or capacity."""

    name: str
    position: str


@dataclass(frozen=True)
class MinutedItem:
    pk: int
    number: int
    title: str
    language: str
    kind: str
    remit: str
    words: str
    outcome: str
    carried: bool
    declared: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Sheet:
    """The minutes of a meeting ready to be shown. People are grouped by whether they were there."""

    opening: str
    here: list[Present] = field(default_factory=list)
    online: list[Present] = field(default_factory=list)
    apologies: list[Present] = field(default_factory=list)
    absent: list[Present] = field(default_factory=list)
    items: list[MinutedItem] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)


GROUPS = {"room": "here", "online": "online", "apologies": "apologies", "absent": "absent"}


def sheet_of(record: dict[str, Any], rows: Iterable[Attendance]) -> Sheet:
    """A record (of `records.record_of`, of a circulation, or fixed) with the names of `rows` put in."""
    people = {row.pk: row for row in rows}
    names = {pk: name_of(row) for pk, row in people.items()}
    sheet = Sheet(
        record["opening"], items=[_minuted(number, each, names) for number, each in enumerate(record["items"], start=1)],
        dropped=[(each["title_en"], each["closed_why"]) for each in record["dropped"]],
        corrections=[each | {"who": names.get(each["attendance"], "")} for each in record["corrections"]],
    )  # fmt: skip
    titles = {each.pk: each.title for each in sheet.items}
    for correction in sheet.corrections:
        correction["title"] = titles.get(correction["item"], "")
    for person in record["attendance"]:
        group = GROUPS.get(person["present"])
        if group:
            getattr(sheet, group).append(_present(person, people.get(person["attendance"])))
    return sheet


def _present(person: dict[str, Any], row: Attendance | None) -> Present:
    position = str(Position(person["position"]).label) if person["position"] else (row.capacity if row else "")
    return Present(name_of(row) if row else "", position)


def _minuted(number: int, each: dict[str, Any], names: dict[int, str]) -> MinutedItem:
    welsh = get_language() == "cy" and each["title_cy"]
    declared = [(names.get(one["attendance"], ""), one["what"], one["withdrew"]) for one in each["declared"]]
    return MinutedItem(
        each["item"], number, each["title_cy"] if welsh else each["title_en"], "cy" if welsh else "en", str(Item.Kind(each["kind"]).label),
        each["remit_en"], each["words"], each["outcome"], each["carried"], declared,
    )  # fmt: skip


def attendances_of(meeting: Meeting) -> list[Attendance]:
    return list(attendances(meeting))


def state_words(minutes: Minutes) -> tuple[str, str]:
    """Where minutes stand, in a word, and its colour."""
    return str(Minutes.State(minutes.state).label), MINUTES_COLOURS[minutes.state]
