"""How far texts and translations have come, in the words of the pages."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.languages.queries import Line, Standing
from folkmoot.languages.rules import Progress, State, changed_words

STATES: dict[State, tuple[Promise, str]] = {
    State.MISSING: (gettext_lazy("Not translated"), "grey"),
    State.OUT_OF_DATE: (gettext_lazy("Out of date"), "red"),
    State.UNCHECKED: (gettext_lazy("Not checked"), "orange"),
    State.CHECKED: (gettext_lazy("Checked"), "green"),
}


def progress_words(progress: Progress) -> str:
    """“12 of 40 segments translated and checked (30 percent); 3 not checked, 2 out of date, 23 not translated.”"""
    done = ngettext(
        "%(checked)d of %(total)d segment translated and checked (%(percent)d percent)",
        "%(checked)d of %(total)d segments translated and checked (%(percent)d percent)",
        progress.total,
    ) % {"checked": progress.checked, "total": progress.total, "percent": progress.percent}
    rest = []
    if unchecked := progress.translated - progress.checked:
        rest.append(_("%(number)d not checked") % {"number": unchecked})
    if progress.out_of_date:
        rest.append(_("%(number)d out of date") % {"number": progress.out_of_date})
    if progress.missing:
        rest.append(_("%(number)d not translated") % {"number": progress.missing})
    return f"{done}; {', '.join(rest)}." if rest else f"{done}."


def released_words(standing: Standing) -> tuple[str, str]:
    """Whether anything is released, with the colour of its tag."""
    if standing.released is None:
        return _("Not released"), "grey"
    if standing.released.translated < standing.released.total:
        return _("Released in part"), "orange"
    return _("Released"), "green"


def line_of(line: Line) -> dict[str, object]:
    """One segment for the page: its state, and what the source says now against what was translated."""
    label, colour = STATES[line.state]
    changes: Sequence[tuple[str, str]] = ()
    if line.state is State.OUT_OF_DATE and line.wording:
        changes = changed_words(line.wording.source_text, line.source)
    return {"line": line, "label": label, "colour": colour, "changes": changes}
