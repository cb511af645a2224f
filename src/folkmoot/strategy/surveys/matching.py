"""Which column of a survey's file is which of ours: guessed by its heading, said by a person once, kept for all files of that shape."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.importing.columns import Book, ImportSpec
from folkmoot.foundation.importing.matching import Matching, matching_problems, remembered, suggest
from folkmoot.strategy.surveys.rules import COLUMNS


def _unopened(**given: object) -> Book:
    """Surveys are kept whole, not row by row: there is no book of theirs to open."""
    raise TypeError("a survey is brought in by strategy.surveys.operations.bring_in")


SPEC = ImportSpec("strategy.survey", "Survey results", COLUMNS, _unopened, "strategy.Survey")


def matched(headings: Sequence[str], *, by: Viewer) -> Matching:
    """What was said of the last file of this shape, else the likeliest field for each heading."""
    return remembered(SPEC, headings, by=by, area_ids=()) or suggest(SPEC, headings)


def problems_of(headings: Sequence[str], matching: Matching, *, unbased: bool) -> list[str]:
    """Why nothing can be brought in with this matching, as sentences."""
    found = matching_problems(SPEC, headings, matching, has_area=True)
    if not unbased and "base" not in matching:
        words = _("No column holds the base: how many answered. Say which one does, or vouch that no base is published.")
        found.append(f"{words} " + _("The file has: %(columns)s.") % {"columns": ", ".join(headings)})
    return found
