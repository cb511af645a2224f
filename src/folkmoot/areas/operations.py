"""Writing: bringing the stored places in line with the files that ship."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.areas import rules, tables
from folkmoot.areas.authorities.shipped import store_authorities
from folkmoot.areas.models import (
    Area,
    AreaAlias,
    AreaCounty,
    AreaForce,
    AreaSuccession,
    County,
    ForceAlias,
    ForceCounty,
    PoliceForce,
)
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store_all

Fields = dict[str, object]


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store what the files say: all of it, or nothing. Loading the same files again changes nothing and leaves no audit event.

    Returns the changes, one for each table. Raises BadReferenceFile for a fault in a file.
    """
    places = tables.read_places(folder)
    loaded = [
        store_all(Area, ("code",), (dict(line.values) for line in places.areas), at),
        store_all(PoliceForce, ("code",), (dict(line.values) for line in places.forces), at),
        store_all(County, ("code",), (dict(line.values) for line in places.counties), at),
    ]
    joins = _Joins()
    loaded += [
        store_all(AreaAlias, ("key",), (joins.area_alias(line) for line in places.aliases), at),
        store_all(AreaSuccession, ("from_area_id", "to_area_id"), (joins.succession(line) for line in places.successions), at),
        store_all(ForceAlias, ("force_id", "key"), (joins.force_alias(line) for line in places.force_aliases), at),
        store_all(AreaForce, ("area_id", "force_id"), (joins.fields(line) for line in places.area_forces), at),
        store_all(AreaCounty, ("area_id", "county_id"), (joins.fields(line) for line in places.area_counties), at),
        store_all(ForceCounty, ("force_id", "county_id"), (joins.fields(line) for line in places.force_counties), at),
    ]
    loaded += store_authorities(places)
    record_changes(loaded, by=by, at=at)
    return loaded


class _Joins:
    """Turns the codes in a line into the ids of stored places."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[str, int]] = {
            "area": dict(Area.objects.values_list("code", "pk")),
            "force": dict(PoliceForce.objects.values_list("code", "pk")),
            "county": dict(County.objects.values_list("code", "pk")),
        }

    def fields(self, line: Line) -> Fields:
        return {
            f"{name}_id" if name in self.ids else name: self.ids[name][str(value)] if name in self.ids else value
            for name, value in line.values.items()
        }

    def area_alias(self, line: Line) -> Fields:
        return {**self.fields(line), "key": rules.name_key(line.text("alias"))}

    def force_alias(self, line: Line) -> Fields:
        return {**self.fields(line), "key": rules.force_key(line.text("alias"))}

    def succession(self, line: Line) -> Fields:
        ids = self.ids["area"]
        both = {"from_area_id": ids[line.text("from_area")], "to_area_id": ids[line.text("to_area")]}
        return both | {name: line[name] for name in ("on", "by", "lossy", "note")}
