"""What a list of finalised cases can hold, and which of its columns is likely to hold it: proposed by the machine, said by a person."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.redaction.spans import Kind, Role
from folkmoot.scrutiny.frames.rules import Asked

_CLOSE = 0.87  # how alike two headings must be, of 1, to be proposed as the same


class Use(StrEnum):
    """What a column is for."""

    CASE = "case"  # which case it is, and when it ended
    ASKED = "asked"  # whether it may come before a panel
    FACT = "fact"  # what may be known of it without knowing it
    DETAIL = "detail"  # who it is about: sealed at once, and looked for later in its documents


@dataclass(frozen=True)
class Field:
    """One thing a column can hold. `kind` and `role` are of the detail that it is for finding it in documents."""

    name: str
    label: Promise
    use: Use
    aliases: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER
    role: str = ""


def _also(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


FIELDS: tuple[Field, ...] = (
    Field(
        "reference", _("Reference of the case"), Use.CASE,
        _also(
            "urn|case reference|case ref|reference|ref|unique reference number|case number|case id|case urn"
        ),
    ),
    Field(
        "finalised_on", _("Day it was finalised"), Use.CASE,
        _also(
            "finalised on|finalised date|finalisation date|date finalised|date closed|closed on|date of finalisation"
            "|outcome date|disposal date|month finalised|finalised"
        ),
    ),
    Field(Asked.STATUS, _("Whether it is finalised"), Use.ASKED, _also("status|case status|state|live|stage|finalised status")),
    Field(
        Asked.APPEAL, _("Whether there is an appeal"), Use.ASKED,
        _also(
            "appeal|appeals|appealed|appeal lodged|appeal pending|under appeal"
        ),
    ),
    Field(
        Asked.RESTRICTIONS, _("Whether reporting restrictions apply"), Use.ASKED,
        _also(
            "restrictions|reporting restrictions|reporting restriction|restricted|press restrictions|anonymity order"
        ),
    ),
    Field(
        Asked.YOUTH, _("Whether a young person is in it"), Use.ASKED,
        _also(
            "youth|youth involved|child|under 18|youth flag|young person|young person identified|youth case"
        ),
    ),
    Field(
        "strand", _("Strand"), Use.FACT,
        _also(
            "strand|hate crime strand|flag|monitoring code|case type|hate crime type|vawg strand|category"
            "|hate crime flag|hate crime flags|monitoring flag|monitoring flags"
        ),
    ),
    Field("force", _("Police force"), Use.FACT, _also("force|police force|police|force area")),
    Field("outcome", _("Outcome"), Use.FACT, _also("outcome|case outcome|result|final outcome|disposal")),
    Field(
        "offence", _("Kind of offence"), Use.FACT,
        _also(
            "offence|offence type|offence group|principal offence|principal offence category|offence category|charge"
        ),
    ),
    Field(
        "victim", _("Name of the victim"), Use.DETAIL,
        _also(
            "victim|victim name|complainant|complainant name|injured party|ip name"
        ), Kind.NAME, Role.VICTIM,
    ),
    Field(
        "defendant", _("Name of the defendant"), Use.DETAIL,
        _also(
            "defendant|defendant name|suspect|suspect name|accused|offender"
        ), Kind.NAME, Role.DEFENDANT,
    ),
    Field("witness", _("Name of a witness"), Use.DETAIL, _also("witness|witness name|witnesses"), Kind.NAME, Role.WITNESS),
    Field(
        "officer", _("Name of the officer"), Use.DETAIL,
        _also(
            "officer|oic|officer in the case|officer in case|investigating officer"
        ), Kind.NAME, Role.OFFICER,
    ),
    Field(
        "prosecutor", _("Name of the prosecutor"), Use.DETAIL,
        _also(
            "prosecutor|prosecutor name|lead prosecutor|reviewing prosecutor|allocated prosecutor|lawyer|reviewing lawyer|charging lawyer"
            "|allocated lawyer|advocate"
        ), Kind.NAME, Role.PROSECUTOR,
    ),
    Field(
        "crime_number", _("Crime number or another reference"), Use.DETAIL,
        _also(
            "crime number|crime ref|crime reference|crime no|custody number|custody record|court reference"
        ), Kind.REFERENCE,
    ),
    Field("address", _("Address"), Use.DETAIL, _also("address|victim address|defendant address|home address"), Kind.ADDRESS),
    Field("postcode", _("Postcode"), Use.DETAIL, _also("postcode|post code|postal code"), Kind.POSTCODE),
    Field(
        "place", _("Place where it happened"), Use.DETAIL,
        _also(
            "place|location|scene|offence location|town|court|court name"
        ), Kind.PLACE,
    ),
    Field("date_of_birth", _("Date of birth"), Use.DETAIL, _also("date of birth|dob|defendant dob|victim dob|born"), Kind.DATE_OF_BIRTH),
    Field("phone", _("Phone number"), Use.DETAIL, _also("phone|telephone|mobile|phone number"), Kind.PHONE),
    Field(
        "vehicle", _("Vehicle registration"), Use.DETAIL,
        _also(
            "vehicle|registration|vrm|vehicle registration|number plate"
        ), Kind.VEHICLE,
    ),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
NEEDED = ("reference", "finalised_on")
FACTS = tuple(field.name for field in FIELDS if field.use is Use.FACT)
MONTH = "month"  # a fact of every case: the month in which it was finalised, as 2026-02


def propose(headings: Sequence[str]) -> dict[str, str]:
    """The likeliest column for each field, by the field's name: the same words first, then a close spelling; each column once."""
    found: dict[str, str] = {}
    left = list(headings)
    for rule in (_same, _close):
        for field in FIELDS:
            heading = next((each for each in left if field.name not in found and rule(field, _folded(each))), None)
            if heading is not None:
                found[field.name] = heading
                left.remove(heading)
    return found


def mapping_problems(columns: Mapping[str, str], headings: Sequence[str], vouched: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what a person said of the columns, code by field: "missing", "unknown", "twice", or "no_such" for a column."""
    problems = {name: "missing" for name in NEEDED if not columns.get(name)}
    problems |= {asked: "missing" for asked in Asked if not columns.get(asked) and asked not in vouched}
    problems |= {name: "unknown" for name in columns if name not in BY_NAME}
    seen: dict[str, str] = {}
    for name, heading in columns.items():
        if heading and heading not in headings:
            problems[name] = "no_such"
        elif heading and BY_NAME.get(name) and seen.setdefault(heading, name) != name and Asked.STATUS not in (name, seen[heading]):
            problems[name] = "twice"
    return problems


def _same(field: Field, heading: str) -> bool:
    return heading in {_folded(alias) for alias in (field.name, *field.aliases)}


def _close(field: Field, heading: str) -> bool:
    names = [_folded(alias) for alias in field.aliases]
    return len(heading) > 4 and bool(difflib.get_close_matches(heading, [name for name in names if len(name) > 4], 1, _CLOSE))


def _folded(heading: str) -> str:
    return "".join(mark for mark in heading.casefold() if mark.isalnum())
