"""The shape of what a report keeps of the rooms that came after the first four: plain values, as in `shapes`.

Nothing here names a person or a case. A part of fewer than `LEAST_SHOWN` people or cases is None: it is withheld, not nought.
"""

from typing import Any, NotRequired, TypedDict

from folkmoot.reports.shapes_base import Name, Part, Place


class Thing(TypedDict):
    """One row that is late: its id for the link, what it is called, and the day by which it was due."""

    id: int
    title: str
    area: Place | None
    due_on: str


class Measures(TypedDict):
    """The measures of the strategy as cards of plain values (`strategy.measures.cards.as_plain`), without their owners.

    `before`: what the report before said of each, by code, for those that had a figure in it.
    """

    cards: list[dict[str, Any]]
    before: NotRequired[dict[str, str]]


class Gap(Name):
    """A community for which nobody speaks, and its Area."""

    area: Place | None


class Panels(TypedDict):
    """`states` are of every recommendation made by the day of the report; `missing` counts pairs of a panel and a community."""

    panels: int
    met: Part
    meetings: int
    quorate: Part
    not_met: list[Name]
    made: int
    states: dict[str, int]
    late: list[Thing]
    owed: int
    missing: Part
    gaps: list[Gap]


class Scrutiny(TypedDict):
    """`cases` were taken to a meeting of the period. `concluded` and `dissent` are None where there were too few cases to show."""

    cases: int
    concluded: Part | None
    dissent: Part | None
    judgements: int
    learning: int
    good_practice: int
    states: dict[str, int]
    late: int
    owed: int


class Aimed(TypedDict):
    """A target of the workforce beside the latest figure. Shares lie on the scale 0 to 1.

    `rate`, `low`, `high` and `base` are None where they are withheld or nothing was counted. `declared`: the target is of declaration; its
    `rate` is the share of all staff who said which group they belong to, and `low` and `high` are what the published figures allow.
    """

    key: str
    name: str
    target: float
    by_on: str | None
    as_of: str | None
    rate: float | None
    low: float | None
    high: float | None
    base: int | None
    answer: str
    declared: bool


class Workforce(TypedDict):
    targets: list[Aimed]


class Signals(TypedDict):
    """`states` are of every signal noticed by the day of the report; `new`, `explained`, `accepted` and `closed` of the period."""

    new: int
    explained: int
    accepted: int
    closed: int
    by_action: int
    by_panel: int
    states: dict[str, int]
    overdue: int
    longest_days: int | None


class Decisions(TypedDict):
    """`informed`: decisions taken in the period for which an assessment was signed before. `answered`: of the consultations that closed
    in the period, how many had their response by the day of the report."""

    taken: int
    informed: Part
    considered: int
    assessments: int
    published: int
    reviews_overdue: list[Thing]
    mitigations: int
    mitigations_overdue: int
    opened: int
    closed: int
    responses: int
    answered: Part
    unanswered: list[Thing]


class Partners(TypedDict):
    """Partnerships, briefings of staff, and forms for the public. `briefed`: at least so many of the staff of the units that are shown."""

    partnerships: int
    lapsed: list[Thing]
    outcomes: int
    briefings: int
    briefed: Part | None
    units_left_out: int
    forms: int
    answers: int


class Assured(TypedDict):
    """What `assurance.queries.standing` says of the half-year."""

    standing: dict[str, Any]


class OfRooms(TypedDict):
    """Each is absent where the room was not there yet, or whoever made the report may not read it (then it is named in `unread`)."""

    measures: NotRequired[Measures]
    panels: NotRequired[Panels]
    scrutiny: NotRequired[Scrutiny]
    workforce: NotRequired[Workforce]
    signals: NotRequired[Signals]
    decisions: NotRequired[Decisions]
    partners: NotRequired[Partners]
    assurance: NotRequired[Assured]
    unread: NotRequired[list[str]]
