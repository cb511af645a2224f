"""Reading places. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from folkmoot.areas.authorities.queries import (
    AreaOfAuthority,
    AuthorityMatch,
    NoSuchAuthority,
    PostcodePlaces,
    Resolver,
    any_policed,
    areas_of,
    boundaries,
    current_authorities,
    force_boundaries,
    get_authority,
    has_tiles,
    list_authorities,
    list_brought_in,
    list_steps,
    postcode_places,
    resolve_authority,
    tiles,
    with_parts,
)
from folkmoot.areas.models import Area, AreaAlias, AreaCounty, AreaForce, AreaSuccession, County, ForceAlias, ForceCounty, PoliceForce
from folkmoot.areas.rules import Held, Succession, force_key, in_being, name_key, predecessors, successors
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor

__all__ = [
    "AreaMatch",
    "AreaOfAuthority",
    "AuthorityMatch",
    "NoSuchArea",
    "NoSuchAuthority",
    "PostcodePlaces",
    "Resolver",
    "Totals",
    "any_policed",
    "areas",
    "areas_after",
    "areas_before",
    "areas_by_key",
    "areas_of",
    "boundaries",
    "current_authorities",
    "force_boundaries",
    "forces_by_key",
    "get_area",
    "get_authority",
    "has_tiles",
    "list_areas",
    "list_authorities",
    "list_brought_in",
    "list_counties",
    "list_forces",
    "list_steps",
    "list_successions",
    "postcode_places",
    "resolve_area",
    "resolve_authority",
    "resolve_forces",
    "tiles",
    "totals",
    "with_parts",
]


class NoSuchArea(FolkmootError):
    """No Area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no Area “{code}”.", "", "Choose one from the list of Areas.")


@dataclass(frozen=True)
class AreaMatch:
    """The Area a name stands for; whether it was in being on the day asked; who followed it (itself where nobody did)."""

    area: Area
    held: Held
    successors: list[Area]


@dataclass(frozen=True)
class Totals:
    """How many of each, and the names of those that no current Area serves (none, where the tables add up)."""

    areas: int
    territorial_forces: int
    counties: int
    forces_without_area: list[str]
    counties_without_area: list[str]


def areas(viewer: Actor) -> QuerySet[Area]:
    """Every Area and division, past ones too, with its forces, counties and aliases."""
    return Area.objects.filter(withdrawn_on__isnull=True).prefetch_related(
        Prefetch("area_forces", AreaForce.objects.filter(withdrawn_on__isnull=True).select_related("force")),
        Prefetch("area_counties", AreaCounty.objects.filter(withdrawn_on__isnull=True).select_related("county")),
        Prefetch("aliases", AreaAlias.objects.filter(withdrawn_on__isnull=True)),
    )


def list_areas(viewer: Actor, *, on: date | None = None, kind: str | None = Area.Kind.AREA) -> list[Area]:
    """Areas by name: those in being on a day, or with no day all of them; `kind=None` adds the divisions and headquarters."""
    rows = areas(viewer).filter(kind=kind) if kind else areas(viewer)
    return in_being(rows, on) if on else list(rows)


def get_area(viewer: Actor, code: str) -> Area:
    """One Area by its code, past or present. Raises NoSuchArea."""
    area = areas(viewer).filter(code=code).first()
    if area is None:
        raise NoSuchArea(code)
    return area


def resolve_area(viewer: Actor, name: str, on: date) -> AreaMatch | None:
    """The Area that a code, name or alias stands for, as it arrives in files; None where none does."""
    found = areas_by_key(viewer).get(name_key(name))
    return AreaMatch(found, found.span.on(on), areas_after(viewer, found)) if found else None


def areas_by_key(viewer: Actor) -> dict[str, Area]:
    """Every Area under the `rules.name_key` of its code, names and aliases: read once to resolve any number of names."""
    return {name_key(name): area for area in areas(viewer) for name in _names_of(area) if name_key(name)}


def areas_after(viewer: Actor, area: Area) -> list[Area]:
    """The Areas that stand where this one stood; itself where nothing followed it."""
    return _by_code(viewer, successors(area.code, _steps()))


def areas_before(viewer: Actor, area: Area) -> list[Area]:
    """The Areas that stood where this one stands, nearest first."""
    return _by_code(viewer, predecessors(area.code, _steps()))


def list_successions(viewer: Actor, area: Area) -> QuerySet[AreaSuccession]:
    """The steps into and out of an Area."""
    steps = AreaSuccession.objects.filter(withdrawn_on__isnull=True).select_related("from_area", "to_area")
    return steps.filter(from_area=area) | steps.filter(to_area=area)


def list_forces(viewer: Actor, *, area: Area | None = None) -> QuerySet[PoliceForce]:
    """Forces by name, all of them or those of one Area."""
    rows = PoliceForce.objects.filter(withdrawn_on__isnull=True)
    return rows.filter(area_forces__area=area, area_forces__withdrawn_on__isnull=True) if area else rows


def list_counties(viewer: Actor, *, area: Area | None = None, force: PoliceForce | None = None) -> QuerySet[County]:
    """Counties by name, all of them or those that an Area or a force serves, whole or in part."""
    rows = County.objects.filter(withdrawn_on__isnull=True)
    if area:
        rows = rows.filter(pk__in=AreaCounty.objects.filter(area=area, withdrawn_on__isnull=True).values("county"))
    if force:
        rows = rows.filter(pk__in=ForceCounty.objects.filter(force=force, withdrawn_on__isnull=True).values("county"))
    return rows


def resolve_forces(viewer: Actor, name: str) -> list[PoliceForce]:
    """The force that a name stands for; more than one for a combined name such as “Metropolitan and City”; empty for none."""
    return forces_by_key(viewer).get(force_key(name), [])


def forces_by_key(viewer: Actor) -> dict[str, list[PoliceForce]]:
    """Every force under the `rules.force_key` of its code, names and aliases; several under the key of a combined name."""
    found: dict[str, list[PoliceForce]] = {}
    aliased = ForceAlias.objects.filter(withdrawn_on__isnull=True, force__withdrawn_on__isnull=True).select_related("force")
    for alias in aliased.order_by("force__name_en"):
        found.setdefault(alias.key, []).append(alias.force)
    for force in list_forces(viewer):
        for name in (force.code, force.name_en, force.name_cy):
            if force_key(name):
                found[force_key(name)] = [force]
    return found


def totals(viewer: Actor, *, on: date) -> Totals:
    """How Areas, forces and counties add up on a day."""
    current = list_areas(viewer, on=on)
    served_forces = {row.force_id for area in current for row in area.area_forces.all()}
    served_counties = {row.county_id for area in current for row in area.area_counties.all()}
    territorial = list(list_forces(viewer).filter(kind=PoliceForce.Kind.TERRITORIAL))
    counties = list(list_counties(viewer))
    return Totals(
        areas=len(current),
        territorial_forces=len(territorial),
        counties=len(counties),
        forces_without_area=[force.name for force in territorial if force.pk not in served_forces],
        counties_without_area=[county.name for county in counties if county.pk not in served_counties],
    )


def _names_of(area: Area) -> list[str]:
    return [area.code, area.name_en, area.name_cy, *(alias.alias for alias in area.aliases.all())]


def _steps() -> list[Succession]:
    rows = AreaSuccession.objects.filter(withdrawn_on__isnull=True).values_list("from_area__code", "to_area__code", "lossy")
    return [Succession(*row) for row in rows]


def _by_code(viewer: Actor, codes: list[str]) -> list[Area]:
    found = {area.code: area for area in areas(viewer).filter(code__in=codes)}
    return [found[code] for code in codes if code in found]
