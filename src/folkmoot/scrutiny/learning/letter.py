"""The words of a letter to a prosecutor or a unit, made from what is on record: good practice first, and nobody blamed. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Found:
    """One thing learned, in the panel's words."""

    words: str
    theme: str


def letter_of(
    *, case: str, panel: str, met_on: date, good: Sequence[Found], learning: Sequence[Found], reply_by: date | None, to_unit: bool
) -> str:
    """The letter as plain paragraphs. `case` is the pseudonym; whoever hands it over writes the case's own reference on the paper."""
    day = date_format(met_on, "j F Y")
    opening = _("%(panel)s read the finalised case %(case)s on %(day)s, drawn by rules known in advance.")
    paragraphs = [
        _("For the head of the unit") if to_unit else _("For the prosecutor of the case"),
        opening % {"panel": panel, "case": case, "day": day},
        _("The panel read it with every name taken out. It does not know who prosecuted it, and it has no say over anybody's work."),
    ]
    paragraphs += _part(_("What the panel found was done well:"), good) or [_("The panel recorded no good practice in this case.")]
    paragraphs += _part(_("What the panel thinks others can learn from it:"), learning)
    paragraphs.append(
        _("A panel judges on the information that was available at the time. It cannot re-open or change a case, and this is no complaint.")
    )
    if reply_by:
        asked = _("A reply is welcome by %(day)s, so that the panel hears it when it meets: also that it sees this wrongly.")
        paragraphs.append(asked % {"day": date_format(reply_by, "j F Y")})
    return "\n\n".join(paragraphs)


def _part(heading: str, found: Sequence[Found]) -> list[str]:
    return [heading, *(f"• {each.words} ({each.theme})" for each in found)] if found else []


def giving_problems(*, given_already: bool, on: date | None, made_on: date, today: date) -> dict[str, list[str]]:
    """Why it cannot be recorded that a letter was given, by field; empty when it may."""
    if given_already:
        return {"": [_("It is recorded already that it was given.")]}
    if on and made_on <= on <= today:
        return {}
    return {"on": [_("Give the day it was given: since the letter was made, and not in the future.")]}
