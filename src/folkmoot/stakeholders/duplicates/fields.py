"""What becomes of each field when two rows become one: chosen by a person, joined, or left alone. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from folkmoot.stakeholders.duplicates.rules import Kind

# Somebody says which of the two is right.
CHOSEN: dict[str, tuple[str, ...]] = {
    Kind.PERSON: ("name", "birth_year", "email", "phone", "channel", "language", "times", "source", "keep_until"),
    Kind.ORGANISATION: ("name", "kind", "county", "town", "postcode", "website", "email", "phone", "ended_on"),
}
# Nothing of either is lost.
JOINED: dict[str, tuple[str, ...]] = {Kind.PERSON: ("access_needs", "formats", "needs"), Kind.ORGANISATION: ("notes",)}
# What was not chosen of these is written into the notes, where the row has notes.
NOTED = ("name", "email", "phone", "website", "postcode")


@dataclass(frozen=True)
class Sides:
    """The values of one field on both sides; `differ` where both say something and not the same, or only one says anything."""

    field: str
    kept: object
    gone: object

    @property
    def differ(self) -> bool:
        return self.kept != self.gone

    @property
    def proposed(self) -> str:
        """The side to take unless somebody says otherwise: the kept one, where it says anything."""
        return "gone" if _silent(self.kept) and not _silent(self.gone) else "kept"


def _silent(value: object) -> bool:
    return value in (None, "", [])


def merged(kind: str, sides: list[Sides], choices: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, object]:
    """The new values of the kept row, only those that change. `choices`: field → "kept" or "gone"; unsaid ones as proposed."""
    values: dict[str, object] = {}
    left_over: list[str] = []
    for each in sides:
        if each.field in JOINED[kind]:
            values[each.field] = joined(each.kept, each.gone)
            continue
        taken = choices.get(each.field) or each.proposed
        values[each.field], other = (each.gone, each.kept) if taken == "gone" else (each.kept, each.gone)
        if each.field in NOTED and each.differ and not _silent(other):
            left_over.append(f"{labels.get(each.field, each.field)}: {other}")
    if left_over and "notes" in values:
        also = _("Also known: %(values)s") % {"values": "; ".join(left_over)}
        values["notes"] = joined(values["notes"], also)
    before = {each.field: each.kept for each in sides}
    return {name: value for name, value in values.items() if value != before[name]}


def joined(one: object, other: object) -> object:
    """Both lists without repeating anything, or both texts one below the other unless one holds the other."""
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(each for each in other if each not in one)]
    first, second = str(one or ""), str(other or "")
    if not second or second in first:
        return first
    return second if not first or first in second else f"{first}\n\n{second}"


def as_json(value: object) -> object:
    """A value as it is kept in a JSON column: days as text."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
