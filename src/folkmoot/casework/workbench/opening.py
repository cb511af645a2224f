"""A source opened for looking at: its cube, what each column is for, and which Area each level stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework.rules import in_words
from folkmoot.casework.sources import queries
from folkmoot.casework.sources.cubes import the_cube
from folkmoot.casework.sources.models import Load, Source
from folkmoot.casework.stages import scheme
from folkmoot.casework.workbench.rules import View
from folkmoot.casework.workbench.shape import Shape, Stage
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError

CHAIN = frozenset({"charged", "prosecuted", "convicted", "custody"})  # each of these is at risk of the next; the others branch off
TITLES = {"month": "Month", "area": "Area", "force": "Police force", "offence": "Offence"}


@dataclass(frozen=True)
class Opened:
    """`row` is the source; `home` the Area it belongs to (none: England and Wales); `areas` the Area for each level of that column."""

    row: Source
    cube: Cube
    shape: Shape
    data_as_of: date | None = None
    home: Area | None = None
    areas: Mapping[str, Area] = field(default_factory=dict)

    @property
    def source(self) -> int:
        return self.row.pk

    @property
    def title(self) -> str:
        return self.row.title

    def area_of(self, view: View) -> Area | None:
        """The Area a view is limited to; None for all that the source holds of England and Wales."""
        return self.areas.get(view.area) or self.home

    def areas_of(self, viewer: Viewer) -> frozenset[str] | None:
        """The levels of the Area column whose figures the viewer may see one by one; None for all of them."""
        sight = viewer.sight("casework.read")
        if sight.national or not self.shape.area:
            return None
        return frozenset(level for level, area in self.areas.items() if sight.holds(area.pk))


class NotThere(FolkmootError):
    """A source out of sight, or one that does not exist."""


@dataclass(frozen=True)
class Offered:
    """A source as the first page lists it."""

    pk: int
    title: str
    area: Area | None
    data_as_of: date | None
    kind: str


def sources_in_sight(viewer: Viewer, today: date) -> list[Offered]:
    """The sources in sight that are kept up, by title; those of which nothing is loaded among them."""
    rows = [one for one in queries.listed(viewer, today) if one.source.retired_on is None or one.loads]
    return [
        Offered(one.source.pk, one.source.title, one.source.area, one.data_as_of, one.source.kind)
        for one in sorted(rows, key=lambda one: one.source.title)
    ]


def open_source(viewer: Viewer, pk: int) -> Opened:
    """A source in sight with its cube. Raises NotThere, NothingLoaded, or FileProblem where its file is damaged."""
    try:
        source = queries.get_source(viewer, pk)
    except Source.DoesNotExist:
        raise NotThere("There is no such source for you.") from None
    cube = the_cube(source)
    shape = _shape(source, cube)
    latest = Load.objects.filter(source=source, state=Load.State.IN_USE).aggregate(day=Max("data_as_of"))["day"]
    return Opened(source, cube, shape, latest, source.area, queries.areas_of_levels(viewer, shape.levels(shape.area)))


def _shape(source: Source, cube: Cube) -> Shape:
    roles, counted = queries.roles(source), set(cube.spec.by)
    grouping = cube.by_groupings(cube.spec.by)
    stages = {outcome.name for outcome in cube.spec.outcomes}
    schemed = {column.name: column for column in roles.columns}

    def there(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in names if name in counted))

    def single(name: str) -> str:
        return name if name in counted else ""

    return Shape(
        tuple(_stage(one) for one in queries.stages_in(source) if one.key in stages), there(roles.characteristics), single(roles.month),
        single(roles.area), single(roles.force), single(roles.offence), there(roles.flags), there(roles.others),
        {factor.name: tuple(level for level in factor.levels if level is not None) for factor in grouping.factors},
        {name: title_of(name, schemed[name].heading if name in schemed else "") for name in counted},
        tuple(month for month, _ in queries.breaks(source)),
    )  # fmt: skip


def _stage(one: scheme.Stage) -> Stage:
    accused = one.population in {scheme.Population.SUSPECTS, scheme.Population.DEFENDANTS}
    line = "accused" if accused else str(one.population)
    return Stage(one.key, one.name, one.at_risk, one.denominator, line, one.adverse, one.key in CHAIN)


def title_of(name: str, heading: str) -> str:
    """What a column is called on a page: a flag by its name, a place or a period by ours, another as the file's heading says it."""
    flag = scheme.flag_named(name)
    said = in_words(name or heading)
    return flag.name if flag else TITLES.get(name) or f"{said[:1].upper()}{said[1:]}"
