"""Lists of finalised cases in words: what was refused and why, and what is said of each case without knowing it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.scrutiny.frames.columns import BY_NAME, MONTH
from folkmoot.scrutiny.frames.models import Frame, FrameCase
from folkmoot.scrutiny.frames.rules import Asked

FACT_WORDS: dict[str, Promise] = {
    "strand": _("Strand"), "force": _("Police force"), "outcome": _("Outcome"), "offence": _("Kind of offence"),
    MONTH: _("Month finalised"),
}  # fmt: skip
ASKED_WORDS: dict[str, Promise] = {
    Asked.STATUS: _("The list does not say whether it is finalised."),
    Asked.APPEAL: _("The list does not say whether there is an appeal."),
    Asked.RESTRICTIONS: _("The list does not say whether reporting restrictions apply."),
    Asked.YOUTH: _("The list does not say whether a young person is in it."),
    "finalised_on": _("The list gives no day on which it was finalised that could be read."),
}
VOUCHED_WORDS: dict[str, Promise] = {
    Asked.STATUS: _("Every case of this list is finalised: I answer for it"),
    Asked.APPEAL: _("No case of this list is under appeal: I answer for it"),
    Asked.RESTRICTIONS: _("Reporting restrictions apply to no case of this list: I answer for it"),
    Asked.YOUTH: _("No young person is in any case of this list: I answer for it"),
}
REASON_WORDS: dict[str, Promise] = {
    "declared": _("A member said that they are tied to it."),
    "name": _(
        "Somebody in it has the same name as a member of the panel. If it is somebody else, bring the list in again without that name."
    ),
    "list": _("It was drawn for a panel before."),
}


@dataclass(frozen=True)
class RefusedLine:
    """One case that may not be drawn, by its row in the file: never by its reference."""

    row: int
    reason: Promise | str
    why: str


def refused_line(case: FrameCase) -> RefusedLine:
    return RefusedLine(case.row, FrameCase.Refused(case.refused).label, why_of(case))


def why_of(case: FrameCase) -> str:
    """What showed that a case may not be drawn, in a sentence; what a person wrote as it is."""
    shown, _stroke, word = case.refused_why.partition("|")
    if case.refused == FrameCase.Refused.UNKNOWN and word:
        return gettext("Nobody said yet what “%(word)s” means under “%(column)s”.") % {"word": word, "column": BY_NAME[shown].label}
    if case.refused == FrameCase.Refused.UNKNOWN and shown in ASKED_WORDS:
        return str(ASKED_WORDS[shown])
    if shown in REASON_WORDS:
        return str(REASON_WORDS[shown])
    if shown == "finalised_on" and case.refused == FrameCase.Refused.APPEAL:
        return gettext("The days in which an appeal can be made are not over.")
    if shown == "finalised_on" and case.refused == FrameCase.Refused.LIVE:
        return gettext("The day on which it was finalised is still to come.")
    return "" if shown in BY_NAME or shown == "said" else shown


def refused_counts(frame: Frame) -> list[tuple[Promise | str, int, str]]:
    """How many cases were refused for each reason: words, number, code; the most first."""
    counts = frame.counts.get("refused", {})
    return [(FrameCase.Refused(code).label, number, code) for code, number in sorted(counts.items(), key=lambda each: -each[1])]


def fact_label(name: str) -> str:
    return str(FACT_WORDS.get(name, name))
