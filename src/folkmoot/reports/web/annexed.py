"""The annex “Comments and answers” as lines of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from folkmoot.reports.review.annex import Entry
from folkmoot.reports.review.models import OUTCOME_NAMES
from folkmoot.reports.review.rules import Outcome


@dataclass(frozen=True)
class Line:
    """One comment with its answer. `part` is the heading of its section, "" for the whole report."""

    entry: Entry
    part: str
    said_on: date
    outcome: str | Promise
    answered_on: date | None


def annex_lines(entries: Iterable[Entry], headings: Mapping[str, str]) -> list[Line]:
    return [
        Line(
            one, headings.get(one.section, one.section), date.fromisoformat(one.said_on),
            OUTCOME_NAMES[Outcome(one.answer.outcome)] if one.answer else "",
            date.fromisoformat(one.answer.on) if one.answer else None,
        )
        for one in entries
    ]  # fmt: skip
