"""Statements in words: where each stands, and what looked out of place in a draft."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.scrutiny.impact.models import ImpactVersion
from folkmoot.scrutiny.impact.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.REQUESTED: _("Asked for"),
    State.DRAFT: _("Being written"),
    State.SUPPLIED: _("Supplied by the police"),
    State.REVIEW_DUE: _("Past its review"),
    State.WITHDRAWN: _("Withdrawn"),
}
STATE_COLOURS = {
    State.REQUESTED: "orange", State.DRAFT: "light-blue", State.SUPPLIED: "turquoise", State.REVIEW_DUE: "red", State.WITHDRAWN: "grey",
}  # fmt: skip
STANDS: tuple[tuple[str, Promise], ...] = (
    *((state.value, words) for state, words in STATE_WORDS.items()),
    ("soon", _("To be reviewed within four weeks")),
    ("to_serve", _("In a case and not served yet")),
    ("to_hear", _("Served, and the outcome not recorded")),
)


def layout_of(version: ImpactVersion) -> list[tuple[Promise | str, str]]:
    """The fields of Annex B in their order, those that were left blank left out."""
    names = ("areas_affected", "groups_affected", "author", "sources", "circumstances", "impact", "comparison")
    fields = [(getattr(version._meta.get_field(name), "verbose_name", name), getattr(version, name)) for name in names]
    return [(label, words) for label, words in fields if words]
