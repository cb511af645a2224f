"""The names that files use for places, communities, aims and organisations, looked up once for a whole file."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.queries import areas_by_key, list_counties
from folkmoot.areas.rules import Held
from folkmoot.areas.rules import name_key as place_key
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities
from folkmoot.foundation.importing.columns import CellProblem
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries import contacts, organisations
from folkmoot.stakeholders.rules import name_key
from folkmoot.strategy.models import Aim
from folkmoot.strategy.queries import list_aims

AnyRow = TypeVar("AnyRow")
_CLOSE = 0.6  # how alike a known name must be, of 1, to be offered in place of one that is not known


def key_of(name: str) -> str:
    """The key of a name, also of one that holds no letter or digit."""
    return name_key(name) or name.strip().casefold()


class Names:
    """Every name in sight of one person on one day. `capabilities` must hold in an Area for its rows to be brought in."""

    def __init__(self, viewer: Viewer, today: date, capabilities: Iterable[str]) -> None:
        self.viewer = viewer
        self.today = today
        self.capabilities = tuple(capabilities)

    def area(self, text: str) -> Area:
        found = self._areas.get(place_key(text))
        if found is None:
            raise CellProblem(_("is not an Area"), _did_you_mean(text, {place_key(name): name for name in self._area_names}))
        if found.span.on(self.today) is Held.NO:
            raise CellProblem(_("is an Area that no longer exists"), _("Use the Area that took its place."))
        if not all(self.viewer.may(capability, found.pk) for capability in self.capabilities):
            raise CellProblem(_("is an Area outside your work"), _("Leave its rows to those who work there."))
        return found

    def county(self, text: str) -> Any:
        return _one(text, self._counties.get(place_key(text), []), _("is not a county"), self._county_names)

    def community(self, text: str, area: Area) -> Community:
        named = self._communities.get(key_of(text), [])
        own = [row for row in named if row.area_id == area.pk] or [row for row in named if row.area_id is None]
        known = {key: rows[0].name for key, rows in self._communities.items() if any(row.area_id in (None, area.pk) for row in rows)}
        return _one(text, own, _("is not a community of this Area"), known, _("Add it under Communities first."))

    def aim(self, text: str) -> Aim:
        return _one(text, self._aims.get(key_of(text), []), _("is not an aim of the strategy"), self._aim_names)

    def organisation(self, text: str, area: Area) -> Organisation:
        named = self._organisations.get((area.pk, key_of(text)), [])
        exact = [row for row in named if row.name == text or _with_town(row) == text]
        if len(named) > 1 and len(exact) != 1:
            towns = ", ".join(_with_town(row) for row in named)
            raise CellProblem(_("is the name of more than one organisation"), _("Write one of: %(names)s.") % {"names": towns})
        near = {key: rows[0].name for (pk, key), rows in self._organisations.items() if pk == area.pk} if not named else {}
        return _one(text, exact or named, _("is not an organisation of this Area"), near, _("Bring in organisations first."))

    def contact(self, text: str, area: Area) -> Contact:
        """A person by name; by “Name <address>” or “Name (year of birth)” where several of the Area are called the same."""
        bare = re.sub(r"\s*[<(][^<>()]*[>)]\s*$", "", text)
        named = self._contacts.get((area.pk, key_of(text)), []) or self._contacts.get((area.pk, key_of(bare)), [])
        exact = [row for row in named if text in (f"{row.name} <{row.email}>", f"{row.name} ({row.birth_year})")]
        if len(named) > 1 and len(exact) != 1:
            who = ", ".join(self.contact_name(row) for row in named)
            raise CellProblem(_("is the name of more than one person"), _("Write one of: %(names)s.") % {"names": who})
        near = {key: rows[0].name for (pk, key), rows in self._contacts.items() if pk == area.pk} if not named else {}
        return _one(text, exact or named, _("is not a person of this Area"), near, _("Bring in people first."))

    def contact_name(self, row: Contact) -> str:
        """The name, with the e-mail address or year of birth where another of the Area is called the same."""
        if len(self._contacts.get((row.area_id, key_of(row.name)), [])) < 2 or not (row.email or row.birth_year):
            return row.name
        return f"{row.name} <{row.email}>" if row.email else f"{row.name} ({row.birth_year})"

    def organisation_name(self, row: Organisation) -> str:
        """The name, with its town where another of the Area is called the same."""
        alike = self._organisations.get((row.area_id, key_of(row.name)), [])
        return row.name if [each for each in alike if each.name == row.name] == [row] else _with_town(row)

    def aim_name(self, row: Aim) -> str:
        """The name, or the code where several aims are called the same."""
        return row.name_en if len(self._aims.get(key_of(row.name_en), [])) == 1 else row.code

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return areas_by_key(self.viewer)

    @cached_property
    def _area_names(self) -> list[str]:
        held = [area for area in self._areas.values() if area.span.on(self.today) is not Held.NO]
        return sorted({name for area in held for name in (area.name_en, area.name_cy) if name})

    @cached_property
    def _counties(self) -> dict[str, list[Any]]:
        return _by_key(list_counties(self.viewer), lambda row: (row.code, row.name_en, row.name_cy), place_key)

    @cached_property
    def _county_names(self) -> dict[str, str]:
        return {key: rows[0].name_en for key, rows in self._counties.items()}

    @cached_property
    def _communities(self) -> dict[str, list[Community]]:
        """Those that ended too: what was done with them earlier may be brought in still."""
        return _by_key(communities(self.viewer), lambda row: (row.name, row.name_cy), key_of)

    @cached_property
    def _aims(self) -> dict[str, list[Aim]]:
        return _by_key(list_aims(self.viewer), lambda row: (row.code, row.name_en, row.name_cy), key_of)

    @cached_property
    def _aim_names(self) -> dict[str, str]:
        return {key: rows[0].name_en for key, rows in self._aims.items()}

    @cached_property
    def _organisations(self) -> dict[tuple[int, str], list[Organisation]]:
        found: dict[tuple[int, str], list[Organisation]] = {}
        for row in organisations(self.viewer):
            for name in dict.fromkeys((key_of(row.name), key_of(_with_town(row)))):
                found.setdefault((row.area_id, name), []).append(row)
        return with_survivors(found, survivors(Organisation, self.viewer))

    @cached_property
    def _contacts(self) -> dict[tuple[int, str], list[Contact]]:
        found: dict[tuple[int, str], list[Contact]] = {}
        for row in contacts(self.viewer):
            found.setdefault((row.area_id, key_of(row.name)), []).append(row)
        return with_survivors(found, survivors(Contact, self.viewer))


def survivors(model: type[Any], viewer: Viewer) -> dict[tuple[int, str], Any]:
    """What stands today for each name of a row in sight that was merged into another, by Area and key of the name."""
    rows = within(viewer, model._default_manager.filter(merged_into__isnull=False), "stakeholders.read")
    merged = {row.pk: row for row in rows.select_related("merged_into")}
    found = {}
    for row in merged.values():
        last = row.merged_into
        while last.pk in merged:
            last = merged[last.pk].merged_into
        if last.area_id == row.area_id and row.name:
            found[row.area_id, key_of(row.name)] = last
    return found


def with_survivors(
    found: dict[tuple[int, str], list[AnyRow]], merged: Mapping[tuple[int, str], AnyRow]
) -> dict[tuple[int, str], list[AnyRow]]:
    """The names in use, with those that only merged rows bear standing for what took them in."""
    return found | {key: [row] for key, row in merged.items() if key not in found}


def taken_out_by(viewer: Viewer, rows: QuerySet[Any], area: Area | None) -> QuerySet[Any]:
    """The rows, already in the viewer's sight, that the viewer may also take out; of one Area where one is given."""
    scoped = within(viewer, rows, "exports.run")
    return scoped.filter(area=area) if area else scoped


def _with_town(row: Organisation) -> str:
    return f"{row.name}, {row.town}" if row.town else row.name


def _by_key(rows: Iterable[Any], names: Any, key: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        for each in dict.fromkeys(key(name) for name in names(row) if name and key(name)):
            found.setdefault(each, []).append(row)
    return found


def _one(text: str, found: list[AnyRow], problem: str, known: Mapping[str, str], otherwise: str = "") -> AnyRow:
    if len(found) == 1:
        return found[0]
    if found:
        raise CellProblem(_("is the name of more than one"), _("Write its code."))
    raise CellProblem(problem, " ".join(part for part in (_did_you_mean(text, known), otherwise) if part))


def _did_you_mean(text: str, known: Mapping[str, str]) -> str:
    likely = (difflib.get_close_matches(key, list(known), 1, _CLOSE) for key in (key_of(text), place_key(text)))
    near = next(filter(None, likely), None)
    return _("Did you mean %(name)s?") % {"name": known[near[0]]} if near else _("Use a name from the list in Folkmoot.")
