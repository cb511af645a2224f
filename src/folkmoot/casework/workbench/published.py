"""A published table over time and by place: the shares it holds month by month, how many, and places in a funnel. Never ranked.

The figures are as their publisher printed them, small ones too: they are public already, and are counted into no other table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.sources import queries
from folkmoot.casework.sources.cubes import the_cube
from folkmoot.casework.sources.models import Load, Source
from folkmoot.casework.workbench.opening import NotThere
from folkmoot.casework.workbench.projection import Axis, Projection, projected
from folkmoot.engines.cube import Cube
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.funnel import Funnel, funnel
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.stats.trends import Chart, laney_chart, xmr_chart

MONTH = "month"
PLACES = ("area", "force")
MONTHS_OF_FUNNEL = 12


@dataclass(frozen=True)
class OpenedTable:
    """A published source with its cube. `months` are those loaded; `gaps` those between for which there is no file."""

    row: Source
    cube: Cube
    months: tuple[str, ...]
    gaps: tuple[str, ...]
    data_as_of: date | None

    @property
    def place(self) -> str:
        """The column of Areas or police forces; "" where the table has none."""
        return next((name for name in PLACES if name in self.cube.spec.by), "")

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(outcome.name for outcome in self.cube.spec.outcomes)

    @property
    def filters(self) -> tuple[str, ...]:
        """The other columns of the table."""
        return tuple(name for name in self.cube.spec.by if name not in (MONTH, self.place))

    def levels(self, column: str) -> tuple[str, ...]:
        found = self.cube.by_groupings(self.cube.spec.by).factor(column).levels
        return tuple(level for level in found if level is not None)


@dataclass(frozen=True)
class Choice:
    """What is shown: a measure, one place or all (""), and a level for some of the other columns."""

    measure: str
    place: str = ""
    only: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Month:
    """One month of the series. `rate` is None where there is no file, or nobody was at risk."""

    name: str
    counts: Counts
    rate: Estimate | None
    is_gap: bool


@dataclass(frozen=True)
class Shown:
    """`rates` is a Laney p′ chart of the share, `numbers` an XmR chart of how many; `places` covers the last months of the table."""

    choice: Choice
    series: tuple[Month, ...]
    rates: Chart
    numbers: Chart
    places: Funnel | None
    places_months: tuple[str, ...]
    not_recorded: int


def open_table(viewer: Viewer, pk: int) -> OpenedTable:
    """Raises NotThere for a source out of sight or one of cases, NothingLoaded, or FileProblem where its file is damaged."""
    try:
        source = queries.get_source(viewer, pk)
    except Source.DoesNotExist:
        raise NotThere("There is no such source for you.") from None
    if source.kind == Source.Kind.EXTRACT:
        raise NotThere("This source holds cases, not a published table.")
    cube = the_cube(source)
    months = tuple(row.month for row in queries.loaded_months(source))
    latest = Load.objects.filter(source=source, state=Load.State.IN_USE).aggregate(day=Max("data_as_of"))["day"]
    return OpenedTable(source, cube, months, queries.missing_months(source, months), latest)


def chosen(opened: OpenedTable, asked: Mapping[str, str]) -> Choice:
    """What an address asks for; whatever the table does not hold is left out."""
    measure = asked.get("measure", "")
    place = asked.get("place", "") if opened.place else ""
    only = tuple((name, asked[name]) for name in opened.filters if asked.get(name) in opened.levels(name))
    return Choice(
        measure if measure in opened.measures else opened.measures[0], place if place and place in opened.levels(opened.place) else "", only
    )


def shown(opened: OpenedTable, choice: Choice) -> Shown:
    """The series and the funnel of a choice. Raises TooMuchAtOnce."""
    only = [(Axis(name), level) for name, level in choice.only]
    of_place = [(Axis(opened.place), choice.place)] if choice.place else []
    found = projected(opened.cube, choice.measure, [Axis(MONTH)], [*only, *of_place])
    by_month = _by_level(found)
    series = tuple(_month(name, by_month.get(name, NONE_COUNTED), name in opened.gaps) for name in sorted({*opened.months, *opened.gaps}))
    names = [one.name for one in series]
    last = opened.months[-MONTHS_OF_FUNNEL:]
    return Shown(
        choice, series, laney_chart(names, [one.counts for one in series]),
        xmr_chart(names, [None if one.is_gap else float(one.counts.base) for one in series]),
        _places(opened, choice, only, last), last, int(found.counts[0].sum() - found.counts[1].sum()),
    )  # fmt: skip


def _places(opened: OpenedTable, choice: Choice, only: Sequence[tuple[Axis, str]], months: Sequence[str]) -> Funnel | None:
    """None where the table has no places, or none with anybody at risk."""
    if not opened.place:
        return None
    within = Axis(MONTH, "window", lambda month: "in" if month in months else "out")
    found = _by_level(projected(opened.cube, choice.measure, [Axis(opened.place)], [*only, (within, "in")]))
    named = {level: counts for level, counts in found.items() if level}
    return funnel(named) if any(counts.base for counts in named.values()) else None


def _by_level(found: Projection) -> dict[str, Counts]:
    """At risk and with the outcome, by the levels of the one axis; "" for not recorded."""
    return {
        level or "": Counts(int(base), int(with_outcome))
        for level, base, with_outcome in zip(found.levels[0], found.counts[1].tolist(), found.counts[2].tolist(), strict=True)
    }


def _month(name: str, counts: Counts, is_gap: bool) -> Month:
    return Month(name, counts, wilson(counts.with_outcome, counts.base) if counts.base else None, is_gap)
