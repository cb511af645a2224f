"""What each column of a table of headcounts is for: known by its heading, or said by a person once for all files of these headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from folkmoot.workforce.headcounts.words import Group, characteristic_of, folded, group_of, level_of, measure_of


class Role(StrEnum):
    UNIT = "unit"
    LEVEL = "level"
    DAY = "day"
    CHARACTERISTIC = "characteristic"
    GROUP = "group"
    MEASURE = "measure"
    COUNT = "count"
    NUMBER = "number"  # how many of one group, in a wide table
    LEFT_OUT = "left out"


# What a person may say that a column is; a number of one group is said by the group itself.
SAID_BY_A_PERSON = (Role.UNIT, Role.LEVEL, Role.DAY, Role.CHARACTERISTIC, Role.GROUP, Role.MEASURE, Role.COUNT, Role.LEFT_OUT)
_HEADINGS: Mapping[Role, str] = {
    Role.UNIT: r"units?|areas?|divisions?|directorates?|departments?|organisations?|business ?units?|cps areas?|area or division"
    r"|organisation name|area/division|area/directorate",
    Role.LEVEL: r"grades?|levels?|responsibility levels?(?: (?:un)?grouped)?|bands?|grade or level|grade/level|grade groups?",
    Role.DAY: r"as (?:of|at)|date|day|snapshot(?: date)?|year|quarter(?: end)?|quarter ending|period(?: end)?",
    Role.CHARACTERISTIC: r"(?:protected )?characteristics?|variable|strand",
    Role.GROUP: r"groups?|categor(?:y|ies)|values?|declaration|response",
    Role.MEASURE: r"measures?|movement|kind|status|in post or movement",
    Role.COUNT: r"headcounts?|counts?|number|staff|number of staff|employees|staff in post|value|n",
}
_TOTAL = r"(?:grand )?totals?|all|all staff|total staff|everyone|overall|all employees|total headcount"
_LEFT_OUT = (
    r"fte|full[- ]time equivalents?|(?:mean|median) (?:salary|pay|age)|source|notes?|remarks?|per ?cent.*|.* per ?cent|share|proportion"
    r"|percentage.*|representation(?: rate)?|declaration rate"
)


@dataclass(frozen=True)
class Asked:
    """How a file is to be read.

    `counted`: what the numbers are ("exact", "to_5", "to_10"). `characteristic` and `measure`: where the file names none. `words`: a
    person's own words for grades, groups, measures and units (as in the file -> as here). `columns`: what a column is, by its heading
    (a value of `Role`). `own`: names of this service, so that lines of other organisations are left out.
    """

    counted: str
    characteristic: str = ""
    measure: str = "in_post"
    words: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    def meant(self, word: str) -> str:
        return next((ours for theirs, ours in self.words.items() if folded(theirs) == folded(word)), word)

    def said_of(self, column: str) -> Role | None:
        return next((Role(role) for heading, role in self.columns.items() if folded(heading) == folded(column)), None)


@dataclass(frozen=True)
class Roles:
    """What the columns are for. `strange`: headings of which nobody knows."""

    of: Mapping[str, Role]
    strange: tuple[str, ...]

    def headed(self, *roles: Role) -> list[str]:
        return [column for column, role in self.of.items() if role in roles]

    @property
    def counts(self) -> list[str]:
        return self.headed(Role.COUNT, Role.NUMBER)

    @property
    def is_long(self) -> bool:
        return bool(self.headed(Role.COUNT)) and bool(self.headed(Role.GROUP))


def roles_of(columns: Sequence[str], asked: Asked) -> Roles:
    """The role of every column; only one may be the unit, the grade, the day, the characteristic or the measure."""
    found: dict[str, Role] = {}
    strange = []
    for column in columns:
        role = asked.said_of(column) or _role(column, asked, set(found.values()))
        if role is None:
            strange.append(column)
        else:
            found[column] = role
    return Roles(found, tuple(strange))


def _role(column: str, asked: Asked, taken: set[Role]) -> Role | None:
    said = folded(asked.meant(column)).replace("_", " ")
    if "%" in column or re.fullmatch(_LEFT_OUT, said) or re.fullmatch(_TOTAL, said):
        return Role.LEFT_OUT
    if measure_of(said):
        return Role.COUNT  # a column for each of joiners, leavers and promotions
    role = next((role for role, words in _HEADINGS.items() if re.fullmatch(words, said) and role not in taken), None)
    if role is not None:
        return role
    if group_in_heading(column, asked) is not None:
        return Role.NUMBER
    return Role.GROUP if characteristic_of(said) else None


def group_in_heading(column: str, asked: Asked, characteristic: str = "") -> Group | None:
    """The group of a heading such as “Asian”, “Ethnicity: Asian” or “Sex - Female”."""
    said = asked.meant(column)
    head, parting, rest = next((said.partition(one) for one in (":", " - ", " – ") if one in said), (said, "", ""))
    named = characteristic_of(head) if parting else ""
    if named:
        found = group_of(asked.meant(rest), named)
        return Group(named, found.group, found.kind) if found else None
    return group_of(said, characteristic or asked.characteristic)


def is_known_heading(cell: str) -> bool:
    """Whether a cell could be a heading of such a table. A grade or a number never is one."""
    said = folded(cell).replace("_", " ")
    if not said or len(said) > 80 or level_of(cell):
        return False
    of_people = any(re.fullmatch(words, said) for words in (*_HEADINGS.values(), _TOTAL))
    return of_people or bool(characteristic_of(said) or measure_of(said)) or group_in_heading(cell, Asked("exact")) is not None
