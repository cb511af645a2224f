"""Where a film, a reading or large print stands, and in which forms a text is there, in the words of the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.queries import Extent, Form, Line
from folkmoot.languages.media.rules import State, length_in_words, words_a_minute

STATES: dict[State, tuple[Promise, str]] = {
    State.WAITING: (_("Waits for a second person"), "orange"),
    State.CONFIRMED: (_("Confirmed, not released"), "blue"),
    State.RETURNED: (_("Sent back"), "red"),
    State.RELEASED: (_("Released"), "green"),
    State.WITHDRAWN: (_("Withdrawn"), "grey"),
    State.REMOVED: (_("Removed"), "grey"),
}
FORMS: dict[Form, Promise] = {
    Form.ENGLISH: _("English"), Form.WELSH: _("Welsh"), Form.EASY: _("Easy Read"), Form.LARGE: _("Large print"),
    Form.AUDIO: _("Reading aloud"), Form.BSL: _("British Sign Language"),
}  # fmt: skip
EXTENTS: dict[Extent, tuple[Promise, str]] = {
    Extent.THERE: (_("there"), "green"), Extent.PART: (_("in part"), "orange"), Extent.OLD: (_("older than the text"), "red"),
    Extent.COMING: (_("not released yet"), "blue"), Extent.MISSING: (_("missing"), "grey"),
}  # fmt: skip


def extent_tags(extents: dict[Form, Extent]) -> list[tuple[Promise, Promise, str]]:
    """Each form with how far the text is there in it, and the colour of its tag."""
    return [(FORMS[form], *EXTENTS[extent]) for form, extent in extents.items()]


def line_shown(line: Line) -> dict[str, object]:
    words, colour = STATES[line.row.state]
    replaced = line.row.state is State.RELEASED and not line.shown
    return {"line": line, "row": line.row, "words": words, "colour": colour, "replaced": replaced, "length": length_of(line.row)}


def length_of(row: Rendition) -> str:
    return length_in_words(row.seconds) if row.seconds else ""


def pace_of(row: Rendition) -> int | None:
    """Words of the transcript a minute, for whoever confirms it."""
    return round(words_a_minute(row.transcript, row.seconds)) if row.seconds and row.state is not State.REMOVED else None
