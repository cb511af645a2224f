"""What those invited need in order to take part: for booking a place and people, not for knowing who."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.stakeholders.models import Contact


@dataclass(frozen=True)
class NeedLine:
    """One thing to provide, for how many people; `names` only where the viewer may see the people of their Area."""

    words: str
    people: int
    names: tuple[str, ...]


def needs_of(viewer: Viewer, people: Iterable[Contact]) -> list[NeedLine]:
    """What these people need, the most needed first; last, how many were never asked. Erased people need nothing.

    What somebody said in their own words is given only to those who may see them; for others it is counted as one line.
    """
    present = [one for one in people if not one.erased_on]
    wanting: dict[str, list[Contact]] = defaultdict(list)
    for one in present:
        for words in _needs(viewer, one):
            wanting[words].append(one)
    lines = [_line(viewer, words, those) for words, those in wanting.items()]
    lines.sort(key=lambda line: (-line.people, line.words))
    unasked = [one for one in present if one.needs_asked_on is None and not (one.needs or one.access_needs)]
    return [*lines, *([_line(viewer, _("Never asked what they need"), unasked)] if unasked else [])]


def _line(viewer: Viewer, words: str, those: list[Contact]) -> NeedLine:
    names = sorted(one.name for one in those if viewer.may("stakeholders.read", one.area_id))
    return NeedLine(words, len(those), tuple(names))


def _needs(viewer: Viewer, one: Contact) -> list[str]:
    """The things one person needs, in words that are the same for all who need the same."""
    found = [_choice(Contact.Need, each) for each in one.needs]
    found += [_("In a format of their own: %(format)s") % {"format": _choice(Contact.Format, each)} for each in one.formats]
    if one.language != Contact.Language.ENGLISH:
        found.append(_("Language: %(language)s") % {"language": one.get_language_display()})
    if one.access_needs:
        in_sight = viewer.may("stakeholders.read", one.area_id)
        found.append(one.access_needs.strip() if in_sight else _("Something else, in their own words"))
    return list(dict.fromkeys(found))


def _choice(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))
