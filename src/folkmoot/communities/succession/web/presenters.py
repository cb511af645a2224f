"""What a merge or a split will do, in sentences, before it is done."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.communities.models import Community
from folkmoot.communities.succession.figures import Derived, Figure, of_merge, of_share
from folkmoot.communities.succession.operations import Part


def merge_words(parts: Sequence[Community], into: Community | None, name: str, on: date, figures: Sequence[Figure]) -> list[str]:
    """What follows from merging `parts` (those that end) into one. `figures` are of them all, and of the one that goes on."""
    later = str(into) if into else name.strip()
    begins = _("“%(name)s” goes on.") if into else _("“%(name)s” begins on %(day)s.")
    return [
        *_endings(parts, on), begins % {"name": later, "day": _day(on)}, *_kept(parts, later),
        people_words(later, of_merge(figures, on), merged=True), _("It counts as last met when any of its parts was."), _undo(),
    ]  # fmt: skip


def split_words(community: Community, parts: Sequence[Part], on: date, figure: Figure) -> list[str]:
    """What follows from splitting a community, of whose people `figure` is."""
    begun = [_("“%(name)s” begins on %(day)s.") % {"name": part.name, "day": _day(on)} for part in parts]
    later = ", ".join(f"“{part.name}”" for part in parts)
    return [
        *_endings([community], on), *begun, *_kept([community], later),
        _("Each part counts as last met when the earlier community was, and says that this contact was before the split."),
        _("Each starts with the same characteristics, languages and places."),
        *(people_words(part.name, of_share(figure, part.share, on)) for part in parts), _undo(),
    ]  # fmt: skip


def people_words(name: str, people: Derived, *, merged: bool = False) -> str:
    """How many people a community will have, and that nobody counted them; or why no figure can be proposed."""
    if people.people is None:
        return _("“%(name)s” gets no number of people from this: %(why)s.") % {"name": name, "why": people.why_not}
    words = _("“%(name)s” is taken to have %(people)s people. This figure is derived and of low confidence; you may change it afterwards.")
    said = words % {"name": name, "people": f"{people.people:,}"}
    return f"{said} {_('Somebody who belongs to two of the earlier communities counts twice in it.')}" if merged else said


def _endings(parts: Sequence[Community], on: date) -> list[str]:
    last = _day(on - timedelta(days=1))
    return [_("“%(name)s” has its last day on %(day)s and is no longer offered.") % {"name": each, "day": last} for each in parts]


def _kept(parts: Sequence[Community], later: str) -> list[str]:
    points = sum(each.points.count() for each in parts)
    said = ngettext("%(points)d point stays", "%(points)d points stay", points) % {"points": points}
    words = _("%(said)s where they were recorded, like its activities and organisations; they are shown with %(later)s as “before”.")
    return [words % {"said": said, "later": later if later.startswith("“") else f"“{later}”"}]


def _undo() -> str:
    return _("You, or headquarters, can undo this today, as long as nothing was recorded with what began.")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
