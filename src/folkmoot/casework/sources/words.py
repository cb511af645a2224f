"""Each remark of a report in a sentence, in the language of the reader."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.rules import THRESHOLD
from folkmoot.casework.sources.report import Remark
from folkmoot.webkit.dates import month_words

_ISO = re.compile(r"\b(2\d{3}-(?:0[1-9]|1[0-2]))(-(?:0[1-9]|[12]\d|3[01]))?\b")

SENTENCES: Mapping[str, Promise | str] = {
    "copies_left_out": _("%(rows)s rows are the same as another row in every column, a reference among them. They were counted once."),
    "totals_left_out": _(
        "In “%(column)s” there are sums among the detail (%(values)s). Their rows were left out, or everything would count twice."
    ),
    "no_month": _("%(rows)s rows have no date that can be read, or one that could be of two months. They are in no figure."),
    "dates_for_groups": _(
        "“%(column)s” holds dates where it should hold groups, in %(rows)s rows: %(values)s. A spreadsheet turns “18-24” into a date. "
        "Export the file again with this column as text."
    ),
    "not_in_bands": _("In “%(column)s” %(rows)s rows are in none of the bands. They count as not recorded."),
    "unknown_labels": _(
        "In “%(column)s” values stand that the category scheme does not know (%(different)s, in %(rows)s rows): %(values)s. "
        "Each is kept as a group of its own. Where the scheme changed, issue a new version of the layout."
    ),
    "unknown_places": _(
        "In “%(column)s” names stand that are no Area or force that is known (%(different)s, in %(rows)s rows): %(values)s. "
        "They are kept as they are written."
    ),
    "unknown_meanings": _(
        "In “%(column)s” values stand whose meaning nobody has given (%(different)s, in %(rows)s rows): %(values)s. "
        "These rows are in no denominator of this stage."
    ),
    "same_as_other_months": _(
        "Apart from its months this file is the same as what was loaded for %(months)s. It looks like an earlier file sent again."
    ),
    "unusual_number": _("%(month)s has %(rows)s rows; about %(usual)s are usual. The file may be cut short, or hold more than it should."),
    "outside_area": _("The file holds rows of other Areas: %(values)s."),
    "combined_place": _("“%(value)s” stands for several forces together (%(names)s). Their figures cannot be told apart."),
    "ended_place": _(
        "“%(value)s” is no longer an Area. Its figures are kept under that name and cannot be divided between those that followed it."
    ),
    "looks_like_sum": _(
        "“%(value)s” in “%(column)s” counts as many as all the others together (%(rows)s). It looks like a total among the detail: take "
        "its rows out, or everything counts twice."
    ),
    "places_lost": _(
        "What is loaded for %(months)s also holds %(names)s, and this file does not. Were these months replaced, their figures would be "
        "gone: bring all files of a month together."
    ),
    "month_to_come": _("The file holds %(months)s, but its data are said to run to %(day)s. One of the two is wrong."),
    "changed_groups": _(
        "The groups of “%(column)s” are not those of earlier months. New: %(new)s (in %(rows)s rows). No longer there: %(gone)s. Figures "
        "on both sides do not compare. Where the scheme changed, issue a new version of the layout, which marks the break."
    ),
    "byte_copy": _("It is a copy of %(first)s, byte for byte. It was counted once."),
    "same_rows": _("It holds the same figures as %(first)s. It was counted once."),
    "repeated_month": _("%(months)s is in another file as well, %(first)s, with other figures. Only that file was counted."),
    "as_read": "%(words)s",  # said by whoever read the table, in English
}


def said(remark: Remark) -> str:
    """The sentence of a remark."""
    values = {name: _told(name, value) for name, value in remark.values.items()}
    return str(SENTENCES[remark.code]) % ({"rows": "?"} | values)  # reports that were kept earlier may say less


def said_of_parts(parts: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Of several files: what holds of every one that was counted, said once, and of each file the rest."""
    each = [[said(Remark(**remark)) for remark in part["remarks"]] for part in parts]
    counted = [words for part, words in zip(parts, each, strict=True) if part.get("months")]
    shared = [one for one in counted[0] if all(one in words for words in counted)] if len(counted) > 1 else []
    return shared, [[one for one in words if one not in shared] for words in each]


def _told(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in ("month", "months", "day"):
        return _ISO.sub(_in_words, value)
    if not isinstance(value, int):
        return value
    return f"{value:,}" if name == "different" else number_words(value)


def _in_words(found: re.Match[str]) -> str:
    month, day = found.groups()
    return date_format(date.fromisoformat(month + day), "j F Y") if day else month_words(month)


def number_words(rows: int) -> str:
    """A number of rows as anyone may read it: one below the threshold is not told."""
    return str(_("fewer than 5")) if 0 < rows < THRESHOLD else f"{rows:,}"
