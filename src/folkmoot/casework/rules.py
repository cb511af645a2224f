"""Which columns may be compared, and which choices make an analysis. No database, no clock, no file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
THRESHOLD = 5
MOST_CHARACTERISTICS = 6
MOST_GROUPS = 100
# From this many different values on, a column in which two rows of five have their own value names cases, not groups.
_FEW_VALUES = 30
_OWN_VALUE_SHARE = 0.4

_PEOPLE = (
    "suspect|defendant|offender|accused|victim|witness|complainant|appellant|person|officer|prosecutor|lawyer|solicitor|barrister|judge"
)
_NUMBER = "id|ids|uid|uuid|guid|identifier|number|num|no|ref|refs|reference|references|reference number|reference no|ref number|ref no"
_IDENTIFYING = re.compile(
    rf"(?:(?:{_PEOPLE}|first|last|middle|full|family|given|sur|fore|maiden) ?)*names?"
    rf"|(?:(?:{_PEOPLE}) )?(?:surname|forename|initials)s?"
    rf"|(?:\w+ )*urns?|(?:{_NUMBER})"
    rf"|(?:\w+ )*(?:{_PEOPLE}|case|file|custody|crime|arrest|charge|court|record|unique|row|cms|pnc|cro|nhs|ni|asn|occurrence)"
    rf" (?:{_NUMBER})|pnc|cro|asn|nino|(?:national insurance|passport|(?:tele|mobile )?phone|mobile)(?: number| no)?"
    rf"|(?:\w+ )*e ?mail(?: address(?:es)?)?|(?:(?:{_PEOPLE}|home|postal|email) )*address(?: line)?(?: \d)?|(?:\w+ )*post ?code"
    r"|(?:\w+ )*(?:date of birth|birth ?date|d ?o ?b)|vehicle registration(?: mark| number)?|latitude|longitude|easting|northing"
)


@dataclass(frozen=True)
class Column:
    """What is known of a column: how many different values, in how many of the rows one is recorded, and the common values.

    `distinct` may be an estimate where it is large. `values` are those of at least THRESHOLD rows, the commonest first.
    """

    name: str
    rows: int
    recorded: int
    distinct: int
    values: tuple[str, ...] = ()

    @property
    def share_recorded(self) -> float:
        return self.recorded / self.rows if self.rows else 0.0


@dataclass(frozen=True)
class Choices:
    """What a person wants counted. `references` gives the group to compare with by characteristic (none: the largest)."""

    outcome: str
    outcome_column: str
    outcome_values: tuple[str, ...]
    by: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    restrict_column: str = ""
    restrict_values: tuple[str, ...] = ()


def in_words(column: str) -> str:
    """The heading of a column as people read it: “age_band” is shown as “age band”."""
    return " ".join(column.replace("_", " ").split()) or column


def identifying_heading(heading: str) -> bool:
    """Whether a heading says that the column holds names, numbers or addresses of people or cases."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    words = " ".join(re.findall(r"[^\W_]+", split.casefold()))
    return bool(_IDENTIFYING.fullmatch(words))


def column_problem(column: Column) -> str | None:
    """Why a column may not be compared, or None."""
    if identifying_heading(column.name):
        return "The heading says that it holds names, numbers or addresses of people or cases."
    if column.distinct > _FEW_VALUES and column.distinct > _OWN_VALUE_SHARE * column.recorded:
        return "Nearly every row has a value of its own, as names and reference numbers have."
    if column.distinct > MOST_GROUPS:
        return f"It has more than {MOST_GROUPS} different values. Group them first, for example ages into bands."
    if not column.values:
        return "No value in it is common enough to be shown."
    return None


def may_be_outcome(column: Column) -> bool:
    return column_problem(column) is None


def may_be_characteristic(column: Column) -> bool:
    """A characteristic needs two groups; a column of one value compares nothing."""
    return column_problem(column) is None and column.distinct >= 2


def file_problem(columns: Sequence[Column]) -> str | None:
    """Why nothing in a file of these columns can be compared, or None."""
    if sum(map(may_be_outcome, columns)) < 2 or not any(map(may_be_characteristic, columns)):
        return "It needs a column of outcomes and a column of groups, each with few different values, and one row for each case or suspect."
    return None


def choice_problems(choices: Choices) -> dict[str, list[str]]:
    """Why these choices make no analysis, by field; empty when they do."""
    problems: dict[str, list[str]] = {}
    if not choices.outcome.strip():
        problems["outcome"] = ["Say the outcome in words, for example “charged”."]
    if not choices.outcome_values:
        problems["outcome_values"] = ["Choose at least one value that counts as the outcome."]
    if not 1 <= len(choices.by) <= MOST_CHARACTERISTICS:
        problems["by"] = [f"Choose between 1 and {MOST_CHARACTERISTICS} characteristics."]
    elif choices.outcome_column in choices.by:
        problems["by"] = ["The outcome cannot also be a characteristic: choose different columns."]
    if choices.restrict_column and not choices.restrict_values:
        problems["restrict_values"] = ["Choose at least one value to count, or go back and count every row."]
    return problems


def wanted_groupings(by: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Every characteristic alone, and the pairs that may be looked at together."""
    return (*((column,) for column in by), *offered_pairs(by))


def offered_pairs(by: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The first with the second, the third with the fourth, and so on: pairs that share no characteristic.

    Each table of two is protected against the tables of one. Two tables of two that share a characteristic protect each other
    from nothing: small numbers can be worked out from both together. So no others are counted, kept or shown.
    """
    return tuple(zip(by[::2], by[1::2], strict=False))


def date_problem(data_as_of: date, today: date) -> str | None:
    """Why the day to which the data run may not be that, or None."""
    return "The data cannot be of a day still to come." if data_as_of > today else None
