"""Reading authorities. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from folkmoot.areas.authorities import rules
from folkmoot.areas.models import (
    Area,
    AreaForce,
    Authority,
    AuthorityAlias,
    AuthorityPart,
    AuthoritySuccession,
    Boundary,
    BroughtIn,
    County,
    PoliceForce,
    PostcodeSector,
    Tile,
)
from folkmoot.areas.rules import Held
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor

Rings = list[list[list[float]]]


class NoSuchAuthority(FolkmootError):
    """No authority has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no authority “{code}”.", "", "Choose one from the list of local authorities.")


@dataclass(frozen=True)
class AuthorityMatch:
    """The authority a name stands for; whether it was in being on the day asked; who stands in its place then, and whether divided."""

    authority: Authority
    held: Held
    current: list[tuple[Authority, bool]]


@dataclass(frozen=True)
class AreaOfAuthority:
    """An Area that serves an authority. `shared`: other Areas take cases of the same force, along a line that is not published."""

    area: Area
    shared: bool


@dataclass(frozen=True)
class PostcodePlaces:
    """Where a postcode's sector lies. `known` is False where no postcode directory was brought in; then the lists are empty.

    `shared`: one of the Areas shares the force, so that the postcode may belong to another of them.
    """

    sector: str
    authorities: list[Authority]
    areas: list[Area]
    shared: bool
    known: bool


def list_authorities(
    viewer: Actor, *, area: Area | None = None, county: County | None = None, force: PoliceForce | None = None, on: date | None = None
) -> QuerySet[Authority]:
    """Districts, boroughs and unitary authorities by name, each once; county councils, which cover others, are left out.

    An authority belongs to an Area through the forces that police it: where Areas share a force, it is in each of them. `on` keeps
    those in being on a day (a date not known does not exclude).
    """
    rows = _held().exclude(kind=Authority.Kind.COUNTY_COUNCIL).select_related("county")
    if area:
        rows = rows.filter(pk__in=_parts().filter(force__in=_area_forces().filter(area=area).values("force")).values("authority"))
    if county:
        rows = rows.filter(county=county)
    if force:
        rows = rows.filter(pk__in=_parts().filter(force=force).values("authority"))
    if on:
        rows = rows.filter(Q(starts__isnull=True) | Q(starts__lte=on), Q(ends__isnull=True) | Q(ends__gte=on))
    return rows


def with_parts(authorities: QuerySet[Authority]) -> QuerySet[Authority]:
    """The same with the parts that count today as `live_parts`, each with its force."""
    return authorities.prefetch_related(Prefetch("parts", _parts().select_related("force"), to_attr="live_parts"))


def any_policed(viewer: Actor) -> bool:
    """Whether it is known of any authority which force polices it: without that, no authority belongs to an Area."""
    return _parts().exists()


def has_tiles(viewer: Actor) -> bool:
    """Whether a layout of tiles was brought in."""
    return Tile.objects.filter(withdrawn_on__isnull=True).exists()


def get_authority(viewer: Actor, code: str) -> Authority:
    """One authority by its code, past or present, county councils too. Raises NoSuchAuthority."""
    names = Prefetch("aliases", AuthorityAlias.objects.filter(withdrawn_on__isnull=True))
    parts = Prefetch("parts", _parts().select_related("force"))
    found = _held().filter(code=code).select_related("county", "upper_tier").prefetch_related(names, parts).first()
    if found is None:
        raise NoSuchAuthority(code)
    return found


def current_authorities(viewer: Actor, authority_codes: Collection[str], on: date) -> dict[str, list[tuple[Authority, bool]]]:
    """For each code, the authorities that stand in its place on a day, each with whether anything was divided on the way (lossy:
    what was counted for the earlier code cannot be given to one of them). The authority itself where nothing followed it; an empty
    list for a code that is not known.
    """
    steps = _steps()
    held = {row.code: row for row in _held().select_related("county")}
    return {
        code: [(held[later], lossy) for later, lossy in rules.current(code, steps, on) if later in held] if code in held else []
        for code in authority_codes
    }


def list_steps(viewer: Actor, authority: Authority) -> QuerySet[AuthoritySuccession]:
    """The steps into and out of an authority."""
    steps = AuthoritySuccession.objects.filter(withdrawn_on__isnull=True).select_related("from_authority", "to_authority")
    return steps.filter(Q(from_authority=authority) | Q(to_authority=authority))


def areas_of(viewer: Actor, authorities: Iterable[Authority], on: date | None = None) -> dict[str, list[AreaOfAuthority]]:
    """The Areas that serve each authority, by its code, through the forces that police it; Areas in being on a day (default: today)."""
    wanted = {authority.pk: authority.code for authority in authorities}
    day = on or timezone.localdate()
    by_force: dict[int, list[AreaOfAuthority]] = defaultdict(list)
    for row in _area_forces().select_related("area").order_by("area__name_en"):
        if row.area.span.on(day) is Held.YES:
            by_force[row.force_id].append(AreaOfAuthority(row.area, row.shared))
    found: dict[str, list[AreaOfAuthority]] = {code: [] for code in wanted.values()}
    for authority_id, force_id in _parts().filter(authority__in=wanted).order_by().values_list("authority", "force").distinct():
        already = {each.area.pk for each in found[wanted[authority_id]]}
        found[wanted[authority_id]] += [each for each in by_force[force_id] if each.area.pk not in already]
    return found


def postcode_places(viewer: Actor, postcode: str) -> PostcodePlaces:
    """The authorities and Areas in which a postcode's sector lies, the authority with most of its postcodes first."""
    sector = rules.sector_of(postcode)
    rows = PostcodeSector.objects.filter(withdrawn_on__isnull=True)
    inside = rows.filter(sector=sector).select_related("authority__county").order_by("-postcodes") if sector else rows.none()
    authorities = [row.authority for row in inside]
    served = [each for areas in areas_of(viewer, authorities).values() for each in areas] if authorities else []
    areas = list({each.area.pk: each.area for each in served}.values())
    return PostcodePlaces(sector, authorities, areas, any(each.shared for each in served), bool(authorities) or rows.exists())


def boundaries(viewer: Actor, authorities: Iterable[Authority]) -> dict[str, Rings]:
    """The rings of each authority whose outline was brought in, by code, as [[[longitude, latitude], …], …]."""
    rows = Boundary.objects.filter(withdrawn_on__isnull=True, authority__in=[each.pk for each in authorities])
    return dict(rows.values_list("authority__code", "rings"))


def force_boundaries(viewer: Actor, forces: Iterable[PoliceForce]) -> dict[str, Rings]:
    """The rings of each force whose outline was brought in, by the force's own code."""
    rows = Boundary.objects.filter(withdrawn_on__isnull=True, force__in=[each.pk for each in forces])
    return dict(rows.values_list("force__code", "rings"))


def tiles(viewer: Actor, authorities: Sequence[Authority]) -> dict[str, tuple[int, int]]:
    """A column and row for each authority on a map of equal tiles; odd rows stand half a tile to the right.

    One without a tile of its own takes the place of those it followed; one of which nothing is known stands below the others.
    """
    places = {code: (column, row) for code, column, row in Tile.objects.filter(withdrawn_on__isnull=True).values_list(*_TILE)}
    before: dict[str, set[str]] = defaultdict(set)
    steps = _steps()
    for code in places:
        for later, _lossy in rules.current(code, steps, date.max):
            before[later].add(code)
    return rules.tiles_for([each.code for each in authorities], places, before)


def resolve_authority(viewer: Actor, name_or_code: str, on: date) -> AuthorityMatch | None:
    """The authority that a code or a name stands for, as it arrives in files; None where none does, or several do alike.

    Where several bear the name, the one in being on the day is taken, and a district or unitary before a county council.
    """
    return Resolver(viewer, on)(name_or_code)


class Resolver:
    """`resolve_authority` for any number of names: everything is read once."""

    def __init__(self, viewer: Actor, on: date) -> None:
        self.on, self.steps = on, _steps()
        self.by_code = {row.code: row for row in _held().select_related("county")}
        self.by_key: dict[str, set[str]] = defaultdict(set)
        for row in self.by_code.values():
            for name in (row.name_en, row.name_cy):
                self.by_key[rules.authority_key(name)].add(row.code)
        for key, code in AuthorityAlias.objects.filter(withdrawn_on__isnull=True).values_list("key", "authority__code"):
            self.by_key[key].add(code)

    def __call__(self, name_or_code: str) -> AuthorityMatch | None:
        code = "".join(name_or_code.split()).upper()
        found = self.by_code.get(code) or self._by_name(name_or_code)
        return AuthorityMatch(found, found.span.on(self.on), self._current(found)) if found else None

    def _by_name(self, name: str) -> Authority | None:
        key = rules.authority_key(name)
        rows = [self.by_code[code] for code in sorted(self.by_key.get(key, ()))] if key else []
        for kept in (rows, [row for row in rows if row.span.on(self.on) is Held.YES]):
            rows = kept or rows
        rows = self._said_tier(name, rows) if len(rows) > 1 else rows
        return rows[0] if len(rows) == 1 else None

    def _said_tier(self, name: str, rows: list[Authority]) -> list[Authority]:
        county_wanted = "county council" in " ".join(name.casefold().split())
        kept = [row for row in rows if (row.kind == Authority.Kind.COUNTY_COUNCIL) is county_wanted]
        return kept or rows

    def _current(self, authority: Authority) -> list[tuple[Authority, bool]]:
        return [(self.by_code[code], lossy) for code, lossy in rules.current(authority.code, self.steps, self.on) if code in self.by_code]


def list_brought_in(viewer: Actor) -> QuerySet[BroughtIn]:
    """The published files of places that were brought in, latest first."""
    return BroughtIn.objects.all()


_TILE = ("authority__code", "column", "row")


def _held() -> QuerySet[Authority]:
    return Authority.objects.filter(withdrawn_on__isnull=True)


def _parts() -> QuerySet[AuthorityPart]:
    return AuthorityPart.objects.filter(withdrawn_on__isnull=True)


def _area_forces() -> QuerySet[AreaForce]:
    return AreaForce.objects.filter(withdrawn_on__isnull=True, area__withdrawn_on__isnull=True)


def _steps() -> list[rules.Step]:
    rows = AuthoritySuccession.objects.filter(withdrawn_on__isnull=True)
    return [rules.Step(*row) for row in rows.values_list("from_authority__code", "to_authority__code", "on", "lossy")]
