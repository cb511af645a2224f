"""The shape of what a report keeps: plain values that go into JSON and come back the same, so that a frozen report has one form.

Days are ISO texts. A name has both languages; `cy` is empty where no Welsh name is published. Money is in pence, time in quarter hours.
What is NotRequired is absent from reports made before it was gathered.
"""

from typing import Any, NotRequired, TypedDict

from folkmoot.reports.shapes_base import Name as Name
from folkmoot.reports.shapes_base import Part as Part
from folkmoot.reports.shapes_base import Place as Place
from folkmoot.reports.shapes_of_rooms import OfRooms

SCHEMA = 3


class Amount(TypedDict):
    """A sum over the rows that say it, how many say it, and how many do not."""

    total: int
    said: int
    unsaid: int


class AimLine(TypedDict):
    """Activities of one aim (None: no aim was named). `per_person_pence` rests on the people and money of those that state both."""

    aim: Name | None
    activities: int
    people: Amount
    quarters: Amount
    pence: Amount
    per_person_pence: int | None
    costed_people: int
    communities: int


class Quiet(TypedDict):
    """A community with which contact is overdue. `last_on` and `months` are None where it was never met."""

    name: Name
    area: Place | None
    last_on: str | None
    months: int | None
    every_months: int


class AreaReach(TypedDict):
    area: Place | None
    activities: int
    reached: Part
    quiet: Part


class Engagement(TypedDict):
    lines: list[AimLine]
    total: AimLine
    low_contact: Part
    not_recorded: int
    reached: Part
    quiet: Part
    quiet_list: list[Quiet]
    by_area: list[AreaReach]


class Loop(TypedDict):
    """What became of points: answered, turned into an action, changed something, and those who said them told."""

    raised: int
    answered: int
    actioned: int
    changed: int
    told: int


class AreaLoop(TypedDict):
    area: Place
    loop: Loop


class NatureLoop(TypedDict):
    nature: str
    loop: Loop


class ThemeLoop(TypedDict):
    theme: str
    loop: Loop


class Waiting(TypedDict):
    theme: str
    area: Place
    said_on: str
    days: int


class ChangedThing(TypedDict):
    """An action that came from a point and was achieved with evidence in the period."""

    id: int
    title: str
    area: Place | None
    theme: str
    on: str


class Voice(TypedDict):
    loop: Loop
    by_nature: list[NatureLoop]
    by_theme: list[ThemeLoop]
    by_area: list[AreaLoop]
    concerns_changed: Part
    without_theme: int
    median_days: float | None
    answers: int
    waiting: int
    waiting_overdue: int
    response_days: int
    waiting_longest: list[Waiting]
    waiting_praise: NotRequired[int]
    changed_list: NotRequired[list[ChangedThing]]


class OverdueAction(TypedDict):
    id: int
    title: str
    area: Place | None
    due_on: str
    days: int
    level: str
    owner_roles: list[str]
    owner_areas: list[Place]


class OpenAction(TypedDict):
    """What was still to be done: the next report asks after it."""

    id: int
    title: str
    area: Place | None
    due_on: str


class AreaActions(TypedDict):
    area: Place | None
    due: int
    done: int
    done_late: int
    overdue: int
    ownerless: int


class Actions(TypedDict):
    """`due`, `done` and `done_late` are of the actions due in the period; `achieved` of all that were achieved in it."""

    due: int
    done: int
    done_late: int
    achieved: int
    achieved_from_before: int
    open: int
    overdue: int
    overdue_from_before: int
    ownerless: int
    levels: dict[str, int]
    by_area: list[AreaActions]
    overdue_list: list[OverdueAction]
    open_list: list[OpenAction]


class Said(TypedDict):
    """A sentence of the casework room: the phrase in English, and what fills its gaps."""

    phrase: str
    values: dict[str, str]
    needs_review: bool


class FairDifference(TypedDict):
    """A difference that needs review. Rates and the gap with its bounds lie on the scale 0 to 1; `worse`: for the group that is named."""

    outcome: str
    by: list[str]
    group: str
    rate: float
    with_outcome: int
    base: int
    reference: str
    reference_rate: float
    reference_with_outcome: int
    reference_base: int
    gap: float
    low: float
    high: float
    worse: bool


class FairTable(TypedDict):
    """A released table of a case file. `table` is `stats.released.ReleasedTable.to_dict`; `adverse`: the outcome is the worse result.

    `actions`: how many were raised from the case file; `flagged_before`: the groups that needed review in the same table of the report
    before, None where it held no such table.
    """

    id: int
    title: str
    source: str
    data_as_of: str
    outcome: str
    restricted_to: dict[str, list[str]]
    adverse: bool
    file_sha256: str
    table: dict[str, Any]
    said: list[Said]
    actions: NotRequired[int]
    flagged_before: NotRequired[list[str] | None]
    same_file_before: NotRequired[bool]


class AreaFinding(TypedDict):
    """What the case file of one Area found, as its own page releases it."""

    id: int
    area: Place
    title: str
    data_as_of: str
    comparisons: int
    differences: list[FairDifference]
    actions: int


class FairBefore(TypedDict):
    """The differences of the report before. `same_files`: it rests on the very same case files."""

    differences: int
    comparisons: int
    same_files: bool


class Fairness(TypedDict):
    files: int
    tables: list[FairTable]
    areas: NotRequired[list[AreaFinding]]
    before: NotRequired[FairBefore | None]


class Measure(TypedDict):
    """A headline figure. `kind`: count, money, hours, days, part (of a known whole) or share (tested against chance)."""

    key: str
    kind: str
    value: float | None
    of: int | None


class Change(TypedDict):
    """A headline figure beside the earlier report's. `low` and `high` bound the difference of shares, 0 to 1, at 95 %."""

    now: Measure
    before: Measure | None
    verdict: str
    low: float | None
    high: float | None


class Promise(TypedDict):
    title: str
    area: Place | None
    promised_for: str
    due_on: str


class Earlier(TypedDict):
    number: int
    period: str
    made_at: str


class Since(TypedDict):
    earlier: Earlier | None
    reports_before: int
    changes: list[Change]
    promised: int
    not_done: list[Promise]


class Figures(OfRooms):
    schema: int
    period: str
    fictional: bool
    scope: Place | None
    first: str
    last: str
    position_on: str
    ended: bool
    engagement: Engagement
    voice: Voice
    actions: Actions
    fairness: Fairness
    since: Since


class Input(TypedDict):
    """What one section was counted from. `fingerprint` is SHA-256 over the id, version and used values of every row."""

    section: str
    query: str
    rows: int
    fingerprint: str


class Difference(TypedDict):
    """A headline figure that differs between a report and the one it restates; for other figures only the section is named."""

    section: str
    now: Measure | None
    before: Measure | None
