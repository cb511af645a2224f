"""Which column of a file is which of ours: suggested, changed by a person, and remembered for the next file of the same shape.

A matching is one field name for each column of the file, in its order; "" for a column that is not brought in.
"""

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.importing.columns import Column, ImportSpec
from folkmoot.foundation.models import ColumnMatch

Matching = tuple[str, ...]
_CLOSE = 0.86  # how alike two headings must be, of 1, to be suggested as the same


class WrongMatching(FolkmootError):
    """Columns are matched so that nothing can be brought in."""


def suggest(spec: ImportSpec, headings: Sequence[str]) -> Matching:
    """The likeliest field for each heading: the same words, then another name for it, then a close spelling; each field once."""
    left = list(spec.columns)
    found = [""] * len(headings)
    for rule in (_same, _alias, _close):
        for place, heading in enumerate(headings):
            column = next((each for each in left if not found[place] and rule(each, _folded(heading))), None)
            if column:
                found[place] = column.field
                left.remove(column)
    return tuple(found)


def fingerprint(headings: Sequence[str]) -> str:
    """What two files of the same shape share."""
    return hashlib.sha256("\x1f".join(_folded(heading) for heading in headings).encode()).hexdigest()


def asked_for(spec: ImportSpec, headings: Sequence[str], wishes: Iterable[str], matching: Matching) -> Matching:
    """A matching changed by wishes of the form "Their column=our field"; nothing after the sign leaves a column out.

    Raises WrongMatching for a column or field that does not exist.
    """
    fields = list(matching)
    for wish in wishes:
        theirs, equals, ours = wish.rpartition("=")
        places = [place for place, heading in enumerate(headings) if _folded(heading) == _folded(theirs)]
        if not equals or not places:
            raise WrongMatching(
                _("The file has no column “%(name)s”.") % {"name": theirs or wish}, "",
                _("Its columns are: %(names)s.") % {"names": ", ".join(headings)},
            )  # fmt: skip
        field = _field(spec, ours)
        fields = ["" if each == field else each for each in fields]
        fields[places[0]] = field
    return tuple(fields)


def matching_problems(spec: ImportSpec, headings: Sequence[str], matching: Matching, *, has_area: bool) -> list[str]:
    """Why nothing can be brought in with this matching, as sentences; none where it can."""
    problems = []
    for column in spec.columns:
        places = [heading for heading, field in zip(headings, matching, strict=True) if field == column.field]
        if len(places) > 1:
            names = ", ".join(f"“{name}”" for name in places)
            problems.append(_("%(names)s are all matched with %(ours)s: choose one.") % {"names": names, "ours": column.heading})
        if column.required and not places and not (column.field == "area" and has_area):
            problems.append(_("No column is matched with %(ours)s, which every row needs.") % {"ours": column.heading})
    return problems


def left_out(headings: Sequence[str], matching: Matching) -> list[str]:
    """The columns of the file that will not be brought in."""
    return [heading for heading, field in zip(headings, matching, strict=True) if not field]


def remembered(spec: ImportSpec, headings: Sequence[str], *, by: Actor, area_ids: Iterable[int]) -> Matching | None:
    """How this person, or else somebody of these Areas, matched the last file of the same shape; None where nobody did."""
    rows = ColumnMatch.objects.filter(kind=spec.kind, fingerprint=fingerprint(headings))
    own = rows.filter(account_id=by.account_id)
    row = own.order_by("-at").first() or rows.filter(Q(area_id__in=list(area_ids))).order_by("-at").first()
    known = {column.field for column in spec.columns}
    if row is None or len(row.fields) != len(headings):
        return None
    return tuple(field if field in known else "" for field in row.fields)


def remember(spec: ImportSpec, headings: Sequence[str], matching: Matching, *, by: Actor, at: datetime, area_id: int | None) -> None:
    """Keep a matching for the next file of the same shape."""
    ColumnMatch.objects.update_or_create(
        kind=spec.kind, account_id=by.account_id, fingerprint=fingerprint(headings),
        defaults={"fields": list(matching), "area_id": area_id, "at": at},
    )  # fmt: skip


def _field(spec: ImportSpec, ours: str) -> str:
    wanted = _folded(ours)
    if not wanted:
        return ""
    for column in spec.columns:
        if wanted in (_folded(column.field), _folded(column.english), _folded(str(column.heading))):
            return column.field
    names = ", ".join(column.field for column in spec.columns)
    what = _("There is no field “%(name)s” to bring in.") % {"name": ours}
    raise WrongMatching(what, "", _("The fields are: %(names)s.") % {"names": names})


def _same(column: Column, heading: str) -> bool:
    return heading in (_folded(column.english), _folded(str(column.heading)), _folded(column.field))


def _alias(column: Column, heading: str) -> bool:
    return heading in {_folded(alias) for alias in column.aliases}


def _close(column: Column, heading: str) -> bool:
    names = [_folded(name) for name in (column.english, str(column.heading), *column.aliases)]
    return len(heading) > 3 and bool(difflib.get_close_matches(heading, [name for name in names if len(name) > 3], 1, _CLOSE))


def _folded(heading: str) -> str:
    return "".join(mark for mark in heading.casefold() if mark.isalnum())
