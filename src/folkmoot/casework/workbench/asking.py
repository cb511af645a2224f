"""From a view to what is counted and released for it: one request of `folkmoot.disparity` for the section that is shown, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from folkmoot.casework.workbench.projection import Axis
from folkmoot.casework.workbench.rules import NotInSource, Section, View
from folkmoot.casework.workbench.shape import Shape, Stage, quarter_of, year_of
from folkmoot.disparity.request import Adjustment, Period, Request
from folkmoot.engines.cube import Cube
from folkmoot.engines.periods import Unit
from folkmoot.engines.spec import Condition, Outcome

YEAR, QUARTER, MONTH = "Financial year", "Quarter", "Month"
WITHIN: Mapping[str, str] = {QUARTER: YEAR}
MOST_MONTHS = 36  # a longer series is told by quarter: single months then hold too few, and too many to read
_OFFERED_CONTROLS = 3


@dataclass(frozen=True)
class Ask:
    """What one section needs: `axes` by the words they are called, `families` to count, `printed` tables, and the filters that hold."""

    request: Request
    stages: tuple[Stage, ...]
    axes: Mapping[str, Axis]
    families: tuple[tuple[str, ...], ...]
    printed: tuple[tuple[str, ...], ...]
    filters: tuple[tuple[Axis, str], ...]

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The filters by name and level."""
        return tuple((axis.called, level) for axis, level in self.filters)


def ask(view: View, shape: Shape, cube: Cube, threshold: int) -> Ask:
    """The plan of a settled view. Raises NotInSource where the source lacks what the section is about."""
    whole = _plain(view, shape, cube, threshold)
    special = {
        Section.AREAS: _areas, Section.STAGES: _stages, Section.TIME: _time, Section.CHANGE: _change, Section.TOGETHER: _together,
    }.get(view.section)  # fmt: skip
    return special(whole, view, shape, cube) if special else whole


def controls_of(view: View, shape: Shape) -> tuple[str, ...]:
    """What is taken into account: what was chosen or, where nothing was, the offence and the next characteristics."""
    if view.controls:
        return view.controls
    rest = [one for one in shape.characteristics if one not in view.by]
    return tuple(column for column in (*rest[:_OFFERED_CONTROLS], shape.offence) if column and column != view.offence)


def _plain(view: View, shape: Shape, cube: Cube, threshold: int) -> Ask:
    """Rates by each of the characteristics by itself, under every filter."""
    stage = shape.stage(view.stage)
    axes = {shape.title(column): Axis(column, shape.title(column)) for column in view.by}
    filters = tuple(filters_of(view, shape))
    request = Request(
        outcomes=(_outcome(cube, stage),), by=tuple(axes), chain=False, threshold=threshold, adverse=stage.adverse,
        references={next(iter(axes)): view.reference} if view.reference else {},
        where=tuple(Condition(axis.called, frozenset({level})) for axis, level in filters),
    )  # fmt: skip
    alone = tuple((name,) for name in axes)
    return Ask(request, (stage,), axes, alone, alone, filters)


def filters_of(view: View, shape: Shape) -> list[tuple[Axis, str]]:
    """Every filter of a view as an axis and its level; a quarter is one of its year."""
    places = ((shape.area, view.area), (shape.force, view.force), (shape.offence, view.offence))
    found = [(Axis(column, shape.title(column)), level) for column, level in places if column and level]
    found += [(Axis(flag, shape.title(flag)), shape.flag_level(flag)) for flag in view.flags]
    if view.period:
        found.append((Axis(shape.month, YEAR, year_of), view.period[:7]))
        if len(view.period) > 7:
            found.append((Axis(shape.month, QUARTER, _quarter_alone), view.period[8:]))
    return found


def _quarter_alone(month: str | None) -> str | None:
    return quarter_of(month)[8:] or None


def _outcome(cube: Cube, stage: Stage) -> Outcome:
    return replace(cube.outcome(stage.name), name=stage.title)


def _first(whole: Ask) -> str:
    return whole.request.by[0]


def _with_one(whole: Ask, name: str, axis: Axis, filters: tuple[tuple[Axis, str], ...]) -> Ask:
    """The first characteristic beside one more column, which is looked at whole: its own filter does not hold."""
    first = _first(whole)
    request = replace(whole.request, by=(first,), where=tuple(Condition(one.called, frozenset({level})) for one, level in filters))
    both = (first, name)
    axes = {first: whole.axes[first], name: axis}
    return replace(whole, request=request, axes=axes, families=(both,), printed=((first,), (name,), both), filters=filters)


def _areas(whole: Ask, view: View, shape: Shape, cube: Cube) -> Ask:
    if not shape.area:
        raise NotInSource("This source does not say in which Area.", "It has no column of Areas.", "Choose another section.")
    name = shape.title(shape.area)
    filters = tuple(one for one in whole.filters if one[0].column not in {shape.area, shape.force})
    found = _with_one(whole, name, Axis(shape.area, name), filters)
    return replace(found, request=replace(found.request, area=name))


def _time(whole: Ask, view: View, shape: Shape, cube: Cube) -> Ask:
    if not shape.month:
        raise NotInSource("This source does not say when.", "It has no column of months.", "Choose another section.")
    by_month = len(shape.months) <= MOST_MONTHS
    name, read = (MONTH, None) if by_month else (QUARTER, quarter_of)
    unit: Unit = "month" if by_month else "quarter"
    filters = tuple(one for one in whole.filters if one[0].column != shape.month)
    found = _with_one(whole, name, Axis(shape.month, name, read), filters)
    breaks = tuple(dict.fromkeys(month if by_month else quarter_of(month) for month in shape.breaks))
    return replace(found, request=replace(found.request, period=Period(name, unit), breaks=breaks))


def _stages(whole: Ask, view: View, shape: Shape, cube: Cube) -> Ask:
    stages, first = shape.along(view.stage), _first(whole)
    outcomes = tuple(_outcome(cube, stage) for stage in stages)
    request = replace(whole.request, outcomes=outcomes, by=(first,), chain=all(stage.chained for stage in stages))
    return replace(whole, request=request, stages=stages, families=((first,),), printed=((first,),))


def _change(whole: Ask, view: View, shape: Shape, cube: Cube) -> Ask:
    first, controls = _first(whole), {shape.title(one): one for one in controls_of(view, shape)}
    request = replace(whole.request, by=(first,), adjust=tuple(Adjustment(name) for name in controls))
    axes = {first: whole.axes[first]} | {name: Axis(column, name) for name, column in controls.items()}
    return replace(whole, request=request, axes=axes, families=(tuple(axes),), printed=((first,),))


def _together(whole: Ask, view: View, shape: Shape, cube: Cube) -> Ask:
    names = whole.request.by
    if len(names) < 2:
        raise NotInSource("Only one characteristic is chosen.", "Together means two or three.", "Choose another one under “Compare by”.")
    return replace(whole, request=replace(whole.request, intersect=(names,)), families=(names,), printed=(*whole.printed, names))
